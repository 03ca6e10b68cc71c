import assert from "node:assert/strict";
import { connect, type Db, HOUSE, inOrg } from "../../domain/base/db.ts";
import { recordEvent } from "../../domain/base/events.ts";
import { postMail } from "../../domain/messages/outbox.ts";
import { crashpointsIn } from "../chaos.ts";
import { type ChaosPostgres, openChaosPostgres } from "../chaos_postgres.ts";
import { readSources } from "../house_sources.ts";
import { startProgram } from "../processes.ts";
import { openSmtpSink } from "../smtp_sink.ts";
import { crash } from "./crashing.ts";
import { drain } from "./drain.ts";
import { sowApprovedDraft } from "./approved_drafts.ts";
import { checkInvariants, type Evidence } from "./invariants.ts";
import { serverEnvironment } from "./storm.ts";

const times = Deno.env.has("THREAD_TEST_LONG") ? 5 : 1;
/** Those that every kind of work passes. Notifications' and runs' are struck by their own tests. */
const points = crashpointsIn(await readSources(new URL("../../", import.meta.url)))
  .filter((point) => /^(job|mail|draft|seals|clock)-/.test(point));

Deno.test("a server that dies at its worst moments loses nothing and does nothing twice", async () => {
  await using postgres = await openChaosPostgres();
  await using sink = await openSmtpSink();
  const db = connect(postgres.appUrl, 4, "thread-chaos");
  await using cleared = new AsyncDisposableStack();
  cleared.defer(() => db.close());
  const env = serverEnvironment(postgres.appUrl, sink);
  const evidence: Evidence = {
    postgres,
    db,
    ledger: { names: new Map(), lettersTo: [], invited: [], posted: [] },
    received: sink.received,
    struck: [],
  };
  for (let time = 1; time <= times; time++) {
    for (const point of points) {
      await giveWork(postgres, evidence, `${point} ${time}`);
      await crash(env, point);
      evidence.struck.push({ at: new Date().toISOString(), fault: "crash", what: point });
    }
  }
  await using survivor = await startProgram({ env });
  const { left } = await drain(postgres, db, { untilHung: 3000 });
  assert.deepEqual(left, []);
  const figures = await checkInvariants(evidence);
  console.log(`${evidence.struck.length} crashes at ${points.length} points by ${survivor.pid}`);
  console.log(Object.entries(figures).map(([what, count]) => `${what}: ${count}`).join(", "));
  assert.equal(evidence.struck.length, times * points.length);
});

Deno.test("the places where dying is hardest are named", () => {
  for (const area of ["job-", "mail-", "draft-", "seals-", "clock-"]) {
    assert.ok(points.some((point) => point.startsWith(area)), area);
  }
});

/** Something of each kind, so that whichever point is armed is passed soon. */
async function giveWork(postgres: ChaosPostgres, { db, ledger }: Evidence, subject: string) {
  await postgres.ask("delete from cron_slots where name in ('seal-events', 'settle-mails')");
  for (const mailClass of ["sign_in", "customer"] as const) {
    const id = await inHouse(db, async (tx) => {
      await recordEvent(tx, { kind: "org.tried", data: { subject } });
      const to = { name: "", address: "somebody@customer.test" };
      return await postMail(tx, { class: mailClass, to, subject, text: "Hello" });
    });
    ledger.posted.push({ id, mailClass });
  }
  await sowApprovedDraft(postgres, db, subject);
}

function inHouse<T>(db: Db, work: Parameters<typeof inOrg<T>>[3]): Promise<T> {
  return inOrg(db, HOUSE, { kind: "system", cause: "chaos" }, work);
}
