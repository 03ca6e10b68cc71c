import assert from "node:assert/strict";
import { dueAction } from "../../tests/drafts.ts";
import { mailServer } from "../../tests/mail_server.ts";
import { asMember } from "../../tests/plans.ts";
import { testApp } from "../../tests/test_app.ts";
import { archiveAccount } from "../accounts/account_states.ts";
import { takeBackDraft } from "./drafts.ts";
import { confirmArrival, executeAction, sendActionAgain } from "./executions.ts";

Deno.test("what is due waits for an approval, however long, and leaves after it", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const action = await dueAction(thread);
  await thread.workOff();
  await thread.pass("30 days");
  await thread.workOff();
  assert.deepEqual([sink.received.length, await action.mails()], [0, []]);
  await action.approve();
  assert.equal(await action.state(), "approved");
  await thread.workOff();
  assert.deepEqual(await action.mails(), [], "the ten seconds are not over");
  await thread.pass("10 seconds");
  await thread.workOff();
  assert.deepEqual(sink.received.map(({ to }) => to), [["priya@northwind.example"]]);
  const done = await action.now();
  assert.equal(done.state, "completed");
  assert.equal(done.executed_by, thread.cast.bob!.memberId);
  const [mail] = await action.mails();
  assert.deepEqual(
    [mail!.reply_to, mail!.from_name, mail!.approved_by],
    ["bob@acme.test", "Bob (Acme Cloud)", thread.cast.bob!.memberId],
  );
  assert.equal((await action.account()).drafts_waiting, 0);
});

Deno.test("an approval that is taken back within ten seconds sends nothing", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const action = await dueAction(thread);
  await action.approve();
  await thread.pass("4 seconds");
  const { id } = await action.draft();
  await asMember(thread, "bob", (tx) => takeBackDraft(tx, id));
  await thread.pass("4 seconds");
  await action.approve();
  await thread.pass("3 seconds");
  await thread.workOff();
  assert.equal(await action.state(), "approved", "the first approval's ten seconds count no more");
  await thread.pass("7 seconds");
  await thread.workOff();
  assert.equal(sink.received.length, 1);
  await assert.rejects(
    asMember(thread, "bob", (tx) => takeBackDraft(tx, id)),
    /cannot be recalled/,
  );
});

Deno.test("a request opens in the portal and is mailed when it is executed", async () => {
  await using thread = await testApp();
  for (const type of ["REQUEST_DOCS", "REQUEST_ASSETS", "COLLECT_INFO"] as const) {
    const action = await dueAction(thread, { type, label: type });
    await thread.workOff();
    const { id, version } = await action.now();
    await asMember(thread, "bob", (tx) => executeAction(tx, id, version));
    await thread.pass("10 seconds");
    await thread.workOff();
    const done = await action.now();
    assert.equal(done.state, "executed");
    assert.ok(done.opened_at && done.executed_at && done.portal_visible);
    assert.equal((await action.mails())[0]!.carrier, "outbox");
  }
});

Deno.test("execute on an approved action sends it at once", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await action.approve();
  const { version } = await action.now();
  await asMember(thread, "bob", (tx) => executeAction(tx, action.id, version));
  await thread.workOff();
  assert.equal(await action.state(), "completed");
  await thread.pass("20 seconds");
  await thread.workOff();
  assert.equal((await action.mails()).length, 1);
});

Deno.test("a lost answer leaves the action to a person, who decides either way", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const { memberId } = thread.cast.bob!;
  for (const arrived of [true, false]) {
    const action = await dueAction(thread, { label: `Arrived ${arrived}` });
    sink.received.length = 0;
    await action.approve();
    await thread.pass("10 seconds");
    sink.next({ drop: arrived ? "taken" : "not-taken" });
    await thread.workOff();
    const failed = await action.now();
    assert.equal(failed.state, "failed");
    assert.match(failed.problem!, /may have been sent/);
    await asMember(
      thread,
      "bob",
      (tx) => (arrived ? confirmArrival : sendActionAgain)(tx, action.id, memberId),
    );
    assert.equal(await action.state(), arrived ? "completed" : "approved");
    await thread.workOff();
    assert.equal(await action.state(), "completed");
    assert.equal(sink.received.length, 1);
    assert.equal((await action.now()).problem, null);
  }
});

Deno.test("what a server refuses is told on the action, and can be sent again", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const action = await dueAction(thread);
  await action.approve();
  await thread.pass("10 seconds");
  sink.next({ refuse: "to", code: 550 });
  await thread.workOff();
  const failed = await action.now();
  assert.deepEqual([failed.state, sink.received.length], ["failed", 0]);
  assert.match(failed.problem!, /^It was not sent: 550/);
  await asMember(thread, "bob", (tx) => sendActionAgain(tx, action.id, thread.cast.bob!.memberId));
  await thread.workOff();
  assert.deepEqual([await action.state(), sink.received.length], ["completed", 1]);
});

Deno.test("an account that is archived within the ten seconds keeps its mail back", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await action.approve();
  await asMember(thread, "bob", (tx) => archiveAccount(tx, action.accountId));
  await thread.pass("10 seconds");
  await thread.workOff();
  const draft = await action.draft();
  assert.equal(draft.state, "ready");
  assert.match(draft.problem!, /Northwind is archived/);
  assert.deepEqual(await action.mails(), []);
});

Deno.test("a test account's mail stays in Thread, unless it goes to a member", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  for (const to of ["primary_contact", "csm"]) {
    const action = await dueAction(thread, { test: true, label: to, content: { to: [to] } });
    await action.approve();
    await thread.pass("10 seconds");
    await thread.workOff();
    assert.equal(await action.state(), "completed");
    assert.equal((await action.mails())[0]!.carrier, to === "csm" ? "smtp" : "outbox");
  }
  assert.deepEqual(sink.received.map(({ to }) => to), [["bob@acme.test"]]);
});
