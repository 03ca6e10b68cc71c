import assert from "node:assert/strict";
import { letterTo } from "../tests/letters.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

const ORG = { org: "Northwind", time_zone: "Europe/Paris", support_email: "Help@Northwind.test" };

Deno.test("THREAD-101 THREAD-102 after verification come the profile and the organisation", async () => {
  await using thread = await testApp();
  const ann = thread.visitor();
  await ann.post("/sign-up", { email: "ann@northwind.test" });
  const { code } = await letterTo(thread, "ann@northwind.test");
  const profile = await ann.follow(await ann.post("/verification", { code }));
  assert.match(await profile.text(), /Your name/);
  assert.match((await ann.get("/members")).headers.get("location")!, /^\/(welcome|sign-up)/);
  await ann.post("/sign-up/profile", { name: "Ann Lee", next: "/welcome" });
  const page = await ann.page("/welcome");
  assert.match(page, /Organisation/);
  const once = await hiddenOn(ann, "/welcome", "once");
  const home = await landed(ann, await ann.post("/welcome", { ...ORG, once }));
  assert.match(home, /Northwind is set up\. You are its first admin\./);
  assert.match(home, /href="\/templates\/new"/);
  assert.match(home, /href="\/connectors"/);
  const [org] = await thread.rows("select * from orgs where name = 'Northwind'");
  assert.equal(org!.time_zone, "Europe/Paris");
  assert.equal(org!.support_email, "help@northwind.test");
  const [member] = await thread.rows("select * from members where org_id = $1", [org!.id]);
  assert.deepEqual([member!.name, member!.roles], ["Ann Lee", ["admin"]]);
  const kinds = await thread.rows(
    "select kind, actor_id from events where org_id = $1 order by id",
    [
      org!.id,
    ],
  );
  assert.deepEqual(kinds.slice(0, 2), [
    { kind: "org.created", actor_id: member!.id },
    { kind: "member.joined", actor_id: member!.id },
  ]);
  assert.equal((await thread.rows("select from brandings where org_id = $1", [org!.id])).length, 1);
});

Deno.test("the same set-up form sent several times makes one organisation", async () => {
  await using thread = await testApp();
  const ann = await signUp(thread, "ann@northwind.test", "Ann Lee");
  const once = await hiddenOn(ann, "/welcome", "once");
  const answers = await Promise.all([1, 2, 3].map(() => ann.post("/welcome", { ...ORG, once })));
  assert.deepEqual(answers.map((res) => res.headers.get("location")), ["/", "/", "/"]);
  assert.equal((await thread.rows("select from orgs where name = 'Northwind'")).length, 1);
  assert.match(await ann.page("/"), /Northwind/);
  const bea = await signUp(thread, "bea@contoso.test", "Bea");
  await bea.post("/welcome", { ...ORG, org: "Contoso", once });
  assert.doesNotMatch(await bea.page("/members"), /northwind\.test/);
  assert.equal((await thread.rows("select from orgs where name = 'Contoso'")).length, 1);
});

Deno.test("the time zone is guessed from the languages of the browser", async () => {
  await using thread = await testApp();
  const ann = await signUp(thread, "ann@northwind.test", "Ann Lee");
  const page = async (languages: string) =>
    await (await ann.request("/welcome", { headers: { "accept-language": languages } })).text();
  assert.match(await page("de-AT,de;q=0.9"), /value="Europe\/Vienna" selected/);
  assert.match(await page("xx-bad-,;;q=1"), /value="UTC" selected/);
});

Deno.test("a set-up form with anything odd in it is handed back with what was typed", async () => {
  await using thread = await testApp();
  const ann = await signUp(thread, "ann@northwind.test", "Ann Lee");
  const once = await hiddenOn(ann, "/welcome", "once");
  const odd: [Record<string, string>, RegExp][] = [
    [{ org: "" }, /Enter a name for your organisation/],
    [{ org: "x".repeat(121) }, /at most 120 characters/],
    [{ org: "a\u0000b" }, /without control characters/],
    [{ time_zone: "Mars/Olympus" }, /Choose a time zone from the list/],
    [{ support_email: "nobody" }, /not an email address/],
    [{ once: "short" }, /Open this page again/],
    [{ plan: "pro" }, /no field named plan/],
  ];
  for (const [fields, says] of odd) {
    const res = await ann.post("/welcome", { ...ORG, once, ...fields });
    assert.equal(res.status, 422, JSON.stringify(fields));
    const page = await res.text();
    assert.match(page, says);
    if (!("org" in fields)) assert.match(page, /value="Northwind"/);
  }
  assert.equal((await thread.rows("select from orgs where name = 'Northwind'")).length, 0);
});

Deno.test("THREAD-103 a second sign-up of the same company gets in by invitation only", async () => {
  await using thread = await testApp();
  const bea = await signUp(thread, "bea@acme.test", "Bea Lang");
  const page = await bea.page("/welcome");
  assert.match(page, /Your company is here already/);
  assert.match(page, /We never let anybody in because of their address/);
  assert.doesNotMatch(page, /Acme Cloud/);
  for (const path of ["/", "/members", "/settings", "/search?q=a"]) {
    assert.equal((await bea.get(path)).headers.get("location"), "/welcome", path);
  }
  const { orgId } = thread.cast.alice!;
  assert.equal((await bea.post("/switch", { org: orgId })).status, 404);

  assert.match(await landed(bea, await bea.post("/welcome/requests")), /have been told/);
  assert.equal((await bea.get("/members")).headers.get("location"), "/welcome");
  const letters = (await thread.mails()).filter(({ subject }) => /asks for access/.test(subject));
  assert.deepEqual(letters.map(({ to_address }) => to_address), ["alice@acme.test"]);
  await bea.post("/welcome/requests");
  assert.equal((await thread.mails()).filter((it) => /asks for/.test(it.subject)).length, 1);

  const alice = thread.as("alice");
  assert.match(await alice.page("/"), /One person asks for access/);
  assert.match(await alice.page("/counts"), /id="count-members"[^>]*>1</);
  assert.doesNotMatch(await thread.as("bob").page("/"), /asks for access/);
  assert.match(await alice.page("/members/invitations"), /Bea Lang/);
  assert.doesNotMatch(await thread.as("charlie").page("/members/invitations"), /Bea Lang/);
  await landed(
    alice,
    await alice.post("/members/invitations", { email: "bea@acme.test", roles: "ae" }),
  );
  assert.doesNotMatch(await alice.page("/"), /asks for access/);
  const action = (await bea.page("/welcome")).match(
    /action="(\/welcome\/invitations\/[^"]+)"/,
  )![1]!;
  assert.match(await landed(bea, await bea.post(action)), /Acme Cloud/);
  const [member] = await thread.rows("select roles from members where email = 'bea@acme.test'");
  assert.deepEqual(member!.roles, ["ae"]);
});

Deno.test("a declined request stays quiet for a month", async () => {
  await using thread = await testApp();
  const bea = await signUp(thread, "bea@acme.test", "Bea Lang");
  await bea.post("/welcome/requests");
  const alice = thread.as("alice");
  const [request] = await thread.rows("select id from access_requests");
  const at = `/members/requests/${request!.id}/refusal`;
  assert.equal((await thread.as("charlie").post(at)).status, 404);
  assert.match(await landed(alice, await alice.post(at)), /is declined\. They are not told/);
  assert.equal((await alice.post(at)).status, 404);
  const asked = async () =>
    (await thread.mails()).filter(({ subject }) => /asks for access/.test(subject)).length;
  await bea.post("/welcome/requests");
  assert.equal(await asked(), 1);
  await thread.rows("update access_requests set settled_at = now() - interval '31 days'");
  await bea.post("/welcome/requests");
  assert.equal(await asked(), 2);
});

Deno.test("a guest of another company does not make their colleagues ask there", async () => {
  await using thread = await testApp();
  await thread.rows(
    "update identities set email = 'bob@guests.test' where email = 'bob@acme.test'",
  );
  const carl = await signUp(thread, "carl@guests.test", "Carl");
  assert.doesNotMatch(await carl.page("/welcome"), /Your company is here already/);
  await carl.post("/welcome/requests");
  assert.equal((await thread.rows("select from access_requests")).length, 0);
});

type Thread = Awaited<ReturnType<typeof testApp>>;

async function signUp(thread: Thread, email: string, name: string) {
  const person = thread.visitor();
  await person.post("/sign-up", { email });
  const { code } = await letterTo(thread, email);
  await person.post("/verification", { code });
  await person.post("/sign-up/profile", { name, next: "/welcome" });
  return person;
}
