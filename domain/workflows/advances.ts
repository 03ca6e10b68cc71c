import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { actAsBefore } from "../base/acting.ts";
import { BOUNDS, type Bounds, follow } from "./interpreter.ts";
import { type Journey, journeyOf, lockRuns, readPast, type Run } from "./journeys.ts";
import type { Rehearsal, Wake } from "./node.ts";
import { publishedOf } from "./published.ts";
import { writeJourneys } from "./run_writes.ts";
import { WAYS } from "./starts.ts";

/** Follows a run that stands at a step, as far as nothing outside is needed and the bounds allow. */
export async function advance(tx: OrgDb, runId: string, how: HowFar = {}): Promise<void> {
  const { bounds = BOUNDS, rehearsal } = how;
  const journeys = await runningOf(tx, [runId], rehearsal);
  for (const journey of journeys) await follow(tx, journey, WAYS, bounds);
  writeJourneys(tx, journeys);
  actAsBefore(tx);
}

export interface HowFar {
  bounds?: Bounds;
  rehearsal?: Rehearsal;
}

/** One transaction of following runs: which of them go on, and how the next one follows those. */
export type Following = (tx: OrgDb) => Promise<{ open: Set<string>; next: Following }>;

/**
 * Many runs for as many transactions as they need, while their jobs are held. What one leaves, the
 * next takes up from memory: it is refused where somebody else has moved a run on in between.
 */
export function followInTurns(
  ids: string[],
  bounds: Bounds = BOUNDS,
  left?: Journey[],
): Following {
  return async (tx) => {
    const journeys = left ?? await runningOf(tx, ids);
    left = undefined; // If this is refused, it is done again with what is stored.
    for (const journey of journeys) await follow(tx, journey, WAYS, bounds);
    writeJourneys(tx, journeys, { held: true });
    const going = journeys.filter(({ run }) => run.state === "running");
    const open = new Set(going.map(({ run }) => run.id));
    return { open, next: followInTurns([...open], bounds, going.map(leave)) };
  };
}

/** One that is no longer running, because another was faster, is left alone. */
async function runningOf(tx: OrgDb, ids: string[], rehearsal?: Rehearsal): Promise<Journey[]> {
  const runs = (await lockRuns(tx, ids)).filter(({ state }) => state === "running");
  return await journeysOf(tx, runs, rehearsal);
}

/** Between two transactions nobody holds the run, nor the account that was read with it. */
function leave(journey: Journey): Journey {
  return { ...journey, account: undefined, leftAt: journey.run.steps };
}

export async function journeysOf(
  tx: OrgDb,
  runs: Run[],
  rehearsal?: Rehearsal,
): Promise<Journey[]> {
  if (runs.length === 0) return [];
  const published = await publishedOf(tx, runs.map(({ version_id }) => version_id));
  const journeys = runs.map((run) => journeyOf(run, published(run.version_id), rehearsal));
  await readPast(tx, journeys);
  return journeys;
}

/** Goes on from the step at which it stands, which may bring what that step waited for. */
export async function goOn(
  tx: OrgDb,
  journey: Journey,
  { bounds = BOUNDS, wake }: { bounds?: Bounds; wake?: Wake } = {},
): Promise<void> {
  journey.run.state = "running";
  journey.run.failure = null;
  await follow(tx, journey, WAYS, bounds, wake);
  if (!journey.stays) {
    sendAlong(
      tx,
      sql`delete from run_waits where org_id = current_org() and run_id = ${journey.run.id}`,
    );
    writeJourneys(tx, [journey]);
  }
  actAsBefore(tx);
}
