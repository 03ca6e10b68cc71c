import assert from "node:assert/strict";
import { assign } from "../accounts/assignments.ts";
import { asMember, ring } from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import {
  activeWorkflow,
  drawn,
  runRow,
  started,
  startWith,
  stepsOf,
} from "../../tests/workflows.ts";
import { cancelRun, retryRun } from "./run_repairs.ts";

const makesAccount = ["create_account", {
  name: "{{n1.company}}",
  own: [],
  existing: "link",
}] as [string, Record<string, unknown>];

Deno.test("a switch goes the way of its case, and otherwise where none fits or nothing is there", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "segment:text seats:number"),
      n2: ["switch", {
        on: "{{n1.segment}}",
        cases: [{ value: "Mid-Market", label: "" }, { value: "mid market", label: "Twin" }],
      }],
      n3: ["switch", { on: "{{n1.seats}}", cases: [{ value: "50", label: "Fifty" }] }],
      n4: ["end", { outcome: "First" }],
      n5: ["end", { outcome: "Second" }],
      n6: ["end", { outcome: "Fifty seats" }],
      n7: ["end", { outcome: "Something else" }],
    }, [
      ...["n1>n2", "n2.mid_market>n4", "n2.mid_market_2>n5", "n2.otherwise>n3"],
      ...["n3.50>n6", "n3.otherwise>n7"],
    ]),
  );
  for (
    const [input, outcome] of [
      [{ segment: "MID-MARKET" }, "First"],
      [{ segment: "Mid Market" }, "Second"],
      [{ segment: "SMB", seats: "50" }, "Fifty seats"],
      [{ segment: "SMB", seats: 51 }, "Something else"],
      [{}, "Something else"],
    ] as const
  ) {
    const run = await started(thread, id, input);
    assert.equal((await runRow(thread, run)).outcome, outcome, JSON.stringify(input));
  }
});

Deno.test("a run waits for what happens to its account, or takes the way of the time-out", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "company:text!"),
      n2: makesAccount,
      n3: ["wait_event", { event: "account.csm_assigned", hours: 48 }],
      n4: ["end", { outcome: "Given to {{n3.event.to}}" }],
      n5: ["end", { outcome: "Nobody took it" }],
    }, ["n1>n2", "n2>n3", "n3.happened>n4", "n3.late>n5"]),
  );
  const [taken, left] = [
    await started(thread, id, { company: "Contoso" }),
    await started(thread, id, { company: "Fabrikam" }),
  ];
  await thread.pass("47 hours");
  const bob = thread.cast.bob!.memberId;
  const { account_id } = await runRow(thread, taken);
  await asMember(thread, "olive", (tx) => assign(tx, account_id!, "csm", bob));
  await ring(thread);
  assert.equal((await runRow(thread, taken)).outcome, "Given to Bob");
  assert.equal((await runRow(thread, left)).state, "waiting", "it is not about this account");
  await thread.pass("61 minutes");
  await ring(thread);
  assert.equal(
    await stepsOf(thread, left),
    "n1 done next, n2 done next, n3 done late, n5 done",
  );
  await asMember(thread, "olive", async (tx) => {
    await assign(tx, (await runRow(thread, left)).account_id!, "csm", bob);
  });
  await ring(thread);
  assert.equal((await runRow(thread, left)).outcome, "Nobody took it", "that came too late");
  assert.deepEqual(await thread.rows("select from run_waits"), []);
});

Deno.test("another workflow is run for the same account, waited for, and told of when it is cancelled", async () => {
  await using thread = await testApp();
  const child = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "level:text"),
      n2: ["delay", { how: "hours", hours: 1 }],
      n3: ["set_fields", { values: [{ key: "segment", value: "{{n1.level}}" }] }],
      n4: ["end", { outcome: "Checked as {{n1.level}}" }],
    }, ["n1>n2", "n2>n3", "n3>n4"]),
    "Check",
  );
  const parent = (wait: boolean, name: string) =>
    activeWorkflow(
      thread,
      drawn({
        n1: startWith("manual", "company:text!"),
        n2: makesAccount,
        n3: ["sub_workflow", {
          workflow: child.id,
          input: [{ key: "level", value: "Gold" }],
          wait,
        }],
        n4: ["end", { outcome: "{{n3.outcome}}!" }],
        n5: ["end", { outcome: "Sent off" }],
      }, ["n1>n2", "n2>n3", wait ? "n3>n4" : "n3>n5"]),
      name,
    );
  const waiting = await parent(true, "Waits");
  const first = await started(thread, waiting.id, { company: "Contoso" });
  const second = await started(thread, waiting.id, { company: "Fabrikam" });
  const loose = await started(thread, (await parent(false, "Goes on")).id, { company: "Litware" });
  assert.equal((await runRow(thread, loose)).outcome, "Sent off");
  assert.equal((await runRow(thread, first)).state, "waiting");
  const childOf = async (run: string) => {
    const rows = await thread.rows<{ id: string }>(
      "select id from runs where cause like $1 order by id desc",
      [`run:${run}/%`],
    );
    return rows[0]!.id;
  };
  await asMember(thread, "olive", async (tx) => await cancelRun(tx, await childOf(second), "No"));
  await thread.workOff();
  const failed = await runRow(thread, second);
  assert.equal(failed.failure?.text, "The workflow that it started was cancelled.");
  await asMember(thread, "olive", (tx) => retryRun(tx, second));
  await thread.workOff();
  assert.equal((await runRow(thread, second)).state, "waiting", "it has started another");
  await thread.pass("61 minutes");
  await ring(thread);
  for (const run of [first, second]) {
    assert.equal((await runRow(thread, run)).outcome, "Checked as Gold!");
  }
  const accounts = await thread.rows("select name, segment from accounts order by name");
  assert.deepEqual(
    accounts,
    ["Contoso", "Fabrikam", "Litware"].map((name) => (
      { name, segment: "Gold" }
    )),
  );
});

Deno.test("workflows that start one another without end stop after five", async () => {
  await using thread = await testApp();
  const graph = drawn({
    n1: startWith("manual", ""),
    n2: ["sub_workflow", { workflow: crypto.randomUUID(), input: [], wait: true }],
    n3: ["end", { outcome: "Done" }],
  }, ["n1>n2", "n2>n3"]);
  const { id, versionId } = await activeWorkflow(thread, graph);
  graph.nodes[1]!.config.workflow = id;
  await thread.rows("update workflow_versions set graph = $1 where id = $2", [graph, versionId]);
  await started(thread, id);
  for (let round = 0; round < 6; round++) await thread.workOff();
  const runs = await thread.rows<{ state: string; failure: { text: string } | null }>(
    "select state, failure from runs order by id",
  );
  assert.deepEqual(runs.map(({ state }) => state), [...Array(5).fill("waiting"), "failed"]);
  assert.match(runs[5]!.failure!.text, /more than 5 deep/);
});

Deno.test("a delay of working days ends at nine in the morning, after weekends and holidays", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", ""),
      n2: ["delay", { how: "working_days", days: 2 }],
      n3: ["end", { outcome: "Done" }],
    }, ["n1>n2", "n2>n3"]),
  );
  const today = await todayIn(thread);
  const [first, second, third] = workingDaysAfter(today);
  const waitsUntil = async () => {
    const run = await started(thread, id);
    const [row] = await thread.rows<{ until: string }>(
      `select to_char(wake_at at time zone 'Europe/Berlin', 'YYYY-MM-DD HH24:MI') as until
       from run_waits where run_id = $1`,
      [run],
    );
    return row!.until;
  };
  assert.equal(await waitsUntil(), `${second} 09:00`);
  await thread.rows("insert into holidays (org_id, day, name) values ($1, $2, 'Closed')", [
    thread.cast.olive!.orgId,
    first,
  ]);
  assert.equal(await waitsUntil(), `${third} 09:00`);
});

async function todayIn(thread: TestApp): Promise<string> {
  const [row] = await thread.rows<{ day: string }>(
    "select to_char(now() at time zone 'Europe/Berlin', 'YYYY-MM-DD') as day",
  );
  return row!.day;
}

function workingDaysAfter(day: string): string[] {
  const days = Array.from({ length: 9 }, (_, at) => {
    const date = new Date(`${day}T12:00:00Z`);
    date.setUTCDate(date.getUTCDate() + at + 1);
    return date;
  });
  return days.filter((date) => date.getUTCDay() % 6 !== 0)
    .map((date) => date.toISOString().slice(0, 10));
}
