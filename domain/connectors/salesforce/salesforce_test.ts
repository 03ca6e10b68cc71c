import assert from "node:assert/strict";
import { putContentNote, putDeal, putPerson } from "../../../tests/fakes/salesforce_org.ts";
import { lineToSalesforce } from "../../../tests/salesforce.ts";
import type { Line } from "../service.ts";
import { salesforce } from "./salesforce.ts";

const { reader } = salesforce.records;
const ALL = salesforce.records.standard.flatMap(({ field }) => field ?? []);

const soqlIn = ({ path }: { path: string }) =>
  decodeURIComponent(/[?&]q=([^&]*)/.exec(path)?.[1] ?? "");

Deno.test("an opportunity is read with its account, owner, primary contact, notes and activities", async () => {
  await using one = await lineToSalesforce();
  const { org, line } = one;
  const deal = putDeal(org, {
    Seats__c: 12.5,
    Regions__c: "EMEA; APAC",
    Why__c: "<p>Fewer <b>tools</b></p><script>x()</script>",
  });
  org.put("Note", { ParentId: deal, Title: "Kick-off", Body: "Live before March." });
  putContentNote(org, deal, "Promise", "<p>SSO by <b>June</b></p><script>steal()</script>");
  org.put("Task", {
    WhatId: deal,
    Subject: "Call Nina",
    Description: "Spoke of SSO",
    ActivityDate: "2026-11-20",
  });
  org.put("Event", {
    WhatId: deal,
    Subject: "Demo",
    StartDateTime: "2026-11-19T09:00:00.000+0000",
  });
  const wanted = [...ALL, "Seats__c", "Regions__c", "Why__c", "Contact.Department", "Probability"];
  const record = await reader.record(line, deal.slice(0, 15), wanted);
  assert.ok(record);
  assert.equal(record.id, deal);
  assert.equal(record.name, "Acme – Enterprise");
  assert.equal(record.url, `https://acme.my.salesforce.com/lightning/r/Opportunity/${deal}/view`);
  assert.deepEqual(record.stage, { id: "Closed Won", label: "Closed Won" });
  assert.deepEqual(record.values, {
    Name: "Acme – Enterprise",
    Amount: 120_000.5,
    CloseDate: "2026-11-30",
    StageName: "Closed Won",
    "Owner.Name": "Ed Stone",
    "Owner.Email": "ed@acme.test",
    "Account.Name": "Acme & Söhne GmbH",
    "Account.Website": "https://acme.example",
    "Account.Industry": "Manufacturing",
    "Account.NumberOfEmployees": 250,
    Description: "Replaces three spreadsheets.",
    Seats__c: 12.5,
    Regions__c: ["EMEA", "APAC"],
    Why__c: "Fewer tools",
    "Contact.Department": "Operations",
    Probability: null,
  });
  assert.deepEqual([record.hidden, record.missing, record.gone], [[], [], false]);
  const primary = record.people.find((person) => person.primary);
  assert.equal(record.people.length, 2);
  assert.equal(primary?.name, "Nina Nair");
  assert.equal(primary?.role, "Decision Maker");
  const texts = record.texts.map(({ kind, title, text }) => `${kind}: ${title}: ${text}`);
  assert.deepEqual(texts, [
    "field: Description: Replaces three spreadsheets.",
    "field: Why they buy: Fewer tools",
    "note: Kick-off: Live before March.",
    "note: Promise: SSO by June",
    "activity: Call Nina: Spoke of SSO",
    "activity: Demo: Demo",
  ]);
  assert.equal(record.texts.at(-1)?.at?.toISOString(), "2026-11-19T09:00:00.000Z");
});

Deno.test("nobody is primary whom Salesforce does not call so, and empty relations are empty", async () => {
  await using one = await lineToSalesforce();
  const { org, line } = one;
  const lone = putDeal(org, { AccountId: null, Amount: null, CurrencyIsoCode: "EUR" });
  org.rows.OpportunityContactRole = [];
  putPerson(org, lone, { Name: "Otto First", Email: "otto@acme.example" }, { IsPrimary: false });
  const record = await reader.record(line, lone, [...ALL, "Contact.Email"]);
  assert.deepEqual(record?.people.map(({ primary }) => primary), [false]);
  assert.equal(record?.values["Contact.Email"], null);
  assert.equal(record?.values["Account.Name"], null);
  assert.equal(record?.values.Amount, null);
  assert.equal(record?.currency, null, "an organisation with one currency names none");
  org.addField("Opportunity", { name: "CurrencyIsoCode", label: "Currency", type: "picklist" });
  await reader.fields(line);
  const again = await reader.record(line, lone, ALL);
  assert.equal(again?.currency, "EUR");
  org.rows.OpportunityContactRole = [];
  assert.deepEqual((await reader.record(line, lone, ALL))?.people, []);
});

Deno.test("what is kept from the user is named, never asked for, and comes back with the right", async () => {
  await using one = await lineToSalesforce();
  const { fake, org, line } = one;
  const deal = putDeal(org);
  org.hidden.add("Opportunity.Amount");
  org.hidden.add("Account.Website");
  const wanted = [...ALL, "Gone__c", "Nowhere__r.Name", "x;y"];
  const record = await reader.record(line, deal, wanted);
  assert.deepEqual(record?.hidden.sort(), ["Account.Website", "Amount", "Gone__c"]);
  assert.deepEqual(record?.missing.sort(), ["Nowhere__r.Name", "x;y"]);
  assert.ok(!("Amount" in record!.values));
  assert.equal(record?.values.Name, "Acme – Enterprise");
  assert.ok(!fake.asked.some((asked) => /Amount|Gone__c|Nowhere/.test(soqlIn(asked))));

  // Taken away after it was described: one more description, and the rest is read.
  org.hidden.add("Account.Industry");
  fake.asked.length = 0;
  const later = await reader.record(line, deal, ALL);
  assert.ok(later?.hidden.includes("Account.Industry"));
  assert.equal(later?.values["Account.Name"], "Acme & Söhne GmbH");
  const faults = fake.asked.filter((asked) => soqlIn(asked).includes("Account.Industry"));
  assert.equal(faults.length, 1);

  // Given back: whoever connects again is asked anew at once, others within a minute.
  org.hidden.clear();
  assert.deepEqual(await reader.check(line), []);
  assert.equal((await reader.record(line, deal, ALL))?.values.Amount, 120_000.5);
  org.hidden.add("Opportunity.Amount");
  await reader.check(line);
  org.hidden.clear();
  const soon: Line = { ...line, out: { ...line.out, now: () => new Date(Date.now() + 61_000) } };
  assert.equal((await reader.record(soon, deal, ALL))?.values.Amount, 120_000.5);
});

Deno.test("a user without rights is told which, and what can be read is read", async () => {
  await using one = await lineToSalesforce();
  const { org, line } = one;
  const deal = putDeal(org);
  org.put("Note", { ParentId: deal, Title: "Kick-off", Body: "Live before March." });
  for (const object of ["Account", "Contact", "Event", "ContentNote"]) org.forbidden.add(object);
  org.hidden.add("Opportunity.CloseDate");
  const faults = await reader.check(line);
  assert.equal(faults.length, 3, faults.join("\n"));
  assert.match(faults[0]!, /may not read accounts/);
  assert.match(faults[1]!, /may not read contacts/);
  assert.match(faults[2]!, /Field-level security keeps close date/);
  const record = await reader.record(line, deal, ALL);
  assert.deepEqual(record?.people, []);
  assert.ok(record?.hidden.includes("Account.Name"));
  assert.deepEqual(record?.texts.map(({ title }) => title), ["Description", "Kick-off"]);
  org.forbidden.add("Opportunity");
  const [first] = await reader.check(line);
  assert.match(first!, /may not read opportunities.*System Administrator.*delegated admin/);
  assert.equal(await reader.record(line, deal, ALL), undefined);
  assert.equal(await reader.sample(line, ALL), undefined);
  assert.deepEqual(await reader.stages(line), []);
});

Deno.test("custom objects are left alone until somebody names them", async () => {
  await using one = await lineToSalesforce();
  await using named = await lineToSalesforce({
    customObjects: ["Site__c", "Rollout__c", "User; --"],
  });
  const before = await reader.fields(one.line);
  assert.ok(!before.some(({ of }) => /Site|Rollout/.test(of)));
  assert.ok(!one.fake.asked.some(({ path }) => /Site__c|Rollout__c/.test(path)));
  const { org, line } = named;
  const fields = await reader.fields(line);
  const city = fields.find(({ id }) => id === "Site__r.City__c");
  assert.deepEqual([city?.of, city?.custom, city?.type], ["Custom object: Site", true, "text"]);
  const site = org.put("Site__c", { Name: "Plant", City__c: "Kiel" });
  const deal = putDeal(org, { Site__c: site });
  org.put("Rollout__c", {
    Opportunity__c: deal,
    Go_live__c: "2027-03-01",
    CreatedDate: "2026-01-02T00:00:00.000+0000",
  });
  org.put("Rollout__c", {
    Opportunity__c: deal,
    Go_live__c: "2027-01-01",
    CreatedDate: "2026-01-01T00:00:00.000+0000",
  });
  const wanted = ["Site__r.City__c", "Rollouts__r/Go_live__c"];
  const record = await reader.record(line, deal, wanted);
  assert.deepEqual(record?.values, {
    "Site__r.City__c": "Kiel",
    "Rollouts__r/Go_live__c": "2027-01-01",
  });
  const without = await reader.record(one.line, putDeal(one.org), wanted);
  assert.deepEqual(without?.missing, wanted);
});
