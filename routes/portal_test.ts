import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { action, asMember, byHand, milestone, plannedAccount } from "../tests/plans.ts";
import { comeIn, customerOf, invite, wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const shown = { portal_visible: true } as const;
const QUESTIONS = [
  { id: "goal", type: "long_text", label: "Your goal?", help: "", required: true, options: [] },
  { id: "sso", type: "yes_no", label: "Single sign-on?", help: "", required: true, options: [] },
  {
    ...{ id: "which", type: "choice", label: "Which directory?", help: "", required: true },
    options: ["Okta", "Entra"],
    show_when: { question: "sso", is: "yes" },
  },
];
const KICKOFF = {
  ...milestone("Kickoff", [
    action("COLLECT_INFO", "Goals and people", {
      ...shown,
      due_days: 5,
      content: { intro: "Four minutes.", questions: QUESTIONS } as never,
    }),
    action("REQUEST_DOCS", "Signed papers", { ...shown, due_days: 2 }),
    action("SEND_EMAIL", "Secret welcome", { portal_visible: false }),
    action("COLLECT_INFO", "Hidden form", { portal_visible: false }),
    action("COLLECT_INFO", "By hand later", { ...shown, trigger: byHand }),
  ]),
  our_text: "We whisper about them",
  your_text: "Tell us about your goals",
};
const GO_LIVE = milestone("Go-live", [action("COLLECT_INFO", "Last questions", shown)]);

async function onboarding(thread: TestApp) {
  const planned = await plannedAccount(thread, {
    milestones: [KICKOFF, GO_LIVE],
    startFirst: true,
    contacts: ["ann@northwind.example", "uma@northwind.example"],
  });
  const ann = await customerOf(thread, planned.accountId);
  const form = await planned.action("Goals and people");
  const papers = await planned.action("Signed papers");
  const ids = (form.content as { questions: { id: string; label: string }[] }).questions;
  const field = (label: string) => `q_${ids.find((one) => one.label === label)!.id}`;
  const slot = (papers.content as { files: { id: string }[] }).files[0]!.id;
  return {
    ...planned,
    ann,
    form: `/p/tasks/${form.id}`,
    papers: `/p/tasks/${papers.id}`,
    field,
    slot,
  };
}

function pdf(name = "order form.pdf", text = "%PDF-1.7 signed"): File {
  return new File([text], name);
}

Deno.test("THREAD-014 THREAD-136 the first screen names the phase, what is open and by when, without any click of a CSM", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  const words = wordsOf(await ann.page("/p"));
  assert.match(words, /Welcome, Ann 2 tasks need you before Kickoff can finish on \d+ \w+\./);
  assert.match(words, /Due \w+ Signed papers 1 file to send\. Send files/);
  assert.ok(words.indexOf("Signed papers") < words.indexOf("Goals and people"), "soonest first");
  assert.match(words, /Goals and people 2 questions, about \d minutes?\. Start/);
  assert.match(words, /Your timeline/);
});

Deno.test("THREAD-011 THREAD-056 THREAD-199 the timeline shows every phase in order, with its state", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  const page = await ann.page("/p/timeline");
  assert.match(wordsOf(page), /1 Kickoff In progress.* 2 Go-live Not started/);
  assert.match(page, /<li class="now" aria-current="step">/);
});

Deno.test("THREAD-031 the customer reads what they do, and never what is said to the CSM", async () => {
  await using thread = await testApp();
  const { ann, path } = await onboarding(thread);
  const html = await ann.page("/p/timeline");
  assert.match(html, /Tell us about your goals/);
  assert.doesNotMatch(html, /whisper/);
  const plan = await thread.as("bob").page(path);
  assert.match(plan, /We whisper about them/);
});

Deno.test("THREAD-198 THREAD-202 THREAD-203 THREAD-205 what is internal is in no page's source and at no address", async () => {
  await using thread = await testApp();
  const { ann, accountId, action: find } = await onboarding(thread);
  const bob = thread.as("bob");
  await bob.post(`/accounts/${accountId}/notes`, { body: "They haggle" });
  for (const place of ["/p", "/p/timeline", "/p/team", "/p/messages", "/p/settings"]) {
    const html = await ann.page(place);
    assert.doesNotMatch(html, /Secret welcome|Hidden form|They haggle|whisper|draft/i, place);
  }
  const words = wordsOf(await ann.page("/p/timeline"));
  for (const label of ["Goals and people", "Signed papers", "By hand later", "Last questions"]) {
    assert.match(words, new RegExp(label));
  }
  for (const label of ["Secret welcome", "Hidden form", "By hand later", "Last questions"]) {
    const { id } = await find(label);
    assert.equal((await ann.get(`/p/tasks/${id}`)).status, 404, label);
  }
  for (const place of ["/p/workflows", "/p/notes", "/p/activity"]) {
    assert.equal((await ann.get(place)).status, 404, place);
  }
});

Deno.test("THREAD-061 a form that was left half filled goes on where it was, on any device", async () => {
  await using thread = await testApp();
  const { ann, form, field } = await onboarding(thread);
  const saved = await ann.fragment("POST", `${form}/answers`, {
    version: "0",
    [field("Your goal?")]: "Fewer calls",
  });
  const fragment = await saved.text();
  assert.equal(saved.status, 200, fragment);
  assert.match(fragment, /name="version" value="1"/);
  assert.match(wordsOf(fragment), /Saved \d+ \w+/);
  await thread.pass("3 days");
  const phone = thread.visitor();
  await comeIn(thread, phone, "ann@northwind.example");
  assert.match(await phone.page(form), />\s*Fewer calls<\/textarea>/);
  assert.match(wordsOf(await phone.page("/p")), /Half done\. Continue/);
});

Deno.test("THREAD-020 THREAD-058 THREAD-142 what a customer sends completes the action, counts, and stays as it was sent", async () => {
  await using thread = await testApp();
  const { ann, form, field, accountId, action: find } = await onboarding(thread);
  const answers = { [field("Your goal?")]: "Fewer calls", [field("Single sign-on?")]: "yes" };
  const missing = await ann.post(`${form}/answers`, { version: "0", ...answers, then: "review" });
  assert.equal(missing.status, 422);
  const html = await missing.text();
  assert.match(wordsOf(html), /One thing to put right Answer this: Which directory\?/);
  assert.match(html, new RegExp(`href="#field-${field("Which directory?")}"`));
  assert.equal((await ann.post(`${form}/submission`, { version: "1" })).status, 422);

  const whole = { ...answers, [field("Which directory?")]: "Okta" };
  const ready = await ann.post(`${form}/answers`, { version: "1", ...whole, then: "review" });
  assert.equal(ready.headers.get("location"), `${form}/review`);
  assert.match(
    wordsOf(await ann.page(`${form}/review`)),
    /Which directory\? Okta Send these answers/,
  );
  assert.match(wordsOf(await ann.page("/p")), /0% done/);
  const sent = await ann.post(`${form}/submission`, { version: "2" });
  assert.equal(sent.headers.get("location"), "/p", await sent.text());
  await thread.workOff();

  const done = await find("Goals and people");
  assert.equal(done.state, "completed");
  const at = `/accounts/${accountId}`;
  const read = wordsOf(await thread.as("bob").page(`${at}/submissions/${done.id}`));
  assert.match(
    read,
    /Sent by Ann .*Your goal\? Fewer calls Single sign-on\? Yes Which directory\? Okta/,
  );
  assert.match((await letterTo(thread, "bob@acme.test")).subject, /Acme sent "Goals and people"/);
  assert.match(
    wordsOf(await thread.as("bob").page(`${at}/activity`)),
    /Ann sent "Goals and people"/,
  );

  assert.match(wordsOf(await ann.page("/p")), /(?!0%)\d+% done .* Recently completed \(1\)/);
  const after = await ann.page(form);
  assert.match(wordsOf(after), /This is sent Ann sent it .* Ask for a change/);
  assert.doesNotMatch(wordsOf(after), /withdraw|take back|delete/i);
  const again = await ann.post(`${form}/answers`, { version: "3", ...whole });
  assert.equal(again.status, 409);
  await assert.rejects(
    thread.rows("update submissions set state = 'lost' where state = 'submitted'"),
  );
});

Deno.test("a colleague who saves in between overwrites nothing, and nothing typed is lost", async () => {
  await using thread = await testApp();
  const { ann, form, field, accountId } = await onboarding(thread);
  const uma = await customerOf(thread, accountId, "uma@northwind.example");
  const goal = field("Your goal?");
  await ann.post(`${form}/answers`, { version: "0", [goal]: "Ann's" });
  const late = await uma.post(`${form}/answers`, { version: "0", [goal]: "Uma's" });
  assert.equal(late.status, 409);
  const html = await late.text();
  assert.match(wordsOf(html), /Ann changed this while you had it open/);
  assert.match(html, />\s*Uma&#39;s<\/textarea>/);
  assert.match(html, /name="version" value="1"/);
  const kept = await uma.post(`${form}/answers`, { version: "1", [goal]: "Uma's" });
  assert.equal(kept.status, 303);
});

Deno.test("THREAD-013 THREAD-057 files are sent for what was asked, in versions, and the CSM gets them", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId, action: find } = await onboarding(thread);
  const send = (file: File) => ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: file });
  for (
    const [file, words] of [
      [pdf("page.html", "<h1>x</h1>"), /A \.html file is not taken here/],
      [pdf("fake.pdf", "MZ no document"), /This is no \.pdf file inside/],
      [pdf("bare", "%PDF"), /has no ending/],
    ] as const
  ) {
    const refused = await send(file);
    assert.equal(refused.status, 409);
    assert.match(wordsOf(await refused.text()), words);
  }
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 422);
  assert.equal((await send(pdf())).headers.get("location"), papers);
  assert.equal((await send(pdf("order form.pdf", "%PDF-1.7 newer"))).status, 303);
  assert.match(wordsOf(await ann.page(papers)), /order form\.pdf .* version 2/);
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 303);
  await thread.workOff();
  const done = await find("Signed papers");
  assert.equal(done.state, "completed");
  assert.equal((await send(pdf())).status, 409, "what is sent is sent");

  const page = await thread.as("bob").page(`/accounts/${accountId}/submissions/${done.id}`);
  const link = /\/accounts\/[^"]*\/files\/[0-9a-f-]{36}/.exec(page)![0];
  const file = await thread.as("bob").get(link);
  assert.equal(await file.text(), "%PDF-1.7 newer");
  assert.match(file.headers.get("content-disposition")!, /^attachment; filename="order form\.pdf"/);
  assert.match(file.headers.get("content-security-policy")!, /sandbox/);
  const id = link.split("/").at(-1);
  assert.equal((await ann.get(`/p/files/${id}`)).status, 200);
  assert.equal((await thread.as("charlie").get(link)).status, 404);
});

Deno.test("asked again, the customer finds why and what they answered, and sends it once more", async () => {
  await using thread = await testApp();
  const { ann, papers, slot, accountId, action: find } = await onboarding(thread);
  await ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() });
  await ann.post(`${papers}/submission`, { version: "0" });
  await thread.workOff();
  const { id } = await find("Signed papers");
  const at = `/accounts/${accountId}/submissions/${id}`;
  const asked = await thread.as("bob").post(`${at}/returns`, { body: "Page 3 is missing" });
  assert.equal(asked.status, 303, await asked.clone().text());
  const letter = await letterTo(thread, "ann@northwind.example");
  assert.match(letter.text, /Page 3 is missing/);
  assert.equal(letter.path, `/p/${thread.cast.bob!.orgId}/tasks/${id}`);
  assert.match(wordsOf(await ann.page("/p")), /Signed papers Asked again: Page 3 is missing/);
  await ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf("page 3.pdf") });
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 303);
  await thread.workOff();
  assert.equal((await find("Signed papers")).state, "completed");
  assert.match(wordsOf(await thread.as("bob").page(at)), /Sent by Ann .* Asked again Page 3/);
});

Deno.test("THREAD-060 a customer writes to the CSM, who reads it on the account and answers", async () => {
  await using thread = await testApp();
  const { ann, accountId, form } = await onboarding(thread);
  await ann.post("/p/messages", { body: "When is the training?" });
  await ann.post(`${form}/change-requests`, { body: "I meant Okta" });
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

Deno.test("THREAD-024 THREAD-141 THREAD-160 the portal follows what is shown, changed and hidden on the account", async () => {
  await using thread = await testApp();
  const { ann, accountId, path, action: find } = await onboarding(thread);
  const preview = () => thread.as("bob").page(`/accounts/${accountId}/as-customer`);
  assert.match(await preview(), /Signed papers/);
  const { id } = await find("Signed papers");
  const setVisible = (visible: boolean, label: string) =>
    thread.rows("update actions set portal_visible = $2, label = $3 where id = $1", [
      id,
      visible,
      label,
    ]);
  await setVisible(false, "Signed papers");
  assert.doesNotMatch(await ann.page("/p"), /Signed papers/);
  assert.doesNotMatch(await preview(), /Signed papers/);
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 404);
  await setVisible(true, "All papers");
  assert.match(await ann.page("/p"), /All papers/);
  assert.match(await preview(), /All papers/);
  assert.ok(path);
});

Deno.test("staff see exactly the customer's page, can change nothing there, and the look is written down", async () => {
  await using thread = await testApp();
  const { ann, accountId, form } = await onboarding(thread);
  const at = `/accounts/${accountId}/as-customer`;
  const res = await thread.as("bob").get(at);
  assert.equal(res.status, 200);
  const page = await res.text();
  assert.match(wordsOf(page), /You see what Acme sees\. Nothing can be changed here\./);
  const cards = (html: string) => wordsOf(/<ul class="portal-cards".*?<\/ul>/s.exec(html)![0]);
  assert.equal(cards(page), cards(await ann.page("/p")));
  const task = form.replace("/p", at);
  const shownTask = await thread.as("bob").page(task);
  assert.doesNotMatch(shownTask, /type="submit"|hx-post/);
  assert.equal((await thread.as("bob").post(`${task}/answers`, { version: "0" })).status, 404);
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
