import type { z } from "zod";
import type { Db, OrgDb } from "../base/db.ts";
import type { Outside } from "../base/outside.ts";
import type { StepState, StoredFailure } from "../base/schema.ts";
import type { Graph, GraphNode } from "./graph.ts";

export type ValueType =
  | ("text" | "number" | "money" | "date" | "yes_no" | "choice")
  | ("person" | "account" | "list" | "anything");

/** What later steps can use, as {{n3.amount}}. */
export interface Output {
  key: string;
  label: string;
  type: ValueType;
  sample: unknown;
}

export interface Port {
  name: string;
  label: string;
}

export interface Problem {
  nodeId: string;
  field?: string;
  text: string;
  severity: "error" | "warning";
}

/** A step's form, which the editor draws without knowing the kind. */
export interface Field {
  name: string;
  label: string;
  hint?: string;
  input:
    | ("text" | "long_text" | "markdown" | "number" | "money" | "hours" | "yes_no" | "date")
    | ("choice" | "choices" | "member" | "members" | "queue" | "template" | "workflow")
    | ("connection" | "stages" | "channel")
    | ("conditions" | "cases" | "values" | "questions" | "secret" | "json");
  options?: { value: string; label: string }[];
  /** Of "queue", "connection" and "stages": only those of this kind, or of this service. */
  of?: string;
  /** Whether what earlier steps brought can be put in. */
  variables?: boolean;
  /** What such a value has to be; absent, anything that can be written. */
  type?: ValueType;
  shownWhen?: { name: string; is: string | string[] };
  required?: boolean;
}

/** A row of "questions": what a start asks for, or what an action hands over. */
export interface Asked {
  id: string;
  label: string;
  type: "text" | "long_text" | "number" | "money" | "date" | "yes_no" | "choice";
  required: boolean;
  options: string[];
  /** What the picker and a trial show. */
  sample: string;
}

/** A row of "values". */
export interface Pair {
  key: string;
  value: unknown;
}

/** A row of "cases": what is compared, and what its output is called. */
export interface Case {
  value: string;
  label: string;
}

/** What the things that a step points at are called; undefined where they are not there any more. */
export interface Names {
  of(
    what: "member" | "queue" | "template" | "workflow" | "connection" | "stage" | "channel",
    id: string,
  ): string | undefined;
  /** What the output at "n3.amount" is called. */
  value(path: string): string | undefined;
}

export interface LintContext {
  tx: OrgDb;
  graph: Graph;
  node: GraphNode;
}

/**
 * One kind of step, whole. Steps do not act, they answer: what reaches outside is written as a job
 * in the run's transaction, and `outside` does it in its own time.
 */
// deno-lint-ignore no-explicit-any -- A registry holds kinds of every configuration.
export interface NodeKind<Config = any> {
  kind: string;
  label: string;
  group: "start" | "logic" | "people" | "actions" | "end";
  about: string;
  /** Parsed when it is published and when it runs; the editor may hold what is not finished. */
  config: z.ZodType<Config>;
  /** What a step that was just placed begins with. */
  empty: Partial<Config>;
  fields(config: Partial<Config>): Field[];
  summary(config: Partial<Config>, names: Names): string;
  /** None for an end. */
  ports(config: Partial<Config>): Port[];
  outputs(config: Partial<Config>): Output[];
  /** Beyond the schema: a template that is gone, a queue without members. */
  problems?(config: Config, context: LintContext): Promise<Problem[]> | Problem[];
  /** It touches nothing but what it was given, so nothing has to be undone if it fails. */
  pure?: boolean;
  /** It writes rows that point at its run, which is therefore written before. */
  pointsAtRun?: boolean;
  /** Its fields that read missing values themselves instead of failing for them. */
  mayMiss?: string[];
  /** In the run's transaction, never with `Outside`. */
  run(step: Step<Config>): Promise<Answer> | Answer;
  /** What it waited for came. */
  wake?(step: Step<Config>, wake: Wake): Promise<Answer> | Answer;
  /** Of a kind that waits for a job: what that job does. What it answers wakes the step. */
  outside?(errand: Errand<Config>): Promise<Record<string, unknown>>;
  /** What that job would bring, where somebody only tries the workflow. */
  trial?(config: Config): Record<string, unknown>;
}

export interface RunFacts {
  id: string;
  workflowId: string;
  versionId: string;
  accountId: string | null;
  startedBy: string | null;
  cause: string;
  sandbox: boolean;
  input: Record<string, unknown>;
}

export interface Step<Config> {
  tx: OrgDb;
  run: RunFacts;
  node: GraphNode;
  /** With every {{n3.amount}} in it replaced by the value, of its own type. */
  config: Config;
  visit: number;
  /** What stands at "n3.amount"; undefined where nothing does. */
  value(path: string): unknown;
  /** What this visit of the step brought before it waited. */
  output: Record<string, unknown>;
  /** Starts another workflow, whose end wakes this step if it waits for that run. */
  begin(other: Beginning): Promise<{ id: string }>;
  rehearsal?: Rehearsal;
}

export interface Beginning {
  workflowId: string;
  input: Record<string, unknown>;
  accountId: string | null;
}

/** Somebody is trying the workflow, and nothing of it will last: what would be done is told. */
export interface Rehearsal {
  would(effect: { kind: "mail" | "call" | "task" | "row"; words: string; data?: unknown }): void;
  /** After each step that was made. */
  onStep?(step: {
    nodeId: string;
    visit: number;
    state: StepState;
    port: string | null;
    output: Record<string, unknown> | null;
    failure: Failure | null;
  }): void;
}

/** What the job of a step works with, outside of any transaction. */
export interface Errand<Config> {
  db: Db;
  out: Outside;
  orgId: string;
  run: RunFacts;
  node: GraphNode;
  config: Config;
  visit: number;
  /** The same for every try of this visit, so that the other side can tell a repetition. */
  key: string;
  signal: AbortSignal;
}

export type Answer =
  | { follow: string; output?: Record<string, unknown>; accountId?: string }
  | { wait: Wait; output?: Record<string, unknown>; accountId?: string }
  /** Of `wake`: that was not what it waits for, so it goes on waiting. */
  | { again: true }
  | { end: string; output?: Record<string, unknown> }
  | { fail: Failure };

export type Wait =
  | { timer: Until }
  | { task: string }
  | { job: string }
  | { event: { kind: string; of?: string; untilHours?: number } }
  | { run: string };

/** A moment of the database's clock. */
export type Until = { hours: number } | { at: Date };

/** What is wrong in words, and what a person can do about it. */
export type Failure = StoredFailure;

export type Wake =
  | { timer: true }
  | { task: TaskDecision }
  | { job: Record<string, unknown> }
  /** The job has given up. */
  | { lost: Failure }
  | { event: Heard }
  | { run: { id: string; state: "completed" | "failed" | "cancelled"; outcome: string | null } };

export interface TaskDecision {
  taskId: string;
  kind: "approval" | "assignment" | "custom";
  decision: "approved" | "rejected" | "assigned" | "done";
  reason: string | null;
  by: { id: string; name: string };
  csm?: { id: string; name: string };
  answers: Record<string, unknown>;
}

export interface Heard {
  kind: string;
  subjectId: string | null;
  accountId: string | null;
  data: Record<string, unknown>;
}
