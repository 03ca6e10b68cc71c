import { sql } from "kysely";
import { crashpoint } from "../base/crashpoint.ts";
import { type OrgDb, sendAlong, takeFailure } from "../base/db.ts";
import { actAs } from "../base/acting.ts";
import { failureOf, invalid, isPassing } from "./failures.ts";
import {
  factsOf,
  type Journey,
  type Made,
  readAccount,
  type Standing,
  valueAt,
} from "./journeys.ts";
import type { Answer, Beginning, Failure, NodeKind, Step, Wake } from "./node.ts";
import { FORMAT, type PublishedStep } from "./published.ts";
import { readConfig } from "./step_config.ts";

/** How far one transaction follows one run; a job goes on from there. */
export interface Bounds {
  steps: number;
  ms: number;
}

export const BOUNDS: Bounds = { steps: 32, ms: 20 };
const MOST_STEPS = 10_000;

export type Begin = (tx: OrgDb, from: Journey, other: Beginning) => Promise<{ id: string }>;

/** What the interpreter needs beside the journeys themselves. */
export interface Ways {
  begin: Begin;
  /** Writes the run's own row, so that others can point at it. */
  store(tx: OrgDb, journey: Journey): void;
}

/** Follows one run from step to step until it waits, ends, fails, or has gone far enough. */
export async function follow(
  tx: OrgDb,
  journey: Journey,
  ways: Ways,
  { steps, ms }: Bounds = BOUNDS,
  wake?: Wake,
): Promise<void> {
  const since = performance.now();
  let brought = wake;
  for (let made = 0; journey.run.state === "running" && made < steps; made++) {
    const step = journey.published.steps.get(journey.run.node_id!);
    if (mustPark(journey, step)) return;
    await make(tx, journey, step!, ways, performance.now() - since, brought);
    brought = undefined;
    if (performance.now() - since > ms) return;
  }
}

/** Never a failure: an older Thread leaves to a newer one what it does not know. */
function mustPark(journey: Journey, step: PublishedStep | undefined): boolean {
  const { run, published } = journey;
  const why = published.format > FORMAT
    ? "This version of the workflow was made with a newer Thread than the one that runs."
    : !step?.kind &&
      `This Thread does not know the step "${step?.node.kind ?? run.node_id}".`;
  if (!why) return false;
  run.state = "parked";
  run.failure = {
    cause: "internal",
    text: why,
    todo: "It goes on by itself once a Thread that knows it is running.",
  };
  journey.happened.push("parked");
  return true;
}

async function make(
  tx: OrgDb,
  journey: Journey,
  step: PublishedStep,
  ways: Ways,
  atMs: number,
  wake?: Wake,
) {
  const { run } = journey;
  const standing = journey.standing;
  journey.standing = undefined;
  const answer = await answerOf(tx, journey, step, ways, standing, wake);
  if ("again" in answer) {
    run.state = "waiting";
    journey.stays = true;
    return;
  }
  const position = standing?.position ?? run.steps + 1;
  const made: Made = {
    nodeId: step.node.id,
    visit: run.visit,
    position,
    state: "done",
    port: null,
    output: standing?.output ?? null,
    failure: null,
    attempts: wake ? standing?.attempts ?? 1 : (standing?.attempts ?? 0) + 1,
    atMs,
    again: standing !== undefined,
  };
  run.steps = Math.max(run.steps, position);
  journey.visits.set(step.node.id, run.visit);
  settle(journey, step, made, answer);
  journey.made.push(made);
  journey.rehearsal?.onStep?.(made);
  crashpoint("run-step-made");
}

/** What the answer makes of the step, and of the run. */
function settle(
  journey: Journey,
  step: PublishedStep,
  made: Made,
  answer: Exclude<Answer, { again: true }>,
) {
  const { run } = journey;
  if ("fail" in answer) return failAt(journey, made, answer.fail);
  if (answer.output) {
    made.output = { ...made.output, ...answer.output };
    journey.outputs.set(step.node.id, made.output);
  }
  if ("accountId" in answer && answer.accountId) run.account_id = answer.accountId;
  if (!step.kind!.pure) journey.account = undefined;
  if ("end" in answer) return endAt(journey, made, answer.end);
  if ("wait" in answer) {
    made.state = "waiting";
    run.state = "waiting";
    journey.wait = answer.wait;
    journey.standing = made;
    return;
  }
  const next = step.ways.get(answer.follow);
  if (!next) return failAt(journey, made, leadsNowhere(step, answer.follow));
  if (run.steps >= MOST_STEPS) return failAt(journey, made, tooLong);
  made.port = answer.follow;
  run.node_id = next;
  run.visit = (journey.visits.get(next) ?? 0) + 1;
}

function failAt(journey: Journey, made: Made, failure: Failure) {
  made.state = "failed";
  made.failure = failure;
  journey.run.state = "failed";
  journey.run.failure = failure;
  journey.standing = made;
  journey.happened.push("failed");
}

function endAt({ run, happened }: Journey, made: Made, outcome: string) {
  made.port = null;
  run.state = "completed";
  run.outcome = outcome;
  run.node_id = null;
  happened.push("completed");
}

const leadsNowhere = ({ node, kind }: PublishedStep, port: string): Failure => {
  const label = kind!.ports(node.config).find(({ name }) => name === port)?.label || "its output";
  return {
    cause: "validation",
    text: `The way "${label}" of this step leads nowhere.`,
    todo: "Connect it, publish, and start the run again; or skip this step another way.",
  };
};

const tooLong = invalid("The run has made 10,000 steps, which is more than any may.");

/** A step that fails leaves nothing behind but its failure. */
async function answerOf(
  tx: OrgDb,
  journey: Journey,
  { node, kind, references, fixed }: PublishedStep,
  ways: Ways,
  standing: Standing | undefined,
  wake: Wake | undefined,
): Promise<Answer> {
  if (wake && "lost" in wake) return { fail: wake.lost };
  if (kind!.pure && !references.some((path) => path.startsWith("account."))) {
    return await attempt(tx, journey, { node, kind: kind!, fixed }, ways, standing, wake);
  }
  if (kind!.pointsAtRun) ways.store(tx, journey);
  await readAccount(tx, journey, references);
  actAs(tx, `run:${journey.run.id}/${node.id}`);
  sendAlong(tx, sql`savepoint step`);
  const answer = await attempt(tx, journey, { node, kind: kind!, fixed }, ways, standing, wake);
  if (!("fail" in answer)) {
    const broken = await sql`release savepoint step`.execute(tx).then(() => undefined, (e) => e);
    if (!broken) return answer;
    return await undo(tx, broken);
  }
  await sql`rollback to savepoint step`.execute(tx);
  takeFailure(tx);
  return answer;
}

/** Something that the step sent along has failed behind its back. */
async function undo(tx: OrgDb, error: unknown): Promise<Answer> {
  if (codeOf(error) !== "25P02") throw error;
  await sql`rollback to savepoint step`.execute(tx);
  const reason = takeFailure(tx) ?? error;
  if (isPassing(reason)) throw reason;
  return { fail: failureOf(reason) };
}

const codeOf = (error: unknown) => (error as { code?: string } | null)?.code;

async function attempt(
  tx: OrgDb,
  journey: Journey,
  { node, kind, fixed }: { node: PublishedStep["node"]; kind: NodeKind; fixed?: unknown },
  ways: Ways,
  standing: Standing | undefined,
  wake: Wake | undefined,
): Promise<Answer> {
  try {
    const value = (path: string) => valueAt(journey, path);
    const read = fixed === undefined ? readConfig(kind, node, journey, value) : { config: fixed };
    if ("fail" in read) return read;
    const step: Step<unknown> = {
      tx,
      run: factsOf(journey),
      node,
      config: read.config,
      visit: journey.run.visit,
      value,
      output: standing?.output ?? {},
      begin: (other) => ways.begin(tx, journey, other),
      rehearsal: journey.rehearsal,
    };
    if (!wake) return await kind.run(step);
    if (!kind.wake) throw new Error(`A step of kind ${kind.kind} does not wait`);
    return await kind.wake(step, wake);
  } catch (error) {
    if (isPassing(error)) throw error;
    return { fail: failureOf(error) };
  }
}
