import { ancestorsOf, findNode, type Graph, type GraphNode, inOrder } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import { ACCOUNT_OUTPUTS } from "./account_values.ts";
import type { Names, Output, ValueType } from "./node.ts";

/** What one step has brought by the time that a later one runs. */
export interface ValueGroup {
  nodeId: string;
  title: string;
  outputs: Output[];
}

export function titleOf(node: GraphNode): string {
  return node.title || kindOf(node.kind)?.label || node.id;
}

export function outputsOf(node: GraphNode): Output[] {
  return kindOf(node.kind)?.outputs(node.config) ?? [];
}

/** Everything that this step can use, the steps in the order in which they run. */
export function valuesBefore(graph: Graph, id: string): ValueGroup[] {
  const before = ancestorsOf(graph, id);
  return (inOrder(graph) ?? graph.nodes).filter((node) => before.has(node.id))
    .map((node) => ({ nodeId: node.id, title: titleOf(node), outputs: outputsOf(node) }))
    .filter(({ outputs }) => outputs.length > 0)
    .concat({ nodeId: "account", title: "The run's account", outputs: ACCOUNT_OUTPUTS });
}

/** The output that "n3.amount" names, wherever its step stands. A part of it is anything. */
export function outputAt(graph: Graph, path: string): Output | undefined {
  const [id = "", key = "", ...inner] = path.split(".");
  if (id === "account") {
    return key === "field"
      ? ownField(inner.join("."))
      : ACCOUNT_OUTPUTS.find((one) => one.key === key);
  }
  const node = findNode(graph, id);
  if (key === "account_field" && node?.kind === "start") return ownField(inner.join("."));
  const output = node && outputsOf(node).find((one) => one.key === key);
  if (!output || inner.length === 0) return output;
  return { ...output, label: `${output.label} ${inner.join(" ")}`, type: "anything" };
}

/** One of the organisation's own fields, which the drawing knows by its key only. */
const ownField = (key: string): Output | undefined =>
  key ? { key, label: key.replaceAll("_", " "), type: "anything", sample: null } : undefined;

/** The names of what can be chosen, by its id, and of what earlier steps bring. */
export type Chosen = Record<
  "member" | "queue" | "template" | "workflow" | "connection" | "stage" | "channel" | "field",
  Map<string, string>
>;

export function namesIn(graph: Graph, chosen: Chosen): Names {
  return {
    of: (what, id) => chosen[what].get(id),
    value: (path) => outputAt(graph, path)?.label,
  };
}

const AMOUNTS: ValueType[] = ["number", "money"];

/** Whether a value of one type can stand where another is asked for. A text takes everything. */
export function fits(has: ValueType, needs: ValueType | undefined): boolean {
  if (!needs || has === needs || has === "anything" || needs === "anything") return true;
  if (AMOUNTS.includes(needs)) return AMOUNTS.includes(has);
  if (needs === "text") return true;
  return needs === "choice" && has === "text";
}

const WORDS: Record<ValueType, string> = {
  text: "text",
  number: "number",
  money: "amount of money",
  date: "date",
  yes_no: "yes or no",
  choice: "choice",
  person: "person",
  account: "account",
  list: "list",
  anything: "value of any type",
};

export const typeWords = (type: ValueType) => WORDS[type];

/** A sample as it is shown beside a value's name. */
export function sampleWords(sample: unknown): string {
  if (sample === null || sample === undefined || sample === "") return "";
  if (typeof sample === "boolean") return sample ? "Yes" : "No";
  if (typeof sample === "number") return sample.toLocaleString("en-US");
  if (Array.isArray(sample)) return sample.map(sampleWords).join(", ").slice(0, 60);
  if (typeof sample === "object") {
    const { name } = sample as { name?: unknown };
    return typeof name === "string" ? name : JSON.stringify(sample).slice(0, 60);
  }
  return String(sample).slice(0, 60);
}
