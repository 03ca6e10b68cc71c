import assert from "node:assert/strict";
import { mailsTo, tellAll, toldTo } from "../tests/notifications.ts";
import { addQueue, membersOf, taskIn } from "../tests/queues.ts";
import { ring } from "../tests/plans.ts";
import { testApp } from "../tests/test_app.ts";
import { wordsOf } from "../tests/portal.ts";
import { activeWorkflow, drawn, started, startWith } from "../tests/workflows.ts";

Deno.test("a run that fails is told to the workflow's owner, in the centre and by mail", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "company:text!"),
      n2: ["create_account", { name: "{{n1.company}}", own: [], existing: "link" }],
      n3: ["set_fields", { values: [{ key: "Tier", value: "Gold" }] }, "Keep the tier"],
      n4: ["end", { outcome: "Done" }],
    }, ["n1>n2", "n2>n3", "n3>n4"]),
  );
  const run = await started(thread, id, { company: "Contoso" });
  await tellAll(thread);
  const told = (await toldTo(thread, "olive")).filter(({ kind }) => kind === "run.failed");
  assert.deepEqual(told.map(({ topic, reason }) => [topic, reason]), [["trouble", "owner"]]);
  const olive = thread.as("olive");
  const page = wordsOf(await olive.page("/notifications"));
  assert.match(page, /could not go on with the workflow New deals at "Keep the tier"/);
  assert.match(page, /because you own the workflow/);
  const opened = await olive.post(`/notifications/${told[0]!.event_id}/reading`, { go: "on" });
  assert.equal(opened.headers.get("location"), `/runs/${run}`);
  const [mail] = await mailsTo(thread, "olive");
  assert.equal(mail!.subject, 'Contoso: New deals failed at "Keep the tier"');
  assert.match(mail!.body_text, /Tier/, "it says why");
  assert.ok(mail!.body_text.includes(`http://thread.test/runs/${run}`));
  for (const other of ["alice", "lea", "bob"]) {
    assert.deepEqual((await toldTo(thread, other)).filter(({ kind }) => kind === "run.failed"), []);
  }
});

Deno.test("whoever gets a task hears of it, and of its being late; to whom it escalates one letter is enough", async () => {
  await using thread = await testApp();
  const [bob, olive] = [thread.as("bob"), thread.as("olive")];
  const members = membersOf(thread, "bob", "olive");
  const settings = { members, slaHours: 1, escalate: "role:leader" };
  const { id } = await addQueue(olive, "Managers", "approval", settings);
  const task = await taskIn(thread, id, { due_at: new Date(Date.now() + 60_000) });
  await olive.post(`${task}/reassignment`, { member_id: members[0]! });
  await tellAll(thread);
  const [given, ...none] = await toldTo(thread, "bob");
  assert.deepEqual([given!.kind, given!.reason, none], ["task.reassigned", "received", []]);
  assert.deepEqual(
    (await mailsTo(thread, "bob")).map(({ subject }) => subject),
    ['Olive gave the task "Approve the discount" to Bob'],
  );
  const opened = await bob.post(`/notifications/${given!.event_id}/reading`, { go: "on" });
  assert.equal(opened.headers.get("location"), task);

  await thread.pass("2 hours");
  await ring(thread);
  await tellAll(thread);
  const late = (who: string) =>
    toldTo(thread, who).then((all) => all.filter(({ kind }) => kind === "task.escalated"));
  assert.deepEqual((await late("bob")).map(({ reason }) => reason), ["claimant"]);
  assert.deepEqual((await late("lea")).map(({ reason }) => reason), ["escalated"]);
  assert.deepEqual(await late("olive"), []);
  const subjects = async (who: string) => (await mailsTo(thread, who)).map((mail) => mail.subject);
  assert.deepEqual(await subjects("lea"), ["Late: Approve the discount"]);
  assert.match((await subjects("bob")).at(-1)!, /the task "Approve the discount" is late/);
});
