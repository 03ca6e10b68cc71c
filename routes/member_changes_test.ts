import assert from "node:assert/strict";
import { hiddenOn, landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("an admin changes roles, and the person has them with their next page", async () => {
  await using thread = await testApp();
  const bob = `/members/${thread.cast.bob!.memberId}`;
  const alice = thread.as("alice");
  assert.equal((await thread.as("bob").get("/settings")).status, 403);
  const version = await hiddenOn(alice, `${bob}/roles`, "version");
  const page = await landed(
    alice,
    await alice.post(`${bob}/roles`, { version, roles: ["csm", "ops"] }),
  );
  assert.match(page, /Bob is now Operations, CSM\./);
  assert.equal((await thread.as("bob").get("/settings")).status, 200);
  const events = await thread.rows("select * from events where kind = 'member.roles_changed'");
  assert.equal(events.length, 1);
  assert.equal(events[0]!.actor_id, thread.cast.alice!.memberId);
  assert.deepEqual(events[0]!.data, {
    name: "Bob",
    changes: { roles: [["csm"], ["csm", "ops"]] },
  });
});

Deno.test("only an admin changes roles or access, and others are told who can", async () => {
  await using thread = await testApp();
  const ed = `/members/${thread.cast.ed!.memberId}`;
  for (const name of ["bob", "olive", "ed", "lea"]) {
    const person = thread.as(name);
    const answers = [
      await person.get(`${ed}/roles`),
      await person.get(`${ed}/deactivation`),
      await person.post(`${ed}/roles`, { version: "1", roles: "admin" }),
      await person.post(`${ed}/deactivation`, { version: "1" }),
      await person.post(`${ed}/reactivation`, { version: "1" }),
      await person.post(`${ed}/sign-in-help`),
    ];
    for (const res of answers) {
      assert.equal(res.status, 403, `${name} ${res.url}`);
      assert.match(await res.text(), /admin can give it to you/);
    }
  }
  const changed = await thread.rows("select from members where version > 1");
  assert.equal(changed.length, 0);
});

Deno.test("of two tabs the second is told who was first, and nothing typed is lost", async () => {
  await using thread = await testApp();
  const { memberId } = thread.cast.bob!;
  const bob = `/members/${memberId}`;
  await makeAdmin(thread, "olive");
  const version = await hiddenOn(thread.as("olive"), `${bob}/roles`, "version");
  await thread.as("alice").post(`${bob}/roles`, { version, roles: ["ae"] });
  const late = await thread.as("olive").post(`${bob}/roles`, { version, roles: ["leader"] });
  assert.equal(late.status, 409);
  const page = await late.text();
  assert.match(page, /Alice changed Bob while you had it open, so nothing was saved/);
  assert.match(page, /value="leader" checked/);
  assert.doesNotMatch(page, /value="ae" checked/);
  const again = page.match(/name="version" value="(\d+)"/)![1]!;
  await landed(
    thread.as("olive"),
    await thread.as("olive").post(`${bob}/roles`, {
      version: again,
      roles: ["leader"],
    }),
  );
  assert.deepEqual(await rolesOf(thread, memberId), ["leader"]);
});

Deno.test("the last admin keeps the role and stays active", async () => {
  await using thread = await testApp();
  const { memberId } = thread.cast.alice!;
  const alice = thread.as("alice");
  const roles = await alice.post(`/members/${memberId}/roles`, { version: "1", roles: ["csm"] });
  assert.equal(roles.status, 409);
  assert.match(await roles.text(), /Alice is the only admin\. Make somebody else an admin/);
  const away = await alice.post(`/members/${memberId}/deactivation`, { version: "1" });
  assert.equal(away.status, 409);
  assert.match(await away.text(), /Alice is the only admin/);
  assert.deepEqual(await rolesOf(thread, memberId), ["admin"]);
  await makeAdmin(thread, "olive");
  const both = await alice.post(`/members/${memberId}/roles`, { version: "1", roles: ["csm"] });
  assert.equal(both.status, 303);
});

Deno.test("of two admins who take each other's role at once, one wins", async () => {
  await using thread = await testApp();
  await makeAdmin(thread, "olive");
  const versions = await thread.rows<{ id: string; version: number }>(
    "select id, version from members",
  );
  const versionOf = (name: string) =>
    String(versions.find(({ id }) => id === thread.cast[name]!.memberId)!.version);
  const demote = (by: string, whom: string) =>
    thread.as(by).post(`/members/${thread.cast[whom]!.memberId}/roles`, {
      version: versionOf(whom),
      roles: ["csm"],
    });
  const answers = await Promise.all([demote("alice", "olive"), demote("olive", "alice")]);
  const [won, lost] = answers.map((res) => res.status).sort();
  assert.equal(won, 303);
  assert.ok(lost === 409 || lost === 403, `${lost}`); // The last admin, or an admin no longer.
  const admins = await thread.rows(
    "select from members where org_id = $1 and 'admin' = any(roles) and deactivated_at is null",
    [thread.cast.alice!.orgId],
  );
  assert.equal(admins.length, 1);
});

Deno.test("deactivation ends the person's sessions here at once, and nowhere else", async () => {
  await using thread = await testApp();
  const { memberId, identityId } = thread.cast.bob!;
  await thread.rows(
    "insert into sessions (token_hash, identity_id, org_id, method) values ('x', $1, $2, 'password')",
    [
      identityId,
      thread.cast.charlie!.orgId,
    ],
  );
  const alice = thread.as("alice");
  const bob = `/members/${memberId}`;
  assert.match(await alice.page(`${bob}/deactivation`), /signed out of this organisation at once/);
  const version = await hiddenOn(alice, `${bob}/deactivation`, "version");
  const page = await landed(alice, await alice.post(`${bob}/deactivation`, { version }));
  assert.match(page, /Bob is deactivated and signed out/);
  const res = await thread.as("bob").get("/members");
  assert.equal(res.headers.get("location"), "/sign-in?next=%2Fmembers");
  const left = await thread.rows("select org_id from sessions where identity_id = $1", [
    identityId,
  ]);
  assert.deepEqual(left.map(({ org_id }) => org_id), [thread.cast.charlie!.orgId]);
  assert.match((await thread.mails()).at(-1)!.subject, /Your access to Acme Cloud has ended/);
  assert.match(await alice.page("/members?state=deactivated"), /bob@acme\.test/);

  assert.equal((await alice.post(`${bob}/deactivation`, { version: "2" })).status, 409);
  assert.equal((await alice.post(`${bob}/roles`, { version: "2", roles: "admin" })).status, 409);
  assert.equal((await alice.post(`${bob}/reactivation`, { version: "1" })).status, 409);
  const back = await landed(alice, await alice.post(`${bob}/reactivation`, { version: "2" }));
  assert.match(back, /Bob can sign in again/);
  const kinds = await thread.rows("select kind from events where subject_id = $1 order by id", [
    memberId,
  ]);
  assert.deepEqual(kinds.map(({ kind }) => kind), ["member.deactivated", "member.reactivated"]);
});

Deno.test("changing roles asks again who you are, after a quarter of an hour", async () => {
  await using thread = await testApp();
  await thread.pass("16 minutes");
  const bob = `/members/${thread.cast.bob!.memberId}`;
  const alice = thread.as("alice");
  for (const path of [`${bob}/roles`, `${bob}/deactivation`, "/members/invitations/new"]) {
    const res = await alice.get(path);
    assert.equal(res.headers.get("location"), `/step-up?next=${encodeURIComponent(path)}`);
  }
  const res = await alice.post(`${bob}/roles`, { version: "1", roles: "admin" });
  assert.equal(res.status, 303);
  assert.deepEqual(await rolesOf(thread, thread.cast.bob!.memberId), ["csm"]);
});

Deno.test("THREAD-266 an admin helps a member to a new password without seeing the letter", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const { memberId, identityId } = thread.cast.bob!;
  const res = await alice.post(`/members/${memberId}/sign-in-help`);
  assert.match(await landed(alice, res), /A letter is on its way to bob@acme\.test/);
  const letter = (await thread.mails()).at(-1)!;
  assert.equal(letter.to_address, "bob@acme.test");
  assert.notEqual(letter.org_id, thread.cast.alice!.orgId);
  const link = new URL(letter.body_text.match(/http\S+/)![0]).pathname;
  const code = letter.body_text.match(/\b\d{6}\b/)![0];
  const bob = thread.visitor();
  const password = "coral bicycle under seven lamps";
  assert.notEqual((await bob.post(link, { password })).status, 303); // The code is needed as well.
  const set = await bob.post(link, { password, code });
  assert.equal(set.status, 303);
  assert.match(await bob.page("/members"), /Acme Cloud/);
  const [person] = await thread.rows("select password_hash from identities where id = $1", [
    identityId,
  ]);
  assert.ok(person!.password_hash);
  const [event] = await thread.rows("select * from events where kind = 'member.sign_in_help_sent'");
  assert.equal(event!.actor_id, thread.cast.alice!.memberId);

  let again = await alice.post(`/members/${memberId}/sign-in-help`);
  for (let i = 0; i < 20 && again.status === 303; i++) {
    again = await alice.post(`/members/${memberId}/sign-in-help`);
  }
  assert.equal(again.status, 409);
  assert.match(await again.text(), /was sent letters already\. Wait/);
  const theirs = await thread.as("charlie").post(`/members/${memberId}/sign-in-help`);
  assert.equal(theirs.status, 404);
});

Deno.test("a roles form with anything odd in it is answered in words", async () => {
  await using thread = await testApp();
  const path = `/members/${thread.cast.bob!.memberId}/roles`;
  const alice = thread.as("alice");
  for (
    const fields of [
      {},
      { version: "1" },
      { version: "0", roles: "csm" },
      { version: "9".repeat(40), roles: "csm" },
      { version: "1", roles: ["boss"] },
      { version: "1", roles: "csm", operator: "true" },
      { version: ["1", "1"], roles: "csm" },
      { version: "1", roles: Array(50).fill("csm") },
    ]
  ) {
    const res = await alice.post(path, fields as Record<string, string | string[]>);
    assert.equal(res.status, 422, JSON.stringify(fields));
    assert.match(await res.text(), /error-summary/);
  }
  const torn = await alice.request(path, {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body: "--y\r\nbroken",
  });
  assert.ok(torn.status >= 400 && torn.status < 500);
});

type Thread = Awaited<ReturnType<typeof testApp>>;

async function makeAdmin(thread: Thread, name: string) {
  const { memberId } = thread.cast[name]!;
  const res = await thread.as("alice").post(`/members/${memberId}/roles`, {
    version: "1",
    roles: ["admin"],
  });
  assert.equal(res.status, 303);
}

async function rolesOf(thread: Thread, memberId: string): Promise<string[]> {
  const [row] = await thread.rows<{ roles: string[] }>("select roles from members where id = $1", [
    memberId,
  ]);
  return row!.roles;
}
