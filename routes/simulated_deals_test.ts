import assert from "node:assert/strict";
import { withSimulation } from "../domain/connectors/simulation/simulation.ts";
import { openSimulation } from "../domain/connectors/simulation/simulated_connection.ts";
import { landed } from "../tests/pages.ts";
import { wordsOf } from "../tests/portal.ts";
import { closedOutside, SECRET_KEYS, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

const secrets: Record<string, string> = {
  THREAD_SECRET_KEYS: SECRET_KEYS,
  HUBSPOT_CLIENT_SECRET: "made-for-this-test",
};

Deno.test("THREAD-253 who has no account anywhere lets a deal be won, and sees its run and its account", async () => {
  await using thread = await testApp({}, {
    fetch: withSimulation(closedOutside().fetch),
    secret: (name) => secrets[name],
  });
  const olive = thread.as("olive");
  assert.equal((await olive.post("/connectors/simulation", { deal: "large" })).status, 404);
  assert.doesNotMatch(await olive.page("/connectors"), /Simulate/);

  const { orgId } = thread.cast.alice!;
  const ways = { db: thread.db, out: thread.house.outside, orgId };
  const id = await openSimulation(ways);
  assert.equal(await openSimulation(ways), id, "it is made once");
  await activeWorkflow(thread, flow(id), "Won deals");
  const page = await olive.page("/connectors");
  assert.match(wordsOf(page), /HubSpot simulation Connected Simulation/);
  assert.match(wordsOf(page), /Simulate a deal Nothing is behind this HubSpot/);

  const told = wordsOf(
    await landed(olive, await olive.post("/connectors/simulation", { deal: "large" })),
  );
  assert.match(told, /The simulated HubSpot has told Thread/);
  assert.match(told, /Being read/);
  await thread.workOff();
  const log = await olive.page(`/connectors/${id}/deliveries`);
  assert.match(wordsOf(log), /onboarding deal\.propertyChange Started Won deals/);
  const run = await olive.page(/href="(\/runs\/[0-9a-f-]{36})"/.exec(log)![1]!);
  assert.match(wordsOf(run), /: Ready/);
  const account = await olive.page(/href="(\/accounts\/[0-9a-f-]{36})"/.exec(run)![1]!);
  assert.match(wordsOf(account), /€148,000/);

  await olive.post("/connectors/simulation", { deal: "open" });
  await thread.workOff();
  const after = wordsOf(await olive.page(`/connectors/${id}/deliveries`));
  assert.match(after, /Nothing started Won deals : The stage is "Sales pipeline · Contract sent"/);
  const [{ runs }] = await thread.rows<{ runs: number }>(
    "select count(*)::int as runs from runs",
  ) as [
    { runs: number },
  ];
  assert.equal(runs, 1);

  const bob = await thread.as("bob").post("/connectors/simulation", { deal: "small" });
  assert.equal(bob.status, 403);
  const charlie = await thread.as("charlie").post("/connectors/simulation", { deal: "small" });
  assert.equal(charlie.status, 404, "each organisation has its own");
  assert.deepEqual(thread.reported, []);
});

function flow(connection: string) {
  return drawn({
    n1: ["start", {
      on: "hubspot",
      connection,
      stages: ["default/closedwon"],
      fields: [],
      account: false,
      paths: [],
    }],
    n2: ["create_account", { name: "{{n1.company_name}}", own: [], existing: "link" }],
    n3: ["end", { outcome: "Ready" }],
  }, ["n1>n2", "n2>n3"]);
}
