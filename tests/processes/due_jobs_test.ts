import assert from "node:assert/strict";
import { inOrg } from "../../domain/base/db.ts";
import { type NewMail, postMail } from "../../domain/messages/outbox.ts";
import { eventually } from "../processes.ts";
import { openSmtpSink, type SmtpSink } from "../smtp_sink.ts";
import { type TestApp, testApp } from "../test_app.ts";
import { openNeighbours, startNeighbour } from "./neighbours.ts";

const LEASE_MS = 90_000;

Deno.test("jobs that one process enqueued are done once, by either server", async () => {
  await using thread = await testApp();
  await using sink = await openSmtpSink();
  await using _servers = await openNeighbours(thread, mailOver(sink));
  sink.always({ slow: 20 });
  const ids = await postMany(thread, 60);
  await sink.waitFor(60, 30_000);
  await allSettled(thread);
  assert.deepEqual(receivedIds(sink), ids.sort());
});

Deno.test("THREAD-088: stop and restart the worker; due jobs still run once", async () => {
  await using thread = await testApp();
  await using sink = await openSmtpSink();
  sink.always({ slow: 50 });
  const start = performance.now();
  const first = await startNeighbour(thread, mailOver(sink));
  const before = await postMany(thread, 40);
  await sink.waitFor(5, 30_000);
  first.kill("SIGTERM");
  assert.equal((await first.ended).code, 0);
  await first[Symbol.asyncDispose]();
  assert.ok(sink.received.length < 40, "nothing was left for the next worker");
  assert.deepEqual(
    await thread.rows("select id from jobs where lease_token is not null"),
    [],
    "the stopped worker kept a lease",
  );

  const meanwhile = await postMany(thread, 10);
  await using _second = await startNeighbour(thread, mailOver(sink));
  await sink.waitFor(50, 60_000);
  await allSettled(thread);
  assert.deepEqual(receivedIds(sink), [...before, ...meanwhile].sort());
  assert.ok(performance.now() - start < LEASE_MS, "a job waited for a lease to run out");
});

Deno.test("what fell due while every process was down runs once", async () => {
  await using thread = await testApp();
  await using sink = await openSmtpSink();
  const ids = await postMany(thread, 12);
  await thread.pass("3 hours");
  const [clock] = await thread.rows<{ count: number }>(
    "select count(*) from jobs where run_at < now() - interval '2 hours'",
  );
  assert.equal(clock!.count, 12);
  await using _server = await startNeighbour(thread, mailOver(sink));
  await sink.waitFor(12, 30_000);
  await allSettled(thread);
  assert.deepEqual(receivedIds(sink), ids.sort());
  const slots = await thread.rows("select name from cron_slots where name = 'seal-events'");
  assert.equal(slots.length, 1, "of the minutes that were missed, only the newest is made up for");
});

function mailOver(sink: SmtpSink): Record<string, string> {
  return { SMTP_URL: sink.url, MAIL_FROM: "thread@thread.test" };
}

/** In both organisations, as customers' mail, which nobody may get twice. */
async function postMany(thread: TestApp, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth++) {
    const { orgId } = thread.cast[nth % 2 === 0 ? "alice" : "charlie"]!;
    const mail: NewMail = {
      class: "customer",
      to: { name: "", address: `somebody-${nth}@customer.test` },
      subject: `Letter ${nth}`,
      text: "Hello",
    };
    ids.push(await inOrg(thread.db, orgId, { kind: "system" }, (tx) => postMail(tx, mail)));
  }
  return ids;
}

async function allSettled(thread: TestApp): Promise<void> {
  await eventually("every mail is noted as sent, and no job is left", async () => {
    const left = await thread.rows(
      `select id::text from mails where state <> 'sent'
       union all select id::text from jobs where kind = 'send_mail'`,
    );
    return left.length === 0;
  }, 30_000);
}

function receivedIds(sink: SmtpSink): string[] {
  return sink.received.map(({ messageId }) => messageId!.slice(1, 37)).sort();
}
