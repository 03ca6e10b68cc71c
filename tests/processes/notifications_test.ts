import assert from "node:assert/strict";
import { armCrashpoint } from "../../domain/base/crashpoint.ts";
import { inOrg } from "../../domain/base/db.ts";
import { recordEvent } from "../../domain/base/events.ts";
import { mailNotifications } from "../../domain/messages/notification_mails.ts";
import { tellEvents } from "../../domain/messages/notification_telling.ts";
import { addAccount } from "../accounts.ts";
import { mailsTo, tellAll, toldTo } from "../notifications.ts";
import { eventually } from "../processes.ts";
import { type TestApp, testApp } from "../test_app.ts";
import { openNeighbours } from "./neighbours.ts";

const actor = { kind: "system", cause: "test" } as const;

function tell(thread: TestApp, limit: number) {
  return inOrg(thread.db, thread.cast.bob!.orgId, actor, (tx) => tellEvents(tx, limit));
}

function happen(thread: TestApp, work?: Promise<unknown>) {
  const { orgId, memberId } = thread.cast.bob!;
  const data = { memberId, name: "Bob" };
  return inOrg(
    thread.db,
    orgId,
    { kind: "member", id: thread.cast.alice!.memberId },
    async (tx) => {
      await recordEvent(tx, { kind: "account.collaborator_added", data });
      await work;
    },
  );
}

async function told(thread: TestApp): Promise<number> {
  return (await toldTo(thread, "bob")).length;
}

Deno.test("two that tell at once tell each event once, and mail it once", async () => {
  await using thread = await testApp();
  const csm_id = thread.cast.bob!.memberId;
  for (let nth = 0; nth < 12; nth++) {
    await addAccount(thread.as("alice"), { csm_id, name: `Account ${nth}`, domain: "" });
  }
  await eventually("all is told", async () => {
    await Promise.all([tell(thread, 5), tell(thread, 7), tell(thread, 3)]);
    return await told(thread) >= 12;
  });
  assert.equal(await told(thread), 12);
  const { orgId } = thread.cast.bob!;
  const room = { publicUrl: new URL("http://thread.test") };
  await Promise.all([1, 2, 3].map(() => mailNotifications(thread.db, orgId, room)));
  assert.deepEqual((await mailsTo(thread, "bob")).map(({ subject }) => subject), [
    "12 things happened with 12 accounts",
  ]);
});

Deno.test("a process that dies before it commits has told nobody, and the next one tells all", async () => {
  await using thread = await testApp();
  await tellAll(thread);
  await happen(thread);
  armCrashpoint("notifications-before-commit", () => {
    throw new Error("The process died");
  });
  await eventually("the telling dies", async () => {
    try {
      return await tell(thread, 100) === undefined && false;
    } catch (error) {
      return /died/.test(String(error));
    }
  });
  armCrashpoint(undefined);
  assert.equal(await told(thread), 0);
  await tellAll(thread);
  assert.equal(await told(thread), 1);
  assert.equal((await mailsTo(thread, "bob")).length, 1);

  await happen(thread);
  await thread.pass("2 minutes");
  armCrashpoint("notification-mail-before-commit", () => {
    throw new Error("The process died");
  });
  await tellAll(thread);
  armCrashpoint(undefined);
  assert.equal((await mailsTo(thread, "bob")).length, 1);
  await thread.pass("2 minutes");
  await tellAll(thread);
  await tellAll(thread);
  assert.equal((await mailsTo(thread, "bob")).length, 2);
});

Deno.test("an event whose transaction ends late is told all the same, after those that came before", async () => {
  await using thread = await testApp();
  await tellAll(thread);
  const late = Promise.withResolvers<void>();
  const first = happen(thread, late.promise);
  await new Promise((done) => setTimeout(done, 50));
  await happen(thread);
  assert.equal(await tell(thread, 100), "soon");
  assert.equal(await told(thread), 0, "nothing is told that something may still appear before");
  late.resolve();
  await first;
  await tellAll(thread);
  assert.equal(await told(thread), 2);
});

Deno.test("two real servers tell what happened within seconds, once", async () => {
  await using thread = await testApp();
  await using _servers = await openNeighbours(thread, {});
  const csm_id = thread.cast.bob!.memberId;
  for (let nth = 0; nth < 5; nth++) {
    await addAccount(thread.as("alice"), { csm_id, name: `Account ${nth}`, domain: "" });
  }
  // What this process commits nobody here carries on, so the servers are told as by a page of theirs.
  await thread.rows("select pg_notify('thread', 'test events')");
  await eventually("both have told", async () => await told(thread) === 5, 20_000);
  await eventually("it is mailed", async () => (await mailsTo(thread, "bob")).length > 0, 20_000);
  const rows = await toldTo(thread, "bob");
  assert.equal(new Set(rows.map(({ event_id }) => event_id)).size, 5);
});
