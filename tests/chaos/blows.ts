import type { ChaosPostgres } from "../chaos_postgres.ts";
import { type Fault, killServer, pause, pick } from "../faults.ts";
import type { Fleet } from "../fleet.ts";
import { eventually } from "../processes.ts";
import type { Fault as MailFault, SmtpSink } from "../smtp_sink.ts";
import type { TcpProxy } from "../tcp_proxy.ts";
import { letLeasesPass } from "./drain.ts";

/** Waits for a server to be up, so that a busy machine is not spared. */
export function killBusyServer(fleet: Fleet, weight: number): Fault {
  const kill = killServer(fleet, weight);
  return {
    ...kill,
    strike: async (chance) => {
      await eventually("a server runs", () => Promise.resolve(fleet.running().length > 0), 60_000);
      return await kill.strike(chance);
    },
  };
}

/** The write happened, but whoever asked for it is told that the connection broke. */
export function loseAnswerToCommit(proxy: TcpProxy, weight: number): Fault {
  return {
    name: "lost-answer",
    weight,
    strike: async () => {
      const late = AbortSignal.timeout(1000);
      return await proxy.loseAnswerTo("commit\0", late) ? "the answer to a commit" : undefined;
    },
  };
}

export function strikeMailServer(sink: SmtpSink, hangMs?: number): Fault[] {
  const once = (name: string, weight: number, ...faults: MailFault[]): Fault => ({
    name,
    weight,
    strike: () => {
      sink.next(...faults);
      return Promise.resolve(JSON.stringify(faults));
    },
  });
  return [
    once("mail-dropped", 4, { drop: "taken" }, { drop: "not-taken" }),
    once("mail-deferred", 2, { refuse: "data", code: 451 }, { refuse: "connect", code: 421 }),
    once("mail-refused", 1, { refuse: "to", code: 550 }),
    ...hangMs ? [once("mail-hung", 1, { hang: "after-data" }, { hang: "before-data" })] : [],
  ];
}

/**
 * Freezes a server until another has its jobs: its leases run out and are taken back, then it wakes
 * up believing that it still holds them. Callers give a stalled server up, as a balancer would.
 */
export function watchStalls(fleet: Fleet, postgres: ChaosPostgres) {
  const stalled = new Map<string, AbortController>();
  const of = (url: string) => {
    const known = stalled.get(url) ?? new AbortController();
    stalled.set(url, known);
    return known.signal;
  };
  const fault: Fault = {
    name: "stall",
    weight: 1,
    strike: async (chance) => {
      const server = pick(fleet.running(), chance);
      if (!server) return;
      of(server.url);
      server.kill("SIGSTOP");
      stalled.get(server.url)!.abort(new Error("This server has stalled"));
      await letLeasesPass(postgres);
      await eventually("the leases are taken back", async () => {
        const past = await postgres.ask(
          `select from jobs where leased_until < clock_timestamp()`,
        );
        return past.length === 0 || fleet.running().length < 2;
      }, 25_000).catch(() => {}); // The others may be on their way up; the blow lands all the same.
      server.kill("SIGCONT");
      stalled.delete(server.url);
      return `server ${server.pid}`;
    },
  };
  return { of, fault };
}

const PATIENCE = 10_000;
const AT_ONCE = 16;

/** No blow: a moment of calm in which every server must be back, with its whole pool. */
export function breathe(fleet: Fleet, weight = 1) {
  async function whole() {
    await eventually("every server runs", () => {
      return Promise.resolve(fleet.running().length === fleet.size);
    }, 60_000);
    const start = performance.now();
    await eventually("every server has its whole pool", async () => {
      const answers = await Promise.all(fleet.running().map(answersAll));
      return answers.length === fleet.size && answers.every(Boolean);
    }, PATIENCE);
    return Math.round(performance.now() - start);
  }
  const fault: Fault = {
    name: "calm",
    weight,
    strike: async () => `all back after ${await whole()} ms`,
  };
  return { whole, fault };
}

/** More questions at once than the pool has connections, all answered before a wedge would. */
async function answersAll({ url }: { url: string }): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2000);
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      const response = await fetch(`${url}/readyz`, { signal });
      await response.body?.cancel();
      return response.ok;
    }));
    return answers.every(Boolean);
  } catch {
    await pause(100);
    return false;
  }
}
