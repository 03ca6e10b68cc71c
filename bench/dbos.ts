import type { BenchUrls } from "./commits.ts";
import { type Figure, perSecond } from "./figures.ts";
import { asAdmin } from "./house.ts";

/** What `dbos_runs.ts` prints. */
interface Reached {
  version: string;
  eight: number;
  waiting: number;
}

const PATIENCE_MS = 180_000;

/**
 * The same five trivial steps with DBOS on the same server, right afterwards. It is fetched for this
 * alone and no part of Thread; where it cannot be had, that is said and nothing is compared.
 */
export async function besideDbos(urls: BenchUrls, ours: Figure[]): Promise<Figure[]> {
  const theirs = await dbos(urls);
  if (typeof theirs === "string") {
    console.log(`DBOS was not measured: ${theirs}`);
    return [];
  }
  const rateOf = (goal: number) =>
    Number(
      /^([\d,]+)\/s/.exec(ours.find((one) => one.goal === goal)!.note)![1]!.replaceAll(",", ""),
    );
  const compared = (goal: number, what: string, their: number, must: number): Figure => ({
    goal: "DBOS",
    what,
    value: rateOf(goal) / their,
    must,
    stretch: must * 1.25,
    note: `${perSecond(rateOf(goal))} against ${perSecond(their)} of DBOS ${theirs.version}`,
    better: "more",
  });
  return [
    compared(3, "steps a second against DBOS, one by one, 8 runs at once", theirs.eight, 4),
    compared(4, "steps a second against DBOS, many runs wait", theirs.waiting, 15),
  ];
}

async function dbos({ adminUrl }: BenchUrls): Promise<Reached | string> {
  await asAdmin(adminUrl, "drop database if exists dbos_bench");
  await asAdmin(adminUrl, "create database dbos_bench");
  const url = Object.assign(new URL(adminUrl), { pathname: "/dbos_bench" }).href;
  const script = new URL("./dbos_runs.ts", import.meta.url).pathname;
  try {
    const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "--no-lock", "--node-modules-dir=none", script, url],
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).output();
    const said = new TextDecoder().decode(stdout);
    const found = /^REACHED (.*)$/m.exec(said)?.[1];
    return success && found ? JSON.parse(found) : new TextDecoder().decode(stderr).slice(-800);
  } finally {
    await asAdmin(adminUrl, "drop database if exists dbos_bench with (force)");
  }
}
