import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-104 Home recommends five steps, Slack first, each with a mark from the data", async () => {
  await using thread = await testApp();
  await thread.rows("update members set deactivated_at = now() where email !~ '^(alice|charlie)'");
  const alice = thread.as("alice");
  const before = await alice.page("/");
  const order = ["integrations", "template", "test_account", "team", "workflows"];
  const found = [...before.matchAll(/<li class="(\w+)" id="check-(\w+)"/g)];
  assert.deepEqual(found.map((it) => it[2]), order);
  assert.match(before, /0 of 5 done/);
  assert.match(before, /class="now" id="check-integrations".*?Slack first.*?>Connect Slack</s);
  assert.match(before, /href="\/members\/invitations\/new"[^>]*>Invite</);
  await thread.rows("update members set deactivated_at = null");
  const after = await alice.page("/");
  assert.match(after, /1 of 5 done/);
  assert.match(after, /class="done" id="check-team"/);
  const { orgId } = thread.cast.alice!;
  await thread.rows(
    `insert into templates (org_id, name, draft) values ($1, 'First', '{"milestones":[]}')`,
    [orgId],
  );
  await thread.rows(
    "insert into accounts (org_id, id, name, match_key, test) values ($1, $2, 'Try', 'try', true)",
    [
      orgId,
      crypto.randomUUID(),
    ],
  );
  const later = await alice.page("/");
  assert.match(later, /3 of 5 done/);
  assert.match(later, /class="done" id="check-template"/);
  assert.match(later, /class="done" id="check-test_account"/);
});

Deno.test("each step of the first days leads somewhere, or says who can take it", async () => {
  await using thread = await testApp();
  const checklistOf = async (who: string) => {
    const page = await thread.as(who).page("/");
    return page.slice(page.indexOf('id="checklist"'), page.indexOf('id="recent"'));
  };
  const checklist = await checklistOf("alice");
  const hrefs = [...checklist.matchAll(/href="([^"]+)"/g)].map((href) => href[1]!);
  assert.ok(
    hrefs.includes("/connectors/slack/connect") && hrefs.includes("/workflows/new"),
    hrefs.join(),
  );
  for (const href of hrefs) assert.equal((await thread.as("alice").get(href)).status, 200, href);
  assert.match(await checklistOf("olive"), /An admin connects them/);
});

Deno.test("THREAD-090 each role signs in to the first page that is for it", async () => {
  await using thread = await testApp();
  const first: Record<string, RegExp> = {
    alice: /Getting started/,
    olive: /Getting started/,
    lea: /How onboarding is going/,
    bob: /What needs you now/,
    ed: /Handoffs waiting for you/,
  };
  for (const [name, says] of Object.entries(first)) {
    const page = await thread.as(name).page("/");
    for (const [other, words] of Object.entries(first)) {
      assert.equal(words.test(page), words.source === says.source, `${name} sees ${other}'s`);
    }
    assert.match(page, new RegExp(`Good \\w+, ${name}`, "i"));
    assert.equal(page.includes('id="recent"'), ["alice", "lea"].includes(name), name);
  }
});

Deno.test("the greeting follows the clock of the organisation", async () => {
  await using thread = await testApp();
  const at = async (instant: string) => {
    thread.house.outside.now = () => new Date(instant);
    return (await thread.as("alice").page("/")).match(/Good \w+/)![0];
  };
  assert.equal(await at("2026-11-20T04:30:00Z"), "Good morning");
  assert.equal(await at("2026-11-20T11:30:00Z"), "Good afternoon");
  assert.equal(await at("2026-11-20T19:00:00Z"), "Good evening");
});

Deno.test("a CSM's Home lists the accounts that need them, and links to each", async () => {
  await using thread = await testApp();
  const { orgId, memberId } = thread.cast.bob!;
  const id = crypto.randomUUID();
  await thread.rows(
    `insert into accounts (org_id, id, name, match_key, csm_id, health) values
       ($1, $2, 'Stuck and Sons', 'a', $3, 'blocked'),
       ($1, gen_random_uuid(), 'Fine Ltd', 'b', $3, 'on_track')`,
    [orgId, id, memberId],
  );
  const page = await thread.as("bob").page("/");
  assert.match(page, new RegExp(`href="/accounts/${id}"[^>]*>Stuck and Sons<`));
  assert.doesNotMatch(page, /Fine Ltd/);
});
