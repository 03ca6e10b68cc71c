import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { pressOn } from "../tests/pages.ts";
import { comeIn, customerOf, onboarding, pdf, wordsOf } from "../tests/portal.ts";
import { tellAll } from "../tests/notifications.ts";
import { testApp } from "../tests/test_app.ts";

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
  const { ann, path, milestone } = await onboarding(thread);
  const page = await ann.page("/p/timeline");
  assert.match(wordsOf(page), /1 Kickoff In progress.* 2 Go-live Not started/);
  assert.match(page, /<li class="now" aria-current="step">/);
  const { id } = await milestone("Kickoff");
  await pressOn(thread.as("bob"), `${path}/plan`, `${path}/milestones/${id}/finish`);
  assert.match(wordsOf(await ann.page("/p/timeline")), /Kickoff Completed .* Go-live In progress/);
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
  await tellAll(thread);
  assert.match((await letterTo(thread, "bob@acme.test")).text, /Ann sent "Goals and people"/);
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

Deno.test("THREAD-013 a customer fills a form, uploads a document and answers a message", async () => {
  await using thread = await testApp();
  const { ann, form, field, papers, slot, accountId, action: find } = await onboarding(thread);
  const answers = { [field("Your goal?")]: "Fewer calls", [field("Single sign-on?")]: "no" };
  await ann.post(`${form}/answers`, { version: "0", ...answers, then: "review" });
  assert.equal((await ann.post(`${form}/submission`, { version: "1" })).status, 303);
  await ann.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() });
  assert.equal((await ann.post(`${papers}/submission`, { version: "0" })).status, 303);
  const bob = thread.as("bob");
  await bob.post(`/accounts/${accountId}/messages`, { body: "Does Tuesday suit you?" });
  assert.match(wordsOf(await ann.page("/p/messages")), /Does Tuesday suit you\?/);
  assert.equal((await ann.post("/p/messages", { body: "It does." })).status, 303);
  await thread.workOff();
  for (const label of ["Goals and people", "Signed papers"]) {
    assert.equal((await find(label)).state, "completed", label);
  }
  assert.match(wordsOf(await bob.page(`/accounts/${accountId}/messages`)), /Ann .* It does\./);
});

Deno.test("THREAD-057 files are sent for what was asked, in versions, and the CSM gets them", async () => {
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
