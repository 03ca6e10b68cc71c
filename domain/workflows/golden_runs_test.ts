import assert from "node:assert/strict";
import { assign } from "../accounts/assignments.ts";
import { asMember, ring } from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import { runRow, stepsOf } from "../../tests/workflows.ts";
import stored from "../../tests/golden/runs_of_format_1.json" with { type: "json" };
import { retryRun } from "./run_repairs.ts";

type Row = Record<string, unknown>;

/** Those that others point at first. */
const TABLES = [
  ...["workflows", "workflow_versions", "queues", "queue_members", "accounts", "runs"],
  ...["run_steps", "tasks", "run_waits", "jobs"],
];

/** Rows as an earlier Thread has left them: of columns that have come since they know nothing. */
async function sow(thread: TestApp, rows: Record<string, Row[]>) {
  assert.deepEqual(Object.keys(rows).toSorted(), TABLES.toSorted());
  const names = { org: thread.cast.olive!.orgId } as Record<string, string>;
  for (const [name, { memberId }] of Object.entries(thread.cast)) names[name] = memberId;
  const placed = (row: Row): Row =>
    JSON.parse(JSON.stringify(row).replaceAll(/"\{(\w+)\}"/g, (_, name) => `"${names[name]}"`));
  for (const table of TABLES) {
    for (const { published_id: _, ...row } of rows[table]!) {
      const columns = Object.keys(row).join(", ");
      await thread.rows(
        `insert into ${table} (${columns})
         select ${columns} from jsonb_populate_record(null::${table}, $1::jsonb)`,
        [placed(row)],
      );
    }
  }
  for (const { id, published_id } of rows.workflows!) {
    await thread.rows("update workflows set published_id = $2 where id = $1", [id, published_id]);
  }
}

async function runNamed(thread: TestApp, name: string): Promise<string> {
  const [row] = await thread.rows<{ id: string }>(
    `select r.id from runs r join workflows w on w.id = r.workflow_id
     where r.business_key = $1 or (r.business_key is null and w.name = $1)`,
    [name],
  );
  return row!.id;
}

Deno.test("runs that an earlier Thread has left standing are taken on where they stand", async () => {
  await using thread = await testApp();
  await sow(thread, stored as unknown as Record<string, Row[]>);
  const outcomeOf = async (name: string) => (await runRow(thread, await runNamed(thread, name)));
  const [task] = await thread.rows<{ id: string }>("select id from tasks");
  const decision = { decision: "approved" };
  assert.equal((await thread.as("lea").post(`/queue/${task!.id}/decision`, decision)).status, 303);
  const giveToBob = async (name: string) => {
    const { account_id } = await outcomeOf(name);
    const bob = thread.cast.bob!.memberId;
    await asMember(thread, "olive", (tx) => assign(tx, account_id!, "csm", bob));
  };
  await giveToBob("Heard");
  await ring(thread);
  const failed = await runNamed(thread, "Failed");
  await asMember(thread, "olive", (tx) => retryRun(tx, failed, { "n1.day": "2027-04-01" }));
  await giveToBob("Delayed");
  await thread.pass("121 minutes");
  await ring(thread);
  await giveToBob("Approved");
  await ring(thread);

  const steps = "n1 done next, n2 done otherwise, n4 done next, n5 done next, " +
    "n6 done happened, n7 done next, n9 done";
  const approved = steps.replace("n2 done otherwise", "n2 done yes, n3 done approved");
  const expected: Record<string, [outcome: string, steps: string]> = {
    Failed: ["Failed, Bob", steps],
    Heard: ["Heard, Bob", steps],
    Delayed: ["Delayed, Bob", steps],
    Approved: ["Approved, Bob", approved],
    "Golden loop": [
      "Round 4",
      `n1 done next, ${"n2 done yes, n3 done again, ".repeat(3)}n2 done yes, n3 done done, n4 done`,
    ],
    "Golden errand": ["SMB", "n1 done next, n2 done next, n3 done"],
  };
  for (const [name, [outcome, made]] of Object.entries(expected)) {
    const run = await runNamed(thread, name);
    assert.equal(await stepsOf(thread, run), made, name);
    assert.equal((await runRow(thread, run)).outcome, outcome, name);
  }
  assert.deepEqual(await thread.rows("select from run_waits"), []);
  assert.deepEqual(
    await thread.rows("select failed_runs from workflows where failed_runs > 0"),
    [],
  );
});
