import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("joining is by an admin's invitation, bound to an address and used once", async () => {
  await using thread = await testApp();
  const link = await invite(thread, "nina@acme.test", ["csm", "ops"]);
  const nina = thread.visitor();
  const page = await nina.page(link);
  assert.match(page, /Alice invited you to join Acme Cloud as Operations, CSM/);
  assert.doesNotMatch(page, /nina@acme\.test/);
  await prove(thread, nina, link, "nina@acme.test");
  await nina.post("/sign-up/profile", {
    name: "Nina Berg",
    password: "coral bicycle under seven lamps",
    next: "/welcome",
  });
  const welcome = await nina.page("/welcome");
  assert.match(welcome, /You are invited as Operations, CSM/);
  const home = await landed(nina, await nina.post(joinAction(welcome)));
  assert.match(home, /Good \w+, Nina/);
  assert.match(home, /Acme Cloud/);
  assert.match(await thread.as("alice").page("/members"), /nina@acme\.test/);

  assert.equal((await nina.post(joinAction(welcome))).status, 409);
  const again = await thread.visitor().get(link);
  assert.equal(again.status, 410);
  assert.match(await again.text(), /This invitation has been used/);
  const [event] = await thread.rows("select * from events where kind = 'member.joined'");
  assert.equal(event!.actor_id, event!.subject_id);
  const found = await thread.rows("select from members where email = 'nina@acme.test'");
  assert.equal(found.length, 1);
});

Deno.test("a robot that opens an invitation and presses its button joins nothing", async () => {
  await using thread = await testApp();
  const link = await invite(thread, "nina@acme.test");
  const robot = thread.visitor();
  await robot.request(link, { method: "HEAD" });
  for (let i = 0; i < 5; i++) assert.equal((await robot.get(link)).status, 200);
  assert.equal((await thread.mails()).length, 1);
  assert.equal((await robot.post(link)).headers.get("location"), "/verification");
  assert.match((await robot.get("/members")).headers.get("location")!, /^\/sign-in/);
  assert.equal((await thread.rows("select from identities where email ~ '^nina'")).length, 0);
  assert.equal((await thread.rows("select from invitations where accepted_at is null")).length, 1);
  const nina = thread.visitor();
  await thread.pass("2 hours");
  await prove(thread, nina, link, "nina@acme.test");
  assert.match((await nina.get("/welcome")).headers.get("location")!, /^\/sign-up\/profile/);
});

Deno.test("somebody who has an account proves it again; the invitation alone signs nobody in", async () => {
  await using thread = await testApp();
  const link = await invite(thread, "charlie@globex.test");
  const visitor = thread.visitor();
  assert.equal((await visitor.post(link)).headers.get("location"), "/verification");
  assert.equal(visitor.jar.has("thread"), false);

  const charlie = thread.as("charlie");
  assert.match(await charlie.page(link), /href="\/welcome"/);
  assert.equal((await charlie.post(link)).headers.get("location"), "/welcome");
  const welcome = await charlie.page("/welcome");
  await landed(charlie, await charlie.post(joinAction(welcome)));
  assert.match(await charlie.page("/members"), /alice@acme\.test/);

  const { orgId } = thread.cast.charlie!;
  assert.match(await charlie.page("/"), /switch organisation/);
  await landed(charlie, await charlie.post("/switch", { org: orgId }));
  const globex = await charlie.page("/members");
  assert.doesNotMatch(globex, /acme\.test/);
});

Deno.test("an invitation for another address is no way in", async () => {
  await using thread = await testApp();
  const link = await invite(thread, "nina@acme.test");
  const bob = thread.as("charlie");
  const page = await bob.page(link);
  assert.match(page, /n•••@acme\.test/);
  assert.match(page, /you are signed in as charlie@globex\.test/);
  const [invitation] = await thread.rows("select org_id, id from invitations");
  const stolen = `/welcome/invitations/${invitation!.org_id}/${invitation!.id}`;
  const refused = await bob.post(stolen);
  const random = await bob.post(
    `/welcome/invitations/${invitation!.org_id}/${crypto.randomUUID()}`,
  );
  assert.deepEqual([refused.status, random.status], [404, 404]);
  assert.equal((await thread.rows("select from invitations where accepted_at is null")).length, 1);
});

Deno.test("expired, revoked, replaced and mistyped links say so", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const first = await invite(thread, "nina@acme.test");
  const [{ id }] = await thread.rows<{ id: string }>("select id from invitations") as [
    { id: string },
  ];
  const soon = await alice.post(`/members/invitations/${id}/letters`);
  assert.equal(soon.status, 409);
  assert.match(await soon.text(), /A letter went to nina@acme\.test less than a minute ago/);
  await thread.pass("2 minutes");
  const again = await landed(alice, await alice.post(`/members/invitations/${id}/letters`));
  assert.match(again, /A new letter is on its way/);
  const second = linkIn((await thread.mails()).at(-1)!.body_text);
  assert.equal((await thread.visitor().get(first)).status, 404);
  assert.equal((await thread.visitor().get(second)).status, 200);

  await thread.pass("15 days");
  const late = await thread.visitor().get(second);
  assert.equal(late.status, 410);
  assert.match(await late.text(), /has expired/);
  assert.equal((await thread.visitor().post(second)).status, 410);

  const third = await invite(thread, "nina@acme.test");
  assert.match(await thread.visitor().page(third), /Join Acme Cloud/);
  await landed(alice, await alice.post(`/members/invitations/${id}/revocation`));
  const revoked = await thread.visitor().get(third);
  assert.equal(revoked.status, 410);
  assert.match(await revoked.text(), /was taken back/);
  const back = await alice.post(`/members/invitations/${id}/letters`);
  assert.equal(back.status, 409);
  assert.match(await back.text(), /is revoked: there is nothing to send again/);

  for (const odd of ["/invitations/x/y", `/invitations/${crypto.randomUUID()}/${"A".repeat(43)}`]) {
    const res = await thread.visitor().get(odd);
    assert.equal(res.status, 404);
    assert.match(await res.text(), /This link does not work/);
  }
});

Deno.test("only an admin invites, sends again, revokes; charlie finds nothing", async () => {
  await using thread = await testApp();
  await invite(thread, "nina@acme.test");
  const [row] = await thread.rows("select id from invitations");
  const at = `/members/invitations/${row!.id}`;
  for (const name of ["bob", "olive", "ed", "lea"]) {
    const person = thread.as(name);
    const answers = [
      await person.get("/members/invitations"),
      await person.get("/members/invitations/new"),
      await person.post("/members/invitations", { email: "x@acme.test", roles: "admin" }),
      await person.post(`${at}/letters`),
      await person.post(`${at}/revocation`),
      await person.post(`/members/requests/${row!.id}/refusal`),
    ];
    assert.deepEqual(answers.map((res) => res.status), [403, 403, 403, 403, 403, 403], name);
  }
  const charlie = thread.as("charlie");
  for (const below of ["letters", "revocation"]) {
    assert.equal((await charlie.post(`${at}/${below}`)).status, 404);
  }
  assert.doesNotMatch(await charlie.page("/members/invitations"), /nina/);
  assert.match(await thread.as("alice").page("/members/invitations"), /nina@acme\.test/);
});

Deno.test("an invitation that cannot be sent says why and keeps what was typed", async () => {
  await using thread = await testApp();
  await invite(thread, "nina@acme.test");
  const alice = thread.as("alice");
  const why: [Record<string, string | string[]>, RegExp][] = [
    [{ email: "nina@acme.test", roles: "ae" }, /has an open invitation/],
    [{ email: "BOB@acme.test", roles: "ae" }, /Bob \(bob@acme\.test\) is a member already/],
    [{ email: "x", roles: "ae" }, /one &quot;@&quot;/],
    [{ email: "a@b.test, c@d.test", roles: "ae" }, /no spaces/],
    [{ email: "a@acme.test\r\nBcc: b@evil.test", roles: "ae" }, /no spaces/],
    [{ email: "y@acme.test" }, /Choose at least one/],
    [{ email: "y@acme.test", roles: ["ae", "boss"] }, /Choose from the roles/],
    [{ email: `${"y".repeat(400)}@acme.test`, roles: "ae" }, /too long/],
    [{ email: "y@acme.test", roles: "ae", org_id: "1" }, /no field named org_id/],
  ];
  for (const [fields, says] of why) {
    const res = await alice.post("/members/invitations", fields);
    assert.equal(res.status, 422, JSON.stringify(fields));
    const page = await res.text();
    assert.match(page, says);
    if (fields.roles === "ae") assert.match(page, /value="ae" checked/);
  }
  assert.equal((await thread.mails()).length, 1);
});

Deno.test("of two browsers that accept at once, one joins", async () => {
  await using thread = await testApp();
  await invite(thread, "charlie@globex.test");
  const charlie = thread.as("charlie");
  const action = joinAction(await charlie.page("/welcome"));
  const answers = await Promise.all([1, 2, 3].map(() => charlie.post(action)));
  assert.deepEqual(answers.map((res) => res.status).sort(), [303, 409, 409]);
  const members = await thread.rows(
    "select from members where org_id = $1 and email ~ '^charlie'",
    [
      thread.cast.alice!.orgId,
    ],
  );
  assert.equal(members.length, 1);
});

type Thread = Awaited<ReturnType<typeof testApp>>;
type Visitor = ReturnType<Thread["visitor"]>;

async function invite(thread: Thread, email: string, roles = ["csm"]): Promise<string> {
  const alice = thread.as("alice");
  await thread.rows("update sessions set stepped_up_at = now(), seen_at = now()");
  const page = await landed(alice, await alice.post("/members/invitations", { email, roles }));
  assert.match(page, /has been invited/);
  return linkIn((await thread.mails()).at(-1)!.body_text);
}

/** Asks for the code and enters it, as the letter's reader does. */
async function prove(thread: Thread, visitor: Visitor, link: string, email: string) {
  const asked = await visitor.post(link);
  assert.equal(asked.headers.get("location"), "/verification");
  const { code } = await letterTo(thread, email);
  assert.equal((await visitor.post("/verification", { code })).status, 303);
}

function linkIn(letter: string): string {
  const link = letter.match(/http\S+\/invitations\/\S+/);
  assert.ok(link, letter);
  return new URL(link[0]).pathname;
}

function joinAction(welcome: string): string {
  const action = welcome.match(/action="(\/welcome\/invitations\/[^"]+)"/);
  assert.ok(action, "no invitation waits");
  return action[1]!;
}
