import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { testApp } from "../tests/test_app.ts";

const PASSWORD = "mellow harbour tractor sixpence";

Deno.test("an admin has a reset letter sent, and only the member can use it", async () => {
  await using thread = await testApp();
  const { memberId } = thread.cast.bob!;
  const alice = thread.as("alice");
  const res = await alice.post(`/password-resets/members/${memberId}`);
  assert.equal(res.headers.get("location"), `/members/${memberId}`);
  assert.equal(alice.jar.has("asked"), false);
  const letter = await letterTo(thread, "bob@acme.test");
  assert.match(letter.text, /^Alice, an admin of Acme Cloud/);
  const bob = thread.visitor();
  assert.match(await bob.page(letter.path), /name="code"/);
  assert.equal((await bob.post(letter.path, { password: PASSWORD })).status, 422);
  assert.equal(
    (await bob.post(letter.path, { password: PASSWORD, code: letter.code })).status,
    303,
  );
  const events = await thread.rows("select actor_id from events where kind = 'member.reset_sent'");
  assert.deepEqual(events.map(({ actor_id }) => actor_id), [thread.cast.alice!.memberId]);
});

Deno.test("nobody but a fresh admin of the same organisation sends reset letters", async () => {
  await using thread = await testApp();
  const path = `/password-resets/members/${thread.cast.bob!.memberId}`;
  assert.equal((await thread.as("olive").post(path)).status, 403);
  const foreign = await thread.as("charlie").post(path);
  const absent = await thread.as("charlie").post(`/password-resets/members/${crypto.randomUUID()}`);
  assert.deepEqual([foreign.status, absent.status], [404, 404]);
  assert.match((await thread.visitor().post(path)).headers.get("location")!, /^\/sign-in/);
  await thread.pass("16 minutes");
  assert.match((await thread.as("alice").post(path)).headers.get("location")!, /^\/step-up/);
  assert.deepEqual(await thread.mails(), []);
});
