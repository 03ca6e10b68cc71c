import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { enqueueAll } from "../base/queue.ts";
import type { Journey } from "./journeys.ts";
import type { Wait } from "./node.ts";

/** What the runs wait for from now on, each for one thing. */
export function writeWaits(tx: OrgDb, journeys: Journey[]): void {
  const waits = journeys.flatMap(({ run, wait }) =>
    wait && run.state === "waiting"
      ? [{ run_id: run.id, node_id: run.node_id, visit: run.visit, ...rowOf(wait) }]
      : []
  );
  if (waits.length === 0) return;
  void enqueueAll(
    tx,
    "run_step_outside",
    waits.filter(({ kind }) => kind === "job").map(({ run_id, node_id, visit }) => ({
      payload: { runId: run_id, nodeId: node_id!, visit },
    })),
  );
  sendAlong(
    tx,
    sql`insert into run_waits (run_id, node_id, visit, kind, key, wake_at, seen)
      select run_id, node_id, visit, kind, key, coalesce(at, now() + hours * interval '1 hour'),
        case when kind = 'event' then pg_current_snapshot() end
      from jsonb_to_recordset(${waits}::jsonb) as w (run_id uuid, node_id text, visit smallint,
        kind text, key text, at timestamptz, hours float8)`,
  );
}

function rowOf(wait: Wait) {
  if ("timer" in wait) return { kind: "timer", ...wait.timer };
  if ("task" in wait) return { kind: "task", key: wait.task };
  if ("job" in wait) return { kind: "job", key: wait.job };
  if ("run" in wait) return { kind: "run", key: wait.run };
  const { kind, of, untilHours } = wait.event;
  return { kind: "event", key: eventKey(kind, of), hours: untilHours };
}

/** What happened, and to whom if that matters. */
export function eventKey(kind: string, of?: string): string {
  return of ? `${kind} ${of}` : kind;
}
