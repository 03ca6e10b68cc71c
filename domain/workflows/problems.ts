import type { z } from "zod";
import type { OrgDb } from "../base/db.ts";
import {
  ancestorsOf,
  edgeFrom,
  type Graph,
  type GraphNode,
  inOrder,
  reachedFrom,
} from "./graph.ts";
import { kindOf } from "./kinds.ts";
import type { Field, NodeKind, Problem } from "./node.ts";
import { comparisonGaps } from "./comparison_gaps.ts";
import { referencesIn, wholeReference } from "./references.ts";
import { fits, outputAt, titleOf, typeWords } from "./step_values.ts";

/** Everything that stands in the way of a run, in the order of the steps. */
export async function problemsOf(tx: OrgDb, graph: Graph): Promise<Problem[]> {
  const found = problemsInGraph(graph);
  const deep = await Promise.all(graph.nodes.map((node) => problemsOfKind(tx, graph, node)));
  return inReadingOrder(graph, [...found, ...deep.flat()]);
}

/** Those that the drawing alone shows. */
export function problemsInGraph(graph: Graph): Problem[] {
  return inReadingOrder(graph, [
    ...startProblems(graph),
    ...graph.nodes.flatMap((node) => problemsOfStep(graph, node)),
  ]);
}

function startProblems(graph: Graph): Problem[] {
  const starts = graph.nodes.filter(({ kind }) => kind === "start");
  if (starts.length === 0) {
    return [error(graph.nodes[0]!, "Nothing starts this workflow: add a start.")];
  }
  const reached = reachedFrom(graph, starts.map(({ id }) => id));
  return [
    ...starts.slice(1).map((node) => error(node, "A workflow has one start.")),
    ...graph.nodes.filter(({ id }) => !reached.has(id)).map((node) => ({
      nodeId: node.id,
      text: `${titleOf(node)} is never reached: nothing leads to it.`,
      severity: "warning" as const,
    })),
  ];
}

function problemsOfStep(graph: Graph, node: GraphNode): Problem[] {
  const kind = kindOf(node.kind);
  if (!kind) return [error(node, `This Thread knows no step of the kind ${node.kind}.`)];
  return [
    ...kind.ports(node.config).filter(({ name }) => !edgeFrom(graph, node.id, name)).map((port) =>
      error(
        node,
        port.label
          ? `“${port.label}” of ${titleOf(node)} leads nowhere.`
          : `${titleOf(node)} leads nowhere.`,
      )
    ),
    ...unfinished(node, kind),
    ...referenceProblems(graph, node, kind),
    ...comparisonGaps(node),
  ];
}

function unfinished(node: GraphNode, kind: NodeKind): Problem[] {
  const fields = kind.fields(node.config);
  const issues = kind.config.safeParse(node.config).error?.issues ?? [];
  const seen = new Set<string>();
  return issues.flatMap((issue) => {
    const name = String(issue.path[0] ?? "");
    if (seen.has(name)) return [];
    seen.add(name);
    const field = fields.find((one) => one.name === name);
    return [{ ...error(node, issueWords(issue, field)), field: name || undefined }];
  });
}

/** The schema's own words where it has some, for whoever fills in the form. */
function issueWords(issue: z.core.$ZodIssue, field: Field | undefined): string {
  const label = field?.label ?? "Something";
  const own = !/^(Invalid|Too |Unrecognized)/.test(issue.message);
  const row = issue.path.find((part) => typeof part === "number");
  const where = row === undefined ? label : `${label}, row ${row + 1}`;
  return own ? `${where}: ${issue.message}` : `${where} is missing.`;
}

/** What a step uses of others has to be there before it, and of the type that it needs. */
function referenceProblems(graph: Graph, node: GraphNode, kind: NodeKind): Problem[] {
  const before = ancestorsOf(graph, node.id);
  return kind.fields(node.config).flatMap((field) => {
    const value = node.config[field.name];
    return referencesIn(value).flatMap((path) => {
      const text = wrongReference(graph, before, path) ??
        (wholeReference(value) === path ? wrongType(graph, path, field) : undefined);
      return text ? [{ ...error(node, `${field.label}: ${text}`), field: field.name }] : [];
    });
  });
}

function wrongReference(graph: Graph, before: Set<string>, path: string): string | undefined {
  const [id = ""] = path.split(".");
  if (!/^n\d+$/.test(id)) return undefined; // Of the run's account, or of the run itself.
  const source = graph.nodes.find((node) => node.id === id);
  if (!source) return `it uses {{${path}}} of a step that is not there any more.`;
  const output = outputAt(graph, path);
  if (!output) return `${titleOf(source)} brings no “${path.split(".").slice(1).join(".")}”.`;
  if (before.has(id)) return undefined;
  return `“${output.label}” comes from ${titleOf(source)}, which does not run before this step.`;
}

function wrongType(graph: Graph, path: string, field: Field): string | undefined {
  const output = outputAt(graph, path);
  if (!output || fits(output.type, neededType(field))) return undefined;
  return `“${output.label}” is a ${typeWords(output.type)}, and a ` +
    `${typeWords(neededType(field)!)} is needed.`;
}

function neededType({ type, input }: Field) {
  if (type) return type;
  if (input === "number" || input === "hours") return "number";
  if (input === "money" || input === "date" || input === "yes_no") return input;
  return input === "member" ? "person" : undefined;
}

/** Of a step whose settings are whole: what its kind finds in the database. */
async function problemsOfKind(tx: OrgDb, graph: Graph, node: GraphNode): Promise<Problem[]> {
  const kind = kindOf(node.kind);
  const config = kind?.problems && kind.config.safeParse(node.config);
  if (!kind?.problems || !config?.success) return [];
  return await kind.problems(config.data, { tx, graph, node });
}

/** Why a way cannot go there: it would bring what does not fit. */
export function misfitOf(graph: Graph, id: string): string | undefined {
  const after = reachedFrom(graph, [id]);
  for (const node of graph.nodes.filter((one) => after.has(one.id))) {
    const before = ancestorsOf(graph, node.id);
    for (const field of kindOf(node.kind)?.fields(node.config) ?? []) {
      const path = wholeReference(node.config[field.name]);
      const [source = ""] = path?.split(".") ?? [];
      const text = path && before.has(source) ? wrongType(graph, path, field) : undefined;
      if (text) return `${field.label} of ${titleOf(node)}: ${text}`;
    }
  }
}

function error(node: GraphNode, text: string): Problem {
  return { nodeId: node.id, text, severity: "error" };
}

function inReadingOrder(graph: Graph, problems: Problem[]): Problem[] {
  const order = new Map((inOrder(graph) ?? graph.nodes).map(({ id }, at) => [id, at]));
  const rank = ({ nodeId, severity }: Problem) =>
    (severity === "error" ? 0 : 1000) + (order.get(nodeId) ?? 0);
  const unique = new Map(problems.map((one) => [JSON.stringify(one), one]));
  return [...unique.values()].sort((a, b) => rank(a) - rank(b));
}

export interface Count {
  errors: number;
  warnings: number;
}

/** How many each step has. */
export function countedByStep(problems: Problem[]): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const { nodeId, severity } of problems) {
    const count = counts.get(nodeId) ?? { errors: 0, warnings: 0 };
    if (severity === "error") count.errors++;
    else count.warnings++;
    counts.set(nodeId, count);
  }
  return counts;
}
