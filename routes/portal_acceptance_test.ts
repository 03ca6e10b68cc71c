import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { hiddenOn, landed, pressOn } from "../tests/pages.ts";
import { plannedAccount } from "../tests/plans.ts";
import {
  contactIdOf,
  customerOf,
  editAction,
  invite,
  onboarding,
  wordsOf,
} from "../tests/portal.ts";
import { rowOf } from "../tests/plan_rows.ts";
import { openTemplate } from "../tests/templates.ts";
import { testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";

Deno.test("THREAD-024 the switch of an action in the template decides whether the customer is shown it", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Switched");
  const kickoff = await template.addMilestone("Kickoff", 7);
  const asked = await template.addAction(kickoff, "COLLECT_INFO", "Your goals");
  const question = {
    "content.questions.0.id": "goal",
    "content.questions.0.type": "short_text",
    "content.questions.0.label": "Your goal?",
    "content.questions.0.help": "",
    "content.questions.0.options": "",
  };
  const olive = thread.as("olive");
  for (const isShown of [true, false, true]) {
    await template.save(asked, { ...question, portal_visible: isShown ? "on" : null });
    const form = await olive.page(`${template.path}/actions/${asked}`);
    assert.equal(/name="portal_visible"[^>]*checked/.test(form), isShown);
    await template.publish();
    const { accountId } = await plannedAccount(thread, {
      templateId: template.id,
      startFirst: true,
    });
    const seen = await thread.as("bob").page(`/accounts/${accountId}/as-customer`);
    assert.equal(/Your goals/.test(seen), isShown);
  }
});

Deno.test("THREAD-259 what is switched off for the portal is hidden there, and the CSM reads why", async () => {
  await using thread = await testApp();
  const { ann, path, papers, action: find } = await onboarding(thread);
  const bob = thread.as("bob");
  const why = /The portal does not show it: that is switched off here\./;
  const { id } = await find("Signed papers");
  assert.doesNotMatch(rowOf(await bob.page(`${path}/plan`), "Signed papers"), why);
  await editAction(thread, await find("Signed papers"), { portal_visible: null });
  for (const place of ["/p", "/p/timeline"]) {
    assert.doesNotMatch(await ann.page(place), /Signed papers/, place);
  }
  assert.equal((await ann.get(papers)).status, 404);
  assert.match(rowOf(await bob.page(`${path}/plan`), "Signed papers"), why);
  const page = wordsOf(await bob.page(`${path}/actions/${id}`));
  assert.match(page, why);
  assert.match(page, /Customer portal Hidden/);
  await editAction(thread, await find("Signed papers"), { portal_visible: "on" });
  assert.match(await ann.page("/p"), /Signed papers/);
  assert.doesNotMatch(await bob.page(`${path}/actions/${id}`), why);
});

Deno.test("THREAD-260 what belongs to a milestone that has not begun is locked in the portal until it begins", async () => {
  await using thread = await testApp();
  const { ann, path, action: find, milestone } = await onboarding(thread);
  const bob = thread.as("bob");
  const { id } = await find("Last questions");
  assert.doesNotMatch(await ann.page("/p"), /Last questions/);
  const locked = await ann.page("/p/timeline");
  assert.match(wordsOf(locked), /Go-live Not started.* Later Last questions/);
  assert.ok(!locked.includes(`/p/tasks/${id}`));
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 404);
  assert.match(await bob.page(`${path}/actions/${id}`), /Go-live has not started yet\./);
  const { id: kickoff } = await milestone("Kickoff");
  await pressOn(bob, `${path}/plan`, `${path}/milestones/${kickoff}/finish`);
  assert.match(await ann.page("/p"), /Last questions/);
  assert.match(wordsOf(await ann.page("/p/timeline")), /Needs you Last questions/);
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 200);
});

Deno.test("THREAD-261 an action by hand is no task of the customer, nor to be opened, until it is started", async () => {
  await using thread = await testApp();
  const { ann, path, action: find } = await onboarding(thread);
  const bob = thread.as("bob");
  const { id } = await find("By hand later");
  assert.doesNotMatch(await ann.page("/p"), /By hand later/);
  assert.ok(!(await ann.page("/p/timeline")).includes(`/p/tasks/${id}`));
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 404);
  const plan = rowOf(await bob.page(`${path}/plan`), "By hand later");
  assert.match(plan, /It is started by hand, and nobody has started it\./);
  await pressOn(bob, `${path}/plan`, `${path}/actions/${id}/start`);
  assert.match(await ann.page("/p"), /By hand later/);
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 200);
});

Deno.test("THREAD-262 only a contact who was let in has access, and a removed one has none", async () => {
  await using thread = await testApp();
  const { accountId, path, form } = await onboarding(thread);
  const email = "uma@northwind.example";
  const early = thread.visitor();
  await early.post("/p/sign-in-links", { email, next: "/p" });
  assert.match((await letterTo(thread, email)).subject, /No portal is open to this address/);
  assert.equal((await early.get("/p")).status, 303, "a contact who was never invited");

  await thread.pass("2 minutes");
  const uma = await customerOf(thread, accountId, email);
  assert.equal((await uma.get(form)).status, 200);
  const at = `${path}/contacts/${await contactIdOf(thread, accountId, email)}`;
  await pressOn(thread.as("bob"), at, `${at}/removal`);
  assert.doesNotMatch(await thread.as("bob").page(`${path}/contacts`), /uma@northwind/);
  for (const place of ["/p", "/p/timeline", form]) {
    assert.equal((await uma.get(place)).status, 303, place);
  }
  await thread.pass("2 minutes");
  const again = thread.visitor();
  assert.equal((await again.post("/p/sign-in-links", { email, next: "/p" })).status, 303);
  const letter = await letterTo(thread, email);
  assert.match(letter.subject, /No portal is open to this address/);
  assert.equal(letter.path, "");
});

Deno.test("THREAD-254 THREAD-258 an invitation that expired is sent again from the account, and only the new link works", async () => {
  await using thread = await testApp();
  const { accountId, path } = await plannedAccount(thread);
  const bob = thread.as("bob");
  const old = await invite(thread, accountId, ANN);
  const ann = thread.visitor();
  await ann.post(old);
  const oldLetter = await letterTo(thread, ANN);
  await thread.pass("8 days");
  await bob.get("/");
  await thread.pass("7 days");
  assert.equal((await ann.get(old)).status, 410);
  assert.equal((await ann.post(oldLetter.path)).status, 410);

  const contacts = await bob.page(`${path}/contacts`);
  assert.match(wordsOf(contacts), /Ann Primary .* Invitation expired Invite again/);
  const id = await contactIdOf(thread, accountId, ANN);
  const resend = `${path}/contacts/${id}/portal-invitations`;
  const said = await pressOn(bob, `${path}/contacts`, resend);
  assert.match(wordsOf(said), /is on its way to ann@northwind\.example/);
  const { path: fresh } = await letterTo(thread, ANN);
  assert.notEqual(fresh, old);
  assert.equal((await ann.get(fresh)).status, 200);
  assert.equal((await ann.post(fresh)).headers.get("location"), "/p/code");
  const entered = await ann.follow(await ann.post((await letterTo(thread, ANN)).path));
  assert.match(wordsOf(await entered.text()), /Welcome, Ann/);
  const other = thread.visitor();
  assert.equal((await other.get(old)).status, 410);
  assert.equal((await other.post(oldLetter.path)).status, 410);
  await thread.pass("2 minutes");
  await pressOn(bob, `${path}/contacts`, resend);
  assert.equal((await other.get(fresh)).status, 410, "a newer letter took its place");
  assert.equal((await other.get((await letterTo(thread, ANN)).path)).status, 200);
});

Deno.test("THREAD-255 a wrong address is corrected, the invitation sent again, and the old address opens nothing", async () => {
  await using thread = await testApp();
  const { accountId, path } = await plannedAccount(thread, { contacts: ["anne@nortwind.example"] });
  const wrong = await invite(thread, accountId, "anne@nortwind.example");
  await thread.pass("2 minutes");
  const bob = thread.as("bob");
  const id = await contactIdOf(thread, accountId, "anne@nortwind.example");
  const at = `${path}/contacts/${id}`;
  const version = await hiddenOn(bob, at, "version");
  const facts = { version, name: "Ann", email: ANN, job_title: "", phone: "" };
  assert.match(await landed(bob, await bob.post(at, facts)), /Ann is saved/);
  await pressOn(bob, at, `${at}/portal-invitations`);
  const ann = thread.visitor();
  const letter = await letterTo(thread, ANN);
  assert.equal((await ann.post(letter.path)).headers.get("location"), "/p/code");
  const entered = await ann.follow(await ann.post((await letterTo(thread, ANN)).path));
  assert.match(wordsOf(await entered.text()), /Welcome, Ann/);
  const stranger = thread.visitor();
  assert.equal((await stranger.get(wrong)).status, 410);
  await stranger.post("/p/sign-in-links", { email: "anne@nortwind.example", next: "/p" });
  const refused = await letterTo(thread, "anne@nortwind.example");
  assert.match(refused.subject, /No portal is open to this address/);
});
