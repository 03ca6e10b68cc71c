import assert from "node:assert/strict";
import { landed } from "../tests/pages.ts";
import { asMember } from "../tests/plans.ts";
import { addQueue, membersOf } from "../tests/queues.ts";
import { routingGraph } from "../tests/routing.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn, runRow, started, startWith } from "../tests/workflows.ts";
import { cancelRun } from "../domain/workflows/run_repairs.ts";

/** The newest task, once the background has followed its run as far as that goes. */
async function waitingTask(thread: TestApp): Promise<string> {
  await thread.workOff();
  const rows = await thread.rows<{ id: string }>(
    "select id from tasks where state in ('open', 'claimed') order by id desc limit 1",
  );
  assert.ok(rows[0], "a task waits");
  return `/queue/${rows[0].id}`;
}

const inWords = (page: string) => page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

Deno.test("THREAD-073 THREAD-074 an approval, an assignment and a custom task each stop the run, and each decision lets it go on by itself", async () => {
  await using thread = await testApp();
  const [olive, bob] = [thread.as("olive"), thread.as("bob")];
  const members = membersOf(thread, "bob");
  const queueOf = async (name: string, kind: "approval" | "assignment" | "custom") =>
    (await addQueue(olive, name, kind, { members })).id;
  const ask = async (asks: "approval" | "assignment" | "custom") => (
    ["queue", { asks, queue: await queueOf(asks, asks), title: `An ${asks}`, questions: [] }] as [
      string,
      Record<string, unknown>,
    ]
  );
  const graph = drawn({
    n1: startWith("manual", "company:text!"),
    n2: await ask("approval"),
    n3: ["create_account", { name: "{{n1.company}}", own: [], existing: "link" }],
    n4: await ask("assignment"),
    n5: await ask("custom"),
    n6: ["end", { outcome: "{{n5.result}} by {{n5.by}}" }],
    n7: ["end", { outcome: "Rejected" }],
  }, [
    ...["n1>n2", "n2.approved>n3", "n2.rejected>n7", "n3>n4", "n4.assigned>n5", "n5.done>n6"],
  ]);
  const { id } = await activeWorkflow(thread, graph);
  const run = await started(thread, id, { company: "Contoso" });
  assert.equal((await runRow(thread, run)).state, "waiting");
  assert.deepEqual(await thread.rows("select 1 from accounts"), [], "nothing after it has run");

  const approval = await waitingTask(thread);
  const approved = await bob.post(`${approval}/decision`, { decision: "approved" });
  assert.match(await landed(bob, approved), /Approved\. The run goes on: /);
  await thread.workOff();
  const [account] = await thread.rows("select name, csm_id from accounts");
  assert.deepEqual(account, { name: "Contoso", csm_id: null });

  const assignment = await waitingTask(thread);
  const page = inWords(await bob.page(assignment));
  assert.match(page, /Contoso/, "the account's facts");
  assert.match(page, /The run so far .*Deal closed .*Queue .*Create account/);
  assert.match(await landed(bob, await bob.post(`${assignment}/claim`)), /Given to Bob/);
  const [given] = await thread.rows("select csm_id from accounts");
  assert.equal(given!.csm_id, members[0]);

  const custom = await waitingTask(thread);
  const done = await bob.post(`${custom}/decision`, { a_result: "Provisioned" });
  assert.match(await landed(bob, done), /Done\. The run /);
  await thread.workOff();
  const { state, outcome } = await runRow(thread, run);
  assert.deepEqual([state, outcome], ["completed", "Provisioned by Bob"]);
});

Deno.test("SF-060 SF-061 SF-062 above 500k a manager approves or rejects, and below nobody is asked", async () => {
  await using thread = await testApp();
  const { graph } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  const lea = thread.as("lea");
  const start = (company: string, amount: number) => started(thread, id, { company, amount });

  const rejected = await start("Fabrikam", 600_000);
  const no = { decision: "rejected", reason: "Not this quarter" };
  const said = await landed(lea, await lea.post(`${await waitingTask(thread)}/decision`, no));
  assert.match(said, /Rejected\. The run /);
  await thread.workOff();
  const { state, outcome, account_id } = await runRow(thread, rejected);
  assert.deepEqual([state, outcome, account_id], ["completed", "Rejected", null]);
  assert.deepEqual(await thread.rows("select 1 from accounts"), [], "no account was set up");

  await start("Contoso", 500_001);
  const yes = await lea.post(`${await waitingTask(thread)}/decision`, { decision: "approved" });
  const went = inWords(await landed(lea, yes));
  assert.match(went, /Approved\. The run goes on: /);

  const below = await start("Litware", 400_000);
  await thread.workOff();
  const asked = await thread.rows("select title from tasks where run_id = $1", [below]);
  assert.deepEqual(asked, [{ title: "Who takes Litware over?" }], "no approval is asked");
});

Deno.test("SF-056 SF-057 SF-058 SF-059 SF-063 segments take from their queue and their pool: claiming assigns, and the pool picks a member", async () => {
  await using thread = await testApp();
  const { graph } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  const [bob, olive] = [thread.as("bob"), thread.as("olive")];
  const [bobId, oliveId] = membersOf(thread, "bob", "olive");
  const accountOf = async (name: string) =>
    (await thread.rows(
      `select a.csm_id, p.template_name as template from accounts a
       left join (select p.account_id, t.name as template_name from plans p
         join templates t on t.id = p.template_id) p on p.account_id = a.id
       where a.name = $1`,
      [name],
    ))[0];

  await started(thread, id, { company: "Big", amount: 150_000 });
  const task = await waitingTask(thread);
  for (const who of [bob, olive]) {
    assert.match(await who.page("/queue"), /Who takes Big over\?/, "it appears in the queue");
  }
  const [first, second] = await Promise.all([
    olive.post(`${task}/claim`),
    bob.post(`${task}/claim`),
  ]);
  assert.deepEqual([first.status, second.status].sort(), [303, 409], "one of two takes it");
  const winner = first.status === 303 ? oliveId : bobId;
  await thread.workOff();
  assert.deepEqual(await accountOf("Big"), { csm_id: winner, template: "Enterprise" });

  await started(thread, id, { company: "Small", amount: 50_000 });
  await thread.workOff();
  assert.deepEqual(await accountOf("Small"), { csm_id: bobId, template: "SMB" });
  await started(thread, id, { company: "Even", amount: 100_000 });
  await thread.workOff();
  assert.deepEqual((await accountOf("Even"))!.template, "SMB", "exactly 100k is not above it");
  await started(thread, id, { company: "Unknown" });
  await thread.workOff();
  assert.deepEqual((await accountOf("Unknown"))!.template, "SMB", "nor is a missing amount");
});

Deno.test("a run that is cancelled drops its task, and of cancelling and deciding at once one wins", async () => {
  await using thread = await testApp();
  const { graph } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  const lea = thread.as("lea");
  const cancel = (run: string) =>
    asMember(thread, "olive", (tx) => cancelRun(tx, run)).then(() => true, () => false);

  const first = await started(thread, id, { company: "Contoso", amount: 600_000 });
  const task = await waitingTask(thread);
  await cancel(first);
  assert.match(await lea.page(task), /Nothing is left to decide/);
  const late = await lea.post(`${task}/decision`, { decision: "approved" });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /The run that asked this has ended/);

  for (let round = 0; round < 4; round++) {
    const run = await started(thread, id, { company: `Race ${round}`, amount: 600_000 });
    const at = await waitingTask(thread);
    const no = { decision: "rejected", reason: "Too late" };
    const [decided, cancelled] = await Promise.all([lea.post(`${at}/decision`, no), cancel(run)]);
    const { state } = await runRow(thread, run);
    const [row] = await thread.rows("select state from tasks where run_id = $1", [run]);
    if (decided.status === 303) assert.deepEqual([state, row!.state], ["completed", "decided"]);
    else assert.deepEqual([state, row!.state, cancelled], ["cancelled", "cancelled", true]);
  }
});

Deno.test("THREAD-228 THREAD-229 the palette has Assign CSM, which assigns directly or takes from a queue", async () => {
  await using thread = await testApp();
  const [olive, bob] = [thread.as("olive"), thread.as("bob")];
  const [bobId, oliveId] = membersOf(thread, "bob", "olive");
  const bare = drawn({ n1: startWith("manual", ""), n2: ["end", { outcome: "Done" }] }, ["n1>n2"]);
  const { id } = await activeWorkflow(thread, bare, "Bare");
  assert.match(await olive.page(`/workflows/${id}`), /Assign CSM/, "offered where none is drawn");

  const { id: queue } = await addQueue(olive, "CSMs", "assignment", { members: [bobId!] });
  const assigning = (how: Record<string, unknown>) =>
    drawn({
      n1: startWith("manual", "company:text!"),
      n2: ["create_account", { name: "{{n1.company}}", own: [], existing: "link" }],
      n3: ["assign_csm", { members: [], replace: false, ...how }],
      n4: ["end", { outcome: "{{n3.csm_name}}" }],
    }, ["n1>n2", "n2>n3", "n3>n4"]);
  const direct = await activeWorkflow(thread, assigning({ how: "direct", member: oliveId }), "A");
  const first = await started(thread, direct.id, { company: "Contoso" });
  await thread.workOff();
  assert.equal((await runRow(thread, first)).outcome, "Olive");

  const queued = await activeWorkflow(thread, assigning({ how: "queue", queue }), "B");
  const second = await started(thread, queued.id, { company: "Fabrikam" });
  await bob.post(`${await waitingTask(thread)}/claim`);
  await thread.workOff();
  assert.equal((await runRow(thread, second)).outcome, "Bob");
  const owners = await thread.rows("select name, csm_id from accounts order by name");
  assert.deepEqual(owners, [
    { name: "Contoso", csm_id: oliveId },
    { name: "Fabrikam", csm_id: bobId },
  ]);
});
