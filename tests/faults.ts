import type { ChaosPostgres } from "./chaos_postgres.ts";
import type { Fleet } from "./fleet.ts";
import { eventually, type Program } from "./processes.ts";
import type { TcpProxy } from "./tcp_proxy.ts";

/** Answers a number from 0 up to 1, the same ones again for the same seed. */
export type Chance = () => number;

export interface Fault {
  name: string;
  /** How often it comes, against the others. */
  weight: number;
  /** Strikes once and says what it struck, or nothing where there was nothing to strike. */
  strike: (chance: Chance) => Promise<string | undefined>;
}

export function killServer(fleet: Fleet, weight = 10): Fault {
  return {
    name: "kill",
    weight,
    strike: (chance) => strikeOne(fleet, chance, (server) => fleet.signal(server, "SIGKILL")),
  };
}

/** Freezes a server for longer than its leases hold; it wakes up believing it still has them. */
export function freezeServer(fleet: Fleet, ms: number, weight = 2): Fault {
  return {
    name: "freeze",
    weight,
    strike: (chance) =>
      strikeOne(fleet, chance, async (server) => {
        server.kill("SIGSTOP");
        await pause(ms);
        server.kill("SIGCONT");
      }),
  };
}

/** Asks a server to end, and kills it where it has not after five seconds. */
export function interruptServer(fleet: Fleet, weight = 2): Fault {
  return {
    name: "interrupt",
    weight,
    strike: (chance) =>
      strikeOne(fleet, chance, async (server) => {
        fleet.signal(server, "SIGINT");
        const last = setTimeout(() => fleet.signal(server, "SIGKILL"), 5000);
        await server.ended;
        clearTimeout(last);
      }),
  };
}

/** Ends one connection of the app from the database's side, mostly one inside a transaction. */
export function terminateBackend(postgres: ChaosPostgres, weight = 4): Fault {
  return {
    name: "terminate",
    weight,
    strike: async (chance) => {
      const backends = await postgres.ask<{ pid: number; state: string }>(
        `select pid, coalesce(state, 'starting') as state from pg_stat_activity
         where usename = 'thread_app' and backend_type = 'client backend' order by pid`,
      );
      const open = backends.filter(({ state }) => state.startsWith("idle in transaction"));
      const one = pick(open.length > 0 && chance() < 0.8 ? open : backends, chance);
      if (!one) return;
      await postgres.ask("select pg_terminate_backend($1)", [one.pid]);
      return `backend ${one.pid}, ${one.state}`;
    },
  };
}

export function restartPostgres(postgres: ChaosPostgres, weight = 1): Fault {
  return {
    name: "restart",
    weight,
    strike: async () => {
      await postgres.restart();
      await eventually(
        "Postgres answers",
        () => postgres.ask("select 1").then(() => true, () => false),
      );
      return "Postgres, immediately";
    },
  };
}

export function cutNetwork(proxy: TcpProxy, weight = 2): Fault {
  return {
    name: "cut",
    weight,
    strike: () => Promise.resolve(`${proxy.cut()} connections`),
  };
}

export function delayNetwork(proxy: TcpProxy, late = 500, ms = 1000, weight = 2): Fault {
  return {
    name: "delay",
    weight,
    strike: async () => {
      proxy.delay(late);
      await pause(ms);
      proxy.delay(0);
      return `${late} ms for ${ms} ms`;
    },
  };
}

async function strikeOne(
  fleet: Fleet,
  chance: Chance,
  blow: (server: Program) => void | Promise<void>,
): Promise<string | undefined> {
  const server = pick(fleet.running(), chance);
  if (!server) return;
  await blow(server);
  return `server ${server.pid}`;
}

export function pick<T>(all: T[], chance: Chance): T | undefined {
  return all[Math.floor(chance() * all.length)];
}

export function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
