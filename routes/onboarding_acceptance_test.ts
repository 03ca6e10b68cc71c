import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { hiddenOn, landed, pressOn } from "../tests/pages.ts";
import { action, after, milestone, plannedAccount, ring } from "../tests/plans.ts";
import { customerOf, onboarding, pdf, wordsOf } from "../tests/portal.ts";
import { rowOf } from "../tests/plan_rows.ts";
import { testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";

Deno.test("THREAD-001 the CSM's pages, the portal and an action that becomes due after its delay work in one install", async () => {
  await using thread = await testApp();
  const later = { trigger: after(24), portal_visible: true };
  const account = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [action("COLLECT_INFO", "Your goals", later)])],
    startFirst: true,
  });
  const bob = thread.as("bob");
  const ann = await customerOf(thread, account.accountId);
  assert.match(await bob.page("/accounts"), /Acme/);
  const row = async () => wordsOf(rowOf(await bob.page(`${account.path}/plan`), "Your goals"));
  assert.match(await row(), /Scheduled/);
  assert.match(wordsOf(await ann.page("/p")), /Welcome, Ann Nothing for you today/);
  await thread.pass("23 hours");
  await ring(thread);
  assert.match(await row(), /Scheduled/);
  await thread.pass("1 hour");
  await ring(thread);
  assert.doesNotMatch(await row(), /Scheduled/);
  assert.match(wordsOf(await ann.page("/p")), /1 task needs you .* Your goals/);
  assert.deepEqual(thread.reported, []);
});

Deno.test("THREAD-008 the account shows how far its milestone is, the state of each action and what the customer did, and each moves", async () => {
  await using thread = await testApp();
  const { accountId, path, papers, slot, ann } = await onboarding(thread);
  const bob = thread.as("bob");
  const before = await bob.page(`${path}/plan`);
  assert.match(wordsOf(before), /Kickoff In progress .*? 0 \/ 5/);
  assert.match(wordsOf(rowOf(before, "Signed papers")), /Due/);
  const contacts = wordsOf(await bob.page(`${path}/contacts`));
  assert.match(contacts, /Ann Primary .* Seen .*Uma .* Not invited/);
  const came = async () => wordsOf(await bob.page(`${path}/documents`));
  assert.match(await came(), /Signed papers Order form .*? Nothing yet/);

  await ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() });
  await ann.post(`${papers}/submission`, { version: "0" });
  await thread.workOff();
  const plan = await bob.page(`${path}/plan`);
  assert.match(wordsOf(plan), /Kickoff In progress .*? 1 \/ 5/);
  assert.match(wordsOf(rowOf(plan, "Signed papers")), /Done by Ann .* Done/);
  assert.match(await came(), /Signed papers Order form .*? Submitted by Ann/);
  await customerOf(thread, accountId, "uma@northwind.example");
  assert.match(wordsOf(await bob.page(`${path}/contacts`)), /Uma .* Seen/);
  assert.match(wordsOf(await bob.page(`${path}/activity`)), /Ann sent "Signed papers"/);
});

Deno.test("THREAD-030 a milestone shows its days, its end and its state, and they follow its start and its finish", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [], 7), milestone("Go-live", [], 14)],
  });
  const bob = thread.as("bob");
  const head = async (name: string) => {
    const { id } = await account.milestone(name);
    const page = await bob.page(`${account.path}/plan`);
    return wordsOf(page.split(`id="milestone-${id}"`)[1]!.split("</p>")[0]!);
  };
  const press = async (name: string, step: string) => {
    const { id } = await account.milestone(name);
    await pressOn(bob, `${account.path}/plan`, `${account.path}/milestones/${id}/${step}`);
  };
  assert.match(await head("Kickoff"), /Kickoff Not started .*7 days/);
  assert.match(await head("Go-live"), /Go-live Not started .*14 days/);
  await press("Kickoff", "start");
  assert.match(await head("Kickoff"), /Kickoff In progress Since .*, until .* · 7 days/);
  const expected = await head("Go-live");
  assert.match(expected, /Not started Until .* · 14 days/);
  await thread.pass("1 day");
  await press("Kickoff", "finish");
  assert.match(await head("Kickoff"), /Kickoff Done Finished .* · 7 days/);
  const now = await head("Go-live");
  assert.match(now, /Go-live In progress Since .*, until .* · 14 days/);
  const until = (words: string) => /[Uu]ntil ([^·]*) ·/.exec(words)![1];
  assert.notEqual(until(now), until(expected), "it ends earlier, as it began earlier");
  await press("Go-live", "finish");
  assert.match(await head("Go-live"), /Go-live Done Finished .* · 14 days/);
});

Deno.test("THREAD-082 a CSM reviews and executes what was drafted, sees every account's progress, edits and follows the customer", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [action("SEND_EMAIL", "Welcome email")])],
    startFirst: true,
  });
  await plannedAccount(thread, { name: "Initech", contacts: ["bill@initech.example"] });
  await customerOf(thread, account.accountId);
  await thread.workOff();
  const bob = thread.as("bob");
  const home = await bob.page("/");
  for (const place of ["/review", "/accounts"]) assert.ok(home.includes(`href="${place}"`), place);
  const list = wordsOf(await bob.page("/accounts"));
  assert.match(list, /Acme .*Kickoff.* 0 \/ 1/);
  assert.match(list, /Initech 0 \/ 3/);
  const review = await bob.page("/review");
  assert.match(wordsOf(review), /Welcome to Acme!/);
  const { id } = await account.action("Welcome email");
  const draft = `${account.path}/actions/${id}/draft`;
  assert.ok(review.includes(`action="${draft}/approval"`));
  const words = { to: ANN, cc: "", bcc: "", subject: "Hello Acme", body: "Written for you, Ann." };
  const version = await hiddenOn(bob, `${draft}?edit`, "version");
  await landed(bob, await bob.post(draft, { version, ...words }));
  await pressOn(bob, draft, `${draft}/approval`);
  await thread.pass("10 seconds");
  await thread.workOff();
  assert.match((await letterTo(thread, ANN)).text, /Written for you, Ann\./);
  assert.match(wordsOf(await bob.page("/accounts")), /Acme .* 1 \/ 1/);
  const page = await bob.page(`${account.path}/plan`);
  for (const [tab, says] of [["contacts", /Ann .* Seen/], ["activity", /Welcome email/]] as const) {
    assert.ok(page.includes(`href="${account.path}/${tab}"`), tab);
    assert.match(wordsOf(await bob.page(`${account.path}/${tab}`)), says);
  }
});

Deno.test("THREAD-084 a customer sees the timeline, answers, uploads and follows how far it is to the go-live", async () => {
  await using thread = await testApp();
  const { ann, form, papers, slot, field } = await onboarding(thread);
  const first = wordsOf(await ann.page("/p"));
  assert.match(first, /Your timeline All steps 0% done .*Go-live \d+ \w+/);
  const timeline = wordsOf(await ann.page("/p/timeline"));
  assert.match(timeline, /Kickoff In progress, 0 of 3 done.* Needs you Goals and people/);
  assert.match(timeline, /Needs you Signed papers.* Go-live Not started/);
  const answers = {
    [field("Your goal?")]: "Fewer calls",
    [field("Single sign-on?")]: "no",
  };
  await ann.post(`${form}/answers`, { version: "0", ...answers, then: "review" });
  await pressOn(ann, `${form}/review`, `${form}/submission`);
  await ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() });
  assert.match(await ann.page(papers), /order form\.pdf/);
  await pressOn(ann, papers, `${papers}/submission`);
  await thread.workOff();
  assert.match(wordsOf(await ann.page("/p")), /50% done .*Recently completed \(2\)/);
  const walked = wordsOf(await ann.page("/p/timeline"));
  assert.match(walked, /Kickoff In progress, 2 of 3 done.* Done Goals and people/);
  assert.match(walked, /Done Signed papers/);
});
