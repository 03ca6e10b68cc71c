import assert from "node:assert/strict";
import { type Chance, type Fault, pause, pick } from "./faults.ts";
import type { Fleet } from "./fleet.ts";

export interface ChaosPlan {
  fleet: Fleet;
  faults: Fault[];
  /** How many blows have to land. */
  strikes: number;
  /** Shortest and longest time between blows, in milliseconds. */
  every?: [number, number];
  /** One operation as a client does it, against one server. Throwing means: not done, try again. */
  work: (url: string, signal: AbortSignal, nth: number) => Promise<void>;
  clients?: number;
  /** Without one, THREAD_SEED or a new one; the account names it. */
  seed?: number;
}

export interface Account {
  seed: number;
  struck: { at: string; fault: string; what: string }[];
  operations: number;
  succeeded: number;
  /** Calls to a server that took longer than ten seconds. */
  hung: number;
  crashes: string[];
  lastTrouble: string;
}

const HUNG_MS = 10_000;
const PATIENCE_MS = 20_000;

/** Lets clients work against the fleet while faults strike it, and gives account of both. */
export async function runChaos(plan: ChaosPlan): Promise<Account> {
  const seed = plan.seed ??
    Number(Deno.env.get("THREAD_SEED") ?? Math.floor(Math.random() * 2 ** 31));
  const account: Account = {
    seed,
    struck: [],
    operations: 0,
    succeeded: 0,
    hung: 0,
    crashes: plan.fleet.crashes,
    lastTrouble: "",
  };
  const over = new AbortController();
  const chance = seeded(seed);
  const clients = Array.from(
    { length: plan.clients ?? 4 },
    (_, index) => client(plan, account, seeded(seed + index + 1), over.signal),
  );
  try {
    await strikeAll(plan, account, chance);
  } finally {
    over.abort();
    await Promise.all(clients);
  }
  console.log(tell(account));
  return account;
}

/** A run in which little was done, or little went wrong, proves nothing. */
export function assertLive(
  account: Account,
  { kills = 0, share = 0.95, operations = 100 } = {},
): void {
  const told = tell(account);
  const log = account.struck.map(({ at, fault, what }) => `\n${at} ${fault} ${what}`).join("");
  const landed = account.struck.filter(({ fault }) => fault === "kill").length;
  assert.ok(account.operations >= operations, `void: too few operations. ${told}`);
  assert.ok(
    account.succeeded >= share * account.operations,
    `void: too few succeeded. ${told}${log}`,
  );
  assert.ok(landed >= kills, `void: only ${landed} of ${kills} kills landed. ${told}`);
  assert.deepEqual(account.crashes, [], `a server ended by itself. ${told}${log}`);
  assert.equal(account.hung, 0, `a call hung. ${told}${log}`);
}

/** One line on what was done and what was struck. */
export function tell(
  { seed, struck, operations, succeeded, hung, lastTrouble }: Account,
): string {
  const counts = Map.groupBy(struck, ({ fault }) => fault);
  const blows = [...counts].map(([fault, all]) => `${all.length} ${fault}`).join(", ");
  return `Seed ${seed}: ${succeeded} of ${operations} operations done, ${hung} hung. ` +
    `Struck: ${blows || "nothing"}. Last trouble: ${lastTrouble || "none"}`;
}

async function strikeAll(plan: ChaosPlan, account: Account, chance: Chance): Promise<void> {
  const deck = dealt(plan.faults, chance);
  const [shortest, longest] = plan.every ?? [200, 500];
  const deadline = performance.now() + plan.strikes * (longest + 10_000);
  while (account.struck.length < plan.strikes && performance.now() < deadline) {
    await pause(shortest + chance() * (longest - shortest));
    const fault = deck.next().value;
    const what = await fault.strike(chance);
    if (what) account.struck.push({ at: new Date().toISOString(), fault: fault.name, what });
  }
}

async function client(
  plan: ChaosPlan,
  account: Account,
  chance: Chance,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    const nth = ++account.operations;
    const deadline = performance.now() + PATIENCE_MS;
    while (!await attempt(plan, account, chance, nth)) {
      if (performance.now() > deadline) break;
      await pause(20);
    }
  }
}

/** Tries one server once. A client that meets a dead one goes to another, as a balancer would. */
async function attempt(
  plan: ChaosPlan,
  account: Account,
  chance: Chance,
  nth: number,
): Promise<boolean> {
  const server = pick(plan.fleet.running(), chance);
  if (!server) return false;
  const signal = AbortSignal.timeout(HUNG_MS);
  try {
    await plan.work(server.url, signal, nth);
    account.succeeded++;
    return true;
  } catch (error) {
    if (signal.aborted) account.hung++;
    account.lastTrouble = String(error);
    return false;
  }
}

/** Deals the faults like cards, so that each comes as often as its weight says. */
function* dealt(faults: Fault[], chance: Chance): Generator<Fault, never> {
  for (;;) {
    const deck = faults.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
    while (deck.length > 0) yield deck.splice(Math.floor(chance() * deck.length), 1)[0]!;
  }
}

/** Mulberry32: small, and good enough to choose who is struck. */
export function seeded(seed: number): Chance {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The names of every `crashpoint("...")` in the sources, so that no point is forgotten. */
export function crashpointsIn(sources: { path: string; text: string }[]): string[] {
  const code = sources.filter(({ path }) => /^(domain|jobs|routes)\//.test(path))
    .filter(({ path }) => !/_test\.tsx?$/.test(path));
  const names = code.flatMap(({ text }) =>
    [...text.matchAll(/\bcrashpoint\("([^"]+)"\)/g)].map(([, name]) => name!)
  );
  return [...new Set(names)].sort();
}
