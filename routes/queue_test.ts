import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { landed } from "../tests/pages.ts";
import { addQueue, membersOf, taskIn } from "../tests/queues.ts";
import { ring } from "../tests/plans.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

/** A queue that Bob and Olive work on. */
async function withQueue(thread: TestApp, settings: Parameters<typeof addQueue>[3] = {}) {
  const members = membersOf(thread, "bob", "olive");
  return await addQueue(thread.as("olive"), "Manager approval", "approval", {
    members,
    ...settings,
  });
}

Deno.test("the queue shows each person what is theirs, filters in its address and counts", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  assert.match(await bob.page("/queue"), /You work on no queue/);
  const { id } = await withQueue(thread);
  assert.match(await bob.page("/queue"), /Nothing waits for a decision/);
  const other = await addQueue(thread.as("olive"), "Legal", "approval");
  const task = await taskIn(thread, id, { due_at: new Date(Date.now() - 3_600_000) });
  await taskIn(thread, id, { title: "Approve the pilot" });
  await taskIn(thread, other.id, { title: "Read the contract" });

  const page = await bob.page("/queue");
  assert.match(page, /Approve the discount.*Approve the pilot/s, "what is late comes first");
  assert.match(page, /<span class="status bad"\s*>Late</);
  assert.doesNotMatch(page, /Read the contract/, "not a queue of theirs");
  assert.match(page, /My queues\s*<span class="count">2</);
  const late = await bob.page("/queue?late=1");
  assert.match(late, /Approve the discount/);
  assert.doesNotMatch(late, /Approve the pilot/);
  assert.match(await thread.as("lea").page("/queue?view=all"), /Read the contract/);
  assert.match(await bob.page("/"), /Tasks for you.*Approve the discount/s, "Home says so too");
  assert.match(await bob.page("/counts"), /queue.*2/s);
  const ed = thread.as("ed");
  assert.match(await ed.page("/queue"), /You work on no queue/);
  assert.equal((await ed.get(task)).status, 404);
  assert.equal((await thread.as("charlie").get(task)).status, 404);
  const lea = await thread.as("lea").page(task);
  assert.match(lea, /Only those who work on its queue decide it/);
  assert.equal((await thread.as("lea").post(`${task}/claim`)).status, 403);
});

Deno.test("the list is read in pages, forwards and backwards, with and without deadlines", async () => {
  await using thread = await testApp();
  const { id } = await withQueue(thread);
  await thread.rows(
    `insert into tasks (org_id, id, queue_id, kind, title, due_at)
     select org_id, gen_random_uuid(), id, 'approval', 'Task ' || n,
       case when n <= 70 then now() + n * interval '1 minute' end
     from queues, generate_series(1, 120) n where id = $1`,
    [id],
  );
  const bob = thread.as("bob");
  const titlesOn = (page: string) =>
    [...page.matchAll(/data-row-key="o">(Task \d+)</g)].map(([, title]) => title!);
  const link = (page: string, rel: string) =>
    new RegExp(`href="([^"]*)" rel="${rel}"`).exec(page)?.[1]?.replaceAll("&amp;", "&");
  const pages = [await bob.page("/queue")];
  for (let next = link(pages[0]!, "next"); next; next = link(pages.at(-1)!, "next")) {
    pages.push(await bob.page(next));
  }
  const seen = pages.flatMap(titlesOn);
  assert.equal(new Set(seen).size, 120);
  assert.deepEqual(seen.slice(0, 70), Array.from({ length: 70 }, (_, n) => `Task ${n + 1}`));
  const back = await bob.page(link(pages.at(-1)!, "prev")!);
  assert.deepEqual(titlesOn(back), titlesOn(pages[1]!));
});

Deno.test("THREAD-235 two people see the same queue, one claims, and the other cannot act", async () => {
  await using thread = await testApp();
  const [bob, olive] = [thread.as("bob"), thread.as("olive")];
  const { id } = await withQueue(thread);
  const task = await taskIn(thread, id);
  for (const who of [bob, olive]) assert.match(await who.page("/queue"), /Approve the discount/);
  await bob.post(`${task}/presence`);
  assert.match(await olive.page(task), /Bob looks at this too/);

  const claims = await Promise.all([bob, olive].map((who) => who.post(`${task}/claim`)));
  assert.deepEqual(claims.map(({ status }) => status).sort(), [303, 409], "one of them wins");
  const [winner, loser] = claims[0]!.status === 303 ? ["Bob", "Olive"] : ["Olive", "Bob"];
  const told = await claims.find(({ status }) => status === 409)!.text();
  assert.match(told, new RegExp(`${winner} claimed this (just now|\\d+ s ago), so it is theirs`));
  const decision = { decision: "approved" };
  const tried = await thread.as(loser!.toLowerCase()).post(`${task}/decision`, decision);
  assert.equal(tried.status, 409);
  assert.match(await tried.text(), new RegExp(`${winner} claimed this`));
  assert.deepEqual(await thread.rows("select state from tasks"), [{ state: "claimed" }]);

  const first = thread.as(winner!.toLowerCase());
  assert.match(await first.page("/queue?view=mine"), /Approve the discount/);
  const done = await landed(first, await first.post(`${task}/decision`, decision));
  assert.match(done, /Approved/);
  const late = await thread.as(loser!.toLowerCase()).post(`${task}/decision`, {
    decision: "rejected",
    reason: "No",
  });
  assert.equal(late.status, 409);
  assert.match(
    await late.text(),
    new RegExp(`${winner} approved this (just now|\\d+ s ago)\\. What you chose has no effect`),
  );
  const again = await first.post(`${task}/decision`, { decision: "rejected", reason: "No" });
  assert.equal(again.status, 409, "nor can the first change it afterwards");
  const [row] = await thread.rows("select decision, reason from tasks");
  assert.deepEqual(row, { decision: "approved", reason: null });
  const events = await thread.rows("select kind from events where kind like 'task.%' order by id");
  assert.deepEqual(events.map(({ kind }) => kind), ["task.claimed", "task.decided"]);
});

Deno.test("of two decisions at the same moment one stands and the other is told whose it is", async () => {
  await using thread = await testApp();
  const { id } = await withQueue(thread);
  const task = await taskIn(thread, id);
  const answers = await Promise.all([
    thread.as("bob").post(`${task}/decision`, { decision: "approved" }),
    thread.as("olive").post(`${task}/decision`, { decision: "rejected", reason: "Too much" }),
  ]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
  assert.match(await answers.find(({ status }) => status === 409)!.text(), /this just now|s ago/);
  const decided = await thread.rows("select 1 from events where kind = 'task.decided'");
  assert.equal(decided.length, 1);
});

Deno.test("a task is given back, given to somebody else, and rejected only with a reason", async () => {
  await using thread = await testApp();
  const [bob, olive] = [thread.as("bob"), thread.as("olive")];
  const { id } = await withQueue(thread);
  const task = await taskIn(thread, id);
  await bob.post(`${task}/claim`);
  assert.match(await landed(bob, await bob.post(`${task}/release`)), /open to everybody/);
  const [oliveId, edId] = membersOf(thread, "olive", "ed");
  const stranger = await bob.post(`${task}/reassignment`, { member_id: edId! });
  assert.equal(stranger.status, 409);
  assert.match(await stranger.text(), /Choose somebody who works on/);
  await bob.post(`${task}/reassignment`, { member_id: oliveId! });
  assert.match(await bob.page(task), /Olive has claimed this/);
  assert.equal((await bob.post(`${task}/release`)).status, 409, "it is not Bob's to give back");

  const silent = await olive.post(`${task}/decision`, { decision: "rejected", reason: " " });
  assert.equal(silent.status, 422);
  assert.match(await silent.text(), /Say why it is rejected/);
  const reason = "The discount is above 30 %";
  const res = await olive.post(`${task}/decision`, { decision: "rejected", reason });
  assert.match(await landed(olive, res), /The discount is above 30 %/);
  assert.match(await thread.as("alice").page("/activity?noun=task"), /rejected.*above 30 %/s);
});

Deno.test("an assignment is taken oneself or given to a CSM, whose load stands beside the name", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const [bobId, edId] = membersOf(thread, "bob", "ed");
  await addAccount(olive, { csm_id: bobId! });
  const account = (await addAccount(olive, { name: "Contoso", domain: "" })).split("/")[2]!;
  const members = membersOf(thread, "bob", "ed");
  const { id } = await addQueue(olive, "SMB pool", "assignment", { members });
  const columns = { kind: "assignment", account_id: account };
  const task = await taskIn(thread, id, { ...columns, title: "Take Contoso over" });
  const page = await thread.as("ed").page(task);
  assert.match(page, /Bob, 1 account now/);
  assert.match(page, /€50,000/, "the account's facts stand beside it");
  assert.doesNotMatch(page, /Take it yourself/, "an account executive cannot be the CSM");
  const wrong = await thread.as("ed").post(`${task}/decision`, { csm_id: edId! });
  assert.equal(wrong.status, 409);
  assert.match(await thread.as("bob").page(task), /Take it yourself.*You have 1 account now/s);
  const bob = thread.as("bob");
  const taken = await landed(bob, await bob.post(`${task}/claim`));
  assert.match(taken, /Given to Bob/);
  const [row] = await thread.rows("select decision, csm_id, decided_by from tasks");
  assert.deepEqual(row, { decision: "assigned", csm_id: bobId, decided_by: bobId });
});

Deno.test("a custom task asks its own questions, and what was typed is kept when one is missing", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const { id } = await addQueue(thread.as("olive"), "Provisioning", "custom", {
    members: membersOf(thread, "bob"),
  });
  const ask = (id: string, type: string, options: string[] = [], required = true) => (
    { id, type, label: `Question ${id}`, help: "", options, required }
  );
  const questions = [
    ask("region", "choice", ["EU", "US"]),
    ask("ready", "yes_no"),
    ask("note", "long_text", [], false),
  ];
  const task = await taskIn(thread, id, { kind: "custom", questions });
  const missing = await bob.post(`${task}/decision`, { a_region: "EU", a_note: "Two clusters" });
  assert.equal(missing.status, 422);
  const again = await missing.text();
  assert.match(again, /Answer &quot;Question ready&quot;/);
  assert.match(again, /Two clusters/);
  const answers = { a_region: "EU", a_ready: "Yes", a_note: "Two clusters" };
  const res = await bob.post(`${task}/decision`, answers);
  assert.match(await landed(bob, res), /Question region.*EU.*Two clusters/s);
});

Deno.test("a late task escalates once to whom its queue names, who sees it and may decide it", async () => {
  await using thread = await testApp();
  const { id } = await withQueue(thread, { slaHours: 1, escalate: "role:leader" });
  const task = await taskIn(thread, id, { due_at: new Date(Date.now() + 60_000) });
  await ring(thread);
  assert.deepEqual(await thread.mails(), [], "it is not late yet");
  await thread.pass("2 hours");
  await Promise.all([ring(thread), ring(thread)]);
  await thread.pass("2 hours");
  await ring(thread);
  const letters = (await thread.mails()).map(({ to_address, subject }) => [to_address, subject]);
  assert.deepEqual(letters, [["lea@acme.test", "Late: Approve the discount"]]);
  assert.match(await thread.as("bob").page(task), /Late.*escalated/s);
  const lea = thread.as("lea");
  const res = await lea.post(`${task}/decision`, { decision: "approved" });
  assert.match(await landed(lea, res), /Approved/);
  const log = await thread.as("alice").page("/activity?noun=task");
  assert.match(log, /told Leader that the task &quot;Approve the discount&quot; is late/);
});
