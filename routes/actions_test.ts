import assert from "node:assert/strict";
import { landed } from "../tests/pages.ts";
import { action, after, milestone, plannedAccount } from "../tests/plans.ts";
import { testApp } from "../tests/test_app.ts";
import { rowOf } from "../tests/plan_rows.ts";

Deno.test("a leader reads the plan and presses nothing; elsewhere it is not there", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, { startFirst: true });
  const { id, version } = await account.action("Welcome email");
  const lea = thread.as("lea");
  const page = await lea.page(`${account.path}/plan`);
  assert.match(page, /Welcome email/);
  assert.doesNotMatch(rowOf(page, "Welcome email"), /completion|execution|skip/);
  const complete = `${account.path}/actions/${id}/completion`;
  const form = { version: String(version), note: "" };
  assert.equal((await lea.post(complete, form)).status, 403);
  const charlie = thread.as("charlie");
  for (const part of ["/plan", "/timeline", "/documents", `/actions/${id}`]) {
    assert.equal((await charlie.get(account.path + part)).status, 404, part);
  }
  assert.equal((await charlie.post(complete, form)).status, 404);
  const other = await plannedAccount(thread, { name: "Other", ae: null });
  assert.equal((await thread.as("ed").get(`${other.path}/plan`)).status, 404);
});

Deno.test("a press by htmx answers with the plan as it is then, and a stale one with why not", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", [action("SLACK", "Tell the team", { trigger: after(0) })])],
  });
  const bob = thread.as("bob");
  const { id, version } = await account.action("Tell the team");
  const path = `${account.path}/actions/${id}/completion`;
  const form = { version: String(version), note: "" };
  const done = await bob.fragment("POST", path, form);
  assert.equal(done.status, 200);
  const part = await done.text();
  assert.match(part, /^<div id="plan"/);
  assert.match(rowOf(part, "Tell the team"), />Done</);
  assert.match(part, /hx-target="#account-lead"[^]*1 \/ 1/);
  const stale = await bob.fragment("POST", path, form);
  assert.equal(stale.status, 409);
  assert.match(await stale.text(), /Nothing was changed/);
});

Deno.test("skipping wants a reason, and what was typed wrong says so beside its field", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", [action("SLACK", "Tell the team", { blocker: true })])],
  });
  const bob = thread.as("bob");
  const { id, version } = await account.action("Tell the team");
  const skip = `${account.path}/actions/${id}/skip`;
  assert.match(await bob.page(skip), /Skip Tell the team[^]*no longer holds its milestone/);
  const empty = await bob.post(skip, { version: String(version), why: " " });
  assert.equal(empty.status, 422);
  assert.match(await empty.text(), /Say why it is skipped/);
  const page = await landed(
    bob,
    await bob.post(skip, { version: String(version), why: "They have no Slack" }),
  );
  assert.match(rowOf(page, "Tell the team"), /Skipped by Bob on [^]*They have no Slack/);
  const after = await account.action("Tell the team");
  const again = await landed(
    bob,
    await bob.post(`${account.path}/actions/${id}/reopening`, { version: String(after.version) }),
  );
  assert.match(rowOf(again, "Tell the team"), />Due</);
});

Deno.test("documents list what was asked for and what came", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [
        action("REQUEST_DOCS", "Contract papers"),
        action("COLLECT_INFO", "Your goals"),
        action("SLACK", "Tell the team"),
      ]),
    ],
  });
  const bob = thread.as("bob");
  const goals = await account.action("Your goals");
  assert.ok(goals.type === "COLLECT_INFO");
  const { id } = goals;
  await thread.rows(
    `insert into submissions (org_id, id, account_id, action_id, state, submitted_at, answers)
     values ($1, $2, $3, $4, 'submitted', now(), $5::text::jsonb)`,
    [
      ...[thread.cast.bob!.orgId, crypto.randomUUID(), account.accountId, id],
      JSON.stringify({ [goals.content.questions[0]!.id]: "About 200" }),
    ],
  );
  const page = await bob.page(`${account.path}/documents`);
  assert.match(page, /Contract papers[^]*Order form[^]*Nothing yet/);
  assert.match(page, /Your goals[^]*1 question[^]*Submitted, \d/);
  assert.doesNotMatch(page, /Tell the team/);
  const detail = await bob.page(`${account.path}/actions/${id}`);
  assert.match(detail, /What came in[^]*How many people will use it\?[^]*About 200/);
});
