import { sql } from "kysely";
import { listFields } from "../accounts/account_fields.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { StepState } from "../base/schema.ts";
import { accountOutputs } from "./account_values.ts";
import { journeysOf } from "./advances.ts";
import { chosenFrom, thingsToChoose } from "./chosen_things.ts";
import { readAccount, type Run, valueAt } from "./journeys.ts";
import { looksOf } from "./looks.ts";
import type { Asked, Failure, Output, ValueType } from "./node.ts";
import type { Looks } from "./picture_shape.ts";
import type { Published } from "./published.ts";
import { startOf } from "./record_reading.ts";
import { type Chosen, namesIn, outputAt } from "./step_values.ts";

export interface SeenStep {
  nodeId: string;
  visit: number;
  title: string;
  state: StepState;
  port: string | null;
  output: Record<string, unknown> | null;
  failure: Failure | null;
  reason: string | null;
  attempts: number;
  startedAt: Date;
  endedAt: Date | null;
}

/** A value that a step uses, as it stands for this run. */
export interface UsedValue {
  path: string;
  label: string;
  type: ValueType;
  value: unknown;
  /** What a person calls it, where the value is an id. */
  called?: string;
  /** By a person, after the step that it comes from. */
  fixed: boolean;
}

export interface SeenRun {
  run: Run;
  published: Published;
  number: number;
  looks: Looks;
  steps: SeenStep[];
  account: { id: string; name: string; csm: string | null; milestone: string | null } | null;
  startedBy: string | null;
  waits?: { kind: string; key: string | null; wakeAt: Date | null; since: Date };
  task?: { id: string; title: string; queue: string; claimant: string | null };
  /** Of the step that is looked at. */
  uses: UsedValue[];
  brings: Brought[];
}

export interface Brought {
  label: string;
  value: unknown;
  /** Why there is none. */
  gap?: string;
}

/** A run as its page shows it, looking at one of its steps. */
export async function seeRun(tx: OrgDb, id: string, nodeId?: string): Promise<SeenRun> {
  const run = await tx.selectFrom("runs").selectAll().where("id", "=", id).executeTakeFirst();
  if (!run) throw new NotFound();
  const [journey] = await journeysOf(tx, [{ ...run }]);
  const { published } = journey!;
  const [steps, facts, waits, task, things, fields] = await Promise.all([
    stepsOf(tx, id, published),
    factsOf(tx, run),
    tx.selectFrom("run_waits").select(["kind", "key", "wake_at as wakeAt", "since"])
      .where("run_id", "=", id).executeTakeFirst(),
    openTaskOf(tx, id),
    thingsToChoose(tx),
    listFields(tx),
  ]);
  const at = published.steps.get(nodeId ?? lookedAt(run, steps) ?? "");
  await readAccount(tx, journey!, at?.references ?? []);
  const chosen = chosenFrom(things);
  const called = (value: unknown) => calledBy(value, chosen, facts.account);
  const own = new Map(accountOutputs(fields).map((one) => [`account.${one.key}`, one]));
  const outputOf = (path: string) => own.get(path) ?? outputAt(published.graph, path);
  const paths = at ? (at.node.kind === "start" ? askedPaths(published) : at.references) : [];
  const made = steps.findLast((one) => one.nodeId === at?.node.id);
  return {
    run,
    published,
    looks: looksOf(published.graph, namesIn(published.graph, chosen)),
    steps,
    ...facts,
    waits,
    task,
    uses: paths.map((path) => {
      const value = valueAt(journey!, path);
      return { ...used(path, outputOf(path), run, value), called: called(value) };
    }),
    brings: [
      ...at?.node.kind === "start" ? broughtByRecord(at.kind!.outputs(at.node.config), run) : [],
      ...broughtBy(at?.kind?.outputs(at.node.config) ?? [], made),
    ].map((one) => ({ ...one, value: called(one.value) ?? one.value }))
      .filter(({ value }) => !isId(value)),
  };
}

const isId = (value: unknown) =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);

function calledBy(value: unknown, chosen: Chosen, account: SeenRun["account"]) {
  if (!isId(value)) return undefined;
  if (account && account.id === value) return account.name;
  return Object.values(chosen).map((names) => names.get(value as string)).find(Boolean);
}

/** Where a person looks first: at what went wrong, or what is waited for. */
export function lookedAt({ node_id }: Run, steps: SeenStep[]): string | undefined {
  return node_id ?? steps.at(-1)?.nodeId;
}

function askedPaths({ start }: Published): string[] {
  return ((start.config.fields ?? []) as Asked[]).map(({ id }) => `${start.id}.${id}`);
}

function used(path: string, output: Output | undefined, run: Run, value: unknown): UsedValue {
  const fixed = Object.hasOwn(run.fixes ?? {}, path);
  return { path, label: output?.label ?? path, type: output?.type ?? "anything", value, fixed };
}

/** What was read of a service's record when the run began, and why some of it is not there. */
function broughtByRecord(outputs: Output[], { input }: Run): Brought[] {
  if (!input || !startOf({ input })?.read) return [];
  const gaps = (input.gaps ?? {}) as Record<string, string>;
  const own = Object.entries((input.account_field ?? {}) as Record<string, unknown>);
  const known = outputs.map(({ key, label }) => ({ label, value: input[key], gap: gaps[key] }));
  return [
    ...known.filter(({ value, gap }) => value !== undefined || gap !== undefined),
    ...own.map(([key, value]) => ({ label: `${key.replaceAll("_", " ")}, as mapped`, value })),
  ];
}

function broughtBy(outputs: Output[], step: SeenStep | undefined) {
  if (!step?.output) return [];
  const known = new Map(outputs.map(({ key, label }) => [key, label]));
  return Object.entries(step.output).filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ label: known.get(key) ?? key.replaceAll("_", " "), value }));
}

const MOST_STEPS = 500;

async function stepsOf(tx: OrgDb, runId: string, { steps }: Published): Promise<SeenStep[]> {
  const rows = await tx.selectFrom("run_steps").selectAll().where("run_id", "=", runId)
    .orderBy("position", "desc").limit(MOST_STEPS).execute();
  return rows.toReversed().map((row) => ({
    nodeId: row.node_id,
    visit: row.visit,
    title: titleIn(steps, row.node_id),
    state: row.state,
    port: row.port,
    output: row.output,
    failure: row.failure,
    reason: row.reason,
    attempts: row.attempts,
    startedAt: row.started_at,
    endedAt: row.ended_at,
  }));
}

export function titleIn(steps: Published["steps"], nodeId: string): string {
  const step = steps.get(nodeId);
  return step?.node.title || step?.kind?.label || step?.node.kind || nodeId;
}

async function factsOf(tx: OrgDb, run: Run) {
  const { rows: [row] } = await sql<{
    number: number;
    by: string | null;
    id: string | null;
    name: string | null;
    csm: string | null;
    milestone: string | null;
  }>`
    select v.number, m.name as by, a.id, a.name, c.name as csm, a.milestone_name as milestone
    from workflow_versions v
    left join members m on m.org_id = v.org_id and m.id = ${run.started_by}
    left join accounts a on a.org_id = v.org_id and a.id = ${run.account_id}
    left join members c on c.org_id = v.org_id and c.id = a.csm_id
    where v.org_id = current_org() and v.id = ${run.version_id}`.execute(tx);
  const { number, by, id, name, csm, milestone } = row!;
  return { number, startedBy: by, account: id ? { id, name: name!, csm, milestone } : null };
}

async function openTaskOf(tx: OrgDb, runId: string) {
  return await tx.selectFrom("tasks as t").innerJoin("queues as q", "q.id", "t.queue_id")
    .leftJoin("members as m", "m.id", "t.claimed_by")
    .select(["t.id", "t.title", "q.name as queue", "m.name as claimant"])
    .where("t.run_id", "=", runId).where("t.state", "in", ["open", "claimed"]).executeTakeFirst();
}
