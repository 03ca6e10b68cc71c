import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import {
  action,
  byHand,
  milestone,
  plannedAccount,
  publishedTemplate,
  ring,
} from "../tests/plans.ts";
import { rowOf } from "../tests/plan_rows.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-004 THREAD-116 a CSM chooses a published template, and the account shows its parts, revision and date", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread, undefined, "Enterprise");
  await publishedTemplate(thread, undefined, "Quick start");
  const bob = thread.as("bob");
  const at = await addAccount(bob);
  assert.match(await bob.page(`${at}/plan`), /No plan yet[^]*Apply a template/);
  const choice = await bob.page(`${at}/plan/application?q=enter`);
  assert.match(choice, /Enterprise[^]*2 milestones, 3 actions/);
  assert.doesNotMatch(choice, /Quick start/);
  const page = await bob.page(`${at}/plan/application?template=${templateId}`);
  assert.match(page, /2 milestones in 21 days/);
  const plan = await landed(
    bob,
    await bob.post(`${at}/plan/application`, { template_id: templateId, start: "now" }),
  );
  assert.match(plan, /follows revision 1 of Enterprise now/);
  assert.match(plan, /Enterprise[^]*Revision 1, applied on \d+ \w+ 20\d\d by Bob/);
  for (const part of ["Kickoff", "Go-live", "Welcome email", "Kickoff call", "Congratulations"]) {
    assert.ok(plan.includes(part), part);
  }
  assert.match(rowOf(plan, "Welcome email"), /class="status info" >Due</);
  assert.match(rowOf(plan, "Kickoff call"), /1 day after the milestone starts[^]*Scheduled/);
  assert.match(await bob.page(at), /aria-current="page">Implementation/);
  assert.match(await bob.page(`${at}/plan/application`), /has a plan already/);
  const twice = await bob.post(`${at}/plan/application`, { template_id: templateId, start: "now" });
  assert.equal(twice.status, 409);
  assert.match(await twice.text(), /already follows Enterprise/);
});

Deno.test("a plan that begins later waits for somebody to start it", async () => {
  await using thread = await testApp();
  const { path } = await plannedAccount(thread);
  const bob = thread.as("bob");
  assert.match(rowOf(await bob.page(`${path}/plan`), "Welcome email"), /Not started/);
  const [, first] = (await bob.page(`${path}/plan`)).match(/action="([^"]*\/start)"/)!;
  const started = await landed(bob, await bob.post(first!, { version: "1" }));
  assert.match(started, /Kickoff has started/);
  assert.match(rowOf(started, "Welcome email"), />Due</);
});

Deno.test("THREAD-129 each action shows its type, its trigger and when it is done", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, { startFirst: true });
  const { id } = await account.action("Kickoff call");
  const page = await thread.as("bob").page(`${account.path}/actions/${id}`);
  assert.match(page, /<dt>Type<\/dt><dd>Schedule meeting/);
  assert.match(page, /<dt>Starts<\/dt><dd>1 day after the milestone starts/);
  assert.match(page, /<dt>Finished<\/dt><dd>Done when its owner marks it complete/);
  const row = rowOf(await thread.as("bob").page(`${account.path}/plan`), "Kickoff call");
  assert.match(row, /Schedule meeting · 1 day after the milestone starts/);
});

Deno.test("THREAD-157 THREAD-158 an action by hand waits after the start for its Start button, which makes it due", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", [action("SLACK", "Tell the team", { trigger: byHand })])],
  });
  await thread.pass("3 days");
  await ring(thread);
  const bob = thread.as("bob");
  const row = rowOf(await bob.page(`${account.path}/plan`), "Tell the team");
  assert.match(row, /Not started/);
  assert.match(row, /\/start"[^]*>Start</);
  const { id, version } = await account.action("Tell the team");
  const page = await landed(
    bob,
    await bob.post(`${account.path}/actions/${id}/start`, { version: String(version) }),
  );
  assert.match(rowOf(page, "Tell the team"), />Due<[^]*Mark complete/);
});

Deno.test("THREAD-148 the four executable types show Execute, and no other does", async () => {
  await using thread = await testApp();
  const types = [
    ...(["SEND_EMAIL", "REQUEST_DOCS", "REQUEST_ASSETS", "COLLECT_INFO"] as const),
    ...(["SCHEDULE_MEETING", "SLACK"] as const),
  ];
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", types.map((type) => action(type, `Do ${type}`)))],
  });
  const page = await thread.as("bob").page(`${account.path}/plan`);
  for (const type of types) {
    const executable = !["SCHEDULE_MEETING", "SLACK"].includes(type);
    const row = rowOf(page, `Do ${type}`);
    assert.equal(/\/execution"[^]*>Execute</.test(row), executable, type);
  }
});

Deno.test("THREAD-150 THREAD-151 THREAD-152 a meeting and a Slack message are marked complete, with a note that is kept", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [
        action("SCHEDULE_MEETING", "Kickoff call"),
        action("SLACK", "Tell the team"),
      ]),
    ],
  });
  const bob = thread.as("bob");
  for (const label of ["Kickoff call", "Tell the team"]) {
    const before = rowOf(await bob.page(`${account.path}/plan`), label);
    assert.doesNotMatch(before, /execution/, label);
    assert.match(before, />Mark complete</, label);
    const { id, version } = await account.action(label);
    const page = await landed(
      bob,
      await bob.post(`${account.path}/actions/${id}/completion`, {
        version: String(version),
        note: `Done on the phone: ${label}`,
      }),
    );
    assert.match(
      rowOf(page, label),
      new RegExp(`Done by Bob on [^.]*\\. “Done on the phone: ${label}”`),
    );
    assert.match(await bob.page(`${account.path}/actions/${id}`), /Done on the phone/);
  }
});

Deno.test("THREAD-159 what is not on the dashboard is hidden there, and found behind its count", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [
        action("SLACK", "Quiet one", { dashboard_visible: false }),
        action("SLACK", "Plain one"),
      ]),
    ],
  });
  const bob = thread.as("bob");
  const page = await bob.page(`${account.path}/plan`);
  assert.doesNotMatch(page, /Quiet one/);
  assert.match(page, /\?hidden=shown"[^>]*>1 hidden action</);
  const all = await bob.page(`${account.path}/plan?hidden=shown`);
  assert.match(rowOf(all, "Quiet one"), /Not on the dashboard/);
});

Deno.test("THREAD-024 THREAD-031 the account as the customer sees it shows what the portal switch shows, and the customer's own texts", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      {
        ...milestone("Kickoff", [
          action("COLLECT_INFO", "Your goals", { portal_visible: true }),
          action("SLACK", "Inside only", { portal_visible: false }),
        ]),
        our_text: "We meet your team.",
        your_text: "Name your project lead.",
      },
    ],
  });
  const bob = thread.as("bob");
  const plan = await bob.page(`${account.path}/plan`);
  assert.match(plan, /What we&#39;re doing<\/dt><dd>We meet your team/);
  assert.match(plan, new RegExp(`href="${account.path}/as-customer"[^>]*>View as customer`));
  const seen = await bob.page(`${account.path}/as-customer`);
  assert.match(seen, /Your goals/);
  assert.doesNotMatch(seen, /Inside only|We meet your team/);
  const timeline = await bob.page(`${account.path}/as-customer/timeline`);
  assert.match(timeline, /Name your project lead/);
});

Deno.test("THREAD-161 THREAD-162 an open blocker is named when its milestone is to finish; another action does not hold it", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [
        action("SCHEDULE_MEETING", "Kickoff call", { blocker: true }),
        action("SLACK", "Tell the team"),
      ]),
      milestone("Go-live"),
    ],
  });
  const bob = thread.as("bob");
  const { id, version } = await account.milestone("Kickoff");
  const finish = `${account.path}/milestones/${id}/finish`;
  const refused = await bob.post(finish, { version: String(version) });
  assert.equal(refused.status, 409);
  assert.match(
    await refused.text(),
    /Nothing was changed[^]*Kickoff cannot be finished before &quot;Kickoff call&quot;/,
  );
  const call = await account.action("Kickoff call");
  await bob.post(`${account.path}/actions/${call.id}/completion`, {
    version: String(call.version),
    note: "",
  });
  const page = await landed(bob, await bob.post(finish, { version: String(version) }));
  assert.match(page, /Kickoff is finished/);
  assert.match(rowOf(page, "Tell the team"), />Due</);
  assert.equal((await account.milestone("Go-live")).state, "active");
});

Deno.test("THREAD-121 THREAD-122 applying again says what is lost, asks for a tick, and begins anew with the newest revision", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, { startFirst: true });
  const bob = thread.as("bob");
  const { id, version } = await account.action("Welcome email");
  await bob.post(`${account.path}/actions/${id}/completion`, {
    version: String(version),
    note: "",
  });
  const { orgId } = thread.cast.bob!;
  await thread.rows(
    `insert into submissions (org_id, id, account_id, action_id, state, submitted_at)
     values ($1, $2, $3, $4, 'submitted', now())`,
    [orgId, crypto.randomUUID(), account.accountId, id],
  );
  const olive = thread.as("olive");
  const template = `/templates/${account.templateId}`;
  await olive.post(`${template}/milestones`, {
    version: await hiddenOn(olive, `${template}/details`, "version"),
    name: "Hypercare",
    duration_days: "5",
  });
  await olive.post(`${template}/publication`, {
    version: await hiddenOn(olive, `${template}/details`, "version"),
    note: "",
  });
  const at = `${account.path}/plan/reapplication`;
  const page = await bob.page(at);
  assert.match(page, /begins anew with revision 2 of Onboarding[^]*follows revision 1 now/);
  assert.match(page, /The progress of 1 milestone: Kickoff/);
  assert.match(page, /1 action done: Welcome email/);
  assert.match(page, /stays in the history: 1 submission/);
  const form = { version: await hiddenOn(bob, at, "version"), start: "later" };
  const unticked = await bob.post(at, form);
  assert.equal(unticked.status, 422);
  assert.match(await unticked.text(), /Tick the box to reset the account/);
  const plan = await landed(bob, await bob.post(at, { ...form, agreed: "on" }));
  assert.match(plan, /Revision 2, applied on/);
  assert.match(plan, /Hypercare/);
  assert.match(rowOf(plan, "Welcome email"), /Not started/);
  const [kept] = await thread.rows<{ count: string }>(
    "select count(*) from submissions where state = 'submitted'",
  );
  assert.equal(Number(kept!.count), 1);
  assert.match(await bob.page(`${account.path}/activity`), /began again with the template/);
});

Deno.test("THREAD-233 an account executive completes an action of their account, and their name stays with it", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [milestone("Kickoff", [action("SLACK", "Tell the team")])],
  });
  const ed = thread.as("ed");
  const { id, version } = await account.action("Tell the team");
  const page = await landed(
    ed,
    await ed.post(`${account.path}/actions/${id}/completion`, {
      version: String(version),
      note: "",
    }),
  );
  assert.match(rowOf(page, "Tell the team"), /Done by Ed on/);
  assert.match(await thread.as("bob").page(`${account.path}/activity`), /Ed<\/strong> completed/);
});
