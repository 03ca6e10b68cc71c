import assert from "node:assert/strict";
import { bodyOf } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("everybody sees the members of their organisation, an admin can invite", async () => {
  await using thread = await testApp();
  for (const name of ["alice", "bob", "olive", "ed", "lea"]) {
    const page = await thread.as(name).page("/members");
    assert.match(page, /bob@acme\.test/);
    assert.doesNotMatch(page, /globex|charlie/i);
    assert.equal(page.includes('href="/members/invitations/new"'), name === "alice", name);
  }
  const visitor = await thread.visitor().get("/members");
  assert.equal(visitor.headers.get("location"), "/sign-in?next=%2Fmembers");
});

Deno.test("members are paged by name, forwards and back, without a gap", async () => {
  await using thread = await testApp();
  await addMembers(thread, 120);
  const alice = thread.as("alice");
  const first = await alice.page("/members");
  const second = await alice.page(linkTo(first, "next"));
  const third = await alice.page(linkTo(second, "next"));
  const seen = [first, second, third].map(namesOn);
  assert.deepEqual(seen.map((names) => names.length), [50, 50, 25]);
  assert.deepEqual(seen.flat(), [...new Set(seen.flat())].sort());
  assert.doesNotMatch(third, /rel="next"/);
  const back = await alice.page(linkTo(third, "prev"));
  assert.deepEqual(namesOn(back), seen[1]);
  const start = await alice.page(linkTo(back, "prev"));
  assert.deepEqual(namesOn(start), seen[0]);
  assert.doesNotMatch(start, /rel="prev"/);
});

Deno.test("the filter finds beginnings of names, surnames and addresses, and nothing is a wildcard", async () => {
  await using thread = await testApp();
  await addMembers(thread, 3);
  const alice = thread.as("alice");
  const found = async (query: string) => namesOn(await alice.page(`/members?${query}`));
  assert.deepEqual(await found("q=OLI"), ["Olive"]);
  assert.deepEqual(await found("q=walker"), ["Zed000 Walker", "Zed001 Walker", "Zed002 Walker"]);
  assert.deepEqual(await found("q=zed001%40"), ["Zed001 Walker"]);
  assert.deepEqual(await found("role=leader"), ["Lea"]);
  for (const wildcard of ["%25", "_", "l%25", "%5C", "'", "%00"]) {
    const names = await found(`q=${wildcard}`);
    assert.ok(wildcard === "%00" ? names.length === 8 : names.length === 0, wildcard);
  }
  assert.match(await alice.page("/members?q=nobody"), /Nobody matches/);
  assert.match(await alice.page("/members?state=deactivated"), /Nobody is deactivated/);
  for (
    const odd of ["role=boss", "after=x", "before=%27", "state=x", `after=${crypto.randomUUID()}`]
  ) {
    assert.equal((await alice.get(`/members?${odd}`)).status, 200, odd);
  }
});

Deno.test("a member of another organisation is not found, just as nobody is", async () => {
  await using thread = await testApp();
  const bob = `/members/${thread.cast.bob!.memberId}`;
  const charlie = thread.as("charlie");
  for (const below of ["", "/roles", "/deactivation"]) {
    const paths = [`${bob}${below}`, `/members/${crypto.randomUUID()}${below}`] as const;
    const [theirs, random] = [await charlie.get(paths[0]), await charlie.get(paths[1])];
    assert.deepEqual([theirs.status, random.status], [404, 404]);
    assert.ok(await bodyOf(paths[0], theirs) === await bodyOf(paths[1], random));
  }
  assert.equal((await thread.as("lea").get(bob)).status, 200);
  assert.equal((await charlie.get(`/members?after=${thread.cast.bob!.memberId}`)).status, 200);
});

Deno.test("a member's page tells its history, and who may change it", async () => {
  await using thread = await testApp();
  const { memberId } = thread.cast.bob!;
  const alice = thread.as("alice");
  await alice.post(`/members/${memberId}/roles`, { version: "1", roles: ["csm", "ops"] });
  const page = await alice.page(`/members/${memberId}`);
  assert.match(page, /changed the roles of Bob/);
  assert.match(page, /roles from <del>CSM<\/del> to\s*<ins>Operations, CSM<\/ins>/);
  assert.match(await thread.as("ed").page(`/members/${memberId}`), /changed by an admin/);
});

type Thread = Awaited<ReturnType<typeof testApp>>;

async function addMembers(thread: Thread, count: number) {
  await thread.rows(
    `with people as (
       insert into identities (email, name, verified_at)
       select 'zed' || to_char(n, 'FM000') || '@acme.test', 'Zed' || to_char(n, 'FM000') || ' Walker', now()
       from generate_series(0, $2::int - 1) n returning id, email, name
     )
     insert into members (org_id, identity_id, email, name, roles)
     select $1, id, email, name, '{csm}' from people`,
    [thread.cast.alice!.orgId, count],
  );
}

function namesOn(page: string): string[] {
  return [...page.matchAll(/<a href="\/members\/[0-9a-f-]{36}">([^<]*)<\/a>/g)].map((it) => it[1]!);
}

function linkTo(page: string, rel: string): string {
  const link = page.match(new RegExp(`href="([^"]*)" rel="${rel}"`));
  assert.ok(link, `no ${rel} link`);
  return link[1]!.replaceAll("&amp;", "&");
}
