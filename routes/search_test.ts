import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";

Deno.test("search answers a part of the menu with members and pages", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const found = async (name: string, q: string) =>
    await (await thread.as(name).fragment("GET", `/search?q=${q}`)).text();
  const bob = await found("alice", "BOB");
  assert.match(bob, new RegExp(`role="option"[^>]*href="/members/${thread.cast.bob!.memberId}"`));
  assert.doesNotMatch(bob, /<html/);
  assert.match(await found("alice", "logo"), /href="\/settings\/branding"/);
  assert.equal((await found("alice", "")).trim(), "");
  for (const wildcard of ["%25", "_", "%25%25", "%5C", "%00"]) {
    assert.equal((await found("alice", wildcard)).trim(), "", wildcard);
  }
  assert.match(await alice.page("/search?q=bob"), /<html[^]*Bob/);
  assert.match(await alice.page("/search?q=zzz"), /Nothing found/);
  assert.equal((await alice.get(`/search?q=${"x".repeat(5000)}`)).status, 200);
});

Deno.test("search offers only what the person may open, in their organisation", async () => {
  await using thread = await testApp();
  const found = async (name: string, q: string) =>
    await (await thread.as(name).fragment("GET", `/search?q=${q}`)).text();
  for (const name of ["bob", "ed", "lea"]) {
    assert.doesNotMatch(await found(name, "logo"), /settings/);
    assert.doesNotMatch(await found(name, "invite"), /invitations/);
  }
  assert.match(await found("olive", "logo"), /settings\/branding/);
  assert.match(await found("lea", "audit"), /href="\/activity"/);
  assert.equal((await found("charlie", "bob")).trim(), "");
  assert.match(await found("charlie", "charlie"), /charlie/i);
  const visitor = await thread.visitor().fragment("GET", "/search?q=a");
  assert.equal(visitor.status, 401);
  assert.match(visitor.headers.get("hx-redirect")!, /^\/sign-in/);
});

Deno.test("search reads an index, however many members there are", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await thread.rows(
    `with people as (
       insert into identities (email, name)
       select 'p' || n || '@many.test', 'Person' || n || ' Of' || n % 997
       from generate_series(1, 6000) n returning id, email, name
     )
     insert into members (org_id, identity_id, email, name, roles)
     select $1, id, email, name, '{csm}' from people`,
    [orgId],
  );
  await thread.rows("analyze members");
  await thread.rows("set session authorization thread_app");
  await thread.rows("select set_config('thread.org_id', $1, false)", [orgId]);
  for (const column of ["name_key", "surname_key", "email"]) {
    const plan = await thread.rows(
      `explain select * from members where ${column} >= lower('person77')
       and ${column} < lower('person77') || U&'\\+10FFFF' and deactivated_at is null
       order by ${column} limit 8`,
    );
    const text = plan.map((line) => Object.values(line)[0]).join("\n");
    assert.match(text, new RegExp(`Index Cond: .*${column} >= `), text);
  }
});
