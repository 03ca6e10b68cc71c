import assert from "node:assert/strict";
import { startSession } from "../domain/people/sessions.ts";
import { openClient } from "../tests/client.ts";
import { landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("each session of a person is in an organisation of its own choice", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const { identityId, orgId: globex } = thread.cast.charlie!;
  const { orgId: acme } = thread.cast.alice!;
  await thread.rows(
    `insert into members (org_id, identity_id, email, name, roles)
     values ($1, $2, 'charlie@globex.test', 'Charlie', '{csm}')`,
    [acme, identityId],
  );
  const one = thread.as("charlie");
  const visitor = { userAgent: "Other", ip: "192.0.2.7" };
  const token = await startSession(thread.db, identityId, "password", visitor, globex);
  const other = openClient(thread.app, thread.settings, token);

  assert.match(await landed(one, await one.post("/switch", { org: acme })), /What needs you now/);
  assert.match(await one.page("/members"), /alice@acme\.test/);
  assert.equal((await one.get("/settings")).status, 403);
  assert.doesNotMatch(await other.page("/members"), /acme\.test/);
  assert.equal((await other.get("/settings")).status, 200);
  assert.match(await alice.page("/members"), /charlie@globex\.test/);

  const [member] = await thread.rows(
    "update members set deactivated_at = now() where org_id = $1 and identity_id = $2 returning id",
    [acme, identityId],
  );
  assert.ok(member);
  assert.equal((await one.get("/members")).headers.get("location"), "/welcome");
  assert.match(await one.page("/welcome"), /Globex/);
  assert.match(await landed(one, await one.post("/switch", { org: globex })), /Getting started/);
});

Deno.test("nobody switches to an organisation they are not in", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  for (const org of [orgId, crypto.randomUUID(), "00000000-0000-0000-0000-000000000000", "x", ""]) {
    assert.equal((await thread.as("charlie").post("/switch", { org })).status, 404, org);
  }
  assert.equal((await thread.as("charlie").post("/switch")).status, 404);
  assert.match(await thread.as("charlie").page("/members"), /globex\.test/);
  const res = await thread.visitor().post("/switch", { org: orgId });
  assert.equal(res.headers.get("location"), "/sign-in?next=%2F");
});
