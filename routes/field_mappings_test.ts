import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import type { Client } from "../tests/client.ts";
import { connected, CONNECTION } from "../tests/opportunities.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const AT = `/connectors/${CONNECTION.id}/mappings`;

const SAMPLE = {
  Name: "Northwind 2026",
  Amount: 120_000.5,
  CloseDate: null,
  "Owner.Email": "not an address",
  "Account.Name": "Northwind Traders",
  "Plan__c": "Gold",
  "primary_contact.name": "Dana Reed",
  "primary_contact.email": "dana@n.example",
  "record.currency": "EUR",
};

async function sampled(thread: TestApp) {
  const made = await connected(thread);
  await thread.rows(
    `update connection_schemas set sample = $1, hidden = '{Account.Size}'`,
    [SAMPLE],
  );
  return made;
}

/** A row of the page as somebody reads it. */
async function rowOf(client: Client, target: string): Promise<string> {
  const page = await client.page(AT);
  const rows = page.match(/<tr[ >][\s\S]*?<\/tr>/g) ?? [];
  const words = rows.map((row) =>
    row.replaceAll(/<\/(th|td|span)>/g, " | ").replaceAll(/<[^>]+>/g, "").replaceAll(/\s+/g, " ")
  );
  return words.find((row) => row.includes(target)) ?? "";
}

/** Where the mapping to a field of Thread is changed. */
function placeOf(page: string, target: string): string {
  const link = page.match(/<a [^>]*>/g)!.find((one) =>
    one.includes(`Change the mapping of ${target}"`)
  );
  return /href="([^"]+)"/.exec(link!)![1]!;
}

const WISH = { wanted: "", new_label: "", policy: "crm" };

Deno.test("SF-050 SF-073 each mapping shows what a real value becomes, or why it is nothing", async () => {
  await using thread = await testApp();
  await sampled(thread);
  const olive = thread.as("olive");
  assert.match(await rowOf(olive, "Account name"), /Opportunity · Text .* Northwind 2026/);
  assert.match(await rowOf(olive, "ARR"), /€120,000\.50 \| from “120000\.5” .* Salesforce wins/);
  assert.match(await rowOf(olive, "Close date"), /Empty in Salesforce/);
  assert.match(
    await olive.page(`${AT}/new?field=Name&target=go_live_on`),
    /expects a day from 1970 on/,
  );
  assert.match(await rowOf(olive, "Company size"), /Hidden from the connected user/);
  assert.match(await rowOf(olive, "Account executive"), /Does not fit .* expects an email address/);
  assert.match(await rowOf(olive, "Primary contact: name"), /Dana Reed/);
  assert.match(await rowOf(olive, "Industry"), /Nothing \| Industry \| Not mapped/);
  const page = await olive.page(AT);
  assert.match(page, new RegExp(`href="${AT}/new"[^>]*>.*Add field mapping`));
  const form = await olive.page(`${AT}/new`);
  for (const label of ["Opportunity", "Owner", "Primary contact"]) {
    assert.ok(form.includes(`<optgroup label="${label}">`), label);
  }
  assert.match(form, /<option value="Plan__c"[^>]*>\s*Plan \(Choice\): Gold/);
  const found = await olive.page(`${AT}/new?wanted=owner+email&field=Amount&target=closed_on`);
  assert.match(found, /1 field/);
  assert.match(found, /Amount does not fit Close date|Choose both/);
  for (const who of ["bob", "ed", "lea"]) {
    assert.equal((await thread.as(who).get(AT)).status, 403, who);
  }
  assert.equal((await thread.as("charlie").get(AT)).status, 404);
});

Deno.test("SF-052 a field of the service becomes a new field of the organisation's own, and accounts have it", async () => {
  await using thread = await testApp();
  await sampled(thread);
  const olive = thread.as("olive");
  const shown = await olive.page(`${AT}/new?field=Plan__c&target=new`);
  assert.match(shown, /It becomes Gold/);
  const added = await olive.post(AT, { ...WISH, field: "Plan__c", target: "new" });
  assert.equal(added.headers.get("location"), AT);
  assert.match(await rowOf(olive, "Plan"), /Choice \| \| Plan \| Gold/);
  const again = await olive.post(AT, { ...WISH, field: "Plan__c", target: "field:plan" });
  assert.equal(again.status, 409);
  assert.match(await again.text(), /Plan comes from Plan already/);
  const wrong = await olive.post(AT, { ...WISH, field: "Amount", target: "go_live_on" });
  assert.match(await wrong.text(), /Amount does not fit Go-live: it holds no day/);
  const fields = { field_company_name: "", field_company_size: "", field_plan: "Gold" };
  const account = await addAccount(olive, fields);
  assert.match(await olive.page(`${account}/overview`), /<dt>Plan<\/dt><dd>Gold/);
});

Deno.test("SF-054 a changed or removed mapping rewrites no account, and says which follow earlier ones", async () => {
  await using thread = await testApp();
  const { read, becomeAccount, sync, account } = await sampled(thread);
  const id = await becomeAccount(read());
  await sync(read());
  const olive = thread.as("olive");
  const before = await account(id);
  assert.match(await olive.page(AT), /1 account follows an opportunity here\. What changes there/);
  const page = await olive.page(AT);
  const at = placeOf(page, "Account name");
  const changed = await olive.post(at, {
    ...{ version: "1", wanted: "", field: "Account.Name", policy: "thread", required: "on" },
  });
  assert.equal(changed.status, 303);
  const stale = await olive.post(at, { version: "1", field: "Name", policy: "crm" });
  assert.equal(stale.status, 409);
  await sync(read());
  assert.equal((await account(id)).name, before.name);
  assert.match(await olive.page(AT), /1 of them was last read by mappings that have changed/);
  const arr = placeOf(page, "ARR");
  assert.equal((await olive.post(`${arr}/removal`, { version: "1" })).status, 303);
  await sync(read({ Amount: 1 }));
  assert.equal((await account(id)).arr_cents, before.arr_cents);
  assert.match(await rowOf(olive, "ARR"), /Not mapped/);
  const activity = await thread.as("alice").page("/activity?about=mapping");
  assert.match(
    activity,
    /removed the mapping of &quot;Amount&quot; to &quot;ARR&quot; in the connection Sales/,
  );
});

Deno.test("a date that could be two is read as the connection says", async () => {
  await using thread = await testApp();
  const { read, becomeAccount, sync, account } = await sampled(thread);
  const id = await becomeAccount(read());
  const refused = await sync(read({ CloseDate: "04/03/2026" }));
  assert.match(
    refused!.faults[0]!.text,
    /Close Date holds "04\/03\/2026"\. Thread expects a day of/,
  );
  const olive = thread.as("olive");
  const saved = await olive.post(`${AT}/reading`, { day_order: "day", currency: "EUR" });
  assert.equal(saved.status, 303);
  await sync(read({ CloseDate: "04/03/2026" }));
  assert.equal((await account(id)).closed_on, "2026-03-04");
});
