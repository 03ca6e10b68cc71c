import assert from "node:assert/strict";
import { inOrg } from "../domain/base/db.ts";
import { recordEvent } from "../domain/base/events.ts";
import { closedOutside, testApp } from "../tests/test_app.ts";
import { ringDue } from "./schedule.ts";
import { workOff } from "./work_off.ts";

const out = closedOutside();
const actor = { kind: "system", cause: "test" } as const;

Deno.test("a ring enqueues what is due once, however many ring at the same time", async () => {
  await using thread = await testApp();
  await inOrg(thread.db, thread.cast.alice!.orgId, actor, (tx) => recordEvent(tx, { kind: "a" }));
  await Promise.all([1, 2, 3].map(() => ringDue(thread.db, out)));
  const slots = await thread.rows("select distinct name from cron_slots");
  assert.ok(slots.length >= 3); // Not counted: a minute may end while they ring.
  const jobs = await thread.rows("select org_id, kind from jobs order by kind");
  const { orgId: org_id } = thread.cast.alice!;
  assert.deepEqual(jobs, [
    { org_id, kind: "seal_events" },
    { org_id, kind: "tell_notifications" },
  ]);
});

Deno.test("a ring and a drain seal what has happened", async () => {
  await using thread = await testApp();
  await inOrg(thread.db, thread.cast.alice!.orgId, actor, (tx) => recordEvent(tx, { kind: "a" }));
  const end = performance.now() + 60_000; // A transaction anywhere on the server holds it back.
  for (;;) {
    await ringDue(thread.db, out);
    await workOff(thread.db, out);
    if ((await thread.rows("select from event_seals")).length === 1) break;
    assert.ok(performance.now() < end);
    await thread.rows("delete from cron_slots");
  }
});

Deno.test("the night's round forgets ended sessions, old proofs, resting throttles and old slots", async () => {
  await using thread = await testApp();
  const [{ sessions }] = await thread.rows("select count(*) as sessions from sessions") as [
    { sessions: number },
  ];
  await thread.rows(
    "insert into throttles (key, blocked_until) values ('\\x01', now() + interval '3 days'), ('\\x02', now())",
  );
  await thread.rows("insert into cron_slots values ('prune', now() - interval '9 days')");
  await thread.pass("2 days");
  const { cast } = thread;
  await thread.rows(
    "update sessions set expires_at = now() - interval '1 second' where identity_id = $1",
    [cast.bob!.identityId],
  );
  await ringDue(thread.db, out);
  const left = await thread.rows("select identity_id from sessions");
  assert.equal(left.length, sessions - 1);
  assert.deepEqual(await thread.rows("select encode(key, 'hex') as key from throttles"), [{
    key: "01",
  }]);
  const slots = await thread.rows("select slot from cron_slots where name = 'prune'");
  assert.equal(slots.length, 1);
});
