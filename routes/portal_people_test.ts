import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { pressOn } from "../tests/pages.ts";
import { action, asMember, milestone, plannedAccount } from "../tests/plans.ts";
import {
  comeIn,
  contactIdOf,
  customerOf,
  editAction,
  invite,
  onboarding,
  pdf,
  wordsOf,
} from "../tests/portal.ts";
import { tellAll } from "../tests/notifications.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-060 a customer writes to the CSM, who reads it on the account and answers", async () => {
  await using thread = await testApp();
  const { ann, accountId, form } = await onboarding(thread);
  await ann.post("/p/messages", { body: "When is the training?" });
  await ann.post(`${form}/change-requests`, { body: "I meant Okta" });
  await tellAll(thread);
  const letter = await letterTo(thread, "bob@acme.test");
  assert.match(letter.text, /I meant Okta/);
  const at = `/accounts/${accountId}/messages`;
  const words = wordsOf(await thread.as("bob").page(at));
  assert.match(words, /Ann .* When is the training\? .* about Goals and people I meant Okta/);
  assert.equal((await thread.as("bob").post(at, { body: "On Monday" })).status, 303);
  assert.match(wordsOf(await ann.page("/p/messages")), /Bob .* On Monday/);
  assert.match((await letterTo(thread, "ann@northwind.example")).text, /On Monday/);
  assert.equal((await thread.as("charlie").get(at)).status, 404);
});

Deno.test("THREAD-059 a customer finds the link to book time with their CSM", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  assert.doesNotMatch(await ann.page("/p"), /Book a call/);
  const booking_url = "https://calendar.example/bob";
  assert.equal((await thread.as("bob").post("/profile/booking", { booking_url })).status, 303);
  const page = await ann.page("/p");
  assert.match(page, /<a[^>]*href="https:\/\/calendar\.example\/bob"[^>]*>Book a call<\/a>/);
});

Deno.test("THREAD-191 THREAD-192 THREAD-193 THREAD-200 a teammate is invited, comes in as themselves and sees the same", async () => {
  await using thread = await testApp();
  const { ann, accountId, papers, slot } = await onboarding(thread);
  const joe = { name: "Joe Park", email: "joe@northwind.example" };
  assert.equal((await ann.post("/p/team", joe)).status, 303);
  assert.match((await letterTo(thread, joe.email)).subject, /Ann invites you/);
  assert.equal((await ann.post("/p/team", joe)).status, 409);
  const other = thread.visitor();
  await comeIn(thread, other, joe.email);
  const [his, hers] = [await other.page("/p"), await ann.page("/p")];
  const plain = (page: string) => wordsOf(page).replace(/Welcome, \w+/, "");
  assert.equal(plain(his), plain(hers));
  assert.match(wordsOf(await ann.page("/p/team")), /Ann .* Joe Park joe@northwind\.example Seen/);
  await other.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() });
  await other.post(`${papers}/submission`, { version: "0" });
  await thread.workOff();
  const bob = thread.as("bob");
  const activity = wordsOf(await bob.page(`/accounts/${accountId}/activity`));
  assert.match(activity, /Joe Park sent "Signed papers"/);
  assert.match(wordsOf(await bob.page("/search?q=joe")), /Acme/);
});

Deno.test("THREAD-141 THREAD-160 the portal follows what is changed, switched off and removed on the account", async () => {
  await using thread = await testApp();
  const { ann, accountId, path, action: find } = await onboarding(thread);
  const bob = thread.as("bob");
  const preview = () => bob.page(`/accounts/${accountId}/as-customer`);
  assert.match(await preview(), /Signed papers/);
  const { id } = await find("Signed papers");
  const edit = await bob.page(`${path}/actions/${id}/edit`);
  assert.match(edit, /name="portal_visible"[^>]*checked/);
  await editAction(thread, await find("Signed papers"), { portal_visible: null });
  assert.doesNotMatch(await ann.page("/p"), /Signed papers/);
  assert.doesNotMatch(await ann.page("/p/timeline"), /Signed papers/);
  assert.doesNotMatch(await preview(), /Signed papers/);
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 404);
  const changes = { portal_visible: "on", label: "All papers" };
  await editAction(thread, await find("Signed papers"), changes);
  assert.match(await ann.page("/p"), /All papers/);
  assert.match(await preview(), /All papers/);
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 200);

  assert.match(await ann.page("/p/timeline"), /By hand later/);
  const removal = `${path}/actions/${(await find("By hand later")).id}/removal`;
  await pressOn(bob, removal, removal);
  assert.doesNotMatch(await ann.page("/p/timeline"), /By hand later/);
});

Deno.test("THREAD-263 staff see exactly the customer's page, can change nothing there, and the look is written down", async () => {
  await using thread = await testApp();
  const { ann, accountId, path, form } = await onboarding(thread);
  const bob = thread.as("bob");
  const at = `/accounts/${accountId}/as-customer`;
  assert.match(await bob.page(`${path}/plan`), new RegExp(`href="${at}"[^>]*>View as customer`));
  const page = await bob.page(at);
  assert.match(wordsOf(page), /You see what Acme sees\. Nothing can be changed here\./);
  const part = (html: string, of: RegExp) => wordsOf(of.exec(html)![0]);
  const cards = /<ul class="portal-cards".*?<\/ul>/s;
  assert.match(part(page, cards), /Signed papers .* Goals and people/);
  assert.equal(part(page, cards), part(await ann.page("/p"), cards));
  const steps = /<ol class="portal-line whole".*<\/ol>/s;
  const hers = await ann.page("/p/timeline");
  assert.equal(part(await bob.page(`${at}/timeline`), steps), part(hers, steps));
  for (const place of ["", "/timeline", "/messages", "/team", "/settings"]) {
    assert.doesNotMatch(await bob.page(at + place), /<form|type="submit"|hx-post/, place);
  }
  const task = form.replace("/p", at);
  const shownTask = await bob.page(task);
  assert.match(shownTask, /Your goal\?/);
  assert.doesNotMatch(shownTask, /type="submit"|hx-post/);
  assert.equal((await bob.post(`${task}/answers`, { version: "0" })).status, 404);
  const activity = wordsOf(await thread.as("lea").page(`/accounts/${accountId}/activity`));
  assert.match(activity, /Bob looked at the portal as the customer sees it/);
  assert.equal((await thread.as("charlie").get(at)).status, 404);
});

Deno.test("THREAD-197 each portal of an organisation looks like it, and another's does not", async () => {
  await using thread = await testApp();
  const { ann, templateId } = await onboarding(thread);
  await thread.rows("update brandings set accent = '#8a1253', version = 7 where org_id = $1", [
    thread.cast.bob!.orgId,
  ]);
  const second = await plannedAccount(thread, {
    name: "Second",
    domain: "second.example",
    contacts: ["zoe@second.example"],
    templateId,
  });
  const zoe = await customerOf(thread, second.accountId, "zoe@second.example");
  const css = `/brand/${thread.cast.bob!.orgId}.css?v=7`;
  for (const client of [ann, zoe]) assert.ok((await client.page("/p")).includes(css));
  const front = await thread.visitor().page(`/p/${thread.cast.bob!.orgId}`);
  assert.ok(front.includes(css));
  const foreign = await thread.visitor().page(`/p/${thread.cast.charlie!.orgId}`);
  assert.ok(!foreign.includes(css));
});

Deno.test("THREAD-190 a customer who has set no password keeps coming in by links", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  await invite(thread, accountId, "ann@northwind.example");
  for (let n = 0; n < 3; n++) {
    const ann = thread.visitor();
    await comeIn(thread, ann, "ann@northwind.example");
    assert.equal((await ann.get("/p")).status, 200);
    await thread.pass("20 days");
    assert.equal((await ann.get("/p")).status, 303, "unused for two weeks, a session ends");
  }
});

Deno.test("a plan that is finished, and one that is not there yet, have words of their own", async () => {
  await using thread = await testApp();
  const { ann, planId, accountId } = await onboarding(thread);
  await thread.rows("update plans set finished_at = now() where id = $1", [planId]);
  assert.match(wordsOf(await ann.page("/p")), /You are live/);
  await asMember(
    thread,
    "alice",
    (tx) =>
      tx.updateTable("plans").set({ ended_at: new Date(), ended_why: "removed" })
        .where("account_id", "=", accountId).execute(),
  );
  assert.match(wordsOf(await ann.page("/p")), /Your plan is being prepared/);
});

Deno.test("the Meetings page shows what is to be talked about, how long, and where time is booked", async () => {
  await using thread = await testApp();
  const call = action("SCHEDULE_MEETING", "Kickoff call", { portal_visible: true });
  Object.assign(call.content, { minutes: 45, agenda: "Goals, then dates" });
  const { accountId } = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [
        call,
        action("SCHEDULE_MEETING", "Inner meeting", { portal_visible: false }),
      ]),
      milestone("Go-live", [action("SCHEDULE_MEETING", "Review", { portal_visible: true })]),
    ],
  });
  const ann = await customerOf(thread, accountId);
  const before = wordsOf(await ann.page("/p/meetings"));
  assert.match(before, /To schedule Kickoff call 45 minutes\. Part of Kickoff\. Goals, then dates/);
  assert.match(before, /Agree on a time by message Later Review/);
  assert.doesNotMatch(before, /Inner meeting/);
  await thread.as("bob").post("/profile/booking", { booking_url: "https://calendar.example/bob" });
  const page = await ann.page("/p/meetings");
  assert.match(page, /<a[^>]*href="https:\/\/calendar\.example\/bob"[^>]*>\s*Book a time/);
  assert.match(wordsOf(page), /Book time with Bob\. Book a call/);
  const look = `/accounts/${accountId}/as-customer/meetings`;
  assert.match(await thread.as("bob").page(look), /Kickoff call/);
});

Deno.test("a contact of several accounts chooses where to go, and changes there later", async () => {
  await using thread = await testApp();
  const { ann, accountId, templateId } = await onboarding(thread);
  const email = "ann@northwind.example";
  const second = await plannedAccount(thread, { name: "Second", contacts: [email], templateId });
  await invite(thread, second.accountId, email);
  const client = thread.visitor();
  const entered = await comeIn(thread, client, email);
  assert.equal(entered.headers.get("location"), "/p/choice");
  const choice = await client.page("/p/choice");
  assert.match(wordsOf(choice), /Where do you want to go\? .*Acme.*Second|Second.*Acme/);
  for (const [account, name] of [[second.accountId, "Second"], [accountId, "Acme"]] as const) {
    const contact = await contactIdOf(thread, account, email);
    const chosen = await client.post("/p/choice", { contact });
    assert.equal(chosen.headers.get("location"), "/p");
    const page = await client.page("/p");
    assert.match(wordsOf(page), new RegExp(`${name} with Acme Cloud Change account`));
  }
  assert.match(await ann.page("/p"), /href="\/p\/choice"/);
  const stranger = await contactIdOf(thread, accountId, "uma@northwind.example");
  assert.equal((await client.post("/p/choice", { contact: stranger })).status, 422);
});
