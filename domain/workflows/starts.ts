import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvents } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { actAsBefore } from "../base/acting.ts";
import { readValue } from "./asked_values.ts";
import { BOUNDS, type Bounds, follow, type Ways } from "./interpreter.ts";
import { type Journey, journeyOf, type Run } from "./journeys.ts";
import type { Beginning, Rehearsal } from "./node.ts";
import type { StartConfig } from "./nodes/start.ts";
import { type Published, publishedOf } from "./published.ts";
import { askedBy } from "./triggers.ts";
import { storeEarly, writeJourneys } from "./run_writes.ts";

export interface NewRun {
  /** Its published version; or one version, whatever the workflow is now. */
  workflowId?: string;
  versionId?: string;
  input: Record<string, unknown>;
  /** Of a service's record: what was read of it, each of its type already. */
  read?: Record<string, unknown>;
  /** One run for each in a workflow. Left out, the start step may name a field that says it. */
  businessKey?: string;
  accountId?: string | null;
  startedBy?: string | null;
  /** "member", "form", "hook:<trigger event>", "run:<run>/<step>/<visit>". */
  cause: string;
  sandbox?: boolean;
}

export interface Started {
  id: string;
  /** False where a run for the same record was there: then it is that one. */
  isNew: boolean;
}

export interface HowFar {
  bounds?: Bounds;
  rehearsal?: Rehearsal;
}

/** Starts a run, and follows it as far as nothing outside is needed: in this transaction. */
export async function startRun(tx: OrgDb, run: NewRun, how: HowFar = {}): Promise<Started> {
  const [started] = await startRuns(tx, [run], how);
  return started!;
}

/** Many at once, in as many statements as for one where their steps need none of their own. */
export async function startRuns(
  tx: OrgDb,
  runs: NewRun[],
  { bounds = BOUNDS, rehearsal }: HowFar = {},
): Promise<Started[]> {
  const started = await launch(tx, runs, bounds, rehearsal);
  actAsBefore(tx);
  return started;
}

async function launch(tx: OrgDb, runs: NewRun[], bounds: Bounds, rehearsal?: Rehearsal) {
  const versionOf = await versionsOf(tx, runs);
  const published = await publishedOf(tx, runs.map(versionOf));
  const begun = runs.map((run) => begin(run, published(versionOf(run)), rehearsal));
  const taken = await takenKeys(tx, begun.map(({ run }) => run));
  const started = begun.map((journey) => claimKey(journey, taken));
  const journeys = started.filter(({ isNew }) => isNew).map(({ journey }) => journey);
  await tellStarted(tx, journeys);
  for (const journey of journeys) await follow(tx, journey, WAYS, bounds);
  writeJourneys(tx, journeys);
  return started.map(({ id, isNew }) => ({ id, isNew }));
}

/** The first of several for one record is the run; the others are that run too. */
function claimKey(journey: Journey, taken: Map<string, string>) {
  const { id, workflow_id, business_key } = journey.run;
  if (business_key === null) return { journey, id, isNew: true };
  const key = `${workflow_id} ${business_key}`;
  const before = taken.get(key);
  if (!before) taken.set(key, id);
  return { journey, id: before ?? id, isNew: !before };
}

function begin(given: NewRun, published: Published, rehearsal?: Rehearsal): Journey {
  const config = published.start.config as Partial<StartConfig>;
  const input: Record<string, unknown> = {};
  for (const row of askedBy(config)) input[row.id] = readValue(row, given.input[row.id]);
  Object.assign(input, given.read);
  const named = config.once_by ? input[config.once_by] : undefined;
  const key = given.businessKey ?? (named === undefined ? undefined : String(named));
  const run: Run = {
    org_id: "",
    id: newId(),
    workflow_id: published.workflowId,
    version_id: published.id,
    account_id: given.accountId ?? null,
    started_by: given.startedBy ?? null,
    started_at: new Date(0),
    ended_at: null,
    steps: 0,
    visit: 1,
    sandbox: given.sandbox ?? false,
    state: "running",
    node_id: published.start.id,
    cause: given.cause,
    business_key: key?.slice(0, 200) || null,
    outcome: null,
    input: Object.values(input).some((value) => value !== undefined) ? input : null,
    fixes: null,
    failure: null,
  };
  return { ...journeyOf(run, published, rehearsal), stored: false };
}

/** Only an active workflow starts anything by itself; one version may be run whatever it is. */
async function versionsOf(tx: OrgDb, runs: NewRun[]): Promise<(run: NewRun) => string> {
  const ids = [
    ...new Set(runs.flatMap(({ versionId, workflowId }) => versionId ? [] : [workflowId!])),
  ];
  if (ids.length === 0) return ({ versionId }) => versionId!;
  const rows = await tx.selectFrom("workflows").select(["id", "name", "state", "published_id"])
    .where("id", "=", sql<string>`any(${ids}::uuid[])`).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ({ versionId, workflowId }) => {
    if (versionId) return versionId;
    const workflow = byId.get(workflowId!);
    if (!workflow) throw new NotFound();
    if (workflow.state !== "active" || !workflow.published_id) {
      throw new Refused(`The workflow "${workflow.name}" is ${stateWords[workflow.state]}.`);
    }
    return workflow.published_id;
  };
}

const stateWords = {
  draft: "a draft, so nothing starts it: publish and activate it first",
  active: "not published",
  paused: "paused, so it starts nothing",
  archived: "archived, so it starts nothing",
};

/**
 * The run that each record has already, by workflow and key. The lock makes two who start one for
 * the same record come one after the other, and costs nothing where no two do.
 */
async function takenKeys(tx: OrgDb, runs: Run[]): Promise<Map<string, string>> {
  const keyed = runs.filter(({ business_key }) => business_key !== null);
  if (keyed.length === 0) return new Map();
  const workflows = keyed.map(({ workflow_id }) => workflow_id);
  const keys = keyed.map(({ business_key }) => business_key!);
  sendAlong(
    tx,
    sql`select pg_advisory_xact_lock(hash) from (
        select distinct hashtextextended(w || ' ' || k, 0) as hash
        from unnest(${workflows}::uuid[], ${keys}::text[]) as t (w, k) order by 1
      ) locks`,
  );
  const { rows } = await sql<{ id: string; key: string }>`
    select r.id, r.workflow_id || ' ' || r.business_key as key
    from unnest(${workflows}::uuid[], ${keys}::text[]) as t (w, k)
    join runs r on r.org_id = current_org() and r.workflow_id = w and r.business_key = k`
    .execute(tx);
  return new Map(rows.map(({ id, key }) => [key, id]));
}

/** By whoever starts it, before the workflow itself acts. */
async function tellStarted(tx: OrgDb, journeys: Journey[]): Promise<void> {
  await recordEvents(
    tx,
    journeys.map(({ run, published }) => ({
      kind: "run.started",
      subjectId: run.id,
      accountId: run.account_id ?? undefined,
      data: { name: published.name, workflowId: run.workflow_id },
    })),
  );
}

/** As one run asks for another: it begins with a job of its own. */
async function beginFrom(tx: OrgDb, from: Journey, other: Beginning): Promise<{ id: string }> {
  const depth = depthOf(from.run.cause) + 1;
  if (depth > MOST_DEPTH) {
    throw new Refused(`Workflows that start one another are more than ${MOST_DEPTH} deep here.`);
  }
  const { id, node_id, visit, sandbox } = from.run;
  const cause = `run:${id}/${node_id}/${visit}/${depth}`;
  const [started] = await launch(tx, [{ ...other, cause, sandbox }], { steps: 0, ms: 0 });
  return started!;
}

const MOST_DEPTH = 5;

/** "run:<run>/<step>/<visit>/<depth>". */
function depthOf(cause: string): number {
  return cause.startsWith("run:") ? Number(cause.split("/")[3] ?? 1) : 0;
}

export interface ParentStep {
  runId: string;
  nodeId: string;
  visit: number;
}

/** The step that started this run, where another run did. */
export function parentOf(cause: string): ParentStep | undefined {
  const [, runId, nodeId, visit] = /^run:([0-9a-f-]{36})\/([^/]+)\/(\d+)/.exec(cause) ?? [];
  return runId ? { runId, nodeId: nodeId!, visit: Number(visit) } : undefined;
}

export const WAYS: Ways = { begin: beginFrom, store: storeEarly };
