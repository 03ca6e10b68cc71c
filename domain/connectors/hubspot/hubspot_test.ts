import assert from "node:assert/strict";
import { Upstream } from "../../base/errors.ts";
import { startHubspot } from "../../../tests/fakes/hubspot.ts";
import { wonDeal } from "../../../tests/fakes/hubspot_deals.ts";
import { lineTo } from "../../../tests/fakes/hubspot_line.ts";
import { DEALS } from "../../../tests/fakes/hubspot_portal.ts";
import { hubspot } from "./hubspot.ts";

const PORTAL = 62_515;

Deno.test("what changed is found oldest first, past ten thousand, while more changes", async () => {
  await using fake = startHubspot();
  const portal = fake.portal(PORTAL);
  const since = Date.UTC(2026, 10, 1);
  portal.add(DEALS, { dealname: "Before" }, new Date(since - 1));
  const wanted = new Set<string>();
  // An import of 450 in one and the same millisecond, and then one a second.
  for (let at = 0; at < 10_500; at++) {
    const changedAt = new Date(since + (at < 450 ? 0 : at * 1000));
    wanted.add(portal.add(DEALS, { dealname: `Deal ${at}` }, changedAt).id);
  }
  const line = await lineTo(fake);
  const moved = portal.rows[DEALS]!.get([...wanted][5000]!)!;
  const seen = new Set<string>();
  let cursor: string | null = null;
  let pages = 0;
  let reached = 0;
  do {
    const page = await hubspot.records.reader.changed(line, new Date(since), cursor);
    for (const { id, changedAt } of page.records) {
      assert.ok(changedAt.getTime() >= reached, "oldest first");
      reached = changedAt.getTime();
      seen.add(id);
    }
    assert.ok(page.records.length <= 200);
    if (++pages === 10) portal.change(moved, {}, new Date(since + 20_000_000));
    cursor = page.cursor;
    if (!cursor) assert.ok(page.next.getTime() <= Date.now() - 299_000, "it looks back");
  } while (cursor !== null && pages < 100);
  assert.deepEqual([...wanted].filter((id) => !seen.has(id)), []);
  assert.equal(seen.size, wanted.size);
  const later = await hubspot.records.reader.changed(line, new Date(), null);
  assert.deepEqual([later.records, later.cursor], [[], null]);
});

Deno.test("fields and stages are offered as people know them, won ones marked", async () => {
  await using fake = startHubspot();
  const portal = fake.portal(PORTAL);
  wonDeal(portal);
  const line = await lineTo(fake);
  const stages = await hubspot.records.reader.stages(line);
  assert.deepEqual(stages.map(({ label, group, won }) => [group!.label, label, won]), [
    ["Sales Pipeline", "Contract sent", false],
    ["Sales Pipeline", "Closed won", true],
    ["Sales Pipeline", "Closed lost", false],
    ["Renewals", "Renewed", true],
  ]);
  const fields = await hubspot.records.reader.fields(line);
  const byId = new Map(fields.map((one) => [one.id, one]));
  assert.deepEqual(byId.get("deal.modules"), {
    id: "deal.modules",
    label: "Modules bought",
    of: "Deal",
    type: "choices",
    options: ["Core", "Single sign-on", "Reports"],
    custom: true,
  });
  assert.equal(byId.get("deal.amount")!.type, "money");
  assert.equal(byId.get("company.domain")!.type, "url");
  assert.equal(byId.get("contact.email")!.type, "email");
  assert.equal(byId.has("deal.hs_merged_object_ids"), false);
  assert.equal(byId.has("deal.hs_deal_stage_probability"), false);
  for (
    const { field, type } of hubspot.records.standard.filter(({ field }) => field !== undefined)
  ) {
    assert.equal(byId.get(field!)?.type, type, field!);
  }
  const sample = await hubspot.records.reader.sample(line, ["deal.amount"]);
  assert.equal(sample!.values["deal.amount"], 120_000.5);
});

Deno.test("what the app may not read is named with its scope, and the rest is read", async () => {
  await using fake = startHubspot();
  const portal = fake.portal(PORTAL);
  const deal = wonDeal(portal);
  fake.grants.withholds = new Set(["crm.objects.companies.read", "crm.objects.owners.read"]);
  const line = await lineTo(fake);
  const faults = await hubspot.records.reader.check(line);
  assert.equal(faults.length, 2);
  assert.match(faults[0]!, /may not read companies.*lacks crm\.objects\.companies\.read/);
  assert.match(faults[1]!, /may not read owners.*lacks crm\.objects\.owners\.read/);
  const wanted = ["deal.amount", "company.name", "owner.email"];
  const read = await hubspot.records.reader.record(line, deal.id, wanted);
  assert.deepEqual(read!.values, { "deal.amount": 120_000.5 });
  assert.deepEqual(read!.hidden, ["company.name", "owner.email"]);
  fake.grants.withholds = new Set();
  assert.deepEqual(await hubspot.records.reader.check(await lineTo(fake)), []);
  fake.grants.withholds = new Set(["crm.objects.deals.read"]);
  await rejectsAs(hubspot.records.reader.record(await lineTo(fake), deal.id, []), false);
});

Deno.test("every way in which HubSpot does not answer means one thing", () => {
  const judge = (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
    hubspot.judge({
      status,
      headers: new Headers(headers),
      text: typeof body === "string" ? body : JSON.stringify(body),
    });
  const seconds = (verdict: ReturnType<typeof judge>) =>
    typeof verdict === "object" && "later" in verdict ? verdict.seconds : undefined;
  assert.equal(judge(200), "fine");
  assert.equal(judge(207), "fine");
  assert.equal(judge(401), "renew");
  assert.deepEqual(judge(403, { category: "MISSING_SCOPES", message: "No" }), {
    refused: "No (MISSING_SCOPES)",
  });
  assert.equal(seconds(judge(423)), 2);
  assert.equal(seconds(judge(429, { policyName: "TEN_SECONDLY_ROLLING" })), 10);
  assert.equal(seconds(judge(429, {}, { "retry-after": "3" })), 3);
  assert.equal(seconds(judge(429, { policyName: "DAILY" })), 3600);
  assert.equal(seconds(judge(477, "", { "retry-after": "86400" })), 86_400);
  for (const status of [500, 502, 503, 504, 521, 523, 524, 599]) {
    assert.ok(seconds(judge(status, "<html>Sorry</html>"))! > 0);
  }
  assert.ok("refused" in (judge(302) as object));
  assert.ok("refused" in (judge(400, { message: "Bad" }) as object));
  const usage = (headers: Record<string, string>) => hubspot.usage!(new Headers(headers));
  assert.equal(usage({ "X-HubSpot-RateLimit-Max": "110" }), undefined);
  assert.deepEqual(
    usage({
      "X-HubSpot-RateLimit-Daily": "1000",
      "X-HubSpot-RateLimit-Daily-Remaining": "750",
    }),
    { used: 250, limit: 1000 },
  );
});

Deno.test("an answer that is no answer is no reason to believe that a deal is gone", async () => {
  await using fake = startHubspot();
  const deal = wonDeal(fake.portal(PORTAL));
  const line = await lineTo(fake);
  fake.orders(/objects/, { html: "<h1>Hello</h1>", status: 200 }, { status: 200, body: {} });
  await rejectsAs(hubspot.records.reader.record(line, deal.id, []), true);
  await rejectsAs(hubspot.records.reader.record(line, deal.id, []), true);
  assert.ok(await hubspot.records.reader.record(line, deal.id, []));
});

async function rejectsAs(promise: Promise<unknown>, retry: boolean) {
  await assert.rejects(promise, (error: Error) => {
    assert.ok(error instanceof Upstream, String(error));
    assert.equal(error.retry, retry, error.message);
    return true;
  });
}
