import assert from "node:assert/strict";
import { HOUSE, inOrg } from "../../domain/base/db.ts";
import { recordEvent } from "../../domain/base/events.ts";
import { sealEvents } from "../../domain/base/seals.ts";
import { postMail } from "../../domain/messages/outbox.ts";
import type { ChaosPostgres } from "../chaos_postgres.ts";
import type { Received } from "../smtp_sink.ts";
import { type TestApp, testApp } from "../test_app.ts";
import { checkInvariants, type Evidence } from "./invariants.ts";

const system = { kind: "system" } as const;

Deno.test("after a calm day nothing is amiss, and it is counted", async () => {
  await using thread = await testApp();
  const figures = await checkInvariants(await calmDay(thread));
  assert.equal(figures["acknowledged mails"], 3);
  assert.equal(figures.received, 3);
  assert.equal(figures["customer sent"], 1);
  assert.ok(figures["sealed events"]! >= 3);
});

/** Each is the trace that one kind of failure would leave. */
const breaches: Record<string, (thread: TestApp, evidence: Evidence) => Promise<unknown> | void> = {
  "I3 ": (thread) => happen(thread, "sent"),
  "I4 every": async (thread) => {
    await thread.rows("alter table events disable trigger all");
    await thread.rows(
      "update mails set state = 'approved', sent_at = null where class = 'sign_in'",
    );
    await thread.rows("delete from event_seals");
    await thread.rows(
      "delete from events e using mails m where m.id = e.subject_id and m.state = 'approved'",
    );
  },
  "I6 no lease": (thread) =>
    thread.rows(
      `insert into jobs (org_id, kind, lane, lease_token, leased_until)
       values ($1, 'send_mail', 'outside', gen_random_uuid(), now())`,
      [HOUSE],
    ),
  "I7 every event": (thread) =>
    inOrg(thread.db, HOUSE, system, (tx) => recordEvent(tx, { kind: "org.tried" })),
  "I7 a chain": async (thread) => {
    await thread.rows("alter table events disable trigger all");
    await thread.rows("update events set data = '{}' where kind = 'mail.sent'");
  },
  "I8 ": (thread) =>
    thread.rows("update sessions set org_id = $1 where identity_id = $2", [
      thread.cast.charlie!.orgId,
      thread.cast.alice!.identityId,
    ]),
  "I9 ": (thread) =>
    thread.rows(
      "insert into cron_slots (name, slot) values ('seal-events', '2027-01-01 00:00:07Z')",
    ),
  "no job waits": (thread) =>
    thread.rows(
      "insert into jobs (org_id, kind, lane, parked_at) values ($1, 'send_mail', 'outside', now())",
      [HOUSE],
    ),
  "an acknowledged mail": (_thread, { ledger }) =>
    void ledger.posted.push({ id: crypto.randomUUID(), mailClass: "notice" }),
  "a promised letter": (_thread, { ledger }) => void ledger.lettersTo.push("nobody@people.test"),
  "an acknowledged invitation": (thread, { ledger }) =>
    void ledger.invited.push({ orgId: thread.cast.alice!.orgId, email: "nobody@people.test" }),
  "an acknowledged name": (thread, { ledger }) =>
    void ledger.names.set(thread.cast.bob!.identityId, { told: "Robert", untold: [] }),
  "that nobody approved": (_thread, { received }) =>
    void received.push(copy({ id: crypto.randomUUID(), to: "x@customer.test" })),
  "copies of customer mail": (_thread, { received }) => void received.push(received[0]!),
  "I5 2 copies of mail": (_thread, { received }) => void received.push(received[1]!),
  "that nobody received": (_thread, { received }) => void received.pop(),
};

for (const [words, breach] of Object.entries(breaches)) {
  Deno.test(`a breach is named: ${words.trim()}`, async () => {
    await using thread = await testApp();
    const evidence = await calmDay(thread);
    await breach(thread, evidence);
    await assert.rejects(checkInvariants(evidence), (error: Error) => {
      assert.ok(error.message.includes(words), error.message);
      return true;
    });
  });
}

/** Three mails, each sent once and noted once, and every event sealed. */
async function calmDay(thread: TestApp): Promise<Evidence> {
  const evidence: Evidence = {
    postgres: { ask: thread.rows } as ChaosPostgres,
    db: thread.db,
    ledger: { names: new Map(), lettersTo: [], invited: [], posted: [] },
    received: [],
    struck: [],
  };
  await thread.rows("update identities set name = 'Nobody'");
  await thread.rows("update members set name = 'Nobody'");
  for (const mailClass of ["customer", "sign_in", "notice"] as const) {
    const to = `${mailClass.replace("_", "-")}@customer.test`;
    const id = await inOrg(thread.db, HOUSE, system, async (tx) => {
      const mail = {
        class: mailClass,
        to: { name: "", address: to },
        subject: "Hello",
        text: "Hello",
      };
      const id = await postMail(tx, mail);
      await recordEvent(tx, { kind: "mail.sent", subjectId: id, data: { attempt: 1 } });
      return id;
    });
    evidence.ledger.posted.push({ id, mailClass });
    evidence.received.push(copy({ id, to }));
  }
  await thread.rows("update mails set state = 'sent', sent_at = now(), carrier = 'smtp'");
  await thread.rows("delete from jobs");
  await seal(thread);
  return evidence;
}

async function happen(thread: TestApp, outcome: string): Promise<void> {
  await inOrg(thread.db, HOUSE, system, async (tx) => {
    const mail = await tx.selectFrom("mails").select("id").executeTakeFirstOrThrow();
    await recordEvent(tx, { kind: `mail.${outcome}`, subjectId: mail.id });
  });
  await seal(thread);
}

async function seal(thread: TestApp): Promise<void> {
  for (const { id } of await thread.rows<{ id: string }>("select id from orgs")) {
    await inOrg(thread.db, id, system, (tx) => sealEvents(tx));
  }
}

function copy({ id, to }: { id: string; to: string }): Received {
  return {
    from: "thread@thread.test",
    to: [to],
    raw: "",
    messageId: `<${id}@thread.test>`,
    user: undefined,
    secure: false,
    at: Date.now(),
    answered: true,
  };
}
