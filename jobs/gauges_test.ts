import assert from "node:assert/strict";
import { readSample } from "./gauges.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("readSample() tells how long work has waited, and what waits for a person", async () => {
  await using thread = await testApp();
  assert.deepEqual(await readSample(thread.db), {
    oldestDue: [{ value: 0, of: { lane: "inside" } }, { value: 0, of: { lane: "outside" } }],
    due: [],
    parked: [],
    mails: [{ value: 0, of: { state: "sending" } }],
  });
  const { orgId } = thread.cast.alice!;
  await thread.rows(
    `insert into jobs (org_id, kind, lane, run_at, parked_at) values
       ($1, 'send_mail', 'outside', now() - interval '90 seconds', null),
       ($1, 'send_mail', 'outside', now() + interval '1 hour', null),
       ($1, 'seal_events', 'inside', now() - interval '1 day', now())`,
    [orgId],
  );
  await thread.rows(
    `insert into mails (org_id, class, state, to_address, subject, body_text, content_hash)
     select $1, 'notice', state, 'a@b.test', 'S', 'T', '' from unnest('{approved,unknown,unknown}'::text[]) state`,
    [orgId],
  );
  const { oldestDue, due, parked, mails } = await readSample(thread.db);
  const [inside, outside] = oldestDue.map(({ value }) => value) as [number, number];
  assert.equal(inside, 0);
  assert.ok(outside >= 90 && outside < 120, `${outside}`);
  assert.deepEqual(due, [{ value: 1, of: { kind: "send_mail" } }]);
  assert.deepEqual(parked, [{ value: 1, of: { kind: "seal_events" } }]);
  assert.deepEqual(mails, [
    { value: 2, of: { state: "unknown" } },
    { value: 0, of: { state: "sending" } },
  ]);
});
