import assert from "node:assert/strict";
import { addAccount, NORTHWIND } from "../tests/accounts.ts";
import type { Client } from "../tests/client.ts";
import { bodyOf, hiddenOn, landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

/** Adds an account as a person would, and answers its id. */
async function add(client: Client, fields: Record<string, string> = {}): Promise<string> {
  return (await addAccount(client, fields)).split("/").at(-1)!;
}

const namesOn = (page: string) =>
  [...page.matchAll(/id="account-link-[^"]*">([^<]*)</g)].map(([, name]) => name!);

Deno.test("THREAD-039, THREAD-168, THREAD-213: an account made by hand shows each value as its type", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  assert.match(await bob.page("/accounts"), /No accounts yet[^]*href="\/accounts\/new"/);
  const res = await bob.post("/accounts", {
    ...NORTHWIND,
    csm_id: thread.cast.bob!.memberId,
    ae_id: thread.cast.ed!.memberId,
  });
  const page = await landed(bob, res);
  for (
    const said of ["northwind.example", "€50,000", "14 Dec", "Logistics", "Enterprise", "2 Nov"]
  ) {
    assert.ok(page.includes(said), said);
  }
  assert.match(page, /selected[^>]*>Bob</);
  const [row] = await thread.rows(
    `select arr_cents, arr_currency, closed_on, domain, health, ae_id, csm_id from accounts`,
  );
  assert.deepEqual(row, {
    arr_cents: 5_000_000,
    arr_currency: "EUR",
    closed_on: "2026-11-02",
    domain: "northwind.example",
    health: "not_started",
    ae_id: thread.cast.ed!.memberId,
    csm_id: thread.cast.bob!.memberId,
  });
  const { length } = await thread.rows("select from jobs where kind <> 'send_mail'");
  assert.equal(length, 0, "no workflow and no integration had a part in it");
  assert.deepEqual(thread.reported, []);
});

Deno.test("THREAD-002, THREAD-232: every role but the AE sees all accounts, the AE those that name them", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const ours = await add(alice, { ae_id: thread.cast.ed!.memberId });
  const other = await add(alice, { name: "Fabrikam", domain: "" });
  for (const name of ["alice", "bob", "olive", "lea"]) {
    assert.deepEqual(namesOn(await thread.as(name).page("/accounts")), [
      "Fabrikam",
      "Northwind Traders",
    ]);
    assert.equal((await thread.as(name).get(`/accounts/${other}`)).status, 200);
  }
  const ed = thread.as("ed");
  assert.deepEqual(namesOn(await ed.page("/accounts")), ["Northwind Traders"]);
  assert.equal((await ed.get(`/accounts/${ours}`)).status, 200);
  for (const below of ["", "/contacts", "/notes", "/activity", "/settings", "/facts"]) {
    assert.equal((await ed.get(`/accounts/${other}${below}`)).status, 404, below);
  }
  assert.equal((await ed.post(`/accounts/${other}/notes`, { body: "Hello" })).status, 404);
  assert.doesNotMatch(await ed.page(`/accounts/rows?ids=${other},${ours}`), /Fabrikam/);
  assert.doesNotMatch(await ed.page("/search?q=fabrikam"), /href="\/accounts\/[0-9a-f]{8}/);
  assert.match(await ed.page("/search?q=northw"), /href="\/accounts\/[0-9a-f]{8}/);
});

Deno.test("an account of another organisation is not there, just as none is", async () => {
  await using thread = await testApp();
  const id = await add(thread.as("alice"));
  const charlie = thread.as("charlie");
  const member = thread.cast.charlie!.memberId;
  const random = crypto.randomUUID();
  for (const below of ["", "/facts", "/contacts", "/notes", "/activity", "/settings"]) {
    const paths = [`/accounts/${id}${below}`, `/accounts/${random}${below}`] as const;
    const [theirs, none] = [await charlie.get(paths[0]), await charlie.get(paths[1])];
    assert.deepEqual([theirs.status, none.status], [404, 404]);
    assert.ok(await bodyOf(paths[0], theirs) === await bodyOf(paths[1], none));
  }
  for (
    const noun of ["facts", "csm", "ae", "contacts", "notes", "archival", "test", "collaborators"]
  ) {
    const res = await charlie.post(`/accounts/${id}/${noun}`, { version: "1", member_id: member });
    assert.equal(res.status, 404, noun);
  }
  const bulk = await charlie.post("/accounts/rounds", { kind: "archive", id: [id] });
  assert.equal(bulk.status, 404);
  assert.deepEqual(namesOn(await charlie.page("/accounts")), []);
  assert.doesNotMatch(await charlie.page("/search?q=northwind"), /Northwind Traders/);
  const [row] = await thread.rows("select version, archived_at from accounts");
  assert.deepEqual(row, { version: 1, archived_at: null });
});

Deno.test("a leader and an AE read, and are told who can change", async () => {
  await using thread = await testApp();
  const id = await add(thread.as("alice"), { ae_id: thread.cast.ed!.memberId });
  for (const name of ["lea", "ed"]) {
    const reader = thread.as(name);
    const page = await reader.page(`/accounts/${id}`);
    assert.doesNotMatch(page, /action="\/accounts\/[^"]*\/(csm|facts)"/);
    for (const noun of ["facts", "csm", "archival", "contacts", "test"]) {
      assert.equal((await reader.post(`/accounts/${id}/${noun}`, {})).status, 403, noun);
    }
    assert.equal((await reader.get("/accounts/new")).status, 403);
    assert.equal((await reader.post("/accounts", NORTHWIND)).status, 403);
    assert.equal(
      (await reader.post("/accounts/rounds", { kind: "archive", id: [id] })).status,
      403,
    );
    assert.equal((await reader.get("/settings/fields")).status, 403);
  }
});

Deno.test("an account that may be there already is pointed out before it is made", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const id = await add(bob);
  for (const again of [{ name: "northwind traders, Inc.", domain: "" }, { name: "NWT" }]) {
    const res = await bob.post("/accounts", { ...NORTHWIND, ...again });
    const page = await res.text();
    assert.equal(res.status, 409);
    assert.match(page, new RegExp(`may be here already[^]*href="/accounts/${id}"`));
    assert.match(page, /value="€50\.000"/);
  }
  await add(bob, { anyway: "on" });
  assert.equal((await thread.rows("select from accounts")).length, 2);
});

Deno.test("a form that is sent twice makes one account", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  assert.equal(await add(bob, { id: NORTHWIND.id }), await add(bob, { id: NORTHWIND.id }));
  assert.equal((await thread.rows("select from accounts")).length, 1);
  const charlie = await add(thread.as("charlie"), { id: NORTHWIND.id, name: "Globex's own" });
  assert.equal(charlie, NORTHWIND.id);
  assert.match(await bob.page(`/accounts/${NORTHWIND.id}`), /<h1[^>]*>Northwind/);
});

Deno.test("what was typed wrongly is said in words beside what was typed", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const refused = async (field: string, value: string, words: RegExp) => {
    const res = await bob.post("/accounts", { ...NORTHWIND, [field]: value });
    const page = await res.text();
    assert.equal(res.status, 422, `${field} ${value}`);
    assert.match(page, words);
    assert.match(page, /value="Logistics"/);
  };
  await refused("name", "  ", /Enter the company/);
  await refused("name", "x".repeat(201), /at most 200/);
  await refused("domain", "not a domain", /like northwind\.com/);
  await refused("arr", "5o,000", /Write an amount like/);
  await refused("arr", "-5", /below zero/);
  await refused("closed_on", "2026-02-30", /Write a day/);
  await refused("go_live_on", "01.02.2026", /Write a day/);
  await refused("arr_currency", "XXX", /currency from the list/);
  await refused("csm_id", "bob", /people shown/);
  await refused("csm_id", thread.cast.charlie!.memberId, /people shown/);
  await refused("csm_id", thread.cast.ed!.memberId, /people shown/);
  assert.equal((await thread.rows("select from accounts")).length, 0);
  assert.deepEqual(thread.reported, []);
});

Deno.test("of two people who edit one account the second is told, and loses nothing typed", async () => {
  await using thread = await testApp();
  const [alice, bob] = [thread.as("alice"), thread.as("bob")];
  const id = await add(alice);
  const at = `/accounts/${id}/facts`;
  const version = await hiddenOn(alice, at, "version");
  const { id: _, csm_id: __, ae_id: ___, ...facts } = { ...NORTHWIND, version, health: "on_track" };
  await landed(bob, await bob.post(at, { ...facts, industry: "Shipping" }));
  const late = await alice.post(at, { ...facts, industry: "Freight", use_case: "Tracking" });
  const page = await late.text();
  assert.equal(late.status, 409);
  assert.match(page, /Bob changed Northwind Traders/);
  assert.match(page, /<relative-time/);
  assert.match(page, /value="Freight"[^]*value="Tracking"/);
  const again = page.match(/name="version" value="(\d+)"/)![1]!;
  await landed(alice, await alice.post(at, { ...facts, version: again, industry: "Freight" }));
  const activity = await bob.page(`/accounts/${id}/activity`);
  assert.match(activity, /industry from <del>Shipping<\/del> to\s*<ins>Freight<\/ins>/);
  assert.match(activity, /health from <del>not started<\/del> to\s*<ins>on track<\/ins>/);
});
