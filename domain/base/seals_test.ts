import assert from "node:assert/strict";
import fc from "fast-check";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import { asSystem, type Db, inOrg } from "./db.ts";
import { recordEvent } from "./events.ts";
import { type ChainHead, chainHead, orgsToSeal, sealEvents, verifyChain } from "./seals.ts";

const actor = { kind: "system", cause: "test" } as const;

const record = (db: Db, orgId: string, ...kinds: string[]) =>
  inOrg(db, orgId, actor, async (tx) => {
    for (const kind of kinds) await recordEvent(tx, { kind, data: { note: kind } });
  });

const seal = (db: Db, orgId: string) => inOrg(db, orgId, actor, (tx) => sealEvents(tx));
const verify = (db: Db, orgId: string, head?: ChainHead) =>
  inOrg(db, orgId, actor, (tx) => verifyChain(tx, head), { readOnly: true });

/** A transaction anywhere on the server holds sealing back, so other tests may be waited for. */
async function sealAll(db: Db, orgId: string): Promise<number> {
  const end = performance.now() + 60_000;
  let sealed = 0;
  while ((await asSystem(db, orgsToSeal)).includes(orgId)) {
    sealed += await seal(db, orgId);
    assert.ok(performance.now() < end, "the events were not sealed in time");
  }
  return sealed;
}

async function threeSealed() {
  const thread = await testApp();
  const { orgId } = thread.cast.alice!;
  await record(thread.db, orgId, "a", "b");
  await record(thread.db, orgId, "c");
  await record(thread.db, thread.cast.charlie!.orgId, "theirs");
  await sealAll(thread.db, orgId);
  const ids = (await thread.rows<{ id: number }>(
    "select id from events where org_id = $1 order by id",
    [orgId],
  )).map(({ id }) => id);
  return { thread, orgId, ids: ids as [number, number, number] };
}

/** As somebody who owns the server would. */
async function tamper(thread: TestApp, ...statements: string[]) {
  await thread.rows("set session_replication_role = replica");
  for (const statement of statements) await thread.rows(statement);
  await thread.rows("set session_replication_role = origin");
}

Deno.test("sealEvents() links every event of its organisation once", async () => {
  const { thread, orgId } = await threeSealed();
  await using _ = thread;
  assert.deepEqual(await verify(thread.db, orgId), { verified: 3 });
  assert.equal(await seal(thread.db, orgId), 0);
  await record(thread.db, orgId, "d");
  assert.equal(await sealAll(thread.db, orgId), 1);
  assert.deepEqual(await verify(thread.db, orgId), { verified: 4 });
});

Deno.test("verifyChain() names an event that was changed", async () => {
  const { thread, orgId, ids } = await threeSealed();
  await using _ = thread;
  await tamper(thread, `update events set data = '{"note": "x"}' where id = ${ids[1]}`);
  const broken = { sealNo: 2, eventId: ids[1], how: "changed" };
  assert.deepEqual(await verify(thread.db, orgId), { verified: 1, broken });
});

Deno.test("verifyChain() names an event that was removed", async () => {
  const { thread, orgId, ids } = await threeSealed();
  await using _ = thread;
  await tamper(thread, `delete from events where id = ${ids[1]}`);
  const broken = { sealNo: 2, eventId: ids[1], how: "removed" };
  assert.deepEqual(await verify(thread.db, orgId), { verified: 1, broken });
});

Deno.test("verifyChain() names where an event and its seal were removed", async () => {
  const { thread, orgId, ids } = await threeSealed();
  await using _ = thread;
  await tamper(
    thread,
    `delete from event_seals where event_id = ${ids[1]}`,
    `delete from events where id = ${ids[1]}`,
  );
  assert.equal((await verify(thread.db, orgId)).broken?.sealNo, 2);
});

Deno.test("verifyChain() names an event that was reordered", async () => {
  const { thread, orgId, ids } = await threeSealed();
  await using _ = thread;
  await tamper(
    thread,
    `update event_seals set event_id = -1 where event_id = ${ids[0]}`,
    `update event_seals set event_id = ${ids[0]} where event_id = ${ids[1]}`,
    `update event_seals set event_id = ${ids[1]} where event_id = -1`,
  );
  const verdict = await verify(thread.db, orgId);
  assert.equal(verdict.broken?.sealNo, 1);
  await tamper(
    thread,
    `update event_seals set event_id = -1 where event_id = ${ids[1]}`,
    `update event_seals set event_id = ${ids[1]} where event_id = ${ids[0]}`,
    `update event_seals set event_id = ${ids[0]} where event_id = -1`,
    `update events set xid = '3' where id = ${ids[2]}`,
  );
  const broken = { sealNo: 3, eventId: ids[2], how: "reordered" };
  assert.deepEqual(await verify(thread.db, orgId), { verified: 2, broken });
});

Deno.test("verifyChain() names an event that was slipped in before sealed ones", async () => {
  const { thread, orgId } = await threeSealed();
  await using _ = thread;
  await tamper(
    thread,
    `insert into events (org_id, kind, actor_kind, xid) values ('${orgId}', 'x', 'member', '3')`,
  );
  const { broken } = await verify(thread.db, orgId);
  assert.equal(broken?.how, "inserted");
});

Deno.test("verifyChain() with a head kept elsewhere notices a chain cut short or made anew", async () => {
  const { thread, orgId, ids } = await threeSealed();
  await using _ = thread;
  const head = await inOrg(thread.db, orgId, actor, chainHead);
  assert.deepEqual(await verify(thread.db, orgId, head), { verified: 3 });
  await tamper(
    thread,
    `delete from event_seals where event_id = ${ids[2]}`,
    `delete from events where id = ${ids[2]}`,
  );
  assert.deepEqual(await verify(thread.db, orgId), { verified: 2 });
  assert.equal((await verify(thread.db, orgId, head)).broken?.how, "removed");
  await record(thread.db, orgId, "another c");
  await sealAll(thread.db, orgId);
  assert.deepEqual((await verify(thread.db, orgId)).verified, 3);
  assert.equal((await verify(thread.db, orgId, head)).broken?.how, "changed");
});

Deno.test("sealEvents() says so when the transaction ids of a restored server begin again", async () => {
  const { thread, orgId, ids } = await threeSealed();
  await using _ = thread;
  await tamper(thread, `update events set xid = '99999999999' where id = ${ids[2]}`);
  await assert.rejects(seal(thread.db, orgId), /another server/);
});

Deno.test("the app itself can neither change nor remove what happened", async () => {
  const { thread, orgId } = await threeSealed();
  await using _ = thread;
  for (const table of ["events", "event_seals"] as const) {
    await assert.rejects(inOrg(thread.db, orgId, actor, (tx) => tx.deleteFrom(table).execute()));
  }
  await assert.rejects(thread.rows("delete from events"), /append-only/);
});

Deno.test("sealing keeps the order of whatever transactions interleave, and waits for no writer", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  const step = fc.oneof(
    fc.record({ do: fc.constant("write" as const), who: fc.nat(3) }),
    fc.record({ do: fc.constantFrom("commit" as const, "undo" as const), who: fc.nat(3) }),
    fc.record({ do: fc.constant("seal" as const), who: fc.constant(0) }),
  );
  let committed = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const writers = new Map<number, Writer>();
      const end = async (who: number, keep: boolean) => {
        const writer = writers.get(who);
        writers.delete(who);
        if (writer && await writer.end(keep)) committed += writer.written;
      };
      for (const { do: what, who } of steps) {
        if (what === "seal") await seal(thread.db, orgId);
        else if (what !== "write") await end(who, what === "commit");
        else {
          if (!writers.has(who)) writers.set(who, await openWriter(thread.db, orgId));
          await writers.get(who)!.write();
        }
      }
      for (const who of [...writers.keys()]) await end(who, true);
      await sealAll(thread.db, orgId);
      assert.deepEqual(await verify(thread.db, orgId), { verified: committed });
    }),
    { numRuns: 20 },
  );
  assert.ok(committed > 0);
});

interface Writer {
  written: number;
  write(): Promise<void>;
  /** Answers whether it committed. */
  end(keep: boolean): Promise<boolean>;
}

/** A transaction that stays open between its writes. */
async function openWriter(db: Db, orgId: string): Promise<Writer> {
  const opened = Promise.withResolvers<Parameters<typeof recordEvent>[0]>();
  const ended = Promise.withResolvers<void>();
  const done = inOrg(db, orgId, actor, async (tx) => {
    opened.resolve(tx);
    await ended.promise;
  }).then(() => true, () => false);
  const tx = await opened.promise;
  const writer: Writer = {
    written: 0,
    async write() {
      await recordEvent(tx, { kind: "written" });
      writer.written++;
    },
    end(keep) {
      if (keep) ended.resolve();
      else ended.reject(new Error("Undone"));
      return done;
    },
  };
  return writer;
}
