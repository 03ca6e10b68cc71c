import assert from "node:assert/strict";
import { setPassword } from "../domain/people/password_changes.ts";
import { letterTo } from "../tests/letters.ts";
import { testApp } from "../tests/test_app.ts";

const PASSWORD = "mellow harbour tractor sixpence";
const GUARDED = "/profile/password";

Deno.test("a sensitive page opens within fifteen minutes of signing in, then asks again", async () => {
  await using thread = await withPassword();
  const alice = thread.as("alice");
  await thread.pass("14 minutes 50 seconds");
  assert.equal((await alice.get(GUARDED)).status, 200);
  await thread.pass("11 seconds");
  const res = await alice.get(GUARDED);
  assert.equal(res.headers.get("location"), "/step-up?next=%2Fprofile%2Fpassword");
  assert.equal((await alice.get("/profile")).status, 200);
  const refused = await alice.post(GUARDED, { password: "crimson lantern oyster seventy" });
  assert.match(refused.headers.get("location")!, /^\/step-up/);
});

Deno.test("a form that was sent too late leads back to the page it stood on", async () => {
  await using thread = await withPassword();
  const alice = thread.as("alice");
  await thread.pass("1 hour");
  const res = await alice.request(GUARDED, {
    method: "POST",
    headers: { referer: "http://thread.test/profile/password" },
    body: new URLSearchParams({ password: "crimson lantern oyster seventy" }),
  });
  assert.equal(res.headers.get("location"), "/step-up?next=%2Fprofile%2Fpassword");
  const away = await alice.request(GUARDED, {
    method: "POST",
    headers: { referer: "https://evil.test/profile" },
    body: new URLSearchParams(),
  });
  assert.equal(away.headers.get("location"), "/step-up?next=%2F");
});

Deno.test("the password makes the session fresh under a new token, and the old one is dead", async () => {
  await using thread = await withPassword();
  const alice = thread.as("alice");
  await thread.pass("1 hour");
  const before = alice.jar.get("thread")!;
  const wrong = await alice.post("/step-up", { password: "not this one at all", next: GUARDED });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /not your password/);
  const res = await alice.post("/step-up", { password: PASSWORD, next: GUARDED });
  assert.equal(res.headers.get("location"), GUARDED);
  assert.equal((await alice.get(GUARDED)).status, 200);
  const thief = thread.visitor();
  thief.jar.set("thread", before);
  assert.match((await thief.get("/profile")).headers.get("location")!, /^\/sign-in/);
});

Deno.test("without a password, a code by mail makes the session fresh", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  await thread.pass("1 hour");
  const page = await bob.page("/step-up?next=/profile/password");
  assert.doesNotMatch(page, /type="password"/);
  const sent = await bob.post("/step-up/letters", { next: GUARDED });
  assert.equal(sent.headers.get("location"), "/step-up/code");
  const letter = await letterTo(thread, "bob@acme.test");
  assert.equal(letter.path, "", "there is no link to press");
  const wrong = await bob.post("/step-up/code", { code: "12345x" });
  assert.equal(wrong.status, 422);
  const before = bob.jar.get("thread");
  const res = await bob.post("/step-up/code", { code: letter.code });
  assert.equal(res.headers.get("location"), GUARDED);
  assert.notEqual(bob.jar.get("thread"), before);
  assert.equal((await bob.get(GUARDED)).status, 200);
});

Deno.test("a code for one person is worth nothing to another, nor for signing in", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  await thread.pass("1 hour");
  await bob.post("/step-up/letters", { next: GUARDED });
  const { code } = await letterTo(thread, "bob@acme.test");
  const charlie = thread.as("charlie");
  charlie.jar.set("asked", bob.jar.get("asked")!);
  assert.equal((await charlie.post("/step-up/code", { code })).headers.get("location"), "/step-up");
  const visitor = thread.visitor();
  visitor.jar.set("asked", bob.jar.get("asked")!);
  assert.equal((await visitor.post("/verification", { code })).status, 422);
  assert.equal(visitor.jar.has("thread"), false);
});

Deno.test("guessing the password of an open session is slowed down", async () => {
  await using thread = await withPassword();
  const alice = thread.as("alice");
  for (let i = 0; i < 5; i++) await alice.post("/step-up", { password: `guess number ${i}` });
  const blocked = await alice.post("/step-up", { password: PASSWORD });
  assert.equal(blocked.status, 429);
  await thread.pass("1 minute");
  assert.equal((await alice.post("/step-up", { password: PASSWORD })).status, 303);
});

Deno.test("a fragment of a stale session is sent to prove itself, not filled with that page", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  await thread.pass("1 hour");
  const res = await bob.fragment("GET", GUARDED);
  assert.equal(res.status, 403);
  assert.match(res.headers.get("hx-redirect")!, /^\/step-up\?next=/);
  assert.equal(await res.text(), "");
});

Deno.test("nobody proves anything without being signed in", async () => {
  await using thread = await testApp();
  const visitor = thread.visitor();
  for (const path of ["/step-up", "/step-up/code"]) {
    assert.match((await visitor.get(path)).headers.get("location")!, /^\/sign-in/);
  }
  assert.match((await visitor.post("/step-up/letters")).headers.get("location")!, /^\/sign-in/);
  assert.deepEqual(await thread.mails(), []);
});

async function withPassword() {
  const thread = await testApp();
  await setPassword(thread.db, thread.cast.alice!.identityId, PASSWORD);
  return thread;
}
