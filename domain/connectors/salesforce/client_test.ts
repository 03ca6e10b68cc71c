import assert from "node:assert/strict";
import { putDeal, putPerson } from "../../../tests/fakes/salesforce_org.ts";
import { lineToSalesforce } from "../../../tests/salesforce.ts";
import { Upstream } from "../../base/errors.ts";
import { judge, usage } from "./judge.ts";
import { salesforce } from "./salesforce.ts";
import { quoted } from "./soql.ts";

const { reader } = salesforce.records;
const ALL = salesforce.records.standard.flatMap(({ field }) => field ?? []);

Deno.test("fields come from the descriptions, with types, options and what is custom", async () => {
  await using one = await lineToSalesforce();
  const fields = await reader.fields(one.line);
  const by = (id: string) => fields.find((field) => field.id === id);
  assert.equal(by("Amount")?.type, "money");
  assert.equal(by("Account.NumberOfEmployees")?.type, "number");
  assert.deepEqual(by("Regions__c")?.options, ["EMEA", "APAC", "AMER"]);
  assert.equal(by("Seats__c")?.custom, true);
  assert.equal(by("Why__c")?.type, "long_text");
  assert.ok(!by("StageName")?.options?.includes("Handed over"));
  for (const id of ["AccountId", "Id", "Place__c", "Owner.Alias"]) {
    assert.equal(by(id), undefined, id);
  }
  assert.deepEqual(salesforce.records.standard.filter(({ field }) => field && !by(field)), []);
});

Deno.test("stages are compared by value and shown by label, with what is won", async () => {
  await using one = await lineToSalesforce();
  const stages = await reader.stages(one.line);
  assert.deepEqual(stages.map(({ id, label, won }) => [id, label, won]), [
    ["Prospecting", "Prospecting", false],
    ["Negotiation", "Verhandlung", false],
    ["Contract Sent", "Contract Sent", false],
    ["Legal Review", "Legal Review", false],
    ["Closed Won", "Closed Won", true],
    ["Closed Lost", "Closed Lost", false],
  ]);
  const deal = putDeal(one.org, { StageName: "Negotiation" });
  const record = await reader.record(one.line, deal, []);
  assert.deepEqual(record?.stage, { id: "Negotiation", label: "Verhandlung" });
  one.org.forbidden.add("OpportunityStage");
  assert.equal((await reader.stages(one.line)).find(({ won }) => won)?.id, "Closed Won");
});

Deno.test("changes come in pages by key, each once, however they are stamped", async () => {
  await using one = await lineToSalesforce();
  const { fake, org, line } = one;
  const stamp = (second: number) => `2026-11-20T09:00:0${second}.000+0000`;
  const ids = Array.from(
    { length: 450 },
    (_, at) => org.put("Opportunity", { Name: `D${at}`, SystemModstamp: stamp(at < 300 ? 1 : 5) }),
  );
  org.put("Opportunity", { Name: "Before", SystemModstamp: "2026-11-20T08:00:00.000+0000" });
  org.find(ids[7]!).IsDeleted = true;
  const since = new Date("2026-11-20T09:00:00.400Z");
  const seen: string[] = [];
  let cursor: string | null = null;
  let next = since;
  do {
    const page = await reader.changed(line, since, cursor);
    assert.ok(page.records.length <= 200);
    seen.push(...page.records.map(({ id }) => id));
    ({ cursor, next } = page);
  } while (cursor);
  assert.deepEqual(seen.toSorted(), ids.toSorted());
  assert.equal(next.toISOString(), since.toISOString(), "what is late is not passed over");
  assert.equal(fake.asked.length, 3);
  const quiet = await reader.changed(line, new Date("2027-01-01T00:00:00Z"), null);
  assert.deepEqual(quiet, { records: [], cursor: null, next: new Date("2027-01-01T00:00:00Z") });
  await assert.rejects(reader.changed(line, since, "2026-11-20T09:00:00Z ' OR Name != '"));
  const gone = await reader.record(line, ids[7]!, ALL);
  assert.deepEqual([gone?.gone, gone?.name, gone?.values], [true, "D7", {}]);
});

Deno.test("long lists come in pages, and long questions in parts", async () => {
  await using one = await lineToSalesforce();
  const { fake, org, line } = one;
  org.childPageSize = 2;
  const deal = putDeal(org);
  for (let at = 0; at < 5; at++) {
    putPerson(org, deal, { Name: `Person ${at}` }, { IsPrimary: false });
  }
  const many = Array.from({ length: 190 }, (_, at) => `Question_number_${at}_of_the_survey__c`);
  for (const name of many) {
    org.addField("Opportunity", { name, label: name, type: "string", custom: true });
  }
  org.change(deal, Object.fromEntries(many.map((name, at) => [name, `a${at}`])));
  const record = await reader.record(line, deal, [...many, ...ALL]);
  assert.equal(record?.people.length, 7);
  assert.equal(many.filter((name, at) => record?.values[name] === `a${at}`).length, 190);
  assert.equal(record?.values["Account.Industry"], "Manufacturing");
  assert.equal(record?.values["Account.Website"], "https://acme.example");
  assert.ok(fake.asked.every(({ path }) => path.length < 8_000));
  const sample = await reader.sample(line, ["Name"]);
  assert.equal(sample?.values.Name, "Acme – Enterprise");
});

Deno.test("what is no opportunity, or not shared, is not there", async () => {
  await using one = await lineToSalesforce();
  assert.equal(await reader.record(one.line, "006d0000000zzzzAAA", ALL), undefined);
  one.fake.asked.length = 0;
  for (const id of ["001d00000000001AAA", "unknown", "006' OR Id != '", ""]) {
    assert.equal(await reader.record(one.line, id, ALL), undefined);
  }
  assert.equal(one.fake.asked.length, 0);
  assert.match(await reader.absence!(one.line, "001d00000000001AAA"), /no opportunity/);
  assert.match(await reader.absence!(one.line, "unknown"), /names no record/);
  assert.equal(await reader.sample(one.line, ALL), undefined);
  assert.equal(quoted("O'Brien \\ Sons\n"), "'O\\'Brien \\\\ Sons\\n'");
});

Deno.test("Salesforce's own client runs over the line: one renewal, one version, no retry", async () => {
  await using one = await lineToSalesforce();
  const { fake, org, line } = one;
  const deal = putDeal(org);
  await reader.record(line, deal, ALL);
  fake.expire();
  fake.asked.length = 0;
  const record = await reader.record(line, deal, ALL);
  assert.equal(record?.id, deal);
  const token = fake.asked.filter(({ path }) => path === "/services/oauth2/token");
  assert.equal(token.length, 1);
  assert.ok(token[0]!.body.includes("grant_type=refresh_token"));
  const data = fake.asked.filter(({ path }) => path.startsWith("/services/data/"));
  assert.ok(data.every(({ path }) => path.startsWith("/services/data/v67.0/")));
  assert.ok(data.every(({ host }) => host === "acme.my.salesforce.com"));
  assert.equal(data.length, 3, "one refused, the record, and its notes and activities in one");

  for (
    const [fault, words, retry] of [
      [{ status: 503, code: "SERVER_UNAVAILABLE" }, /in trouble/, true],
      [{ page: "<html>Maintenance</html>", status: 503 }, /in trouble/, true],
      [{ page: "<html>Welcome</html>" }, /page instead of data/, true],
      [{ cut: true }, /incomplete/, true],
      [{ status: 403, code: "REQUEST_LIMIT_EXCEEDED" }, /24 hours/, true],
      [{ status: 403, code: "API_DISABLED_FOR_ORG" }, /no API access/, false],
      [{ status: 400, code: "MALFORMED_QUERY", message: "odd" }, /odd \(MALFORMED_QUERY\)/, false],
      [{ status: 302, code: "MOVED" }, /another address/, false],
    ] as const
  ) {
    fake.asked.length = 0;
    fake.fails(fault);
    await assert.rejects(reader.record(line, deal, ALL), (error) => {
      assert.ok(error instanceof Upstream, String(error));
      assert.match(error.message, words);
      assert.equal(error.retry, retry);
      return true;
    });
    assert.equal(fake.asked.length, 1, String(words));
  }
  fake.revoke(org);
  await assert.rejects(reader.record(line, deal, ALL), /ended Thread's permission/);
});

Deno.test("judge() and usage() read every answer that Salesforce documents", () => {
  const of = (status: number, body: unknown = "", headers: HeadersInit = {}) =>
    judge({
      status,
      headers: new Headers({ "content-type": "application/json", ...headers }),
      text: typeof body === "string" ? body : JSON.stringify(body),
    });
  const fault = (errorCode: string, message = "m") => [{ errorCode, message }];
  assert.equal(of(200), "fine");
  assert.equal(of(204), "fine");
  assert.equal(of(304), "fine");
  assert.equal(of(401, fault("INVALID_SESSION_ID")), "renew");
  const unattached = of(401, fault("X", "Connected app is not attached to Agent"));
  assert.ok(typeof unattached === "object" && "reconnect" in unattached);
  const limit = of(403, fault("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
  assert.ok(typeof limit === "object" && "later" in limit && limit.seconds === 3600);
  const busy = of(403, fault("REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests Limit exceeded."));
  assert.ok(typeof busy === "object" && "later" in busy && busy.seconds === 60);
  for (
    const [status, code] of [
      [300, "MULTIPLE"],
      [400, "INVALID_FIELD"],
      [400, "MALFORMED_QUERY"],
      [403, "INSUFFICIENT_ACCESS"],
      [404, "NOT_FOUND"],
      [414, "URI_TOO_LONG"],
      [431, "HEADERS"],
    ] as const
  ) {
    const verdict = of(status, fault(code, "No such column"));
    assert.ok(typeof verdict === "object" && "refused" in verdict && verdict.refused, code);
  }
  const wait = of(429, "", { "retry-after": "17" });
  assert.ok(typeof wait === "object" && "later" in wait && wait.seconds === 17);
  const page = of(502, "<html><b>secret</b></html>", { "content-type": "text/html" });
  assert.ok(!JSON.stringify(page).includes("secret"));
  assert.deepEqual(usage(new Headers({ "sforce-limit-info": "api-usage=10018/100000; x=1/2" })), {
    used: 10_018,
    limit: 100_000,
  });
  assert.equal(usage(new Headers()), undefined);
});
