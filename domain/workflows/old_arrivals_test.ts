import assert from "node:assert/strict";
import { openedHook } from "../../tests/hooks.ts";
import { asMember, ring } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { activeWorkflow, drawn, startWith } from "../../tests/workflows.ts";
import { pruneArrivals } from "./old_arrivals.ts";

Deno.test("what arrived more than 90 days ago is forgotten, and the run that came of it stays", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("hook", "company:text!"),
      n2: ["end", { outcome: "Done" }],
    }, ["n1>n2"]),
  );
  const fire = await openedHook(thread, `/workflows/${id}`);
  for (const nth of [1, 2, 3]) await fire({ id: nth, company: `Deal ${nth}` });
  await thread.pass("89 days");
  await fire({ id: 4, company: "Deal 4" });
  await ring(thread);
  const kept = async () =>
    (await thread.rows("select dedupe_key from trigger_events order by id"))
      .map(({ dedupe_key }) => dedupe_key);
  assert.deepEqual(await kept(), ["1", "2", "3", "4"]);
  await thread.pass("2 days");
  await asMember(thread, "olive", (tx) => pruneArrivals(tx, 2));
  assert.deepEqual((await kept()).length, 2, "in small portions");
  await ring(thread);
  assert.deepEqual(await kept(), ["4"]);
  const [{ count }] = await thread.rows("select count(*)::int from runs") as [{ count: number }];
  assert.equal(count, 4);
});
