import assert from "node:assert/strict";
import { asMember, ring } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import {
  activeWorkflow,
  drawn,
  runRow,
  started,
  startWith,
  stepsOf,
} from "../../tests/workflows.ts";
import { retryRun, skipStep } from "./run_repairs.ts";

const byAmount = drawn({
  n1: startWith("manual", "amount:money company:text!"),
  n2: ["condition", {
    when: { match: "all", rows: [{ left: "{{n1.amount}}", operator: "greater", right: "100000" }] },
  }],
  n3: ["end", { outcome: "Enterprise" }],
  n4: ["end", { outcome: "SMB" }],
}, ["n1>n2", "n2.yes>n3", "n2.otherwise>n4"]);

Deno.test("a run of steps that need nothing outside ends in the transaction that starts it", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(thread, byAmount);
  for (
    const [amount, outcome] of [[150_000, "Enterprise"], ["50,000", "SMB"], [100_000, "SMB"], [
      undefined,
      "SMB",
    ]]
  ) {
    const run = await started(thread, id, { amount, company: "Northwind" });
    const row = await runRow(thread, run);
    assert.equal(row.outcome, outcome, String(amount));
    assert.equal(row.state, "completed");
    assert.ok(row.ended_at);
  }
  const failed = await started(thread, id, { amount: 1 });
  assert.equal(await stepsOf(thread, failed), "n1 failed");
  const { failure } = await runRow(thread, failed);
  assert.deepEqual([failure!.cause, failure!.text], ["missing_data", '"Company" is missing.']);
  await asMember(thread, "olive", (tx) => retryRun(tx, failed, { "n1.company": "Contoso" }));
  assert.equal(await stepsOf(thread, failed), "n1 done next, n2 done otherwise, n4 done");
  const [{ attempts }] = await thread.rows(
    "select attempts from run_steps where run_id = $1 and node_id = 'n1'",
    [failed],
  ) as [{ attempts: number }];
  assert.equal(attempts, 2);
  const [workflow] = await thread.rows("select failed_runs from workflows");
  assert.equal(workflow!.failed_runs, 0);
});

Deno.test("a loop ends after its rounds, one inside another begins anew each time", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", ""),
      n2: ["condition", {
        when: { match: "all", rows: [{ left: "{{n1.none}}", operator: "is_empty" }] },
      }],
      n3: ["repeat", { times: 2 }],
      n4: ["repeat", { times: 1 }],
      n5: ["end", { outcome: "Round {{n4.round}}" }],
    }, [
      "n1>n2",
      "n2.yes>n3",
      "n2.otherwise>n5",
      "n3.again>n2",
      "n3.done>n4",
      "n4.again>n2",
      "n4.done>n5",
    ]),
  );
  const run = await started(thread, id);
  for (let turn = 0; turn < 3; turn++) await thread.workOff();
  const steps = await stepsOf(thread, run);
  assert.equal(
    steps.replaceAll("done ", ""),
    "n1 next, n2 yes, n3 again, n2 yes, n3 again, n2 yes, n3 done, n4 again, " +
      "n2 yes, n3 again, n2 yes, n3 again, n2 yes, n3 done, n4 done, n5 done",
  );
  assert.equal((await runRow(thread, run)).outcome, "Round 2");
});

Deno.test("a delay wakes the run when its time has come, and skipping it says why", async () => {
  await using thread = await testApp();
  const graph = drawn({
    n1: startWith("manual", ""),
    n2: ["delay", { how: "hours", hours: 3 }],
    n3: ["end", { outcome: "Done" }],
  }, ["n1>n2", "n2>n3"]);
  const { id } = await activeWorkflow(thread, graph);
  const [first, second] = [await started(thread, id), await started(thread, id)];
  assert.equal((await runRow(thread, first)).state, "waiting");
  await thread.pass("2 hours");
  await ring(thread);
  assert.equal((await runRow(thread, first)).state, "waiting");
  await asMember(
    thread,
    "olive",
    (tx) => skipStep(tx, second, { port: "next", reason: "They called" }),
  );
  assert.equal(await stepsOf(thread, second), "n1 done next, n2 skipped next, n3 done");
  await thread.pass("61 minutes");
  await ring(thread);
  assert.equal(await stepsOf(thread, first), "n1 done next, n2 done next, n3 done");
  assert.deepEqual(await thread.rows("select * from run_waits"), []);
});
