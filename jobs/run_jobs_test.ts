import assert from "node:assert/strict";
import { followInTurns } from "../domain/workflows/advances.ts";
import { cancelRun } from "../domain/workflows/run_repairs.ts";
import { startRun } from "../domain/workflows/starts.ts";
import { asMember } from "../tests/plans.ts";
import { closedOutside, type TestApp, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn, runRow, startWith, stepsOf } from "../tests/workflows.ts";
import { handlers } from "./handlers.ts";
import { advancingRuns } from "./run_jobs.ts";
import { workOff } from "./work_off.ts";

const otherwise = {
  when: { match: "all", rows: [{ left: "{{n1.amount}}", operator: "greater", right: "10" }] },
};
const threeSteps = drawn({
  n1: startWith("manual", "amount:money"),
  n2: ["condition", otherwise],
  n3: ["end", { outcome: "Done" }],
}, ["n1>n2", "n2.yes>n3", "n2.otherwise>n3"]);

const ONE = { steps: 1, ms: 1000 };

function begun(thread: TestApp, workflowId: string): Promise<string> {
  return asMember(thread, "olive", async (tx) => {
    const run = { workflowId, input: { amount: 20 }, cause: "test" };
    return (await startRun(tx, run, { bounds: { steps: 0, ms: 0 } })).id;
  });
}

Deno.test("followInTurns() goes on from memory, unless somebody has changed the run in between", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(thread, threeSteps);
  const [kept, cancelled] = [await begun(thread, id), await begun(thread, id)];
  const first = await asMember(thread, "olive", followInTurns([kept, cancelled], ONE));
  assert.deepEqual([...first.open].sort(), [kept, cancelled].sort());
  await asMember(thread, "olive", (tx) => cancelRun(tx, cancelled));
  const second = await asMember(thread, "olive", first.next);
  assert.deepEqual([...second.open], [kept]);
  assert.equal((await runRow(thread, cancelled)).state, "cancelled");
  assert.equal(await stepsOf(thread, cancelled), "n1 done next");
  const third = await asMember(thread, "olive", second.next);
  assert.equal(third.open.size, 0);
  assert.equal((await runRow(thread, kept)).state, "completed");
  assert.equal(await stepsOf(thread, kept), "n1 done next, n2 done yes, n3 done");
});

Deno.test("a run of several transactions keeps its job until it ends, or gives it back in between", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(thread, threeSteps);
  for (const limits of [{}, { claimMs: -1 }]) {
    const run = await begun(thread, id);
    await workOff(thread.db, closedOutside(), {
      handlers: { ...handlers, advance_runs: advancingRuns(ONE) },
      limits,
    });
    assert.equal((await runRow(thread, run)).state, "completed");
    assert.equal(await stepsOf(thread, run), "n1 done next, n2 done yes, n3 done");
    assert.deepEqual(await thread.rows("select kind from jobs where kind = 'advance_runs'"), []);
  }
});
