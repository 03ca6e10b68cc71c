import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import { goOn, journeysOf } from "./advances.ts";
import { numberOf } from "./conditions.ts";
import { type Journey, lockRuns, type Run } from "./journeys.ts";
import { startRun } from "./starts.ts";
import { calledIn } from "./step_config.ts";
import { cancelTasksOf } from "./tasks.ts";

const WORDS: Record<Run["state"], string> = {
  running: "is running",
  waiting: "is waiting",
  failed: "has failed",
  parked: "is parked",
  completed: "is completed",
  cancelled: "was cancelled",
};

/** From the step that failed on; nothing before it is done again. `fixes` are values put right. */
export async function retryRun(
  tx: OrgDb,
  id: string,
  fixes: Record<string, unknown> = {},
): Promise<Run> {
  const journey = await lockJourney(tx, id, ["failed", "parked"]);
  const { run } = journey;
  const typed = Object.fromEntries(
    Object.entries(fixes).map(([path, value]) => [path, asItsType(journey, path, value)]),
  );
  if (Object.keys(typed).length > 0) run.fixes = { ...run.fixes, ...typed };
  await record(tx, journey, "run.retried", {
    changed: Object.keys(typed).map((path) => calledIn(journey, path)),
  });
  if (run.state === "failed") journey.happened.push("recovered");
  await goOn(tx, journey);
  return run;
}

/** What was typed, as the step that it comes from would have brought it. */
function asItsType({ published }: Journey, path: string, value: unknown): unknown {
  const [from = "", ...key] = path.split(".");
  const step = published.steps.get(from);
  const type = step?.kind?.outputs(step.node.config)
    .find((one) => one.key === key.join("."))?.type;
  if (type === "number" || type === "money") return numberOf(value) ?? value;
  if (type === "yes_no") return /^(yes|true|on)$/i.test(String(value));
  return value;
}

export interface Skip {
  /** The way on. */
  port: string;
  reason: string;
}

/** Goes on past a step that failed or waits, as if it had answered this port. It brings nothing. */
export async function skipStep(tx: OrgDb, id: string, { port, reason }: Skip): Promise<Run> {
  const journey = await lockJourney(tx, id, ["failed", "waiting", "parked"]);
  const { run, published } = journey;
  const step = published.steps.get(run.node_id!);
  const next = step?.ways.get(port);
  if (!next) throw new Refused("Choose a way that leads to another step.");
  if (run.state === "waiting") await stopWaiting(tx, run);
  if (run.state === "failed") journey.happened.push("recovered");
  sendAlong(
    tx,
    sql`insert into run_steps (run_id, node_id, visit, position, state, port, reason)
      values (${id}, ${run.node_id}, ${run.visit}, ${run.steps + 1}, 'skipped', ${port}, ${reason})
      on conflict (org_id, run_id, node_id, visit) do update
      set state = 'skipped', port = excluded.port, reason = excluded.reason, ended_at = now()`,
  );
  await record(tx, journey, "run.step_skipped", { step: step!.node.title, reason });
  if (!journey.standing) run.steps++;
  journey.standing = undefined;
  journey.visits.set(run.node_id!, run.visit);
  run.node_id = next;
  run.visit = (journey.visits.get(next) ?? 0) + 1;
  await goOn(tx, journey);
  return run;
}

/** Ends it where it stands. What was done stays done; what waits for people is taken back. */
export async function cancelRun(tx: OrgDb, id: string, reason = ""): Promise<Run> {
  const open: Run["state"][] = ["running", "waiting", "failed", "parked"];
  const journey = await lockJourney(tx, id, open);
  const { run } = journey;
  await stopWaiting(tx, run);
  sendAlong(
    tx,
    sql`update runs set state = 'cancelled', ended_at = now(), failure = null
      where org_id = current_org() and id = ${id}`,
  );
  sendAlong(
    tx,
    sql`update run_steps set state = 'cancelled', ended_at = now()
      where org_id = current_org() and run_id = ${id} and state = 'waiting'`,
  );
  if (run.state === "failed") {
    sendAlong(
      tx,
      sql`update workflows set failed_runs = greatest(0, failed_runs - 1)
        where org_id = current_org() and id = ${run.workflow_id}`,
    );
  }
  await record(tx, journey, "run.cancelled", { reason });
  if (run.cause.startsWith("run:")) await enqueue(tx, "wake_parents", { runId: id });
  return run;
}

/** The same again from the start, by the version that is published now. */
export async function restartRun(tx: OrgDb, id: string, startedBy: string): Promise<string> {
  const [before] = await lockRuns(tx, [id]);
  if (!before) throw new NotFound();
  if (before.ended_at === null) await cancelRun(tx, id, "Started again");
  sendAlong(
    tx,
    sql`update runs set business_key = null where org_id = current_org() and id = ${id}`,
  );
  const workflow = await tx.selectFrom("workflows").select(["state", "published_id"])
    .where("id", "=", before.workflow_id).executeTakeFirstOrThrow();
  if (workflow.state === "archived") throw new Refused("This workflow is archived.");
  const { id: newId } = await startRun(tx, {
    versionId: workflow.published_id ?? before.version_id,
    input: { ...before.input, ...fixedInput(before) },
    read: before.input?.record ? { ...before.input, ...fixedInput(before) } : undefined,
    businessKey: before.business_key ?? undefined,
    accountId: before.account_id,
    startedBy,
    cause: `again:${id}`,
    sandbox: before.sandbox,
  });
  return newId;
}

/** What a person has put right of the fields that it started with. */
function fixedInput({ input, fixes }: Run): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fixes ?? {}).map(([path, value]) => [path.split(".").slice(1).join("."), value])
      .filter(([key]) => Object.hasOwn(input ?? {}, key as string)),
  );
}

async function lockJourney(tx: OrgDb, id: string, states: Run["state"][]): Promise<Journey> {
  const [run] = await lockRuns(tx, [id]);
  if (!run) throw new NotFound();
  if (!states.includes(run.state)) {
    throw new Refused(`This run ${WORDS[run.state]}, so that cannot be done now.`);
  }
  const [journey] = await journeysOf(tx, [run]);
  return journey!;
}

async function stopWaiting(tx: OrgDb, run: Run): Promise<void> {
  sendAlong(tx, sql`delete from run_waits where org_id = current_org() and run_id = ${run.id}`);
  await cancelTasksOf(tx, run.id);
}

async function record(
  tx: OrgDb,
  { run, published }: Journey,
  kind: string,
  data: Record<string, unknown>,
): Promise<void> {
  await recordEvent(tx, {
    kind,
    subjectId: run.id,
    accountId: run.account_id ?? undefined,
    data: {
      name: published.name,
      step: published.steps.get(run.node_id ?? "")?.node.title,
      ...data,
    },
  });
}
