import { type Actor, type Db, inOrg } from "../base/db.ts";
import { crashpoint } from "../base/crashpoint.ts";
import { Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { finishJob, MOST_TRIES, NotYet, PutOff } from "../base/queue_leases.ts";
import { journeysOf } from "./advances.ts";
import { failureOf, isPassing, unreachable } from "./failures.ts";
import { factsOf, type Journey, readAccount, valueAt } from "./journeys.ts";
import type { Errand, Failure, NodeKind, Wake } from "./node.ts";
import { readConfig } from "./step_config.ts";
import { type WaitingStep, wakeRun } from "./wakes.ts";

interface Job {
  orgId: string;
  id: number;
  token: string;
  attempts: number;
  signal: AbortSignal;
  payload: WaitingStep;
}

/**
 * Does outside what a step waits for, and wakes it with the answer, in the transaction that also
 * completes the job: it comes to the run once, however often it was tried.
 */
export async function doErrand(db: Db, out: Outside, job: Job): Promise<void> {
  const { orgId, payload } = job;
  const actor: Actor = { kind: "system", cause: `run:${payload.runId}/${payload.nodeId}` };
  const errand = await inOrg(db, orgId, actor, (tx) => readErrand(tx, payload));
  if (!errand) return;
  const wake = "lost" in errand ? errand : await tryOnce(errand, { db, out, job });
  crashpoint("run-errand-done");
  await inOrg(db, orgId, actor, async (tx) => {
    await wakeRun(tx, payload, wake);
    await finishJob(tx, job);
  });
}

interface Ready {
  kind: NodeKind;
  errand: Omit<Errand<unknown>, "db" | "out" | "orgId" | "signal">;
}

/** Undefined where the run no longer waits there. */
async function readErrand(
  tx: Parameters<typeof journeysOf>[0],
  { runId, nodeId, visit }: WaitingStep,
): Promise<Ready | { lost: Failure } | undefined> {
  const run = await tx.selectFrom("runs").selectAll().where("id", "=", runId).executeTakeFirst();
  if (!run || run.state !== "waiting" || run.node_id !== nodeId || run.visit !== visit) return;
  const [journey] = await journeysOf(tx, [run]) as [Journey];
  const step = journey.published.steps.get(nodeId);
  if (!step?.kind?.outside) return;
  await readAccount(tx, journey, step.references);
  const read = readConfig(step.kind, step.node, journey, (path) => valueAt(journey, path));
  if ("fail" in read) return { lost: read.fail };
  const key = `${runId}/${nodeId}/${visit}`;
  const errand = { run: factsOf(journey), node: step.node, config: read.config, visit, key };
  return { kind: step.kind, errand };
}

async function tryOnce(
  { kind, errand }: Ready,
  { db, out, job }: { db: Db; out: Outside; job: Job },
): Promise<Wake> {
  try {
    const { orgId, signal } = job;
    return { job: plain(await kind.outside!({ ...errand, db, out, orgId, signal })) };
  } catch (error) {
    job.signal.throwIfAborted();
    if (isPassing(error) || error instanceof NotYet) throw error;
    const again = error instanceof PutOff || error instanceof Upstream && error.retry;
    if (again && job.attempts < MOST_TRIES) throw error;
    return {
      lost: again
        ? unreachable(`${withoutStop(error.message)}, after ${job.attempts} tries.`)
        : failureOf(error),
    };
  }
}

const withoutStop = (words: string) => words.replace(/\.$/, "");

/** As the database keeps it. */
function plain(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value));
}
