import assert from "node:assert/strict";
import { inOrg } from "../domain/base/db.ts";
import { recordEvent } from "../domain/base/events.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

Deno.test("a visitor gets no stream", async () => {
  await using thread = await testApp();
  const res = await thread.visitor().get("/live");
  assert.equal(res.status, 303);
});

Deno.test("an event reaches the people of its organisation and nobody else", async () => {
  await using thread = await testApp();
  const bob = await listen(thread, "bob");
  const charlie = await listen(thread, "charlie");
  await happen(thread, "alice", "member.invited");
  assert.match(await bob.until("event: member"), /data: \{"ids":\["/);
  await happen(thread, "charlie", "member.renamed");
  assert.equal((await charlie.until("event: member")).match(/event: member/g)!.length, 1);
  await bob.stop();
  await charlie.stop();
});

Deno.test("an event is told only to roles that may see its noun", async () => {
  await using thread = await testApp();
  const bob = await listen(thread, "bob");
  const alice = await listen(thread, "alice");
  await happen(thread, "alice", "job.parked");
  await happen(thread, "alice", "member.renamed");
  assert.match(await alice.until("event: member"), /event: job/);
  assert.doesNotMatch(await bob.until("event: member"), /event: job/);
  await bob.stop();
  await alice.stop();
});

Deno.test("a page that lost its stream hears what it missed", async () => {
  await using thread = await testApp();
  const before = await listen(thread, "bob");
  const from = (await before.until("event: hello")).match(/id: (\d+)/)![1]!;
  await before.stop();
  await happen(thread, "alice", "member.renamed");
  const after = await listen(thread, "bob", { "Last-Event-ID": from });
  await after.until("event: member");
  await after.stop();
});

Deno.test("a stream ends when its session or its member is gone", async () => {
  await using thread = await testApp();
  const bob = await listen(thread, "bob");
  const lea = await listen(thread, "lea");
  await thread.rows("delete from sessions where identity_id = $1", [thread.cast.bob!.identityId]);
  await thread.rows("update members set deactivated_at = now() where id = $1", [
    thread.cast.lea!.memberId,
  ]);
  await thread.house.streams.checkAll();
  await bob.ended();
  await lea.ended();
  assert.equal(thread.house.streams.count(), 0);
  assert.equal(thread.house.feed.readers(), 0);
});

Deno.test("events of transactions that commit out of order are all told, once each", async () => {
  await using thread = await testApp({ DATABASE_POOL: "2" });
  const heard: number[] = [];
  const { orgId } = thread.cast.alice!;
  const { stop } = await thread.house.feed.follow(orgId, (news) => {
    for (const { id } of news) heard.push(id);
  });
  const gate = Promise.withResolvers<void>();
  const slow = inOrg(thread.db, orgId, { kind: "system" }, async (tx) => {
    await recordEvent(tx, { kind: "member.renamed" });
    await gate.promise;
  });
  for (let n = 0; n < 20; n++) await happen(thread, "alice", "member.renamed");
  await until(() => heard.length === 20);
  gate.resolve();
  await slow;
  await until(() => heard.length === 21);
  assert.equal(new Set(heard).size, 21);
  stop();
});

async function happen(thread: TestApp, name: string, kind: string) {
  const { orgId, memberId } = thread.cast[name]!;
  await inOrg(
    thread.db,
    orgId,
    { kind: "member", id: memberId },
    (tx) => recordEvent(tx, { kind, subjectId: crypto.randomUUID() }),
  );
}

async function listen(thread: TestApp, name: string, headers: Record<string, string> = {}) {
  const res = await thread.as(name).request("/live", { headers });
  assert.equal(res.headers.get("content-type"), "text/event-stream");
  const reader = res.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const more = async () => {
    const { value, done } = await reader.read();
    text += value ?? "";
    return !done;
  };
  while (!text.includes("event: hello")) await more();
  return {
    async until(wanted: string) {
      while (!text.includes(wanted)) assert.ok(await more(), `The stream ended before "${wanted}"`);
      return text;
    },
    async ended() {
      while (await more());
    },
    stop: () => reader.cancel(),
  };
}

async function until(holds: () => boolean) {
  const deadline = AbortSignal.timeout(5000);
  while (!holds()) {
    deadline.throwIfAborted();
    await new Promise((done) => setTimeout(done, 5));
  }
}
