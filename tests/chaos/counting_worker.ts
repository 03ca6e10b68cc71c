// A process whose jobs only count themselves, with leases so short that a frozen one loses its own.
import { dnsResolver } from "../../domain/base/dns.ts";
import { connect, inOrg } from "../../domain/base/db.ts";
import { recordEvent } from "../../domain/base/events.ts";
import { openLog } from "../../domain/base/log.ts";
import { lanes } from "../../domain/base/queue.ts";
import { finishJob } from "../../domain/base/queue_leases.ts";
import { startTicker } from "../../domain/base/ticker.ts";
import type { Handlers } from "../../jobs/handler.ts";
import { startWork } from "../../jobs/start_work.ts";

const url = Deno.env.get("DATABASE_URL")!;
const actor = { kind: "system", cause: "counting" } as const;

const quiet = Object.fromEntries(
  Object.keys(lanes).map((kind) => [kind, () => Promise.resolve()]),
) as unknown as Handlers;

const handlers: Handlers = {
  ...quiet,
  seal_events: async (tx, jobs) => {
    for (const { payload } of jobs) await recordEvent(tx, { kind: "job.counted", data: payload });
  },
  send_mail: async (db, _out, job) => {
    await new Promise((done) => setTimeout(done, Math.random() * 100)); // The network, elsewhere.
    await inOrg(db, job.orgId, actor, async (tx) => {
      await finishJob(tx, job);
      await recordEvent(tx, { kind: "job.counted", data: job.payload as Record<string, unknown> });
    });
  },
};

const db = connect(url, 6, "thread-counting");
const log = openLog({ write: () => {}, now: () => new Date(), level: "error" });
const publicUrl = new URL("http://thread.test");
const resolveDns = dnsResolver(undefined);
const outside = { fetch, now: () => new Date(), secret: () => undefined, publicUrl, resolveDns };
const limits = { leaseMs: 1500, beatMs: 500, stepMs: 1000, pollMs: 300, graceMs: 1000 };
const work = startWork(db, startTicker(db, url), outside, log, { handlers, limits });
console.log("Thread is ready at http://nowhere");
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, async () => {
    await work.stop();
    Deno.exit(0);
  });
}
