import { sql } from "kysely";
import { atOnce, type Db, type OrgDb, sendAlong, wake, wakeAfterCommit } from "../base/db.ts";
import { newId } from "../base/tokens.ts";
import { inputOf } from "./asked_values.ts";
import type { StartConfig } from "./nodes/start.ts";
import { publishedOf } from "./published.ts";
import { startRuns } from "./starts.ts";

export interface Arrival {
  /** The sender's own number for it. */
  key: string;
  body: Record<string, unknown>;
}

/** Everything that arrived at once is kept, each with a job that looks at it. */
export function keepArrivals(
  tx: OrgDb,
  { workflowId, state, source }: { workflowId: string; state: string; source: string },
  arrivals: Arrival[],
): void {
  const { fate, why } = fateIn(state);
  sendAlong(
    tx,
    sql`select keep_arrivals(${workflowId}, ${source}, ${fate}, ${why}, ${rowsOf(arrivals)})`,
  );
  wakeAfterCommit(tx, TOPIC);
}

/**
 * The same at the address of a workflow, in one round trip. Answers false, with nothing kept, where
 * the address is not any more what the caller knew of it.
 */
export async function keepArrivedAt(
  db: Db,
  address: Uint8Array,
  { workflowId, state, ciphertext }: { workflowId: string; state: string; ciphertext: Uint8Array },
  arrivals: Arrival[],
): Promise<boolean> {
  const { fate, why } = fateIn(state);
  const [row] = await atOnce(
    db,
    sql<{ kept: boolean }>`select arrived_at(${address}, ${workflowId}, ${state}, ${ciphertext},
      ${fate}, ${why}, ${rowsOf(arrivals)}) as kept`,
  );
  if (row!.kept) wake(db, new Set([TOPIC]));
  return row!.kept;
}

const TOPIC = "jobs:inside";

function fateIn(state: string) {
  if (state === "active") return { fate: "waiting", why: "" };
  return { fate: "not_started", why: `The workflow is ${NOT_ACTIVE[state] ?? state}.` };
}

const rowsOf = (arrivals: Arrival[]) =>
  arrivals.map(({ key, body }) => ({ id: newId(), key, body }));

const NOT_ACTIVE: Record<string, string> = {
  draft: "a draft",
  paused: "paused",
  archived: "archived",
};

interface Kept {
  id: string;
  workflow_id: string;
  source: string;
  body: Record<string, unknown>;
  name: string;
  state: string;
  published_id: string | null;
}

/** Starts a run for each that still waits, and writes down what became of it. */
export async function startFromEvents(tx: OrgDb, ids: string[]): Promise<void> {
  const { rows } = await sql<Kept>`
    select e.id, e.workflow_id, e.source, e.body, w.name, w.state, w.published_id
    from trigger_events e join workflows w on w.org_id = e.org_id and w.id = e.workflow_id
    where e.org_id = current_org() and e.id = any(${ids}::uuid[]) and e.fate = 'waiting'
    order by e.id for update of e`.execute(tx);
  const ready = rows.filter(({ state, published_id }) => state === "active" && published_id);
  const published = await publishedOf(tx, ready.map(({ published_id }) => published_id!));
  const started = await startRuns(
    tx,
    ready.map(({ id, source, published_id, body }) => ({
      versionId: published_id!,
      input: inputOf(published(published_id!).start.config as unknown as StartConfig, body),
      cause: `${source}:${id}`,
    })),
  );
  writeFates(tx, [
    ...rows.filter((row) => !ready.includes(row)).map(({ id, state }) => ({
      id,
      fate: "not_started",
      why: `The workflow is ${NOT_ACTIVE[state] ?? "not published"}.`,
      run: null,
    })),
    ...started.map(({ id: run, isNew }, at) => ({
      id: ready[at]!.id,
      fate: isNew ? "started" : "not_started",
      why: isNew ? "" : "There is a run for this record already.",
      run,
    })),
  ]);
}

function writeFates(
  tx: OrgDb,
  fates: { id: string; fate: string; why: string; run: string | null }[],
) {
  if (fates.length === 0) return;
  sendAlong(
    tx,
    sql`update trigger_events e set fate = f.fate, why = f.why, run_id = f.run
      from jsonb_to_recordset(${fates}::jsonb) as f (id uuid, fate text, why text, run uuid)
      where e.org_id = current_org() and e.id = f.id`,
  );
}
