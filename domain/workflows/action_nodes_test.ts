import assert from "node:assert/strict";
import { approveAt, letLeave } from "../../tests/executions.ts";
import { mailServer } from "../../tests/mail_server.ts";
import { action, byHand, milestone, plannedAccount } from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import {
  activeWorkflow,
  drawn,
  runRow,
  started,
  startWith,
  stepsOf,
} from "../../tests/workflows.ts";

const kickoff = () => [
  milestone("Kickoff", [action("SEND_EMAIL", "Welcome email", { trigger: byHand })]),
];

async function runFor(
  thread: TestApp,
  accountId: string,
  step: [string, Record<string, unknown>, string?],
  outcome = "Done",
) {
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "", { account: true }),
      n2: step,
      n3: ["end", { outcome }],
    }, ["n1>n2", "n2>n3"]),
    crypto.randomUUID(),
  );
  return await started(thread, id, {}, { accountId });
}

async function draftOf(thread: TestApp, path: string, label: string) {
  const [found] = await thread.rows<{ id: string; state: string }>(
    "select id, state from actions where label = $1",
    [label],
  );
  return { at: `${path}/actions/${found!.id}/draft`, state: found!.state };
}

Deno.test("THREAD-149 a step of a workflow starts an action of the plan, and goes on once a person's approval has sent it", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const { accountId, path } = await plannedAccount(thread, {
    milestones: kickoff(),
    startFirst: true,
  });
  const execute = (label: string) =>
    runFor(thread, accountId, ["execute_action", { action: label, wait: true }], "{{n2.state}}");
  const run = await execute("welcome EMAIL");
  assert.equal((await runRow(thread, run)).state, "waiting");
  assert.equal(sink.received.length, 0, "nothing leaves without a person");
  const { at } = await draftOf(thread, path, "Welcome email");
  assert.equal((await approveAt(thread.as("bob"), at)).status, 303);
  await letLeave(thread);
  await thread.workOff();
  assert.equal(sink.received.length, 1);
  assert.match((await runRow(thread, run)).outcome!, /^(executed|completed)$/);
  const again = await execute("Welcome email");
  await thread.workOff();
  assert.match((await runRow(thread, again)).outcome!, /^(executed|completed)$/);
  assert.equal(sink.received.length, 1, "what is executed is not executed again");
  const none = await runRow(thread, await execute("Farewell"));
  assert.equal(none.failure!.text, 'The account\'s plan has no action "Farewell".');
});

Deno.test("a mail to the customer waits for review unless its text is the workflow's own", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const { accountId, path } = await plannedAccount(thread, {
    milestones: kickoff(),
    startFirst: true,
  });
  const mail = (title: string, body: string, more: Record<string, unknown> = {}) =>
    runFor(thread, accountId, [
      "send_email",
      { to: "contact", subject: title, body, unreviewed: false, wait: true, ...more },
      title,
    ]);
  const reviewed = await mail("News", "Hello {{contact_first_name}}, {{account.name}} is set up.");
  await thread.workOff();
  assert.equal((await runRow(thread, reviewed)).state, "waiting");
  await letLeave(thread);
  assert.equal(sink.received.length, 0);
  const { at } = await draftOf(thread, path, "News");
  assert.match(await thread.as("bob").page(at), /Acme is set up/);
  await approveAt(thread.as("bob"), at);
  await letLeave(thread);
  assert.equal(await stepsOf(thread, reviewed), "n1 done next, n2 done next, n3 done");
  assert.equal(sink.received.length, 1);

  const own = await mail("Hello", "You are live soon, {{account.name}}.", { unreviewed: true });
  await letLeave(thread);
  assert.equal((await runRow(thread, own)).outcome, "Done");
  assert.equal(sink.received.length, 2, "the text is nobody else's");

  const loose = await mail("Later", "We write soon.", { wait: false });
  assert.equal((await runRow(thread, loose)).outcome, "Done", "the run does not wait");
  await letLeave(thread);
  assert.equal(sink.received.length, 2, "but the mail does");
});

Deno.test("a mail to the CSM or the account executive leaves at once, and without one the run says so", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread, { ae: null });
  const mail = (to: string) =>
    runFor(thread, accountId, [
      "send_email",
      { to, subject: "{{account.name}} is yours", body: "Welcome them.", unreviewed: false },
    ]);
  assert.equal((await runRow(thread, await mail("csm"))).outcome, "Done");
  const sent = (await thread.mails()).filter(({ subject }) => subject === "Acme is yours");
  assert.deepEqual(sent.map(({ to_address }) => to_address), ["bob@acme.test"]);
  const { failure } = await runRow(thread, await mail("ae"));
  assert.equal(failure!.cause, "missing_data");
  assert.match(failure!.text, /has no account executive/);
});

Deno.test("fields of the account are set, a health by hand too, and a value that does not fit fails", async () => {
  await using thread = await testApp();
  const { accountId, account } = await plannedAccount(thread);
  const set = (values: { key: string; value: unknown }[]) =>
    runFor(thread, accountId, ["set_fields", { values }], "{{n2.changed}}");
  const run = await set([
    { key: "Segment", value: "Enterprise" },
    { key: "arr", value: "120,000" },
    { key: "Health", value: "At risk" },
  ]);
  const { outcome, failure } = await runRow(thread, run);
  assert.equal(outcome ?? failure!.text, "Segment, ARR, Health");
  const row = await account();
  assert.deepEqual(
    [row.segment, Number(row.arr_cents), row.health, row.health_by_hand],
    ["Enterprise", 12_000_000, "at_risk", true],
  );
  for (const value of [{ key: "Nickname", value: "X" }, { key: "closed_on", value: "soon" }]) {
    const failed = await runRow(thread, await set([value]));
    assert.equal(failed.failure?.cause, "validation", value.key);
  }
  const [sick] = [await runRow(thread, await set([{ key: "Health", value: "purple" }]))];
  assert.equal(sick!.state, "failed", "a health that is none is not taken for none");
});
