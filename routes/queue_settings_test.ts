import assert from "node:assert/strict";
import { addQueue, membersOf, taskIn } from "../tests/queues.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("operations make a queue, say who works on it and by when, and everybody else is refused", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  assert.match(await olive.page("/settings/queues"), /There is no queue yet/);
  const [bob] = membersOf(thread, "bob");
  const { at } = await addQueue(olive, "Manager approval", "approval", {
    members: [bob!, thread.cast.charlie!.memberId],
    slaHours: 4,
    escalate: "role:leader",
  });
  const list = await olive.page("/settings/queues");
  assert.match(list, /Manager approval/);
  assert.match(list, /4 working hours, then to Leader/);
  const page = await olive.page(at);
  assert.match(page, new RegExp(`value="${bob}" checked`));
  assert.doesNotMatch(page, /Charlie/);
  const members = await thread.rows("select member_id from queue_members");
  assert.deepEqual(members, [{ member_id: bob }], "a stranger's id is not put in");

  const twice = await olive.post("/settings/queues", { name: "manager APPROVAL", kind: "custom" });
  assert.equal(twice.status, 409);
  assert.match(await twice.text(), /There is a queue named &quot;manager APPROVAL&quot; already/);
  const form = { version: "2", name: "Manager approval", sla_hours: "soon", escalate: "" };
  const wrong = await olive.post(at, form);
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /Enter whole hours from 1 to 999.*value="soon"/s);
  const stale = await olive.post(at, { ...form, version: "1", sla_hours: "8" });
  assert.equal(stale.status, 409);
  assert.match(await stale.text(), /Olive changed this queue while you had it open/);

  for (const who of ["bob", "ed", "lea"]) {
    assert.equal((await thread.as(who).get(at)).status, 403, who);
    assert.equal((await thread.as(who).post("/settings/queues", form)).status, 403, who);
  }
  assert.equal((await thread.as("charlie").get(at)).status, 404);
});

Deno.test("a queue of custom tasks has a form of its own, whose open tasks keep what they ask", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const { id, at } = await addQueue(olive, "Provisioning", "custom");
  const [first] = await thread.rows<{ questions: unknown[] }>("select questions from queues");
  const task = await taskIn(thread, id, { kind: "custom", questions: first!.questions });
  const question = { version: "2", label: "Which region?", type: "choice", options: "EU\nUS" };
  assert.equal((await olive.post(`${at}/questions`, question)).status, 303);
  assert.match(await olive.page(at), /Which region\?/);
  const [, asks] = (await olive.page(task)).split('id="decision"');
  assert.match(asks!, /What came of it\?/);
  assert.doesNotMatch(asks!, /Which region\?/);
  const one = await olive.post(`${at}/questions`, { ...question, version: "3", options: "EU" });
  assert.equal(one.status, 422);
  assert.match(await one.text(), /Enter 2 to 30 options/);
  const removed = await olive.post(`${at}/questions/result/removal`, { version: "3" });
  assert.equal(removed.status, 303);
  const [queue] = await thread.rows<{ questions: { label: string }[] }>("select * from queues");
  assert.deepEqual(queue!.questions.map(({ label }) => label), ["Which region?"]);
});

Deno.test("archiving says what it does, is refused while tasks wait, and moves them where it is told", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const first = await addQueue(olive, "Approval", "approval");
  const second = await addQueue(olive, "Second approval", "approval");
  const other = await addQueue(olive, "Work", "custom");
  const task = await taskIn(thread, first.id);
  const page = await olive.page(first.at);
  assert.match(page, /An archived queue takes no more tasks/);
  assert.match(page, /The 1 task that waits in it/);
  assert.match(page, /Move to Second approval/);
  assert.doesNotMatch(page, /Move to Work/, "only a queue of the same kind takes it");

  const refused = await olive.post(`${first.at}/archival`, { version: "2" });
  assert.equal(refused.status, 409);
  assert.match(
    await refused.text(),
    /1 task waits in &quot;Approval&quot;, and runs wait for them/,
  );
  const wrong = await olive.post(`${first.at}/archival`, { version: "2", move_to: other.id });
  assert.equal(wrong.status, 409);
  const archived = await olive.post(`${first.at}/archival`, { version: "2", move_to: second.id });
  assert.equal(archived.status, 303);
  assert.match(await olive.page(task), /Second approval/);
  assert.match(await olive.page(first.at), /This queue is archived/);
  const again = await olive.post(`${first.at}/restoration`);
  assert.equal(again.headers.get("location"), first.at);
  assert.doesNotMatch(await olive.page(first.at), /This queue is archived/);
});
