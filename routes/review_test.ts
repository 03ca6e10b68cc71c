import assert from "node:assert/strict";
import { dueAction } from "../tests/drafts.ts";
import { hiddenOn } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("the queue shows one draft after another, how many are left, and offers to undo", async () => {
  await using thread = await testApp();
  const first = await dueAction(thread, { name: "Northwind", label: "First" });
  await thread.pass("1 hour");
  const second = await dueAction(thread, { name: "Initech", label: "Second" });
  const others = await dueAction(thread, { name: "Umbrella", label: "Others", csm: "alice" });
  await thread.workOff();
  const bob = thread.as("bob");
  const page = await (await bob.get("/review")).text();
  assert.match(page, /2 left/);
  assert.match(page, /Welcome to Northwind!/);
  assert.match(page, /id="count-review"[^>]*>2</);
  assert.doesNotMatch(page, /Umbrella/);
  for (const key of ["a", "e", "s"]) assert.ok(page.includes(`data-hotkey="${key}"`), key);
  assert.match(await (await bob.get("/review?for=all")).text(), /3 left[^]*Umbrella/);

  const version = await hiddenOn(bob, `/review?at=${first.id}`, "version");
  const queue = `for=me&at=${second.id}`;
  const approved = await bob.post(`${first.at}/approval`, { version, queue });
  const { id } = await first.draft();
  assert.equal(approved.headers.get("location"), `/review?for=me&at=${second.id}&left=${id}`);
  const next = await (await bob.get(approved.headers.get("location")!)).text();
  assert.match(next, /1 left/);
  assert.match(next, /Welcome to Initech!/);
  assert.match(next, /First for Northwind is approved\.[^]*leaves in (10|9|8|7) seconds[^]*Undo/);
  const undone = await bob.post(`${first.at}/recall`, { queue: `for=me&at=${first.id}` });
  assert.equal(undone.status, 303);
  assert.equal(await first.state(), "draft_ready");

  const gone = await (await bob.get(`/review?at=${others.id}`)).text();
  assert.match(gone, /does not wait for anybody/);
  for (const [who, status] of [["lea", 403], ["ed", 403]] as const) {
    assert.equal((await thread.as(who).get("/review")).status, status);
  }
  assert.match(await (await thread.as("charlie").get("/review?for=all")).text(), /Nothing waits/);
});

Deno.test("the queue is paged by its edges, which forged ones do not break", async () => {
  await using thread = await testApp();
  const { planId, id } = await dueAction(thread);
  await thread.workOff();
  await thread.rows(
    `insert into actions (org_id, id, plan_id, account_id, milestone_id, key, position, type, label,
       trigger, owner, dashboard_visible, portal_visible, blocker, send_without_review, content,
       state, due_at)
     select org_id, gen_random_uuid(), plan_id, account_id, milestone_id, 'k' || n, n, type,
       'Number ' || n, trigger, owner, dashboard_visible, portal_visible, blocker, false, content,
       'draft_ready', due_at + n * interval '1 minute'
     from actions, generate_series(1, 44) n where id = $1 and plan_id = $2`,
    [id, planId],
  );
  const bob = thread.as("bob");
  const seen: string[] = [];
  let at: string | undefined = "/review?for=all";
  while (at) {
    const page: string = await (await bob.get(at)).text();
    seen.push(...[...page.matchAll(/Number (\d+)<\/a>/g)].map(([, n]) => n!));
    at = /href="(\/review\?for=all&amp;after=[^"&]*)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  }
  assert.deepEqual(seen, Array.from({ length: 44 }, (_, i) => String(i + 1)));
  for (const edge of ["x", `${id}2026-02-31 00:00:00.000000`, `${id}' or 1=1`]) {
    assert.equal((await bob.get(`/review?after=${encodeURIComponent(edge)}`)).status, 200, edge);
  }
});
