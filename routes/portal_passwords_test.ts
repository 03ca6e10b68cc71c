import assert from "node:assert/strict";
import type { Client } from "../tests/client.ts";
import { letterTo } from "../tests/letters.ts";
import { comeIn, contactIdOf, invite, onboarding, wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";
const UMA = "uma@northwind.example";
const FIRST = "four unrelated words here";
const SECOND = "another lamp beside green rivers";
const HERE = "/p/settings/password";

const portalOf = (thread: TestApp) => `/p/${thread.cast.bob!.orgId}`;
const set = (client: Client, password: string) => client.post(HERE, { password });

async function signIn(thread: TestApp, password: string, email = ANN, next = portalOf(thread)) {
  const client = thread.visitor();
  return { client, res: await client.post("/p/sign-in", { email, password, next }) };
}

Deno.test("THREAD-188 THREAD-189 a customer sets a password, signs out, and signs in with it at the portal's address", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  const settings = wordsOf(await ann.page("/p/settings"));
  assert.match(settings, /If you like, set a password as well\. Set a password/);
  assert.match(await ann.page(HERE), /autocomplete="new-password"/);
  const done = await set(ann, FIRST);
  assert.match(wordsOf(await (await ann.follow(done)).text()), /Your password is set/);
  const told = await letterTo(thread, ANN);
  assert.match(told.subject, /You have set a password for the portal of Acme Cloud/);
  await ann.post("/p/sign-out");
  const visitor = thread.visitor();
  const front = await visitor.page(portalOf(thread));
  assert.match(wordsOf(front), /Send me a sign-in link Sign in with a password/);
  const next = /name="next" value="([^"]+)"/.exec(front)![1]!;
  const res = await visitor.post("/p/sign-in", { email: ANN, password: FIRST, next });
  assert.match(wordsOf(await (await visitor.follow(res)).text()), /Welcome, Ann/);
  assert.match(wordsOf(await visitor.page("/p/settings")), /with your password, or by a link/);
  const byLink = thread.visitor();
  await comeIn(thread, byLink, ANN);
  assert.equal((await byLink.get("/p")).status, 200, "a link lets them in as before");
  const [kept] = await thread.rows<{ hash: string }>("select hash from portal_passwords");
  assert.match(kept!.hash, /^\$(argon2id|scrypt)\$/);
});

Deno.test("a wrong password and an unknown address get the same answer, and too many tries wait", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  await set(ann, FIRST);
  const answers = await Promise.all(
    [[ANN, SECOND], [UMA, FIRST], ["nobody@nowhere.example", FIRST]].map(async ([email, typed]) => {
      const { res, client } = await signIn(thread, typed!, email!);
      assert.equal(client.jar.has("portal"), false);
      return { status: res.status, words: wordsOf(await res.text()) };
    }),
  );
  assert.deepEqual(answers[1], answers[0]);
  assert.deepEqual(answers[2], answers[0]);
  assert.equal(answers[0]!.status, 422);
  assert.match(answers[0]!.words, /This address and this password do not belong together/);
  for (let n = 0; n < 4; n++) await signIn(thread, SECOND);
  const { res } = await signIn(thread, FIRST);
  assert.equal(res.status, 429);
  assert.match(res.headers.get("retry-after")!, /^\d+$/);
  await thread.pass("1 hour");
  assert.equal((await signIn(thread, FIRST)).res.status, 303);
});

Deno.test("a changed or removed password ends every other session of the portal, and is told by mail", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  await set(ann, FIRST);
  const { client: phone } = await signIn(thread, FIRST);
  assert.equal((await phone.get("/p")).status, 200);
  const before = ann.jar.get("portal");
  await set(ann, SECOND);
  assert.notEqual(ann.jar.get("portal"), before);
  assert.equal((await ann.get("/p")).status, 200);
  assert.equal((await phone.get("/p")).status, 303);
  assert.match((await letterTo(thread, ANN)).subject, /Your password .* was changed/);
  assert.equal((await signIn(thread, FIRST)).res.status, 422);
  const { client: laptop, res } = await signIn(thread, SECOND);
  assert.equal(res.status, 303);
  await ann.post(`${HERE}/removal`);
  assert.equal((await laptop.get("/p")).status, 303);
  assert.match((await letterTo(thread, ANN)).subject, /Your password .* was removed/);
  assert.equal((await signIn(thread, SECOND)).res.status, 422);
  assert.equal((await thread.rows("select from portal_passwords")).length, 0);
  const history = wordsOf(await thread.as("alice").page("/activity"));
  assert.match(history, /removed their password for the portal/);
});

Deno.test("a password is changed only after a fresh proof: the current password or a code by mail", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  await thread.pass("20 minutes");
  assert.match(wordsOf(await ann.page(HERE)), /Is it you\? .* Mail me a code/);
  assert.equal((await set(ann, FIRST)).headers.get("location"), HERE);
  assert.equal((await thread.rows("select from portal_passwords")).length, 0);
  await ann.post(`${HERE}/letters`);
  const { subject, code } = await letterTo(thread, ANN);
  assert.match(subject, /Your code for the portal of Acme Cloud/);
  assert.match(wordsOf(await ann.page(HERE)), /We sent a code to ann@northwind\.example/);
  assert.equal((await ann.post(`${HERE}/code`, { code: "000000" })).status, 422);
  assert.equal((await ann.post(`${HERE}/code`, { code })).status, 303);
  assert.equal((await set(ann, FIRST)).headers.get("location"), "/p/settings");
  await thread.pass("20 minutes");
  const wrong = await ann.post(`${HERE}/proof`, { password: SECOND });
  assert.match(wordsOf(await wrong.text()), /This is not your password/);
  assert.equal((await ann.post(`${HERE}/proof`, { password: FIRST })).status, 303);
  assert.match(wordsOf(await ann.page(HERE)), /Change your password/);
});

Deno.test("the rules for a password are those of members, said in the customer's language", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  await ann.post("/p/settings/language", { language: "de" });
  const words = async (password: string) => wordsOf(await (await set(ann, password)).text());
  assert.match(await words("kurz"), /mindestens 12 Zeichen/);
  assert.match(await words("x".repeat(300)), /höchstens 256 Zeichen/);
  assert.match(await words("Acme Cloud Acme Cloud"), /zu leicht zu erraten/);
  assert.doesNotMatch(await (await set(ann, "kurz")).text(), /value="kurz"/);
});

Deno.test("whoever loses the address or the access loses the password with it", async () => {
  await using thread = await testApp();
  const { ann, accountId } = await onboarding(thread);
  const id = await contactIdOf(thread, accountId, ANN);
  const at = `/accounts/${accountId}/contacts/${id}`;
  await set(ann, FIRST);
  const bob = thread.as("bob");
  const version = /name="version" value="(\d+)"/.exec(await bob.page(at))![1]!;
  const facts = { name: "Ann", email: "ann.lee@northwind.example", job_title: "", phone: "" };
  assert.equal((await bob.post(at, { ...facts, version })).status, 303);
  assert.equal((await ann.get("/p")).status, 303);
  for (const email of [ANN, facts.email]) {
    assert.equal((await signIn(thread, FIRST, email)).res.status, 422, email);
  }
  await invite(thread, accountId, facts.email);
  const again = thread.visitor();
  await comeIn(thread, again, facts.email);
  await set(again, SECOND);
  await bob.post(`${at}/portal-access/removal`);
  assert.equal((await signIn(thread, SECOND, facts.email)).res.status, 422);
  assert.equal((await thread.rows("select from portal_passwords")).length, 0);
});

Deno.test("a password opens the portal of its own organisation only", async () => {
  await using thread = await testApp();
  const { ann } = await onboarding(thread);
  await set(ann, FIRST);
  const globex = thread.cast.charlie!.orgId;
  const accountId = crypto.randomUUID();
  const contactId = crypto.randomUUID();
  await thread.rows(
    `with a as (insert into accounts (org_id, id, name, match_key) values ($1, $2, 'Other', 'other')
       returning org_id, id),
     c as (insert into contacts (org_id, id, account_id, name, email)
       select org_id, $3, id, 'Ann', $4 from a returning org_id, id, account_id)
     insert into portal_access (org_id, contact_id, account_id, token_hash)
     select org_id, id, account_id, sha256('x') from c`,
    [globex, accountId, contactId, ANN],
  );
  assert.equal((await signIn(thread, FIRST, ANN, `/p/${globex}`)).res.status, 422);
  const { client } = await signIn(thread, FIRST);
  assert.doesNotMatch(wordsOf(await client.page("/p")), /Change account/);
  assert.equal((await client.post("/p/choice", { contact: contactId })).status, 422);
  assert.match(wordsOf(await ann.page("/p")), /Change account/);
  assert.equal((await ann.post("/p/choice", { contact: contactId })).status, 303);
});
