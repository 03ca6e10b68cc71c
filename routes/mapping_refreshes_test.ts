import assert from "node:assert/strict";
import { connect } from "../tests/connections.ts";
import { type FakeHubspot, reachHubspot, startHubspot } from "../tests/fakes/hubspot.ts";
import { wonDeal } from "../tests/fakes/hubspot_deals.ts";
import { stageChanged } from "../tests/fakes/hubspot_events.ts";
import { SECRET_KEYS, type TestApp, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

const PORTAL = 62_515;

async function tell(thread: TestApp, fake: FakeHubspot, event: Record<string, unknown>) {
  for (const call of fake.sendsEvents("http://thread.test/hooks/hubspot", [event])) {
    assert.equal((await thread.app.request(call)).status, 200);
  }
  await thread.workOff();
}

/** A portal that is connected, with a workflow that makes accounts of its won deals. */
async function selling(thread: TestApp, fake: FakeHubspot) {
  const portal = fake.portal(PORTAL);
  const id = await connect(thread, "hubspot", { name: "HubSpot sales" });
  await thread.workOff();
  const start = {
    ...{ on: "hubspot", stages: ["default/closedwon"], fields: [], account: false, paths: [] },
  };
  const graph = drawn({
    n1: ["start", start],
    n2: ["create_account", { name: "{{n1.account_name}}", own: [], existing: "link" }],
    n3: ["end", { outcome: "Ready" }],
  }, ["n1>n2", "n2>n3"]);
  await activeWorkflow(thread, graph, "Won deals");
  const account = async () =>
    (await thread.rows("select id, name, arr_cents::float8 as arr from accounts order by id"))[0]!;
  return { portal, at: `/connectors/${id}/mappings`, account };
}

Deno.test("THREAD-019 THREAD-075 an account is made of a deal, and follows what changes there", async () => {
  await using fake = startHubspot();
  await using thread = await testApp({}, reachHubspot(fake, { THREAD_SECRET_KEYS: SECRET_KEYS }));
  const { portal, account } = await selling(thread, fake);
  const deal = wonDeal(portal);
  await tell(thread, fake, stageChanged(PORTAL, deal));
  const made = await account();
  assert.deepEqual({ ...made, id: "" }, {
    id: "",
    name: "Northwind – onboarding",
    arr: 12_000_050,
  });
  portal.change(deal, { amount: "150000", dealname: "Northwind – wider" });
  const event = { propertyName: "amount", propertyValue: "1" };
  await tell(thread, fake, stageChanged(PORTAL, deal, event));
  assert.deepEqual(await account(), { id: made.id, name: "Northwind – wider", arr: 15_000_000 });
  const bob = thread.as("bob");
  assert.match(await bob.page(`/accounts/${made.id}/overview`), /HubSpot deal/);
  const history = await bob.page(`/accounts/${made.id}/activity`);
  assert.match(history, /changed the account Northwind – wider, from HubSpot: Northwind – wider/);
  assert.match(history, /ARR from <del>120,000\.5<\/del> to <ins>150,000<\/ins>/);
  assert.deepEqual(thread.reported, []);
});

Deno.test("accounts are brought up to date where somebody asks for it, a few at a time, and it can be stopped", async () => {
  await using fake = startHubspot();
  await using thread = await testApp({}, reachHubspot(fake, { THREAD_SECRET_KEYS: SECRET_KEYS }));
  const { portal, at, account } = await selling(thread, fake);
  const deal = wonDeal(portal);
  await tell(thread, fake, stageChanged(PORTAL, deal));
  const made = await account();
  const olive = thread.as("olive");
  const empty = await thread.as("charlie").post(`${at}/refresh`);
  assert.equal(empty.status, 404);
  const page = await olive.page(at);
  const link = page.match(/<a [^>]*>/g)!.find((one) => one.includes('mapping of Account name"'))!;
  const name = /href="([^"]+)"/.exec(link)![1]!;
  const form = await olive.page(name);
  const company = /<option value="([^"]+)"[^>]*>\s*Company name \(Text\)/.exec(form)![1]!;
  const saved = await olive.post(name, {
    ...{ version: "1", wanted: "", field: company, policy: "thread", required: "on" },
  });
  assert.equal(saved.status, 303, await saved.clone().text());
  assert.match(await olive.page(at), /1 of them was last read by mappings that have changed/);
  assert.equal((await account()).name, made.name);

  assert.equal((await olive.post(`${at}/refresh`)).status, 303);
  assert.match(await olive.page(at), /0 of 1/);
  const twice = await olive.post(`${at}/refresh`);
  assert.match(await twice.text(), /being brought up to date already/);
  assert.equal((await olive.post(`${at}/refresh/end`)).status, 303);
  await thread.workOff();
  assert.equal((await account()).name, made.name, "it was stopped before it began");
  assert.match(await olive.page(at), /Stopped/);

  await olive.post(`${at}/refresh`);
  fake.orders(/objects/, { status: 429, headers: { "retry-after": "20" } });
  await thread.workOff();
  assert.match(await olive.page(at), /0 of 1/, "the service asked for patience");
  await thread.pass("2 minutes");
  await thread.workOff();
  assert.equal((await account()).name, "Northwind Traders");
  const done = (await olive.page(at)).replaceAll(/<[^>]+>/g, "").replaceAll(/\s+/g, " ");
  assert.match(done, /1 account follows a deal here\. What changes there is taken by itself/);
  assert.match(done, /Brought up to date.*: 1 looked at, 1 changed\./);
  for (const who of ["bob", "lea"]) {
    assert.equal((await thread.as(who).post(`${at}/refresh`)).status, 403);
  }
  assert.deepEqual(thread.reported, []);
});
