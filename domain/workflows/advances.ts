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
  await advanceRuns(tx, [runId], how);
}

export interface HowFar {
  bounds?: Bounds;
  rehearsal?: Rehearsal;
}

/** Many at once. One that is no longer running, because another was faster, is left alone. */
export async function advanceRuns(
  tx: OrgDb,
  ids: string[],
  { bounds = BOUNDS, rehearsal }: HowFar = {},
): Promise<void> {
  const runs = (await lockRuns(tx, ids)).filter(({ state }) => state === "running");
  const journeys = await journeysOf(tx, runs, rehearsal);
  for (const journey of journeys) await follow(tx, journey, WAYS, bounds);
  writeJourneys(tx, journeys);
  actAsBefore(tx);
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
