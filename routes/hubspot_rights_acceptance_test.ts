import assert from "node:assert/strict";
import { agree } from "../tests/connections.ts";
import { stageChanged } from "../tests/fakes/hubspot_events.ts";
import { dealFlow, dealOf, hubspotApp, PORTAL } from "../tests/hubspot_app.ts";
import { pressOn } from "../tests/pages.ts";
import { wordsOf } from "../tests/portal.ts";
import { activeWorkflow } from "../tests/workflows.ts";
import { SCOPES } from "../domain/connectors/hubspot/scopes.ts";

/** What each right lets Thread ask for. Nothing else may ever be in the log of the service. */
const ALLOWED: Record<string, RegExp[]> = {
  "oauth": [
    /^GET \/oauth\/authorize$/,
    /^POST \/oauth\/2026-09\/token(\/introspect|\/revoke)?$/,
    /^GET \/account-info\/2026-03\/details$/,
  ],
  "crm.objects.deals.read": [
    /^GET \/crm\/objects\/2026-09\/0-3(\/\d+)?$/,
    /^POST \/crm\/objects\/2026-09\/0-3\/(search|batch\/read)$/,
    /^GET \/crm\/pipelines\/2026-09\/0-3$/,
  ],
  "crm.objects.companies.read": [
    /^GET \/crm\/objects\/2026-09\/0-2$/,
    /^POST \/crm\/(objects\/2026-09\/0-2|associations\/2026-09\/0-3\/0-2)\/batch\/read$/,
  ],
  "crm.objects.contacts.read": [
    /^GET \/crm\/objects\/2026-09\/(0-1|0-46)$/,
    /^POST \/crm\/(objects\/2026-09|associations\/2026-09\/0-3)\/(0-1|0-46)\/batch\/read$/,
  ],
  "crm.objects.owners.read": [/^GET \/crm\/owners\/2026-03(\/\d+)?$/],
  "crm.schemas.deals.read": [/^(GET|POST) \/crm\/properties\/2026-09\/0-3(\/batch\/read)?$/],
  "crm.schemas.companies.read": [/^(GET|POST) \/crm\/properties\/2026-09\/0-2(\/batch\/read)?$/],
  "crm.schemas.contacts.read": [/^(GET|POST) \/crm\/properties\/2026-09\/0-1(\/batch\/read)?$/],
};

Deno.test("HubSpot is asked for rights to read and no others, and for nothing that they do not cover", async () => {
  await using hub = await hubspotApp();
  const { thread, fake, portal } = hub;
  const [left] = fake.calls.filter(({ path }) => path === "/oauth/authorize");
  const scopes = left!.query.get("scope")!.split(" ");
  assert.deepEqual(scopes.toSorted(), Object.keys(ALLOWED).toSorted());
  assert.deepEqual(scopes, SCOPES.map(({ scope }) => scope));
  assert.equal(left!.query.get("optional_scope"), null);

  await activeWorkflow(thread, dealFlow(), "Won deals");
  await hub.tell(stageChanged(PORTAL, dealOf(portal, "Northwind Traders")));
  await thread.as("alice").post(`/connectors/${hub.id}/reading`);
  await thread.workOff();
  await thread.as("alice").post(`/connectors/${hub.id}/disconnection`);
  await thread.workOff();
  const asked = [...new Set(fake.calls.map(({ method, path }) => `${method} ${path}`))];
  const all = Object.values(ALLOWED).flat();
  assert.deepEqual(asked.filter((call) => !all.some((one) => one.test(call))), []);
  for (const [scope, calls] of Object.entries(ALLOWED)) {
    assert.ok(calls.some((one) => asked.some((call) => one.test(call))), `${scope} is not needed`);
  }
  assert.deepEqual(thread.reported, []);
});

Deno.test("THREAD-249 whether HubSpot calls can be seen, and how to set it up is said step by step", async () => {
  await using hub = await hubspotApp();
  const { thread, portal, id } = hub;
  const alice = thread.as("alice");
  const overview = () => alice.page(`/connectors/${id}`).then(wordsOf);
  assert.match(await overview(), /Last event received None yet/);
  assert.match(wordsOf(await alice.page("/connectors")), /No event received yet/);
  const guide = await alice.page(`/connectors/${id}/setup`);
  assert.match(guide, /http:\/\/thread\.test\/hooks\/hubspot/);
  assert.match(guide, /http:\/\/thread\.test\/connectors\/callback/);
  for (const { scope } of SCOPES) assert.ok(guide.includes(`<code>${scope}</code>`), scope);
  assert.match(wordsOf(guide), /Deal: property changed dealstage/);
  const olive = await thread.as("olive").page(`/connectors/${id}/setup`);
  assert.doesNotMatch(olive, /hooks\/hubspot/);
  assert.equal((await thread.as("bob").get(`/connectors/${id}/setup`)).status, 403);
  assert.equal((await thread.as("charlie").get(`/connectors/${id}/setup`)).status, 404);

  await hub.tell(stageChanged(PORTAL, dealOf(portal, "Northwind Traders")));
  assert.match(await overview(), /Last event received \d+ \w+ \d{4}/);
  assert.match(wordsOf(await alice.page("/connectors")), /Last event \d+ \w+ \d{4}/);
});

Deno.test("what the app lacks is said on the connection's page with the scope to add", async () => {
  await using hub = await hubspotApp();
  const { thread, fake, portal, id } = hub;
  fake.grants.withholds = new Set(["crm.objects.companies.read"]);
  for (const grant of fake.grants.access.values()) {
    grant.scopes = grant.scopes.filter((one) => one !== "crm.objects.companies.read");
  }
  const alice = thread.as("alice");
  await alice.post(`/connectors/${id}/reading`);
  await thread.workOff();
  const page = wordsOf(await alice.page(`/connectors/${id}`));
  assert.match(
    page,
    /may not read companies in HubSpot: the app there lacks crm\.objects\.companies/,
  );
  await activeWorkflow(thread, dealFlow(), "Won deals");
  await hub.tell(stageChanged(PORTAL, dealOf(portal, "Northwind Traders")));
  assert.match(wordsOf(await hub.log()), /Started Won deals/);
  assert.deepEqual(thread.reported, []);
});

Deno.test("THREAD-218 THREAD-219 THREAD-220 THREAD-248 what is disconnected stays readable, its workflows fail and say why, and go on once it is connected again", async () => {
  await using hub = await hubspotApp();
  const { thread, portal, id } = hub;
  await activeWorkflow(thread, dealFlow(), "Won deals");
  await hub.tell(stageChanged(PORTAL, dealOf(portal, "Northwind Traders")));
  const alice = thread.as("alice");
  const [, settings] = /href="(\/connectors\/[^"]*\/settings)"/
    .exec(await alice.page(`/connectors/${id}`))!;
  const gone = await pressOn(alice, settings!, `/connectors/${id}/disconnection`);
  assert.match(wordsOf(gone), /HubSpot sales Not connected/);
  await thread.workOff();
  assert.match(wordsOf(await alice.page("/accounts")), /Northwind Traders/);
  const [kept] = await thread.rows("select arr_cents::float8 as arr, domain from accounts");
  assert.deepEqual(kept, { arr: 4_800_000, domain: "northwind-traders.example" });

  // The app is installed there as before, and its calls go on.
  const asked = hub.fake.calls.length;
  await hub.tell(stageChanged(PORTAL, dealOf(portal, "Fabrikam")));
  assert.equal(hub.fake.calls.length, asked, "nothing is read any more");
  const failed = await alice.page("/runs?state=failed");
  const run = /href="(\/runs\/[0-9a-f-]{36})"/.exec(failed)![1]!;
  assert.match(wordsOf(await alice.page(run)), /HubSpot sales is not connected/);

  const again = await alice.post(`/connectors/${id}/attempts`);
  assert.equal(await agree(thread, await again.text()), id);
  await thread.workOff();
  assert.match(wordsOf(await alice.page("/connectors")), /HubSpot sales Connected/);
  await alice.post(`${run}/retry`);
  await thread.workOff();
  assert.match(wordsOf(await alice.page(run)), /Fabrikam: Ready/);
  const runs = await thread.rows("select state, count(*)::int as count from runs group by state");
  assert.deepEqual(runs, [{ state: "completed", count: 2 }]);
  assert.deepEqual(thread.reported, []);
});
