import assert from "node:assert/strict";
import { landed } from "../tests/pages.ts";
import { action, milestone, plannedAccount } from "../tests/plans.ts";
import { testApp } from "../tests/test_app.ts";

const kickoff = () => [
  milestone("Kickoff", [
    action("SEND_EMAIL", "Welcome email"),
    action("SCHEDULE_MEETING", "Kickoff call", { due_days: 1, blocker: true }),
    action("SLACK", "Tell the team", { due_days: 3 }),
  ]),
];

/** Waits until the drafts are written, and some days more. */
async function late(thread: Awaited<ReturnType<typeof testApp>>) {
  await thread.workOff();
  await thread.pass("5 days");
}

Deno.test("Home lists what is overdue, what waits for approval and what changed, each with one button", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, { startFirst: true, milestones: kickoff() });
  const bob = thread.as("bob");
  const quiet = await bob.page("/");
  assert.match(quiet, /Nothing waits for you[^]*Next due: Kickoff call of[^]*Acme/);
  assert.match(quiet, /Changed since yesterday[^]*Acme/);
  await late(thread);
  const page = await bob.page("/");
  assert.match(
    page,
    /Overdue and blocked[^]*Kickoff call[^]*Blocker[^]*days late[^]*Mark complete/,
  );
  assert.match(page, /Drafts to approve[^]*Welcome email[^]*Draft ready[^]*Review draft/);
  assert.doesNotMatch(page, /Changed since yesterday/);
  assert.doesNotMatch(await thread.as("olive").page("/"), /Kickoff call/);
  assert.doesNotMatch(await thread.as("charlie").page("/"), /Kickoff call/);
  const { id, version } = await account.action("Kickoff call");
  const answer = await bob.request(`${account.path}/actions/${id}/completion`, {
    method: "POST",
    headers: { referer: "http://thread.test/" },
    body: new URLSearchParams({ version: String(version), note: "" }),
  });
  assert.equal(answer.headers.get("location"), "/");
  assert.match(await landed(bob, answer), /Kickoff call is done/);
});

Deno.test("THREAD-009 the list shows each account's state, milestone and next action, late in words", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, { startFirst: true, milestones: kickoff() });
  const bob = thread.as("bob");
  const before = await bob.page("/accounts?view=all");
  assert.match(before, /Kickoff<\/td>[^]*0 \/ 3[^]*On track[^]*Kickoff call/);
  await late(thread);
  await bob.post(
    `${account.path}/actions/${(await account.action("Tell the team")).id}/completion`,
    {
      version: String((await account.action("Tell the team")).version),
      note: "",
    },
  );
  const page = await bob.page("/accounts?view=needs-me");
  assert.match(page, /1 \/ 3[^]*Blocked[^]*Kickoff call<\/span><span class="late">\d+ days late/);
  assert.match(page, />1<span class="hidden">draft waits for approval/);
});

Deno.test("a list that changed shows its rows anew in place, and offers the new order", async () => {
  await using thread = await testApp();
  const first = await plannedAccount(thread, { name: "Acme" });
  const bob = thread.as("bob");
  const page = await bob.page("/accounts?view=all");
  const rows = page.match(/hx-get="(\/accounts\/rows[^"]*)"/)![1]!.replaceAll("&amp;", "&");
  const same = await (await bob.fragment("GET", rows)).text();
  assert.match(same, new RegExp(`hx-target="#account-${first.accountId}"`));
  assert.doesNotMatch(same, /refresh order/);
  await plannedAccount(thread, { name: "Aardvark" });
  const changed = await (await bob.fragment("GET", rows)).text();
  assert.match(changed, /href="\/accounts\?view=all"[^>]*>1 change, refresh order</);
  assert.doesNotMatch(changed, /Aardvark/);
});
