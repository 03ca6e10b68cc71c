import assert from "node:assert/strict";
import { startHubspot } from "../../../tests/fakes/hubspot.ts";
import { wonDeal } from "../../../tests/fakes/hubspot_deals.ts";
import { lineTo } from "../../../tests/fakes/hubspot_line.ts";
import { CONTACTS, DEALS, NOTES } from "../../../tests/fakes/hubspot_portal.ts";
import { hubspot } from "./hubspot.ts";

const PORTAL = 62_515;

Deno.test("a deal is read whole: fields by their types, company, people, owner and notes", async () => {
  await using fake = startHubspot();
  const portal = fake.portal(PORTAL);
  const deal = wonDeal(portal);
  const line = await lineTo(fake);
  const read = await hubspot.records.reader.record(line, deal.id, WANTED);
  assert.ok(read);
  assert.equal(read.name, "Northwind – onboarding");
  assert.deepEqual(read.stage, { id: "closedwon", label: "Closed won", group: "default" });
  assert.deepEqual(read.values, {
    "deal.dealname": "Northwind – onboarding",
    "deal.amount": 120_000.5,
    "deal.closedate": "2026-11-30", // 2 a.m. of the 1st in London is still the 30th in New York.
    "deal.dealstage": "Closed won",
    "deal.hubspot_owner_id": "gone@acme.test",
    "deal.go_live": "2027-02-01",
    "deal.modules": ["Core", "Single sign-on"],
    "deal.signed_dpa": false,
    "deal.success_plan": "Ten weeks\n\n- first pilot",
    "deal.description": null,
    "company.name": "Northwind Traders",
    "company.industry": "Computer Software",
    "company.numberofemployees": "about 50",
    "contact.jobtitle": "COO",
    "owner.name": "Gwen Gone",
    "owner.email": "gone@acme.test",
  });
  assert.deepEqual(read.missing, ["deal.renamed_away", "contact.nothing", "owner.shoe_size"]);
  assert.equal(read.currency, "USD");
  assert.equal(read.people.length, 2);
  const [jo, sam] = read.people;
  assert.deepEqual([jo!.name, jo!.role, jo!.primary], ["Jo Lind", null, false]);
  assert.deepEqual([sam!.name, sam!.role, sam!.primary], [
    "sam@n.example",
    "Primary contact",
    true,
  ]);
  assert.deepEqual(read.texts.map(({ title, text }) => [title, text]), [
    ["Note of 2026-11-20", "Second: they sign & start"],
    ["Note of 2026-11-18", "First call"],
  ]);
  assert.equal(read.gone, false);
  assert.match(read.url!, /^https:\/\/app\.hubspot\.com\/contacts\/62515\/record\/0-3\/\d+$/);

  const survivor = portal.add(DEALS, { dealname: "Kept", dealstage: "closedwon" });
  portal.merge(deal, survivor);
  assert.equal((await hubspot.records.reader.record(line, deal.id, []))?.id, survivor.id);
  survivor.archived = true;
  survivor.properties.go_live = "2027-03-01";
  const many = Array.from({ length: 400 }, (_, at) => `deal.no_such_property_${at}`);
  const bin = await hubspot.records.reader.record(line, survivor.id, ["deal.go_live", ...many]);
  assert.deepEqual([bin?.gone, bin?.values["deal.go_live"]], [true, "2027-03-01"]);
  assert.equal(bin?.missing.length, 400);
  assert.equal(await hubspot.records.reader.record(line, "404404", []), undefined);
  await assert.rejects(hubspot.records.reader.record(line, "unreadable", []), /names no deal/);
});

Deno.test("hundreds of people and notes of one deal are read in pages", async () => {
  await using fake = startHubspot();
  const portal = fake.portal(PORTAL);
  const deal = portal.add(DEALS, { dealname: "Big", dealstage: "closedwon" });
  for (let at = 0; at < 620; at++) {
    const email = `p${at}@big.example`;
    portal.tie(deal, CONTACTS, portal.add(CONTACTS, { firstname: `P${at}`, email }));
    const hs_timestamp = new Date(Date.UTC(2026, 0, 1) + at * 3_600_000).toISOString();
    portal.tie(deal, NOTES, portal.add(NOTES, { hs_note_body: `Note ${at}`, hs_timestamp }));
  }
  portal.rows[CONTACTS]!.delete(portal.ties.get(deal.id)![0]!.id);
  const read = await hubspot.records.reader.record(await lineTo(fake), deal.id, []);
  assert.equal(read!.people.length, 619);
  assert.deepEqual([read!.people[0]!.name, read!.people[0]!.primary], ["P1", true]);
  assert.equal(read!.texts.length, 100);
  assert.equal(read!.texts[0]!.text, "Note 619");
});

const WANTED = [
  ...["deal.dealname", "deal.amount", "deal.closedate", "deal.dealstage", "deal.hubspot_owner_id"],
  ...["deal.go_live", "deal.modules", "deal.signed_dpa", "deal.success_plan", "deal.description"],
  ...["company.name", "company.industry", "company.numberofemployees", "contact.jobtitle"],
  ...["owner.name", "owner.email", "deal.renamed_away", "contact.nothing", "owner.shoe_size"],
];
