import assert from "node:assert/strict";
import { connect, type Db, HOUSE, inOrg } from "../../domain/base/db.ts";
import { openConnection } from "../../domain/base/driver.ts";
import { startTicker } from "../../domain/base/ticker.ts";
import { postMail } from "../../domain/messages/outbox.ts";
import { assertLive, runChaos } from "../chaos.ts";
import { type ChaosPostgres, openChaosPostgres } from "../chaos_postgres.ts";
import * as faults from "../faults.ts";
import { openFleet } from "../fleet.ts";
import { moveClock } from "../move_clock.ts";
import { eventually, startProgram } from "../processes.ts";
import { openSmtpSink } from "../smtp_sink.ts";

type MailClass = "customer" | "sign_in";

const isLong = Deno.env.has("THREAD_TEST_LONG");

/** What is left after a death at each point, once somebody else has taken over. */
const deaths: [string, MailClass, { state: string; copies: number }][] = [
  ["mail-before-smtp", "customer", { state: "unknown", copies: 0 }],
  ["mail-before-smtp", "sign_in", { state: "sent", copies: 1 }],
  ["mail-after-250", "customer", { state: "unknown", copies: 1 }],
  ["mail-after-250", "sign_in", { state: "sent", copies: 2 }],
  ["mail-after-settled", "customer", { state: "sent", copies: 1 }],
  ["mail-after-settled", "sign_in", { state: "sent", copies: 1 }],
];

Deno.test("a death around the send leaves each class of mail as promised", async () => {
  await using office = await openOffice();
  const { postgres, sink, env } = office;
  for (let round = 0; round < (isLong ? 5 : 1); round++) {
    for (const [point, mailClass, expected] of deaths) {
      const id = await post(office.db, mailClass);
      {
        await using doomed = await startProgram({ env: { ...env, THREAD_CRASH_AT: point } });
        assert.equal((await doomed.ended).signal, "SIGKILL", `${point} was not reached`);
      }
      await pass(postgres, "3 minutes");
      await using _heir = await startProgram({ env });
      await drained(postgres);
      const [mail] = await postgres.ask("select state from mails where id = $1", [id]);
      const copies = sink.received.filter(({ messageId }) => messageId?.includes(id)).length;
      assert.deepEqual({ state: mail!.state, copies }, expected, `${mailClass} at ${point}`);
    }
  }
});

Deno.test("no kill sends a customer's mail twice, or loses a sign-in mail", async () => {
  await using office = await openOffice();
  const { postgres, sink, db, env } = office;
  const strikes = isLong ? 200 : 10;
  await using fleet = await openFleet({ size: 2, env });
  const account = await runChaos({
    fleet,
    strikes,
    every: [600, 1800], // A server has to live long enough to be killed while it sends.
    clients: 2,
    faults: [faults.killServer(fleet), faults.freezeServer(fleet, 500)],
    async work(_url, _signal, nth) {
      await post(db, nth % 2 ? "customer" : "sign_in");
      // Struck servers send more slowly than two clients can write.
      while (await waiting(postgres) > 50) await faults.pause(100);
    },
  });
  assertLive(account, { kills: Math.floor(strikes / 2), operations: strikes * 4 });
  await pass(postgres, "3 minutes");
  await drained(postgres);

  const mails = await postgres.ask<{ id: string; class: MailClass; state: string }>(
    "select id, class, state from mails",
  );
  const copies = Map.groupBy(sink.received, ({ messageId }) => messageId!.slice(1, 37));
  const told = { mails: mails.length, copies: sink.received.length, unknown: 0, doubled: 0 };
  for (const mail of mails) {
    const count = copies.get(mail.id)?.length ?? 0;
    if (mail.class === "customer") {
      assert.ok(count <= 1, `${mail.id} came ${count} times`);
      if (mail.state === "sent") assert.equal(count, 1, `${mail.id} is sent, but never came`);
      else assert.equal(mail.state, "unknown");
      if (mail.state === "unknown") told.unknown++;
    } else {
      assert.equal(mail.state, "sent");
      assert.ok(count >= 1, `${mail.id} was lost`);
      if (count > 1) told.doubled++;
    }
  }
  console.log(JSON.stringify(told));
  const known = new Set(mails.map(({ id }) => id));
  assert.ok([...copies.keys()].every((id) => known.has(id)), "a mail came that nobody posted");
});

async function openOffice() {
  const postgres = await openChaosPostgres();
  const sink = await openSmtpSink();
  const db = connect(postgres.appUrl, 4, "thread-chaos");
  const ticker = startTicker(db, postgres.appUrl);
  return {
    postgres,
    sink,
    db,
    env: { DATABASE_URL: postgres.appUrl, SMTP_URL: sink.url, MAIL_FROM: "thread@acme.test" },
    async [Symbol.asyncDispose]() {
      await ticker.stop();
      db.close();
      await sink[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
    },
  };
}

function post(db: Db, mailClass: MailClass): Promise<string> {
  return inOrg(db, HOUSE, { kind: "system" }, (tx) =>
    postMail(tx, {
      class: mailClass,
      to: { name: "", address: "ann@globex.test" },
      subject: "Hello",
      text: "Hello",
    }));
}

function drained(postgres: ChaosPostgres): Promise<void> {
  return eventually(
    "every mail has its outcome",
    async () => await unsettled(postgres) === 0,
    60_000,
  );
}

/** Not yet claimed by anybody. What the dead had claimed has to wait for their leases. */
async function waiting(postgres: ChaosPostgres): Promise<number> {
  const [row] = await postgres.ask<{ count: number }>(
    "select count(*) as count from jobs where kind = 'send_mail' and lease_token is null",
  );
  return row!.count;
}

async function unsettled(postgres: ChaosPostgres): Promise<number> {
  const [row] = await postgres.ask<{ count: number }>(
    `select (select count(*) from mails where state in ('approved', 'sending'))
       + (select count(*) from jobs where kind in ('send_mail', 'settle_mails')) as count`,
  );
  return row!.count;
}

async function pass(postgres: ChaosPostgres, interval: string): Promise<void> {
  const admin = await openConnection({ url: postgres.adminUrl, applicationName: "thread-chaos" });
  try {
    await moveClock(admin, interval);
  } finally {
    admin.destroy(new Error("Moved"));
  }
}
