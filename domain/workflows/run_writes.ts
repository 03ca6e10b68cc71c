import { type RawBuilder, sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { enqueueAll } from "../base/queue.ts";
import { actAs } from "../base/acting.ts";
import type { Happened, Journey, Made } from "./journeys.ts";
import { writeWaits } from "./run_waits.ts";

/**
 * Writes what became of the runs, for many as for one, and waits for none of it: it stands on the
 * wire before the commit. Runs that are `held` have a job which takes them further.
 */
export function writeJourneys(
  tx: OrgDb,
  journeys: Journey[],
  { held = false }: { held?: boolean } = {},
): void {
  const made = journeys.flatMap(({ run, made }) => latest(made).map((one) => ({ run, one })));
  const begun = insertRuns(journeys.filter(({ stored }) => !stored));
  const moved = updateRuns(journeys.filter(({ stored }) => stored));
  const first = insertSteps(made.filter(({ one }) => !one.again));
  const again = updateSteps(made.filter(({ one }) => one.again));
  sendTogether(tx, [
    begun && sql`begun as (${begun})`,
    moved && sql`moved as (${moved})`,
    first && sql`made as (${first})`,
    again && sql`made_again as (${again})`,
  ], expectAll(journeys));
  writeWaits(tx, journeys);
  if (!held) askToGoOn(tx, journeys);
  tell(tx, journeys);
  wakeParents(tx, journeys);
  countFailures(tx, journeys);
  for (const journey of journeys) forget(journey);
}

/** One statement instead of several, none of which needs to see what another has written. */
function sendTogether(tx: OrgDb, parts: (Statement | undefined)[], answer: Statement): void {
  const there = parts.filter((part) => part !== undefined);
  if (there.length > 0) sendAlong(tx, sql`with ${sql.join(there)} ${answer}`);
}

type Statement = RawBuilder<unknown>;

/** Of runs that were taken up from memory every one has to be as it was left. */
function expectAll(journeys: Journey[]): Statement {
  return journeys.some(({ leftAt }) => leftAt !== undefined)
    ? sql`select expect_all(${journeys.length}, (select count(*) from moved))`
    : sql`select`;
}

function askToGoOn(tx: OrgDb, journeys: Journey[]): void {
  const open = journeys.filter(({ run }) => run.state === "running");
  void enqueueAll(
    tx,
    "advance_runs",
    open.map(({ run }) => ({ payload: { runId: run.id }, key: run.id })),
  );
}

/** The planner takes any list for a hundred rows, and for so many it reads a whole small table. */
const asMany = ({ length }: unknown[]) => length === 1 ? sql`limit 1` : sql``;

type OneStep = { run: Journey["run"]; one: Made };

/** A step that was visited, failed and was tried again in one go is written as it is now. */
function latest(made: Made[]): Made[] {
  if (made.length < 2) return made;
  const byVisit = new Map<string, Made>();
  for (const one of made) {
    const key = `${one.nodeId} ${one.visit}`;
    const before = byVisit.get(key);
    byVisit.set(key, before ? { ...one, again: before.again } : one);
  }
  return [...byVisit.values()];
}

/** The row of a run that has only begun, because something is about to point at it. */
export function storeEarly(tx: OrgDb, journey: Journey): void {
  if (journey.stored) return;
  sendAlong(tx, insertRuns([journey])!);
  journey.stored = true;
}

const columns = sql`id, workflow_id, version_id, account_id, started_by, steps, visit, sandbox,
  state, node_id, cause, business_key, outcome, input, fixes, failure`;

function insertRuns(journeys: Journey[]): Statement | undefined {
  if (journeys.length === 0) return;
  return sql`insert into runs (${columns}, ended_at)
    select ${columns}, case when state in ('completed', 'cancelled') then now() end
    from jsonb_to_recordset(${journeys.map(({ run }) => rowOf(run))}::jsonb) as r (
      id uuid, workflow_id uuid, version_id uuid, account_id uuid, started_by uuid, steps integer,
      visit smallint, sandbox boolean, state text, node_id text, cause text, business_key text,
      outcome text, input jsonb, fixes jsonb, failure jsonb)`;
}

function rowOf({ started_at: _, ended_at: __, org_id: ___, ...run }: Journey["run"]) {
  return run;
}

function updateRuns(journeys: Journey[]): Statement | undefined {
  if (journeys.length === 0) return;
  const changes = journeys.map(({ run, leftAt }) => ({
    id: run.id,
    account_id: run.account_id,
    steps: run.steps,
    visit: run.visit,
    state: run.state,
    node_id: run.node_id,
    outcome: run.outcome,
    fixes: run.fixes,
    failure: run.state === "failed" || run.state === "parked" ? run.failure : null,
    left_at: leftAt,
  }));
  return sql`update runs set account_id = c.account_id, steps = c.steps, visit = c.visit,
      state = c.state, node_id = c.node_id, outcome = c.outcome, fixes = c.fixes,
      failure = c.failure,
      ended_at = case when c.state in ('completed', 'cancelled') then now() end
    from (
      select * from jsonb_to_recordset(${changes}::jsonb) as r (id uuid, account_id uuid,
        steps integer, visit smallint, state text, node_id text, outcome text, fixes jsonb,
        failure jsonb, left_at integer) ${asMany(changes)}
    ) c
    where runs.org_id = current_org() and runs.id = c.id
      and (c.left_at is null or runs.state = 'running' and runs.steps = c.left_at)
    returning runs.id`;
}

function insertSteps(made: OneStep[]): Statement | undefined {
  if (made.length === 0) return;
  const rows = made.map(({ run, one }) => ({
    run_id: run.id,
    node_id: one.nodeId,
    visit: one.visit,
    position: one.position,
    state: one.state,
    port: one.port,
    output: one.output,
    failure: one.failure,
    at_us: Math.round(one.atMs * 1000),
  }));
  return sql`insert into run_steps (run_id, node_id, visit, position, state, port, output, failure,
      started_at)
    select run_id, node_id, visit, position, state, port, output, failure,
      now() + at_us * interval '1 microsecond'
    from jsonb_to_recordset(${rows}::jsonb) as s (run_id uuid, node_id text, visit smallint,
      position smallint, state text, port text, output jsonb, failure jsonb, at_us integer)`;
}

/** What waited and goes on, or failed and was tried again. */
function updateSteps(made: OneStep[]): Statement | undefined {
  if (made.length === 0) return;
  const rows = made.map(({ run, one }) => ({
    run_id: run.id,
    node_id: one.nodeId,
    visit: one.visit,
    state: one.state,
    port: one.port,
    output: one.output,
    failure: one.failure,
    attempts: one.attempts,
  }));
  return sql`update run_steps set state = s.state, port = s.port, output = s.output,
      failure = s.failure, attempts = s.attempts,
      ended_at = case when s.state <> 'waiting' then now() end
    from (
      select * from jsonb_to_recordset(${rows}::jsonb) as r (run_id uuid, node_id text,
        visit smallint, state text, port text, output jsonb, failure jsonb, attempts smallint)
      ${asMany(rows)}
    ) s
    where run_steps.org_id = current_org() and run_steps.run_id = s.run_id
      and run_steps.node_id = s.node_id and run_steps.visit = s.visit`;
}

/** The run is the subject, so what it came to needs no other cause. */
function tell(tx: OrgDb, journeys: Journey[]): void {
  const told = journeys.flatMap((journey) =>
    journey.happened.filter((what) => what !== "recovered")
      .map((what) => happening(journey, what))
  );
  if (told.length === 0) return;
  actAs(tx, "run");
  void recordEvents(tx, told);
}

function happening({ run, published }: Journey, what: Happened) {
  const title = published.steps.get(run.node_id ?? "")?.node.title;
  const failed = run.failure &&
    { step: title, nodeId: run.node_id, cause: run.failure.cause, why: run.failure.text };
  return {
    kind: `run.${what}`,
    subjectId: run.id,
    accountId: run.account_id ?? undefined,
    data: {
      name: published.name,
      workflowId: run.workflow_id,
      ...(what === "completed" && { outcome: run.outcome }),
      ...((what === "failed" || what === "parked") && failed),
    },
  };
}

/** Whoever started a run that has ended goes on by a job of its own: nobody holds both. */
function wakeParents(tx: OrgDb, journeys: Journey[]): void {
  const ended = journeys.filter(({ run }) =>
    run.state === "completed" && run.cause.startsWith("run:")
  );
  void enqueueAll(tx, "wake_parents", ended.map(({ run }) => ({ payload: { runId: run.id } })));
}

/** In one order, so that two transactions do not wait for each other. */
function countFailures(tx: OrgDb, journeys: Journey[]): void {
  const more = new Map<string, number>();
  for (const { run, happened } of journeys) {
    const change = happened.filter((what) => what === "failed").length -
      happened.filter((what) => what === "recovered").length;
    if (change !== 0) more.set(run.workflow_id, (more.get(run.workflow_id) ?? 0) + change);
  }
  for (const [id, change] of [...more].filter(([, n]) => n !== 0).sort()) {
    sendAlong(
      tx,
      sql`update workflows set failed_runs = greatest(0, failed_runs + ${change})
        where org_id = current_org() and id = ${id}`,
    );
  }
}

/** Written is written: the same journey may go on in this transaction. */
function forget(journey: Journey): void {
  journey.stored = true;
  journey.made = [];
  journey.happened = [];
  journey.wait = undefined;
}
