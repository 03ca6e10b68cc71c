import assert from "node:assert/strict";
import { comeIn, contactIdOf, onboarding, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";

Deno.test("a customer changes their own name and title, and their CSM sees it", async () => {
  await using thread = await testApp();
  const { ann, accountId } = await onboarding(thread);
  const saved = await ann.post("/p/settings/profile", { name: "Ann Lee", job_title: "Head of IT" });
  assert.match(wordsOf(await (await ann.follow(saved)).text()), /Your settings are saved/);
  await thread.workOff();
  const bob = thread.as("bob");
  assert.match(wordsOf(await bob.page(`/accounts/${accountId}/contacts`)), /Ann Lee .* Head of IT/);
  assert.match(wordsOf(await bob.page("/search?q=Lee")), /Ann Lee|Acme/);
  const refused = await ann.post("/p/settings/profile", { name: " ", job_title: "CEO" });
  assert.equal(refused.status, 422);
  const page = await refused.text();
  assert.match(wordsOf(page), /Enter your name/);
  assert.match(page, /value="CEO"/);
});

Deno.test("the settings list where an address is signed in, and end one of them or all others", async () => {
  await using thread = await testApp();
  const { ann, accountId } = await onboarding(thread);
  const others = [thread.visitor(), thread.visitor(), thread.visitor()];
  for (const other of others) await comeIn(thread, other, ANN);
  const page = await ann.page("/p/settings");
  assert.match(wordsOf(page), /Where you are signed in .* This browser .* Sign out all others/);
  const ids = [...page.matchAll(/settings\/sessions\/([0-9a-f-]{36})\/revocation/g)];
  assert.equal(ids.length, 3);
  const living = async () => {
    const answers = await Promise.all(others.map((one) => one.get("/p")));
    return answers.filter(({ status }) => status === 200).length;
  };
  await ann.post(`/p/settings/sessions/${ids[0]![1]}/revocation`);
  assert.equal(await living(), 2);
  assert.equal((await ann.post(`/p/settings/sessions/${ids[0]![1]}/revocation`)).status, 404);
  await ann.post("/p/settings/other-sessions/revocation");
  assert.equal(await living(), 0);
  assert.equal((await ann.get("/p")).status, 200);
  const uma = "uma@northwind.example";
  await contactIdOf(thread, accountId, uma);
  await thread.as("bob").post(
    `/accounts/${accountId}/contacts/${await contactIdOf(
      thread,
      accountId,
      uma,
    )}/portal-invitations`,
  );
  const stranger = thread.visitor();
  await comeIn(thread, stranger, uma);
  const [own] = await thread.rows<{ id: string }>(
    "select id from portal_sessions where email = $1",
    [ANN],
  );
  assert.equal((await stranger.post(`/p/settings/sessions/${own!.id}/revocation`)).status, 404);
  await thread.pass("1 hour");
  await comeIn(thread, others[0]!, ANN);
  await ann.post("/p/settings/sessions/revocation");
  assert.equal(await living(), 0, "everywhere");
  assert.equal((await ann.get("/p")).status, 303);
});
