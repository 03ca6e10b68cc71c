import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { mailsTo, prefer, tellAll, toldTo } from "../tests/notifications.ts";
import { onboarding, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("whoever an event concerns reads it, why, and where it leads, and its actor does not", async () => {
  await using thread = await testApp();
  const at = await addAccount(thread.as("alice"), { csm_id: thread.cast.bob!.memberId });
  await tellAll(thread);
  const bob = thread.as("bob");
  assert.match(await bob.page("/"), /id="count-notifications" ?>1</);
  const page = await bob.page("/notifications");
  assert.match(
    wordsOf(page),
    /Northwind Traders Unread: Alice assigned Northwind Traders to Bob .* You get this because it was given to you\./,
  );
  const [told] = await toldTo(thread, "bob");
  const opened = await bob.post(`/notifications/${told!.event_id}/reading`, { go: "on" });
  assert.equal(opened.headers.get("location"), at);
  assert.match(await bob.page("/"), /id="count-notifications" hidden="">0</);
  assert.match(wordsOf(await bob.page("/notifications?view=unread")), /You have read everything/);
  await bob.post(`/notifications/${told!.event_id}/reading/removal`);
  assert.match(await bob.page("/counts"), /id="count-bell" ?>1</);

  assert.deepEqual(await toldTo(thread, "alice"), []);
  assert.match(wordsOf(await thread.as("lea").page("/notifications")), /Nothing has concerned you/);
  for (const who of ["alice", "charlie"]) {
    const res = await thread.as(who).post(`/notifications/${told!.event_id}/reading`);
    assert.equal(res.status, 404, who);
  }
});

Deno.test("notifications stand by day and account, unread first, and page by the last line", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const csm_id = thread.cast.bob!.memberId;
  for (let nth = 1; nth <= 52; nth++) {
    await addAccount(alice, { csm_id, name: `Account ${nth}`, domain: "" });
  }
  await tellAll(thread);
  const bob = thread.as("bob");
  const told = await toldTo(thread, "bob");
  await bob.post(`/notifications/${told.at(-1)!.event_id}/reading`);
  const first = await bob.page("/notifications");
  assert.equal([...first.matchAll(/id="notification-/g)].length, 50);
  assert.doesNotMatch(first, />Account 52</);
  const next = /href="(\/notifications\?after=u\d+)" rel="next"/.exec(first)![1]!;
  const second = await bob.page(next);
  assert.deepEqual(
    [...second.matchAll(/<h3><a[^>]*>(Account \d+)</g)].map(([, name]) => name),
    ["Account 1", "Account 52"],
  );
  assert.match(wordsOf(await bob.page("/notifications?about=late")), /Nothing of this kind/);
  await landed(bob, await bob.post("/notifications/readings", { topic: "late" }));
  assert.match(await bob.page("/"), /id="count-notifications" ?>51</);
  await landed(bob, await bob.post("/notifications/readings"));
  assert.match(await bob.page("/"), /id="count-notifications" hidden=""/);
});

Deno.test("one event is told to each once: the first mail goes at once, what follows within a minute in one", async () => {
  await using thread = await testApp();
  const { ann, accountId } = await onboarding(thread);
  await tellAll(thread);
  await thread.pass("5 minutes");
  const before = (await mailsTo(thread, "bob")).length;
  await ann.post("/p/messages", { body: "When is the training?" });
  await tellAll(thread);
  const [first, ...none] = (await mailsTo(thread, "bob")).slice(before);
  assert.deepEqual(none, []);
  assert.equal(first!.subject, "Ann of Acme wrote to you");
  assert.match(first!.body_text, /When is the training\?/);
  assert.ok(first!.body_text.includes(`http://thread.test/accounts/${accountId}/messages`));
  assert.match(first!.body_text, /because you are the CSM of this account/);

  for (let nth = 1; nth <= 10; nth++) await ann.post("/p/messages", { body: `And ${nth}` });
  await tellAll(thread);
  assert.equal((await mailsTo(thread, "bob")).length, before + 1);
  await thread.pass("1 minute");
  await tellAll(thread);
  await tellAll(thread);
  const [bundle, ...more] = (await mailsTo(thread, "bob")).slice(before + 1);
  assert.deepEqual(more, []);
  assert.equal(bundle!.subject, "10 things happened with Acme");
  assert.equal(bundle!.body_text.match(/- Ann wrote in the portal/g)?.length, 10);
});

Deno.test("what is read in Thread is not mailed, and a topic that is turned off is only shown", async () => {
  await using thread = await testApp();
  assert.equal((await prefer(thread, "bob", { mail_accounts: "none" })).status, 303);
  const alice = thread.as("alice");
  await addAccount(alice, { csm_id: thread.cast.bob!.memberId });
  await addAccount(alice, { csm_id: thread.cast.olive!.memberId, name: "Other", domain: "" });
  await tellAll(thread);
  assert.deepEqual(await mailsTo(thread, "bob"), []);
  assert.equal((await toldTo(thread, "bob")).length, 1);
  assert.equal((await mailsTo(thread, "olive")).length, 1);

  await addAccount(alice, { csm_id: thread.cast.olive!.memberId, name: "Third", domain: "" });
  await tellAll(thread);
  await thread.as("olive").post("/notifications/readings");
  await thread.pass("2 minutes");
  await tellAll(thread);
  assert.equal((await mailsTo(thread, "olive")).length, 1);
});

Deno.test("somebody named in a note is told so, and an AE hears only of accounts that name them", async () => {
  await using thread = await testApp();
  const at = await addAccount(thread.as("alice"), { csm_id: thread.cast.bob!.memberId });
  const body = "@Lea please look, @Ed and @nobody too, not me@lea.test or @Bobby";
  await landed(thread.as("alice"), await thread.as("alice").post(`${at}/notes`, { body }));
  await tellAll(thread);
  assert.deepEqual(
    (await toldTo(thread, "lea")).map(({ kind, reason, topic }) => [kind, reason, topic]),
    [["account.note_added", "mentioned", "mentions"]],
  );
  assert.match(
    wordsOf(await thread.as("lea").page("/notifications")),
    /somebody named you in a note/,
  );
  assert.equal((await mailsTo(thread, "lea")).length, 1);
  assert.deepEqual(await toldTo(thread, "ed"), [], "the account does not name him");
  assert.equal((await toldTo(thread, "bob")).at(-1)!.reason, "csm");
});

Deno.test("whoever is deactivated is told nothing more, and an account lost to an AE is not named", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const at = await addAccount(alice, {
    csm_id: thread.cast.bob!.memberId,
    ae_id: thread.cast.ed!.memberId,
  });
  await tellAll(thread);
  assert.match(wordsOf(await thread.as("ed").page("/notifications")), /Northwind Traders/);
  const version = await hiddenOn(alice, `${at}/overview`, "version");
  await landed(alice, await alice.post(`${at}/ae`, { version, ae_id: "" }));
  const page = wordsOf(await thread.as("ed").page("/notifications"));
  assert.match(page, /An account that you no longer see Something happened\./);

  const member = `/members/${thread.cast.bob!.memberId}`;
  await landed(alice, await alice.post(`${member}/deactivation`, { version: "1" }));
  const told = (await toldTo(thread, "bob")).length;
  await landed(alice, await alice.post(`${at}/notes`, { body: "@Bob?" }));
  await tellAll(thread);
  assert.equal((await toldTo(thread, "bob")).length, told);
});
