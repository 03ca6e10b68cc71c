import { connect, type Db } from "../../domain/base/db.ts";
import { type Account, runChaos } from "../chaos.ts";
import { type ChaosPostgres, openChaosPostgres, throughPort } from "../chaos_postgres.ts";
import * as faults from "../faults.ts";
import { type Fleet, openFleet } from "../fleet.ts";
import { openSmtpSink, type SmtpSink } from "../smtp_sink.ts";
import { openTcpProxy } from "../tcp_proxy.ts";
import {
  breathe,
  killBusyServer,
  loseAnswerToCommit,
  strikeMailServer,
  watchStalls,
} from "./blows.ts";
import { drain } from "./drain.ts";
import { checkInvariants, type Figures } from "./invariants.ts";
import { openWorkload } from "./workload.ts";

export interface StormPlan {
  strikes: number;
  every: [number, number];
  /** How often a server is killed, where the other faults come 26 times in all. */
  killing: number;
  servers: number;
  /** Also the faults that take long: leases passing, a mail server that hangs. */
  slow: boolean;
}

export interface Aftermath {
  account: Account;
  figures: Figures;
}

/**
 * Real servers over a real Postgres and a mail server, at work while all of them are struck; then
 * calm, and every question whose answer must be the same as if nothing had happened.
 */
export async function storm(plan: StormPlan): Promise<Aftermath> {
  const file = await Deno.makeTempFile({ prefix: "thread-chaos-mails-" });
  await using cleared = new AsyncDisposableStack();
  cleared.defer(() => Deno.remove(file));
  await using postgres = await openChaosPostgres();
  await using proxy = openTcpProxy({ hostname: "127.0.0.1", port: postgres.port });
  await using sink = await openSmtpSink({ file });
  const db = connect(postgres.appUrl, 8, "thread-chaos");
  cleared.defer(() => db.close());
  await using fleet = await openFleet({
    size: plan.servers,
    env: serverEnvironment(throughPort(postgres.appUrl, proxy.port), sink),
    special: (slot) => wrongClock(slot),
  });
  const { work, ledger } = await openWorkload(postgres, db);
  const stalls = watchStalls(fleet, postgres);
  const calm = breathe(fleet);
  const account = await runChaos({
    fleet,
    strikes: plan.strikes,
    every: plan.every,
    clients: 6,
    faults: [
      killBusyServer(fleet, plan.killing),
      faults.freezeServer(fleet, 700, 2),
      faults.interruptServer(fleet, 2),
      faults.terminateBackend(postgres, 5),
      faults.restartPostgres(postgres, 2),
      killPostgres(postgres, 1),
      faults.cutNetwork(proxy, 2),
      faults.delayNetwork(proxy, 500, 1000, 1),
      loseAnswerToCommit(proxy, 4),
      ...strikeMailServer(sink, plan.slow ? 31_000 : undefined),
      ...plan.slow ? [stalls.fault] : [],
      calm.fault,
    ],
    work: (url, signal, nth) => work(url, AbortSignal.any([signal, stalls.of(url)]), nth),
  });
  const figures = await settle({ plan, postgres, db, fleet, calm });
  return {
    account,
    figures: {
      ...figures,
      ...await checkInvariants({
        postgres,
        db,
        ledger,
        received: await readReceived(file),
        struck: account.struck,
      }),
    },
  };
}

interface Calming {
  plan: StormPlan;
  postgres: ChaosPostgres;
  db: Db;
  fleet: Fleet;
  calm: ReturnType<typeof breathe>;
}

async function settle({ plan, postgres, db, fleet, calm }: Calming): Promise<Figures> {
  await calm.whole();
  const { seconds, left } = await drain(postgres, db, { untilHung: plan.slow ? 40_000 : 3000 });
  if (left.length > 0) throw new Error(`Not done after ${seconds} s: ${JSON.stringify(left)}`);
  return { "drained in seconds": seconds, restarts: fleet.restarts() };
}

/** What reached the disk, as a mail server that was itself killed would find it again. */
async function readReceived(file: string) {
  return (await Deno.readTextFile(file)).split("\n").filter(Boolean)
    .map((line) => JSON.parse(line));
}

export function serverEnvironment(databaseUrl: string, sink: SmtpSink): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    DATABASE_POOL: "8",
    SMTP_URL: sink.url,
    MAIL_FROM: "thread@thread.test",
    TRUSTED_PROXY_HEADER: "x-forwarded-for",
  };
}

/** One server is ten minutes ahead and one behind: only the database's clock may count. */
function wrongClock(slot: number) {
  if (slot > 1) return {};
  const script = new URL("./skewed_clock.ts", import.meta.url).pathname;
  const skew = slot === 0 ? 600_000 : -600_000;
  return { flags: ["--preload", script], env: { THREAD_TEST_SKEW_MS: String(skew) } };
}

function killPostgres(postgres: ChaosPostgres, weight: number): faults.Fault {
  return {
    name: "kill-postgres",
    weight,
    strike: async () => {
      await postgres.kill();
      return "Postgres's first process";
    },
  };
}
