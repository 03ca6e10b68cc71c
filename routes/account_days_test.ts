import assert from "node:assert/strict";
import { addDays, dayIn, dayOfWeek } from "../domain/base/calendar.ts";
import { landed } from "../tests/pages.ts";
import { action, milestone, plannedAccount } from "../tests/plans.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("a holiday of the customer moves the end of a milestone, and the timeline says from when and why", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", [], daysToWednesday()), milestone("Go-live")],
  });
  const bob = thread.as("bob");
  const before = await bob.page(`${account.path}/timeline`);
  assert.match(before, /class="now" aria-current="step"[^]*Kickoff/);
  assert.match(before, /class="next"[^]*Go-live/);
  assert.doesNotMatch(before, /Moved from/);
  const { planned_on } = await account.milestone("Kickoff");
  const settings = await landed(
    bob,
    await bob.post(`${account.path}/holidays`, { day: planned_on!, name: "Founders' Day" }),
  );
  assert.match(settings, /Founders&#39; Day/);
  const { projected_on } = await account.milestone("Kickoff");
  assert.equal(projected_on, addDays(planned_on!, 1));
  const page = await bob.page(`${account.path}/timeline`);
  assert.match(page, /Moved from \d+ \w+ 20\d\d: Founders&#39; Day/);
  const twice = await bob.post(`${account.path}/holidays`, { day: planned_on!, name: "Again" });
  assert.equal(twice.status, 409);
  assert.match(await twice.text(), /That day is in the list already/);
  await landed(bob, await bob.post(`${account.path}/holidays/${planned_on}/removal`));
  assert.equal((await account.milestone("Kickoff")).projected_on, planned_on);
});

Deno.test("the customer's time zone moves the deadlines of what is open", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", [action("SLACK", "Tell the team", { due_days: 3 })])],
  });
  const bob = thread.as("bob");
  const before = (await account.action("Tell the team")).deadline_at!;
  const [{ version }] = await thread.rows<{ version: number }>(
    "select version from accounts where id = $1",
    [account.accountId],
  ) as [{ version: number }];
  const form = { version: String(version), time_zone: "Pacific/Auckland" };
  const settings = await landed(bob, await bob.post(`${account.path}/time-zone`, form));
  assert.match(settings, /value="Pacific\/Auckland" selected/);
  assert.ok((await account.action("Tell the team")).deadline_at! < before);
  const stale = await bob.post(`${account.path}/time-zone`, { ...form, time_zone: "" });
  assert.equal(stale.status, 409);
  const odd = await bob.post(`${account.path}/time-zone`, { ...form, time_zone: "Mars/Base" });
  assert.equal(odd.status, 422);
  assert.match(await odd.text(), /Choose a time zone/);
  assert.equal((await thread.as("lea").post(`${account.path}/time-zone`, form)).status, 403);
  assert.equal((await thread.as("charlie").post(`${account.path}/time-zone`, form)).status, 404);
});

/** So that the milestone ends on a Wednesday more than a week from now. */
function daysToWednesday(): number {
  const today = dayIn("Europe/Berlin", new Date());
  return 7 + ((3 - dayOfWeek(today) + 7) % 7 || 7);
}
