import assert from "node:assert/strict";
import { CLIENT_ID, CLIENT_SECRET } from "../fakes/hubspot.ts";
import { stageChanged } from "../fakes/hubspot_events.ts";
import { dealFlow, dealOf, hubspotApp, PORTAL } from "../hubspot_app.ts";
import { eventually } from "../processes.ts";
import { activeWorkflow } from "../workflows.ts";
import { openNeighbours } from "./neighbours.ts";

Deno.test("a deal that two processes hear of at once, many times over, starts one run and one account", async () => {
  await using hub = await hubspotApp();
  const { thread, fake, portal } = hub;
  await activeWorkflow(thread, dealFlow(), "Won deals");
  const deals = ["Northwind Traders", "Contoso", "Fabrikam"].map((name) => dealOf(portal, name));
  const { url } = fake;
  await using servers = await openNeighbours(thread, {
    HUBSPOT_API_URL: url,
    HUBSPOT_AUTH_URL: url,
    HUBSPOT_CLIENT_ID: CLIENT_ID,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
  });
  const calls = deals.flatMap((deal) =>
    [1, 2, 3, 4].flatMap((eventId) =>
      [servers.one, servers.two].flatMap((server) =>
        // The same event reaches both, and each process hears others of the same deal meanwhile.
        fake.sendsEvents(`${server.url}/hooks/hubspot`, [stageChanged(PORTAL, deal, { eventId })])
      )
    )
  );
  const answers = await Promise.all(calls.map(async (call) => {
    const answer = await fetch(call);
    await answer.body?.cancel();
    return answer.status;
  }));
  assert.deepEqual(new Set(answers), new Set([200]));
  await eventually("every delivery is settled", async () => {
    await thread.pass("10 seconds"); // HubSpot takes only so many questions at once.
    return (await thread.rows("select from deliveries where state = 'waiting'")).length === 0;
  }, 90_000);
  await eventually("every run is over", async () => {
    return (await thread.rows("select from runs where state <> 'completed'")).length === 0;
  }, 60_000);
  const runs = await thread.rows("select count(*)::integer as count from runs");
  assert.deepEqual(runs, [{ count: 3 }]);
  const accounts = await thread.rows<{ name: string }>("select name from accounts order by name");
  assert.deepEqual(accounts.map(({ name }) => name), ["Contoso", "Fabrikam", "Northwind Traders"]);
});
