import assert from "node:assert/strict";
import { listFields } from "../accounts/account_fields.ts";
import { listContacts } from "../accounts/contacts.ts";
import { happened } from "../people/happenings.ts";
import { connected, CONNECTION, DANA } from "../../tests/opportunities.ts";
import { testApp } from "../../tests/test_app.ts";
import { addMapping, changeMapping } from "./mapping_edits.ts";
import { listMappings } from "./mappings.ts";
import { keepRecord, linkRecord } from "./outside_records.ts";
import { previewRefresh } from "./refreshes.ts";

Deno.test("an account follows its record by the policy of each field", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync, account } = await connected(thread);
  const id = await becomeAccount(read());

  const first = await sync(read({ Amount: 90_000, Name: "Northwind Plus" }));
  assert.deepEqual(first!.changed, [
    ...["Account name", "ARR", "Company size", "Account executive", "Primary contact: email"],
  ]);
  let now = await account(id);
  assert.equal(now.arr_cents, 9_000_000);
  assert.equal(now.name, "Northwind Plus", "nobody has renamed it here");
  const contacts = await act((tx) => listContacts(tx, id));
  assert.deepEqual(contacts.map(({ email, is_primary }) => [email, is_primary]), [
    ["dana@n.example", true],
  ]);

  await thread.rows(`update accounts set name = 'Northwind (ours)', arr_cents = 1 where id = $1`, [
    id,
  ]);
  const second = await sync(read({ Amount: 80_000, Name: "Northwind Max", CloseDate: null }));
  now = await account(id);
  assert.equal(now.name, "Northwind (ours)", "Thread wins");
  assert.equal(now.arr_cents, 8_000_000, "the service wins");
  assert.equal(now.closed_on, null, "it was emptied there");
  assert.deepEqual(second!.faults.map(({ kind, text }) => `${kind}: ${text}`).slice(0, 1), [
    "empty: Close Date is empty in Salesforce.",
  ]);

  const [event] = await thread.rows<{ data: Record<string, unknown> }>(
    `select data from events where kind = 'account.changed' order by id desc limit 1`,
  );
  assert.deepEqual(event!.data.changes, {
    arr_cents: [1, 8_000_000],
    closed_on: ["2026-11-30", null],
  });
  assert.match(
    happened({ kind: "account.changed", data: event!.data }),
    /changed the account .*, from Salesforce: Northwind 2026$/,
  );
  assert.deepEqual((await sync(read({ Amount: 80_000, CloseDate: null })))!.changed, []);
});

Deno.test("what is hidden is never kept, and what becomes hidden is told and not erased", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync, account } = await connected(thread);
  const why = `They lost data twice. ${"And so on. ".repeat(20)}`;
  await act((tx) =>
    addMapping(tx, CONNECTION.id, {
      ...{ field: "Why__c", target: "use_case", newLabel: "", policy: "crm", required: false },
    })
  );
  const id = await becomeAccount(read({ Why__c: why }));
  const texts = () =>
    thread.rows<{ title: string; body: string }>(
      `select title, body from outside_texts order by title`,
    );
  assert.deepEqual(await texts(), [
    { title: "Call", body: "They want SSO." },
    { title: "Why they buy", body: why.trim() },
  ]);
  const { Amount: _, Why__c: __, ...visible } = read().values;
  const hidden = read({}, { values: visible, hidden: ["Amount", "Why__c"] });
  const synced = await sync(hidden);
  assert.deepEqual(
    synced!.faults.filter(({ kind }) => kind === "hidden").map(({ target }) => target),
    ["arr", "use_case"],
  );
  assert.equal((await account(id)).arr_cents, 12_000_050);
  assert.equal((synced!.record.mapped as Record<string, { lost?: string }>).arr!.lost, "hidden");
  assert.deepEqual((await texts()).map(({ title }) => title), ["Call"]);
  const told = await thread.rows<{ data: Record<string, unknown> }>(
    `select data from events where kind = 'account.source_lost'`,
  );
  assert.deepEqual(told.map(({ data }) => data.labels), [["Amount"]], "of what it held");
  await sync(hidden);
  assert.equal(
    (await thread.rows(`select from events where kind = 'account.source_lost'`)).length,
    1,
  );
  const back = await sync(read({ Amount: 70_000, Why__c: "SSO" }));
  assert.deepEqual(back!.changed.filter((label) => label !== "Account executive"), [
    ...["ARR", "Use case"],
  ]);
});

Deno.test("a changed mapping leaves accounts alone until somebody asks for it", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync, account } = await connected(thread);
  const id = await becomeAccount(read());
  const plan = await act(async (tx) => {
    const all = await listMappings(tx, CONNECTION.id);
    const name = all.find(({ target }) => target === "name")!;
    const wish = { field: "Account.Name", policy: "thread", required: true } as const;
    await changeMapping(tx, name, name.version, wish);
    const added = { target: "new", newLabel: "Plan", policy: "crm", required: false } as const;
    await assert.rejects(
      addMapping(tx, CONNECTION.id, { ...added, field: "CloseDate", target: "domain" }),
      { message: "Close Date does not fit Domain: it holds no web address." },
    );
    return (await addMapping(tx, CONNECTION.id, { ...added, field: "Plan__c" })).target;
  });
  assert.equal(plan, "field:plan");
  const record = read({ Plan__c: "Platinum" });
  await sync(record);
  let now = await account(id);
  assert.equal(now.name, "Northwind 2026");
  assert.deepEqual(now.fields, { company_name: "Northwind Traders", company_size: "250" });

  const synced = await sync(record, { anew: true });
  assert.ok(synced!.changed.includes("Plan") && synced!.changed.includes("Account name"));
  now = await account(id);
  assert.equal(now.name, "Northwind Traders");
  assert.deepEqual(now.fields, {
    company_name: "Northwind Traders",
    company_size: "250",
    plan: "Platinum",
  });
  const field = (await act(listFields)).find(({ key }) => key === "plan")!;
  assert.deepEqual(field.options, ["Gold", "Platinum"], "an option that is new here is kept");
});

Deno.test("a sandbox never changes a real account", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync, account } = await connected(thread, "sandbox");
  await assert.rejects(becomeAccount(read()), { message: /Only test accounts follow/ });
  const id = await becomeAccount(read(), true);
  await act(async (tx) => {
    await tx.updateTable("accounts").set({ test: false }).where("id", "=", id).execute();
  });
  const synced = await sync(read({ Amount: 1 }));
  assert.match(synced!.why, /is a real account, and this is a sandbox connection/);
  assert.equal((await account(id)).arr_cents, 12_000_050);
});

Deno.test("nobody is taken for the primary contact or the owner who is not", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync } = await connected(thread);
  const id = await becomeAccount(read());
  await sync(read());
  const noPrimary = read({}, { people: [{ ...read().people[0]!, primary: false }] });
  const told = await sync(noPrimary);
  assert.ok(
    told!.faults.some(({ target, text }) =>
      target === "contact_email" &&
      text === "None of the contacts of this record is the primary one in Salesforce."
    ),
  );
  const moved = { ...DANA, id: "2", role: null, primary: true, email: "d.reed@n.example" };
  await sync(read({}, { people: [moved] }));
  await sync(read({}, { people: [{ ...moved, name: "Kim Park", email: "kim@n.example" }] }));
  const contacts = await act((tx) => listContacts(tx, id));
  assert.deepEqual(contacts.map(({ name, email, is_primary }) => [name, email, is_primary]), [
    ["Kim Park", "kim@n.example", true],
    ["Dana Reed", "d.reed@n.example", false],
  ]);
  const strange = await sync(read({ "Owner.Email": "nobody@elsewhere.example" }));
  assert.ok(
    strange!.faults.some(({ text }) =>
      text === 'Owner Email holds "nobody@elsewhere.example". ' +
          "Thread expects the address of an account executive in Thread."
    ),
  );
});

Deno.test("what could not be read when an account was made is taken as soon as it can be", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync, account } = await connected(thread);
  const { "Account.Size": _, ...visible } = read().values;
  const hidden = { values: visible, hidden: ["Account.Size"] };
  const id = await becomeAccount(read({}, hidden));
  const synced = await sync(read({}, hidden));
  assert.deepEqual(synced!.faults.map(({ kind }) => kind).slice(0, 1), ["hidden"]);
  const { behind } = await act((tx) => previewRefresh(tx, CONNECTION.id));
  assert.equal(behind, 0, "its mappings are the present ones");
  const lost = await thread.rows(`select from events where kind = 'account.source_lost'`);
  assert.deepEqual(lost, [], "nothing was read that could be lost");
  await sync(read());
  assert.deepEqual((await account(id)).fields, {
    company_name: "Northwind Traders",
    company_size: "250",
  });
});

Deno.test("of two deals of one customer, the first goes on to say what it is worth", async () => {
  await using thread = await testApp();
  const { act, read, becomeAccount, sync, account } = await connected(thread);
  const id = await becomeAccount(read());
  const second = (values = {}) =>
    read({ Amount: 5_000, ...values }, { id: "006000000000002AAA", name: "Northwind upsell" });
  await act(async (tx) => {
    await keepRecord(tx, CONNECTION.id, second(), {
      arr: { field: "Amount", label: "Amount", value: { cents: 500_000, currency: "EUR" } },
      use_case: { field: "Why__c", label: "Why", value: "SSO" },
    });
    const linking = { connectionId: CONNECTION.id, recordId: second().id, accountId: id };
    const { mapped } = await linkRecord(tx, linking);
    assert.deepEqual(Object.keys(mapped), ["use_case"]);
  });
  await sync(second({ Amount: 6_000 }));
  await sync(second({ Amount: 7_000 }), { anew: true });
  assert.equal((await account(id)).arr_cents, 12_000_050);
  await sync(read({ Amount: 8_000 }));
  assert.equal((await account(id)).arr_cents, 800_000);
});
