import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { action, milestone, plannedAccount } from "../tests/plans.ts";
import { comeIn, contactIdOf, customerOf, invite, wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";
const ASKED = [milestone("Kickoff", [action("COLLECT_INFO", "Goals", { portal_visible: true })])];

const portalOf = (thread: TestApp) => `/p/${thread.cast.bob!.orgId}`;

Deno.test("THREAD-055 the primary contact is invited by a letter that leads to the portal", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  const path = await invite(thread, accountId, ANN);
  const letter = await letterTo(thread, ANN);
  assert.match(letter.subject, /Bob invites you to the portal of Acme Cloud/);
  const ann = thread.visitor();
  const page = await ann.get(path);
  assert.equal(page.status, 200);
  assert.match(wordsOf(await page.text()), /Welcome, Ann .* Send a sign-in link to a…@northwind/);
  assert.equal((await ann.post(path)).headers.get("location"), "/p/code");
  const entered = await ann.post((await letterTo(thread, ANN)).path);
  assert.equal(entered.headers.get("location"), portalOf(thread));
  assert.match(wordsOf(await (await ann.follow(entered)).text()), /Welcome, Ann/);
  const contacts = await thread.as("bob").page(`/accounts/${accountId}/contacts`);
  assert.match(wordsOf(contacts), /Ann Primary .* Seen/);
});

Deno.test("an invitation lets nobody in, is dead after 14 days, and when a newer letter is sent", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  const first = await invite(thread, accountId, ANN);
  const visitor = thread.visitor();
  await visitor.get(first);
  await visitor.post(first);
  assert.equal((await visitor.get("/p")).status, 303);
  await thread.pass("2 minutes");
  const second = await invite(thread, accountId, ANN);
  assert.equal((await visitor.get(first)).status, 410);
  assert.equal((await visitor.get(second)).status, 200);
  await thread.pass("14 days");
  assert.equal((await visitor.get(second)).status, 410);
});

Deno.test("THREAD-183 THREAD-184 a link in a mail signs a customer in without a password", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  await invite(thread, accountId, ANN);
  const ann = thread.visitor();
  await ann.post("/p/sign-in-links", { email: ANN, next: portalOf(thread) });
  const { path } = await letterTo(thread, ANN);
  assert.match(wordsOf(await ann.page(path)), /You sign in as ann@northwind.example Continue/);
  assert.doesNotMatch(await ann.page(path), /type="password"/);
  const entered = await ann.follow(await ann.post(path));
  assert.match(wordsOf(await entered.text()), /Welcome, Ann/);
});

Deno.test("THREAD-185 a link that was used offers a new one, and signs nobody in again", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  await invite(thread, accountId, ANN);
  const ann = thread.visitor();
  await comeIn(thread, ann, ANN);
  const { path } = await letterTo(thread, ANN);
  const other = thread.visitor();
  const dead = await other.post(path);
  assert.equal(dead.status, 410);
  const words = wordsOf(await dead.text());
  assert.match(words, /This link has been used .* Send a new letter to a…@northwind.example/);
  const again = await other.post("/p/letters", { again: path.split("/").at(-1)! });
  assert.equal(again.headers.get("location"), "/p/code");
  const entered = await other.post((await letterTo(thread, ANN)).path);
  assert.equal(entered.status, 303);
  assert.equal((await other.get("/p")).status, 200);
});

Deno.test("THREAD-186 a link is dead after ten minutes", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  await invite(thread, accountId, ANN);
  const ann = thread.visitor();
  await ann.post("/p/sign-in-links", { email: ANN, next: "/p" });
  const { path } = await letterTo(thread, ANN);
  await thread.pass("11 minutes");
  assert.equal((await ann.get(path)).status, 410);
  assert.equal((await ann.post(path)).status, 410);
  assert.equal((await ann.get("/p")).status, 303);
});

Deno.test("THREAD-187 robots that open a link, and press what is behind it, use nothing up", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  await invite(thread, accountId, ANN);
  const ann = thread.visitor();
  await ann.post("/p/sign-in-links", { email: ANN, next: "/p" });
  const { path, code } = await letterTo(thread, ANN);
  const robot = thread.visitor();
  await robot.request(path, { method: "HEAD" });
  for (let n = 0; n < 5; n++) assert.equal((await robot.get(path)).status, 200);
  const pressed = await robot.post(path);
  assert.match(wordsOf(await pressed.text()), /enter its code as well/);
  assert.equal((await robot.get("/p")).status, 303);
  const phone = thread.visitor();
  assert.equal((await phone.post(path, { code: "000000" })).status, 422);
  assert.equal((await ann.post(path)).status, 303, "who asked needs no code");
  await ann.post("/p/sign-in-links", { email: ANN, next: "/p" });
  const letter = await letterTo(thread, ANN);
  assert.notEqual(letter.code, code);
  assert.equal((await phone.post(letter.path, { code: letter.code })).status, 303);
});

Deno.test("an address that opens nothing gets the same pages, and a letter that says so", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread, { contacts: [ANN, "uma@northwind.example"] });
  await invite(thread, accountId, ANN);
  const answers = [];
  for (const email of [ANN, "uma@northwind.example", "nobody@nowhere.example"]) {
    const visitor = thread.visitor();
    const asked = await visitor.post("/p/sign-in-links", { email, next: portalOf(thread) });
    const sent = await visitor.page("/p/code");
    answers.push(`${asked.status} ${asked.headers.get("location")} ${sent.replaceAll(email, "")}`);
  }
  const plain = answers.map((answer) => answer.replaceAll(/nonce="[^"]*"/g, ""));
  assert.equal(new Set(plain).size, 1);
  const letter = await letterTo(thread, "uma@northwind.example");
  assert.match(letter.subject, /No portal is open to this address/);
  assert.equal(letter.path, "");
});

Deno.test("asking for letter after letter has to wait", async () => {
  await using thread = await testApp();
  const statuses = [];
  for (let n = 0; n < 6; n++) {
    const res = await thread.visitor().post("/p/sign-in-links", { email: ANN, next: "/p" });
    statuses.push(res.status);
  }
  assert.deepEqual(statuses.slice(-1), [429]);
});

Deno.test("whoever is removed, corrected or shut out is out at once, and so are the old links", async () => {
  await using thread = await testApp();
  const contacts = [ANN, "uma@northwind.example", "joe@northwind.example"];
  const { accountId } = await plannedAccount(thread, { contacts });
  const bob = thread.as("bob");
  const at = async (email: string) =>
    `/accounts/${accountId}/contacts/${await contactIdOf(thread, accountId, email)}`;

  const uma = await customerOf(thread, accountId, "uma@northwind.example");
  await uma.post("/p/sign-in-links", { email: "uma@northwind.example", next: "/p" });
  const unused = await letterTo(thread, "uma@northwind.example");
  await bob.post(`${await at("uma@northwind.example")}/removal`);
  assert.equal((await uma.get("/p")).headers.get("location"), "/p/sign-in?next=%2Fp");
  assert.equal((await uma.post(unused.path)).status, 403);

  const joe = await customerOf(thread, accountId, "joe@northwind.example");
  await bob.post(`${await at("joe@northwind.example")}/portal-access/removal`);
  assert.equal((await joe.get("/p")).status, 303);

  const ann = await customerOf(thread, accountId);
  await thread.pass("2 minutes");
  const old = await invite(thread, accountId, ANN);
  const facts = { name: "Ann", email: "ann.b@northwind.example", job_title: "", phone: "" };
  await bob.post(await at(ANN), { version: "1", ...facts });
  assert.equal((await ann.get("/p")).status, 303);
  assert.equal((await thread.visitor().get(old)).status, 410);
});

Deno.test("a link in a mail leads to the task it is about, in whichever account that is", async () => {
  await using thread = await testApp();
  const first = await plannedAccount(thread, { milestones: ASKED, startFirst: true });
  const second = await plannedAccount(thread, {
    name: "Second",
    domain: "second.example",
    templateId: first.templateId,
    startFirst: true,
  });
  await invite(thread, second.accountId, ANN);
  await invite(thread, first.accountId, ANN);
  const task = await second.action("Goals");
  const link = `${portalOf(thread)}/tasks/${task.id}`;
  const ann = thread.visitor();
  assert.match(await ann.page(link), new RegExp(`name="next" value="${link}"`));
  const entered = await comeIn(thread, ann, ANN, link);
  assert.equal(entered.headers.get("location"), link);
  const page = await ann.follow(entered);
  assert.equal(page.status, 200);
  const words = wordsOf(await page.text());
  assert.match(words, /Goals Part of Kickoff .* Second with Acme Cloud/);

  const choice = wordsOf(await ann.page("/p/choice"));
  assert.match(choice, /Acme/);
  const contact = await contactIdOf(thread, first.accountId, ANN);
  await ann.post("/p/choice", { contact });
  assert.match(wordsOf(await ann.page("/p")), /Acme with Acme Cloud/);
  assert.equal((await ann.get(`/p/tasks/${task.id}`)).status, 404);
});

Deno.test("signing out everywhere ends each session of the address, and a member's cookie opens nothing", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread);
  const desk = await customerOf(thread, accountId);
  const phone = thread.visitor();
  await comeIn(thread, phone, ANN);
  assert.equal((await phone.get("/p")).status, 200);
  await desk.post("/p/settings/sessions/revocation");
  assert.equal((await desk.get("/p")).status, 303);
  assert.equal((await phone.get("/p")).status, 303);
  assert.equal((await thread.as("bob").get("/p")).status, 303);
  assert.equal((await phone.get("/accounts")).headers.get("location"), "/sign-in?next=%2Faccounts");
});
