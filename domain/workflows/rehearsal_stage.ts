import type { StepState } from "../base/schema.ts";
import { findNode } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import type { Failure, Rehearsal } from "./node.ts";
import { written } from "./references.ts";
import type { Trial } from "./rehearsals.ts";

export type EffectKind = "mail" | "call" | "task" | "row";

export interface RehearsedStep {
  nodeId: string;
  visit: number;
  title: string;
  kind: string;
  state: StepState;
  /** The way that it took, in words. */
  way: string | null;
  port: string | null;
  output: { label: string; value: string }[];
  failure: Failure | null;
  /** What was answered in somebody's place. */
  answered?: string;
  /** What it would do to the world. */
  would: { kind: EffectKind; words: string }[];
}

/** What the interpreter plays on: it remembers each step, and for how long it may go on. */
export interface Stage {
  trial: Trial;
  rehearsal: Rehearsal;
  steps: RehearsedStep[];
  /** Why it goes no further, where that is so. */
  why?: string;
  goesOn(): boolean;
  /** Says what was answered for the step that waits. */
  answered(nodeId: string, words: string): void;
}

export function openStage(
  trial: Trial,
  onStep: (steps: RehearsedStep[]) => void,
  rounds: number,
  ms: number,
): Stage {
  const since = performance.now();
  const steps: RehearsedStep[] = [];
  let left = rounds;
  let would: RehearsedStep["would"] = [];
  const stage: Stage = {
    trial,
    steps,
    rehearsal: {
      would: ({ kind, words }) => void would.push({ kind, words }),
      onStep(made) {
        put(steps, { ...described(trial, made), would });
        would = [];
        onStep(steps);
      },
    },
    goesOn() {
      if (left-- > 0 && performance.now() - since < ms) return true;
      stage.why ??= left < 0
        ? "It goes round for longer than a test may."
        : "It takes longer than a test may.";
      return false;
    },
    answered(nodeId, words) {
      const step = steps.findLast((one) => one.nodeId === nodeId);
      if (step) step.answered = words;
    },
  };
  return stage;
}

type Made = Parameters<NonNullable<Rehearsal["onStep"]>>[0];

/** A step that waited and goes on is the same line, with what it has come to. */
function put(steps: RehearsedStep[], step: RehearsedStep) {
  const at = steps.findIndex(({ nodeId, visit }) => nodeId === step.nodeId && visit === step.visit);
  const before = steps[at];
  if (!before) steps.push(step);
  else {
    const { answered, would } = before;
    steps[at] = { ...step, answered, would: [...would, ...step.would] };
  }
}

function described({ graph }: Trial, made: Made): Omit<RehearsedStep, "would"> {
  const node = findNode(graph, made.nodeId);
  const kind = node && kindOf(node.kind);
  const config = node?.config ?? {};
  const labels = new Map(kind?.outputs(config).map(({ key, label }) => [key, label]));
  const { nodeId, visit, state, port, failure } = made;
  return {
    ...{ nodeId, visit, state, port, failure },
    title: node?.title || kind?.label || made.nodeId,
    kind: kind?.label ?? "",
    way: port && (kind?.ports(config).find(({ name }) => name === port)?.label || null),
    output: Object.entries(made.output ?? {}).map(([key, value]) => ({
      label: labels.get(key) ?? key.replaceAll("_", " "),
      value: written(value).slice(0, MOST_SHOWN),
    })).filter(({ value }) => !SAYS_NOTHING.test(value)),
  };
}

const MOST_SHOWN = 300;
/** Of a row that is undone, an id tells nobody anything; nor does what is empty. */
const SAYS_NOTHING = /^(\{\}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/;
