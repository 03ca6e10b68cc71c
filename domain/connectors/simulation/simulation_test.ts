import assert from "node:assert/strict";
import { Secret } from "../../base/secret.ts";
import { closedOutside } from "../../../tests/test_app.ts";
import { ears } from "../hubspot/ears.ts";
import { hubspot } from "../hubspot/hubspot.ts";
import type { Line } from "../service.ts";
import { CHOICES, dealIdAt } from "./simulated_deals.ts";
import { simulatedCall } from "./simulated_event.ts";
import { SIMULATED_ORIGIN, withSimulation } from "./simulation.ts";

const PORTAL = "9000000000001";
const NOW = new Date("2026-11-21T10:00:00Z");
const WANTED = hubspot.records.standard.flatMap(({ field }) => field ?? []);

Deno.test("a simulated deal is told by a signed call and read like any of HubSpot", async () => {
  const id = dealIdAt("large", NOW);
  const call = simulatedCall(id, {
    portal: PORTAL,
    url: "http://thread.test/hooks/hubspot",
    secret: "s",
    now: NOW,
  });
  const heard = await ears.hear(call, { secret: new Secret("s") });
  assert.ok("told" in heard);
  const [told] = heard.told;
  assert.deepEqual([told!.outsideId, told!.recordId], [PORTAL, id]);

  const line = simulatedLine();
  assert.deepEqual(await hubspot.records.reader.check(line), []);
  const read = await hubspot.records.reader.record(line, id, WANTED);
  assert.ok(read);
  assert.deepEqual([read.hidden, read.missing, read.url], [[], [], null]);
  for (const field of WANTED) assert.notEqual(read.values[field] ?? null, null, field);
  assert.equal(read.values["deal.closedate"], "2026-11-21");
  assert.equal(read.values["owner.email"], "tom@acme-cloud.example");
  assert.equal(read.people.filter(({ primary }) => primary).length, 1);
  assert.equal(read.texts.length, 2);
});

Deno.test("each choice is a deal of its own, and nothing happens there by itself", async () => {
  const line = simulatedLine();
  const ids = CHOICES.map(({ key }) => dealIdAt(key, NOW));
  const deals = await Promise.all(ids.map((id) => hubspot.records.reader.record(line, id, WANTED)));
  assert.deepEqual(deals.map((one) => one!.stage!.id), ["closedwon", "closedwon", "contractsent"]);
  assert.equal(new Set(deals.map((one) => one!.values["company.name"])).size, 3);
  const later = dealIdAt("large", new Date(NOW.getTime() + 1000));
  const next = await hubspot.records.reader.record(line, later, ["company.domain"]);
  assert.notEqual(next!.values["company.domain"], deals[0]!.values["company.domain"]);
  assert.deepEqual((await hubspot.records.reader.changed(line, NOW, null)).records, []);
  assert.ok((await hubspot.records.reader.sample(line, WANTED))!.values["deal.amount"]);
  assert.equal(await hubspot.records.reader.record(line, "12", []), undefined);
});

function simulatedLine(): Line {
  const { fetch: ask, ...out } = closedOutside();
  const outside = { ...out, fetch: withSimulation(ask) };
  return {
    out: outside,
    connection: {
      id: "a",
      service: "hubspot",
      environment: "production",
      outsideId: PORTAL,
      host: null,
      address: SIMULATED_ORIGIN,
      settings: {},
    },
    fetch: (url, init) => outside.fetch(url, init),
  };
}
