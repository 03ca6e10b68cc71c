import type { FieldType } from "../base/schema.ts";
import { FIELD_TYPES } from "./account_values.ts";
import type { Thing } from "./chosen_things.ts";
import { fittingOperators, isShown, leftType } from "./config_forms.ts";
import { type Conditions, needsRight, operatorWords, type Row, sentenceOf } from "./conditions.ts";
import { edgeFrom, findNode, type Graph, type GraphNode, inOrder } from "./graph.ts";
import { stampOf } from "./gestures.ts";
import { allKinds, kindOf } from "./kinds.ts";
import { wordsOf } from "./config_words.ts";
import type { Field, Names, Output, Problem, ValueType } from "./node.ts";
import { targetsOf } from "./step_edits.ts";
import { sampleWords, titleOf, typeWords, valuesBefore } from "./step_values.ts";

export interface Choice {
  value: string;
  label: string;
}

export interface ChoiceGroup {
  label: string;
  options: Choice[];
}

/** Everything that the panel of one step shows, so that its view asks nothing more. */
export interface StepForm {
  node: GraphNode;
  label: string;
  about: string;
  fields: FieldForm[];
  ways: Way[];
  /** What earlier steps bring. */
  values: StepValues[];
  problems: Problem[];
  stamp: string;
  first: boolean;
  /** The settings in words, for who may only read. */
  facts: [label: string, words: string][];
  /** What can be put behind it. */
  kinds: Choice[];
}

export interface StepValues {
  title: string;
  /** `words` are the type and a sample. */
  outputs: (Output & { path: string; words: string })[];
}

export interface FieldForm extends Field {
  value: unknown;
  shown: boolean;
  /** What can be chosen, for the kinds of field that have a list. */
  choices: Choice[];
  /** Values of earlier steps that fit where a list is. */
  fitting: ChoiceGroup[];
  conditions?: ConditionsForm;
}

export interface ConditionsForm {
  match: "all" | "any";
  rows: (RowForm | GroupForm)[];
  sentence: string;
}

export interface GroupForm {
  match: "all" | "any";
  rows: RowForm[];
}

export interface RowForm {
  left: string;
  operator: string;
  operators: Choice[];
  right: string;
  /** Absent where nothing is compared with. */
  rightType?: ValueType;
}

/** One output, and where it can lead. */
export interface Way {
  port: string;
  label: string;
  to?: string;
  targets: Choice[];
}

export function stepForm(
  graph: Graph,
  id: string,
  things: Thing[],
  names: Names,
  problems: Problem[],
): StepForm | undefined {
  const node = findNode(graph, id);
  const kind = node && kindOf(node.kind);
  if (!node || !kind) return undefined;
  const values = stepValues(graph, id, things);
  return {
    node,
    label: kind.label,
    about: kind.about,
    fields: kind.fields(node.config).map((field) =>
      fieldForm(graph, node, field, things, names, values)
    ),
    ways: kind.ports(node.config).map(({ name, label }) => wayOf(graph, id, name, label)),
    values,
    problems: problems.filter(({ nodeId }) => nodeId === id),
    stamp: stampOf(node),
    first: node.kind === "start",
    facts: wordsOf(node, names),
    kinds: allKinds.filter((one) => one.group !== "start")
      .map((one) => ({ value: one.kind, label: one.label })),
  };
}

function stepValues(graph: Graph, id: string, things: Thing[]): StepValues[] {
  return valuesBefore(graph, id).map(({ nodeId, title, outputs }) => ({
    title,
    outputs: [...outputs, ...ownFields(nodeId, outputs, things)].map((output) => ({
      ...output,
      path: `${nodeId}.${output.key}`,
      words: [typeWords(output.type), sampleWords(output.sample)].filter(Boolean).join(
        ", such as ",
      ),
    })),
  }));
}

/** The organisation's own fields, of the account and of what a service's record is mapped to. */
function ownFields(nodeId: string, outputs: Output[], things: Thing[]): Output[] {
  const under = nodeId === "account"
    ? "field"
    : outputs.some(({ key }) => key === "account_name") && "account_field";
  if (!under) return [];
  return things.filter(({ what }) => what === "field").map(({ id, name, kind }) => ({
    key: `${under}.${id}`,
    label: name,
    type: FIELD_TYPES[kind as FieldType],
    sample: null,
  }));
}

function wayOf(graph: Graph, id: string, port: string, label: string): Way {
  const order = new Map((inOrder(graph) ?? graph.nodes).map((node, at) => [node.id, at]));
  return {
    port,
    label,
    to: edgeFrom(graph, id, port)?.to,
    targets: targetsOf(graph, id, port).sort((a, b) => order.get(a.id)! - order.get(b.id)!)
      .map((node) => ({ value: node.id, label: `${order.get(node.id)! + 1}. ${titleOf(node)}` })),
  };
}

function fieldForm(
  graph: Graph,
  node: GraphNode,
  field: Field,
  things: Thing[],
  names: Names,
  values: StepValues[],
): FieldForm {
  const value = node.config[field.name];
  return {
    ...field,
    value,
    shown: isShown(field, node.config),
    choices: choicesOf(field, things),
    fitting: fittingValues(field, values),
    ...field.input === "conditions"
      ? { conditions: conditionsForm(graph, value as Conditions | undefined, names) }
      : {},
  };
}

function choicesOf({ input, of, options }: Field, things: Thing[]): Choice[] {
  if (options && input !== "channel") return options;
  const what = input === "members" ? "member" : input === "stages" ? "stage" : input;
  const own = things.filter((thing) => thing.what === what && (!of || thing.kind === of))
    .map(({ id, name }) => ({ value: id, label: name }));
  return [...options ?? [], ...own];
}

/** In a list of people, the people that earlier steps bring; beside conditions, everything. */
function fittingValues({ input, variables, type }: Field, values: StepValues[]) {
  const asks: Record<string, ValueType[]> = { member: ["person"], date: ["date"] };
  const types = type ? [type] : asks[input];
  if (!variables || (input !== "conditions" && !types)) return [];
  return values.map(({ title, outputs }) => ({
    label: title,
    options: outputs
      .filter((output) => input === "conditions" || types!.includes(output.type))
      .map((output) => ({
        value: `{{${output.path}}}`,
        label: `${output.label} · ${output.words}`,
      })),
  })).filter(({ options }) => options.length > 0);
}

function conditionsForm(
  graph: Graph,
  value: Conditions | undefined,
  names: Names,
): ConditionsForm {
  const rows = value?.rows ?? [];
  return {
    match: value?.match ?? "all",
    rows: rows.map((row) =>
      "rows" in row
        ? { match: row.match, rows: row.rows.map((one) => rowForm(graph, one)) }
        : rowForm(graph, row)
    ),
    sentence: value && rows.length > 0 ? sentenceOf(value, names.value) : "",
  };
}

function rowForm(graph: Graph, row: Row): RowForm {
  const type = leftType(graph, row.left);
  return {
    left: String(row.left ?? ""),
    operator: row.operator,
    operators: fittingOperators(graph, row)
      .map((operator) => ({ value: operator, label: operatorWords(operator) ?? operator })),
    right: String(row.right ?? ""),
    rightType: needsRight(row.operator) ? type ?? "anything" : undefined,
  };
}
