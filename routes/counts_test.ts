import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";

Deno.test("the sidebar counts what waits for the person, and the same again when asked", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await thread.rows(
    `insert into jobs (org_id, kind, lane, parked_at)
     select $1, 'seal_events', 'inside', now() from generate_series(1, 3)`,
    [orgId],
  );
  assert.match(await thread.as("alice").page("/"), /id="count-jobs" ?>3</);
  const res = await thread.as("alice").fragment("GET", "/counts");
  assert.match(await res.text(), /<hx-partial hx-target="#count-jobs"[^>]*><span[^>]*>3</);
});

Deno.test("a CSM is told of drafts and tasks and of nothing else, and another organisation of none of these", async () => {
  await using thread = await testApp();
  await thread.rows(
    "insert into jobs (org_id, kind, lane, parked_at) values ($1, 'seal_events', 'inside', now())",
    [thread.cast.alice!.orgId],
  );
  const told = await thread.as("bob").page("/counts");
  assert.deepEqual([...told.matchAll(/id="(count-\w+)"/g)].map(([, id]) => id), [
    "count-queue",
    "count-review",
    "count-notifications",
    "count-bell",
  ]);
  assert.match(await thread.as("charlie").page("/counts"), /id="count-jobs" hidden="">0</);
});
