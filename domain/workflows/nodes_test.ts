import assert from "node:assert/strict";
import { sql } from "kysely";
import { newId } from "../base/tokens.ts";
import { asMember, publishedTemplate } from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import {
  activeWorkflow,
  drawn,
  queueOf,
  runRow,
  started,
  startWith,
  stepsOf,
} from "../../tests/workflows.ts";
import { handoffOf, submitHandoff } from "../onboarding/handoffs.ts";
import { retryRun } from "./run_repairs.ts";
import { wakeRun } from "./wakes.ts";

async function creationFlow(thread: TestApp) {
  const template = await publishedTemplate(thread);
  return drawn({
    n1: startWith("manual", "company:text! amount:money domain:text owner:text", {
      once_by: "domain",
    }),
    n2: ["create_account", {
      name: "{{n1.company}}",
      domain: "{{n1.domain}}",
      arr: "{{n1.amount}}",
      ae: "{{n1.owner}}",
      contact_email: "priya@northwind.example",
      existing: "link",
    }],
    n3: ["handoff", { wait: true }],
    n4: ["assign_csm", { how: "least_loaded", members: [] }],
    n5: ["apply_template", { template, start_first: true }],
    n6: ["end", { outcome: "Done" }],
  }, ["n1>n2", "n2>n3", "n3>n4", "n4>n5", "n5>n6"]);
}

const deal = {
  company: "Northwind Traders",
  amount: 150_000,
  domain: "northwind.example",
  owner: "ed@acme.test",
};

Deno.test("a deal becomes an account that is handed over, assigned and planned", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(thread, await creationFlow(thread));
  const run = await started(thread, id, deal);
  assert.equal(await stepsOf(thread, run), "n1 done next, n2 done next, n3 waiting");
  assert.equal(await started(thread, id, deal), run, "once for each deal");
  const [account] = await thread.rows("select * from accounts");
  assert.equal(Number(account!.arr_cents), 15_000_000);
  assert.equal(account!.ae_id, thread.cast.ed!.memberId);
  await asMember(thread, "ed", async (tx) => {
    const handoff = (await handoffOf(tx, String(account!.id)))!;
    for (const question of handoff.questions) {
      await sql`insert into handoff_answers (id, handoff_id, question_id, body, written_by)
        values (${newId()}, ${handoff.id}, ${question.id}, 'Yes', 'person')
        on conflict (org_id, handoff_id, question_id) where replaced_at is null
        do update set body = excluded.body`.execute(tx);
    }
    await tx.updateTable("handoffs").set({ csm_id: thread.cast.bob!.memberId })
      .where("id", "=", handoff.id).execute();
    await submitHandoff(tx, handoff.id, handoff.version, thread.cast.ed!.memberId);
  });
  await thread.workOff();
  assert.equal(
    (await stepsOf(thread, run)).replaceAll(" done next", ""),
    "n1, n2, n3, n4, n5, n6 done",
  );
  const [after] = await thread.rows("select csm_id from accounts");
  assert.equal(after!.csm_id, thread.cast.bob!.memberId, "whom the handoff named stays");
  const [plan] = await thread.rows("select account_id from plans");
  assert.equal(plan!.account_id, account!.id);
  const events = await thread.rows<{ kind: string; actor_kind: string; cause: string }>(
    "select kind, actor_kind, cause from events where kind in ('account.created', 'plan.applied', 'run.started', 'run.completed') order by id",
  );
  assert.deepEqual(
    events.map(({ kind, actor_kind, cause }) => [kind, actor_kind, cause.slice(0, 4)]),
    [
      ["run.started", "member", "requ"],
      ["account.created", "rule", "run:"],
      ["plan.applied", "rule", "run:"],
      ["run.completed", "rule", "run"],
    ].map((
      [kind, actor, cause],
    ) => [kind, actor, kind === "run.started" ? events[0]!.cause.slice(0, 4) : cause]),
  );
});

Deno.test("failures are told apart: what is missing, what does not fit, and what cannot be reached", async () => {
  await using thread = await testApp();
  const graph = drawn({
    n1: startWith("manual", "company:text amount:text"),
    n2: ["create_account", { name: "{{n1.company}}", arr: "{{n1.amount}}", existing: "link" }],
    n3: ["call_http", { method: "POST", url: "https://erp.example/deals", body: "{}" }],
    n4: ["end", { outcome: "Done" }],
  }, ["n1>n2", "n2>n3", "n3>n4"]);
  const { id } = await activeWorkflow(thread, graph);
  const missing = await started(thread, id, { amount: "10" });
  const wrong = await started(thread, id, { company: "Contoso", amount: "a lot" });
  const away = await started(thread, id, { company: "Fabrikam", amount: "10" });
  await thread.workOff();
  const failures = await Promise.all(
    [missing, wrong, away].map(async (run) => (await runRow(thread, run)).failure!),
  );
  assert.deepEqual(failures.map(({ cause }) => cause), [
    "missing_data",
    "validation",
    "integration",
  ]);
  assert.match(failures[0]!.text, /^"Company" of "Deal closed" is missing/);
  assert.match(failures[1]!.text, /a lot/);
  assert.equal(await stepsOf(thread, wrong), "n1 done next, n2 failed");
  await asMember(thread, "olive", (tx) => retryRun(tx, wrong, { "n1.amount": "20" }));
  await thread.workOff();
  assert.equal(await stepsOf(thread, wrong), "n1 done next, n2 done next, n3 failed");
  const names = await thread.rows("select name from accounts order by name");
  assert.deepEqual(names.map(({ name }) => name), ["Contoso", "Fabrikam"]);
});

Deno.test("an approval goes the way that was decided", async () => {
  await using thread = await testApp();
  const approvals = await queueOf(thread, "approval", "Managers", ["lea"]);
  const graph = drawn({
    n1: startWith("manual", "amount:money"),
    n2: ["condition", {
      when: {
        match: "all",
        rows: [{ left: "{{n1.amount}}", operator: "greater", right: "500000" }],
      },
    }],
    n3: ["queue", { asks: "approval", queue: approvals, title: "Approve {{n1.amount}}" }],
    n4: ["end", { outcome: "Set up" }],
    n5: ["end", { outcome: "Rejected" }],
  }, ["n1>n2", "n2.yes>n3", "n2.otherwise>n4", "n3.approved>n4", "n3.rejected>n5"]);
  const { id } = await activeWorkflow(thread, graph);
  const outcomes: (string | null)[] = [];
  for (
    const [amount, decision] of [[600_000, "approved"], [600_000, "rejected"], [400_000]] as const
  ) {
    const run = await started(thread, id, { amount });
    const [task] = await thread.rows("select id, title from tasks where run_id = $1", [run]);
    if (decision) {
      assert.equal(task!.title, "Approve 600000");
      await asMember(thread, "lea", (tx) =>
        wakeRun(tx, { runId: run, nodeId: "n3", visit: 1 }, {
          task: {
            taskId: String(task!.id),
            kind: "approval",
            decision,
            reason: null,
            by: { id: thread.cast.lea!.memberId, name: "Lea" },
            answers: {},
          },
        }));
    }
    outcomes.push((await runRow(thread, run)).outcome);
  }
  assert.deepEqual(outcomes, ["Set up", "Rejected", "Set up"]);
});
