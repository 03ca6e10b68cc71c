import type { OrgDb } from "../base/db.ts";
import { chosenFrom, thingsToChoose } from "./chosen_things.ts";
import { type LastEdit, lastEdit, nextSteps } from "./draft_edits.ts";
import { findNode, type Graph, inOrder } from "./graph.ts";
import { allKinds } from "./kinds.ts";
import { looksOf } from "./looks.ts";
import type { NodeKind, Problem } from "./node.ts";
import type { Look, Looks } from "./picture_shape.ts";
import { type Count, countedByStep, problemsOf } from "./problems.ts";
import { type StepForm, stepForm } from "./step_forms.ts";
import { namesIn } from "./step_values.ts";
import type { Workflow } from "./workflows.ts";

/** Everything that the editor shows of a workflow. */
export interface EditorModel {
  workflow: Workflow;
  looks: Looks;
  problems: Problem[];
  counts: Map<string, Count>;
  /** The ids of the steps in the order in which they run. */
  order: string[];
  chosen: string[];
  /** The one step whose panel is open. */
  step?: StepForm;
  undo?: string;
  redo?: string;
  last?: LastEdit;
  mayChange: boolean;
}

export interface PaletteItem {
  kind: string;
  label: string;
  about: string;
}

export interface PaletteGroup {
  group: Look["group"];
  label: string;
  items: PaletteItem[];
}

export async function editorModel(
  tx: OrgDb,
  workflow: Workflow,
  chosen: string[],
  mayChange: boolean,
): Promise<EditorModel> {
  const { draft } = workflow;
  const [things, problems, next, last] = await Promise.all([
    thingsToChoose(tx),
    problemsOf(tx, draft),
    nextSteps(tx, workflow.id),
    lastEdit(tx, workflow.id),
  ]);
  const names = namesIn(draft, chosenFrom(things));
  const there = chosen.filter((id) =>
    findNode(draft, id) || draft.notes.some((note) => note.id === id)
  );
  return {
    workflow,
    looks: looksOf(draft, names),
    problems,
    counts: countedByStep(problems),
    order: orderOf(draft),
    chosen: there,
    step: there.length === 1 ? stepForm(draft, there[0]!, things, names, problems) : undefined,
    ...next,
    last,
    mayChange: mayChange && workflow.state !== "archived",
  };
}

function orderOf(draft: Graph): string[] {
  return (inOrder(draft) ?? draft.nodes).map(({ id }) => id);
}

const GROUPS: Record<NodeKind["group"], string> = {
  start: "Start",
  logic: "Logic",
  people: "People",
  actions: "Actions",
  end: "End",
};

/** A start is there from the beginning, so it is only offered where it is missing. */
export function palette(draft: Graph): PaletteGroup[] {
  const hasStart = draft.nodes.some(({ kind }) => kind === "start");
  return (Object.keys(GROUPS) as NodeKind["group"][]).map((group) => ({
    group,
    label: GROUPS[group],
    items: allKinds.filter((kind) => kind.group === group && !(hasStart && kind.kind === "start"))
      .map(({ kind, label, about }) => ({ kind, label, about })),
  })).filter(({ items }) => items.length > 0);
}
