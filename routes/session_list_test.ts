import assert from "node:assert/strict";
import { startSession } from "../domain/people/sessions.ts";
import { openClient } from "../tests/client.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1";

Deno.test("the list names each browser in words and marks this one", async () => {
  await using thread = await testApp();
  await onPhone(thread);
  const page = await thread.as("alice").page("/profile/sessions");
  assert.match(page, /Safari on iPhone/);
  assert.match(page, /198\.51\.100\.7/);
  assert.equal(page.match(/This browser/g)?.length, 1);
  assert.equal(page.match(/action="\/profile\/sessions\/[0-9a-f-]{36}\/revocation"/g)?.length, 1);
});

Deno.test("an ended session is worth nothing from that moment", async () => {
  await using thread = await testApp();
  const phone = await onPhone(thread);
  const alice = thread.as("alice");
  const page = await alice.page("/profile/sessions");
  const path = /\/profile\/sessions\/[0-9a-f-]{36}\/revocation/.exec(page)![0];
  const res = await alice.post(path);
  assert.match(await (await alice.follow(res)).text(), /That browser is signed out/);
  const refused = await phone.get("/profile");
  assert.equal(refused.headers.get("location"), "/sign-in?next=%2Fprofile");
  assert.equal((await alice.post(path)).status, 404);
});

Deno.test("an expired session sends a fragment to sign in, and never swaps that page in", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  await thread.pass("15 days");
  const res = await alice.fragment("GET", "/profile/sessions");
  assert.equal(res.status, 401);
  assert.match(res.headers.get("hx-redirect")!, /^\/sign-in\?next=/);
  assert.equal(await res.text(), "");
  assert.equal(alice.jar.has("thread"), false);
});

Deno.test("a session ends after thirty days, however much it is used", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  for (let day = 0; day < 29; day += 10) {
    assert.equal((await alice.get("/profile")).status, 200);
    await thread.pass("9 days 20 hours");
  }
  assert.equal((await alice.get("/profile")).status, 200);
  await thread.pass("13 hours");
  assert.equal((await alice.get("/profile")).status, 303);
});

Deno.test("all others end at once, and only this person's", async () => {
  await using thread = await testApp();
  const phone = await onPhone(thread);
  const alice = thread.as("alice");
  const res = await alice.post("/profile/sessions/revocation");
  assert.match(await (await alice.follow(res)).text(), /Every other browser is signed out/);
  assert.equal((await phone.get("/profile")).status, 303);
  assert.equal((await thread.as("bob").get("/profile")).status, 200);
  assert.equal((await alice.get("/profile")).status, 200);
});

Deno.test("somebody else's session cannot be ended, and answers like one that is not there", async () => {
  await using thread = await testApp();
  const [{ id } = { id: "" }] = await thread.rows<{ id: string }>(
    "select id from sessions where identity_id = $1",
    [thread.cast.alice!.identityId],
  );
  const answers = await Promise.all(
    [id, crypto.randomUUID()].map((one) =>
      thread.as("charlie").post(`/profile/sessions/${one}/revocation`)
    ),
  );
  assert.deepEqual(answers.map((res) => res.status), [404, 404]);
  assert.equal((await thread.as("alice").get("/profile")).status, 200);
});

async function onPhone(thread: TestApp) {
  const { identityId, orgId } = thread.cast.alice!;
  const visitor = { userAgent: PHONE, ip: "198.51.100.7" };
  const token = await startSession(thread.db, identityId, "password", visitor, orgId);
  return openClient(thread.app, thread.settings, token);
}
