import assert from "node:assert/strict";
import { hiddenOn, landed } from "../tests/pages.ts";
import { mailsTo, tellAll, toldTo } from "../tests/notifications.ts";
import { action, milestone, plannedAccount } from "../tests/plans.ts";
import { wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const PLAN = () => [
  milestone("Kickoff", [
    action("SCHEDULE_MEETING", "Call", { due_days: 1 }),
    action("SEND_EMAIL", "Welcome email"),
  ]),
];

async function tellLeads(thread: TestApp): Promise<void> {
  await thread.rows("delete from cron_slots");
  await tellAll(thread);
}

/** As if "Call" had been overdue, and the draft had waited, for so many days. */
async function lateFor(thread: TestApp, days: number): Promise<void> {
  await thread.rows(
    `update actions set overdue_at = now(), deadline_at = now() - interval '1 day',
       deadline_on = current_date - $1::integer where label = 'Call'`,
    [days],
  );
  await thread.rows("update drafts set created_at = now() - make_interval(days => $1)", [days]);
}

Deno.test("a lead is told once of what is overdue or waits for review for long, and it stands in the history", async () => {
  await using thread = await testApp();
  await thread.rows("update orgs set working_days = '{1,2,3,4,5,6,7}', time_zone = 'UTC'");
  const made = await plannedAccount(thread, { milestones: PLAN(), startFirst: true });
  await tellAll(thread);
  await lateFor(thread, 2);
  await tellLeads(thread);
  assert.deepEqual(await toldTo(thread, "lea"), []);
  await lateFor(thread, 5);
  await tellLeads(thread);
  await tellLeads(thread);
  const told = await toldTo(thread, "lea");
  assert.deepEqual(
    told.map(({ kind, reason }) => [kind, reason]).sort(),
    [["action.escalated", "lead"], ["draft.escalated", "lead"]],
  );
  const [mail, ...more] = await mailsTo(thread, "lea");
  assert.deepEqual(more, []);
  assert.match(mail!.body_text, /Thread told Lea that "Call" has been overdue for 5 working days/);
  assert.match(mail!.body_text, /the draft of "Welcome email" has waited for 5 working days/);
  const call = await made.action("Call");
  for (const place of [`${made.path}/activity`, `${made.path}/actions/${call.id}`]) {
    assert.match(
      wordsOf(await thread.as("bob").page(place)),
      /told Lea that "Call" has been overdue for 5 working days/,
    );
  }
});

Deno.test("the lead who is named on a profile is told in place of the leaders, after the days that are set", async () => {
  await using thread = await testApp();
  await thread.rows("update orgs set working_days = '{1,2,3,4,5,6,7}', time_zone = 'UTC'");
  const alice = thread.as("alice");
  const member = `/members/${thread.cast.bob!.memberId}`;
  const lead_id = thread.cast.olive!.memberId;
  assert.match(await landed(alice, await alice.post(`${member}/lead`, { lead_id })), /is saved/);
  assert.match(wordsOf(await alice.page(member)), /Lead Olive/);
  const self = await alice.post(`${member}/lead`, { lead_id: thread.cast.bob!.memberId });
  assert.equal(self.status, 409);
  assert.equal((await thread.as("bob").post(`${member}/lead`, { lead_id })).status, 403);
  assert.equal((await thread.as("charlie").post(`${member}/lead`, { lead_id })).status, 404);

  const at = "/settings/notifications";
  const version = await hiddenOn(alice, at, "version");
  const wrong = await alice.post(`${at}/escalation`, {
    version,
    overdue_days: "soon",
    review_days: "",
  });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /Write a number from 1 to 60/);
  await landed(
    alice,
    await alice.post(`${at}/escalation`, { version, overdue_days: "8", review_days: "" }),
  );
  await plannedAccount(thread, { milestones: PLAN(), startFirst: true });
  await tellAll(thread);
  await lateFor(thread, 7);
  await tellLeads(thread);
  assert.deepEqual(await toldTo(thread, "olive"), []);
  await lateFor(thread, 8);
  await tellLeads(thread);
  assert.deepEqual((await toldTo(thread, "olive")).map(({ kind }) => kind), ["action.escalated"]);
  assert.deepEqual(await toldTo(thread, "lea"), []);
});
