import { sql } from "kysely";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";
import type { WayTaken } from "../base/schema.ts";
import type { Graph } from "./graph.ts";
import { rehearse, type Rehearsed, type Trial } from "./rehearsals.ts";
import { inputFor, labelOfStart, nextStarts, type StoredStart } from "./what_if_starts.ts";

const AT_ONCE = 5;
/** Then another job goes on, so that other organisations get their turn. */
const TURN_MS = 5_000;

interface Question {
  id: string;
  workflow_id: string;
  graph: Graph;
  published: Graph | null;
  starts: number;
  replayed: number;
  until: Date;
  asked_by: string | null;
}

interface Replayed {
  start: StoredStart;
  before: WayTaken;
  after: WayTaken;
}

/** Replays some of the starts against both drawings, and leaves the rest to another job. */
export async function replayBatch(
  db: Db,
  orgId: string,
  whatIfId: string,
  signal: AbortSignal,
): Promise<void> {
  const since = performance.now();
  while (!signal.aborted && performance.now() - since < TURN_MS) {
    const next = await inOrg(db, orgId, ACTOR, (tx) => readNext(tx, whatIfId), { readOnly: true });
    if (!next) return;
    const replayed: Replayed[] = [];
    for (const start of next.starts) {
      if (signal.aborted) break;
      replayed.push(await replay(db, orgId, next.question, start));
    }
    if (replayed.length === 0 && next.starts.length > 0) break;
    const goesOn = await inOrg(db, orgId, ACTOR, (tx) => keep(tx, whatIfId, replayed));
    if (!goesOn) return;
  }
  await inOrg(
    db,
    orgId,
    ACTOR,
    (tx) => enqueue(tx, "replay_starts", { whatIfId }, { key: whatIfId }),
  );
}

const ACTOR: Actor = { kind: "system", cause: "job:replay_starts" };

async function readNext(tx: OrgDb, id: string) {
  const question = await tx.selectFrom("what_ifs as w")
    .leftJoin("workflow_versions as v", "v.id", "w.version_id")
    .select(["w.id", "w.workflow_id", "w.graph", "v.graph as published", "w.starts"])
    .select(["w.replayed", "w.until", "w.asked_by"])
    .where("w.id", "=", id).where("w.state", "=", "running").executeTakeFirst();
  if (!question) return undefined;
  return { question: question as Question, starts: await nextStarts(tx, question, AT_ONCE) };
}

async function replay(
  db: Db,
  orgId: string,
  { workflow_id, graph, published, asked_by }: Question,
  start: StoredStart,
): Promise<Replayed> {
  const by = { id: asked_by!, roles: ["ops" as const] };
  const actor: Actor = { kind: "member", id: asked_by!, cause: "rehearsal" };
  const trialOf = (graph: Graph): Trial => ({
    workflowId: workflow_id,
    graph,
    input: inputFor(graph, start),
    accountId: start.accountId,
    answers: {},
    samples: {},
    by,
  });
  const before = published
    ? wayOf(await rehearse(db, orgId, actor, trialOf(published)))
    : NOT_STARTED;
  return { start, before, after: wayOf(await rehearse(db, orgId, actor, trialOf(graph))) };
}

const NOT_STARTED: WayTaken = {
  path: [],
  ended: "not_started",
  outcome: null,
  template: null,
  csm: null,
  queues: [],
};

function wayOf({ steps, state, outcome, why, csm, effects }: Rehearsed): WayTaken {
  const applied = effects.events.findLast(({ kind }) => kind.endsWith("applied"));
  return {
    path: steps.map(({ title }) => title),
    ended: state,
    outcome: outcome ?? why ?? null,
    template: applied ? String(applied.data.name ?? "") : null,
    csm,
    queues: [...new Set(effects.tasks.map(({ queue }) => queue))],
  };
}

/** Where they came to, and whether there is more. Whoever cancelled meanwhile is obeyed. */
async function keep(tx: OrgDb, id: string, replayed: Replayed[]): Promise<boolean> {
  const whatIf = await tx.selectFrom("what_ifs").select(["state", "replayed"]).where("id", "=", id)
    .forUpdate().executeTakeFirst();
  if (whatIf?.state !== "running") return false;
  if (replayed.length === 0) {
    await tx.updateTable("what_ifs").set({ state: "done", ended_at: sql<Date>`now()` })
      .where("id", "=", id).execute();
    return false;
  }
  const kept = await tx.insertInto("what_if_starts").values(
    replayed.map(({ start, before, after }, at) => ({
      what_if_id: id,
      position: whatIf.replayed + at + 1,
      start_id: start.id,
      label: labelOfStart(start),
      arrived_at: start.at,
      different: JSON.stringify(before) !== JSON.stringify(after),
      before: sql<WayTaken>`${before}::jsonb`,
      after: sql<WayTaken>`${after}::jsonb`,
    })),
  ).onConflict((conflict) => conflict.doNothing()).returning("different").execute();
  await tx.updateTable("what_ifs").set({
    replayed: sql`replayed + ${kept.length}`,
    different: sql`different + ${kept.filter(({ different }) => different).length}`,
  }).where("id", "=", id).execute();
  return true;
}
