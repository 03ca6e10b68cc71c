import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const namesOn = (page: string) =>
  [...page.matchAll(/id="account-link-[^"]*">([^<]*)</g)].map(([, name]) => name!);

Deno.test("accounts are paged in each order, forwards and back, without a gap", async () => {
  await using thread = await testApp();
  await addMany(thread, 120);
  const bob = thread.as("bob");
  for (const sort of ["name", "go-live", "newest"]) {
    const pages = [await bob.page(`/accounts?view=all&sort=${sort}`)];
    for (let n = 0; n < 2; n++) pages.push(await bob.page(linkTo(pages.at(-1)!, "next")));
    const seen = pages.map(namesOn);
    assert.deepEqual(seen.map((names) => names.length), [50, 50, 20], sort);
    assert.equal(new Set(seen.flat()).size, 120, sort);
    assert.doesNotMatch(pages[2]!, /rel="next"/);
    const back = await bob.page(linkTo(pages[2]!, "prev"));
    assert.deepEqual(namesOn(back), seen[1], sort);
    assert.deepEqual(namesOn(await bob.page(linkTo(back, "prev"))), seen[0], sort);
  }
  const byName = namesOn(await bob.page("/accounts"));
  assert.deepEqual(byName, byName.toSorted());
});

Deno.test("filters stand in the address, find what they say, and no odd one breaks the page", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const at = await addAccount(bob, { csm_id: thread.cast.bob!.memberId });
  await addAccount(bob, {
    name: "Fabrikam",
    domain: "",
    segment: "SMB",
    industry: "Retail",
    go_live_on: "",
  });
  await bob.post(`${at}/notes`, { body: "Kräftig gewachsen: über 200 Filialen" });
  const found = async (query: string) => namesOn(await bob.page(`/accounts?view=all&${query}`));
  assert.deepEqual(await found("segment=SMB"), ["Fabrikam"]);
  assert.deepEqual(await found("industry=Logistics"), ["Northwind Traders"]);
  assert.deepEqual(await found("csm=none"), ["Fabrikam"]);
  assert.deepEqual(await found(`csm=${thread.cast.bob!.memberId}`), ["Northwind Traders"]);
  assert.deepEqual(await found("health=blocked"), []);
  assert.deepEqual(await found("sort=go-live"), ["Northwind Traders", "Fabrikam"]);
  assert.deepEqual(await found("q=filial+kraftig"), ["Northwind Traders"]);
  assert.deepEqual(await found("q=fab"), ["Fabrikam"]);
  assert.deepEqual(await found("q=fab+north"), []);
  for (const wildcard of ["%25", "_", "%27", "%00", "%ED%A0%80"]) {
    assert.equal((await bob.get(`/accounts?q=${wildcard}`)).status, 200, wildcard);
  }
  for (
    const odd of [
      "view=x",
      "csm=x",
      "sort=x",
      "after=x",
      `after=${crypto.randomUUID()}`,
      "health=x",
    ]
  ) {
    assert.equal((await bob.get(`/accounts?${odd}`)).status, 200, odd);
  }
  assert.match(await bob.page("/accounts?segment=None"), /No account matches[^]*Clear the filters/);
  assert.deepEqual(thread.reported, []);
});

Deno.test("the tabs count what they hold, and what needs somebody is theirs and in trouble", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  assert.match(await bob.page("/accounts?view=needs-me"), /No accounts yet/);
  await addMany(thread, 4);
  await thread.rows("update accounts set csm_id = $1 where name <> 'Zed 003'", [
    thread.cast.bob!.memberId,
  ]);
  const names = async () => namesOn(await bob.page("/accounts?view=needs-me"));
  assert.match(await bob.page("/accounts?view=needs-me"), /Nothing needs you/);
  await thread.rows(
    "update accounts set next_due_at = now() + interval '1 day' where name = 'Zed 000'",
  );
  assert.deepEqual(await names(), []);
  await thread.pass("2 days");
  assert.deepEqual(await names(), ["Zed 000"]);
  await thread.rows("update accounts set health = 'blocked' where name in ('Zed 001', 'Zed 003')");
  assert.deepEqual(await names(), ["Zed 000", "Zed 001"]);
  const page = await bob.page("/accounts");
  assert.match(
    page,
    /Needs you<span class="count">2<[^]*My accounts<span class="count">3<[^]*All<span class="count">4</,
  );
});

Deno.test("a view is saved by a name, belongs to one person, and is forgotten", async () => {
  await using thread = await testApp();
  const [bob, lea] = [thread.as("bob"), thread.as("lea")];
  await addMany(thread, 1);
  const query = "view=all&segment=SMB";
  await landed(bob, await bob.post("/accounts/views", { name: "Small ones", query }));
  const page = await bob.page(`/accounts?${query}`);
  assert.match(page, /href="\/accounts\?view=all&amp;segment=SMB" aria-current="page">Small ones</);
  assert.doesNotMatch(await lea.page("/accounts"), /Small ones/);
  const twice = await bob.post("/accounts/views", { name: "small ONES", query });
  assert.equal(twice.status, 409);
  assert.equal((await bob.post("/accounts/views", { name: "", query })).status, 422);
  const removal = page.match(/action="(\/accounts\/views\/[^"]*)"/)![1]!;
  assert.equal((await lea.post(removal)).status, 404);
  await landed(bob, await bob.post(removal));
  assert.doesNotMatch(await bob.page("/accounts"), /Small ones/);
});

Deno.test("a row is shown anew in its own place when its account changes", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const at = await addAccount(bob);
  const list = await bob.page("/accounts");
  const rows = list.match(/hx-get="(\/accounts\/rows[^"]*)" hx-trigger="account from:#live/)![1]!;
  const version = await hiddenOn(bob, at, "version");
  await bob.post(`${at}/csm`, { version, csm_id: thread.cast.olive!.memberId });
  const answer = await (await bob.fragment("GET", rows.replaceAll("&amp;", "&"))).text();
  const id = at.split("/").at(-1);
  assert.match(answer, new RegExp(`hx-target="#account-${id}"[^]*<tr id="account-${id}"[^]*Olive`));
});

Deno.test("the organisation's own fields are of their type, and keep their values when retired", async () => {
  await using thread = await testApp();
  const [olive, bob] = [thread.as("olive"), thread.as("bob")];
  const define = async (label: string, type: string, options = "") =>
    await landed(olive, await olive.post("/settings/fields", { label, type, options, hint: "" }));
  assert.match(await olive.page("/settings/fields"), /No fields of your own yet/);
  await define("Seats", "number");
  await define("Plan", "choice", "Small\nLarge");
  await define("Regions", "multi", "EU\nUS");
  await define("Kick-off", "date");
  await define("Budget", "money");
  await define("Wiki", "url");
  await define("Billing mail", "email");
  await define("Signed", "yes_no");
  const own = {
    field_seats: "250",
    field_plan: "Large",
    field_regions: ["EU", "US"],
    field_kick_off: "2026-12-01",
    field_budget: "€1.250,50",
    field_wiki: "https://wiki.example/x",
    field_billing_mail: "Pay@Northwind.example",
    field_signed: "on",
  };
  const at = await addAccount(bob, own as never);
  const page = await bob.page(at);
  for (const said of ["250", "Large", "EU, US", "€1,250.50", "pay@northwind.example", "Yes"]) {
    assert.ok(page.includes(said), said);
  }
  const bad = {
    seats: "many",
    plan: "Huge",
    kick_off: "1.12.2026",
    budget: "lots",
    wiki: "javascript:1",
  };
  for (const [key, value] of Object.entries(bad)) {
    const id = crypto.randomUUID();
    const res = await bob.post("/accounts", { ...(await blank(bob)), id, [`field_${key}`]: value });
    assert.equal(res.status, 422, key);
  }
  assert.equal(
    (await olive.post("/settings/fields", { label: "seats", type: "text", options: "", hint: "" }))
      .status,
    409,
  );
  const noOption = await olive.post("/settings/fields", {
    label: "X",
    type: "choice",
    options: " ",
    hint: "",
  });
  assert.match(await noOption.text(), /at least one option/);
  const settings = await olive.page("/settings/fields");
  const retire = settings.match(/action="([^"]*\/retirement)"[^]*?Retire Seats/)![1]!;
  await landed(olive, await olive.post(retire));
  const [{ fields }] = await thread.rows<{ fields: Record<string, unknown> }>(
    "select fields from accounts",
  ) as [{ fields: Record<string, unknown> }];
  assert.equal(fields.seats, 250);
  assert.doesNotMatch(await bob.page(`${at}/facts`), /field_seats/);
  assert.equal((await bob.get("/settings/fields")).status, 403);
});

type Person = ReturnType<TestApp["as"]>;

/** The form of a new account as the page draws it, with a name. */
async function blank(person: Person): Promise<Record<string, string>> {
  const page = await person.page("/accounts/new");
  const names = [...page.matchAll(/name="(field_\w+)"/g)].map(([, name]) => [name!, ""]);
  const basics = ["domain", "segment", "industry", "product_line", "use_case", "arr", "closed_on"];
  const empty = [...basics, "go_live_on", "csm_id", "ae_id"].map((name) => [name, ""]);
  const boxes = ["field_signed", "field_regions"];
  return {
    ...Object.fromEntries([...names, ...empty].filter(([name]) => !boxes.includes(name!))),
    name: `Blank ${crypto.randomUUID()}`,
    arr_currency: "USD",
  };
}

async function addMany(thread: TestApp, count: number) {
  await thread.rows(
    `insert into accounts (org_id, id, name, match_key, go_live_on, segment)
     select $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid,
       'Zed ' || lpad((n * 7 % $2)::text, 3, '0'), n::text,
       case when n % 3 > 0 then date '2026-12-01' + n % 5 end, 'SMB'
     from generate_series(0, $2::int - 1) n`,
    [thread.cast.alice!.orgId, count],
  );
}

const linkTo = (page: string, rel: string) =>
  page.match(new RegExp(`href="([^"]*)" rel="${rel}"`))![1]!.replaceAll("&amp;", "&");
