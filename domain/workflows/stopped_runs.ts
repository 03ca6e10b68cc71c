import { sql } from "kysely";
import { type OrgDb, sendAlong, type SystemDb } from "../base/db.ts";
import { enqueueAll } from "../base/queue.ts";
import { journeysOf } from "./advances.ts";
import { lockRuns } from "./journeys.ts";
import { kindOf } from "./kinds.ts";
import { FORMAT } from "./published.ts";
import { writeJourneys } from "./run_writes.ts";

const KINDS = ["advance_runs", "run_step_outside"];

/** Where a job of a run has given up, or a run waits for a newer Thread than the one before. */
export async function orgsWithStoppedRuns(tx: SystemDb): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`
    select org_id from jobs where parked_at is not null and kind = any(${KINDS}::text[])
    union select org_id from runs where state = 'parked'`.execute(tx);
  return rows.map(({ org_id }) => org_id);
}

/** Such a run stands failed, where a person sees it; and a parked one goes on where it can. */
export async function settleStoppedRuns(tx: OrgDb): Promise<void> {
  const { rows } = await sql<{ id: number; run: string; error: string | null }>`
    delete from jobs where org_id = current_org() and parked_at is not null
      and kind = any(${KINDS}::text[])
    returning id, payload ->> 'runId' as run, last_error as error`.execute(tx);
  const errors = new Map(rows.map(({ run, error }) => [run, error]));
  const runs = await lockRuns(tx, [...errors.keys()].sort());
  const stopped = runs.filter(({ state }) => state === "running" || state === "waiting");
  const journeys = await journeysOf(tx, stopped);
  for (const journey of journeys) {
    const { run } = journey;
    const failure = {
      cause: "internal" as const,
      text: `This step was tried 8 times and stopped each time: ${
        errors.get(run.id) ?? "unknown"
      }.`,
      todo: "Retry from here. If it stops again, skip the step, or tell whoever runs Thread.",
    };
    journey.made.push({
      nodeId: run.node_id!,
      visit: run.visit,
      position: journey.standing?.position ?? run.steps + 1,
      state: "failed",
      port: null,
      output: journey.standing?.output ?? null,
      failure,
      attempts: journey.standing?.attempts ?? 1,
      atMs: 0,
      again: journey.standing !== undefined,
    });
    run.steps = Math.max(run.steps, journey.made[0]!.position);
    run.state = "failed";
    run.failure = failure;
    journey.happened.push("failed");
    sendAlong(tx, sql`delete from run_waits where org_id = current_org() and run_id = ${run.id}`);
  }
  writeJourneys(tx, journeys);
  await freeParked(tx);
}

const AT_ONCE = 500;

async function freeParked(tx: OrgDb): Promise<void> {
  const { rows } = await sql<{ id: string; kind: string | null; format: number }>`
    select r.id, v.format, (
      select n ->> 'kind' from jsonb_array_elements(v.graph -> 'nodes') n
      where n ->> 'id' = r.node_id
    ) as kind
    from runs r join workflow_versions v on v.org_id = r.org_id and v.id = r.version_id
    where r.org_id = current_org() and r.state = 'parked'
    order by r.id limit ${AT_ONCE}`.execute(tx);
  const known = rows.filter(({ kind, format }) => format <= FORMAT && kind && kindOf(kind));
  if (known.length === 0) return;
  const ids = known.map(({ id }) => id);
  sendAlong(
    tx,
    sql`update runs set state = 'running', failure = null
      where org_id = current_org() and id = any(${ids}::uuid[]) and state = 'parked'`,
  );
  await enqueueAll(tx, "advance_runs", ids.map((id) => ({ payload: { runId: id }, key: id })));
}
