import type { GraphNode } from "./graph.ts";
import { invalid, missing } from "./failures.ts";
import type { Journey } from "./journeys.ts";
import type { Answer, Field, NodeKind } from "./node.ts";
import { referencesIn, resolve, resolveInJson } from "./references.ts";

/** The configuration as this run has it: references replaced, then read by the kind's schema. */
export function readConfig(
  kind: NodeKind,
  node: GraphNode,
  journey: Journey,
  value: (path: string) => unknown,
): { config: unknown } | Extract<Answer, { fail: unknown }> {
  const fields = kind.fields(node.config);
  const gap = firstGap(kind, node, fields, value);
  if (gap) return { fail: missing(calledIn(journey, gap), gap) };
  const read = kind.config.safeParse({
    ...resolve(node.config, value),
    ...json(node, fields, value),
  });
  if (read.success) return { config: read.data };
  const [issue] = read.error.issues;
  const name = String(issue?.path[0] ?? "");
  const absent = referencesIn(node.config[name]).find((path) => value(path) === undefined);
  if (absent) return { fail: missing(calledIn(journey, absent), absent) };
  const label = fields.find((field) => field.name === name)?.label ?? name;
  const source = referencesIn(node.config[name])[0];
  const given = source ? ` (${calledIn(journey, source)} is ${shown(value(source))})` : "";
  return { fail: invalid(`${label}: ${issue?.message ?? "this does not fit"}${given}`, source) };
}

function json({ config }: GraphNode, fields: Field[], value: (path: string) => unknown) {
  return Object.fromEntries(
    fields.filter(({ name, input }) => input === "json" && typeof config[name] === "string")
      .map(({ name }) => [name, resolveInJson(String(config[name]), value)]),
  );
}

/** A field that has to be filled does not go without a value it names. */
function firstGap(
  { mayMiss = [] }: NodeKind,
  { config }: GraphNode,
  fields: Field[],
  value: (path: string) => unknown,
): string | undefined {
  for (const { name, required } of fields) {
    if (!required || mayMiss.includes(name)) continue;
    const gap = referencesIn(config[name]).find((path) => {
      const found = value(path);
      return found === undefined || found === null || found === "";
    });
    if (gap) return gap;
  }
}

/** "Amount" of "Deal closed", as a person who reads the failure knows it. */
export function calledIn({ published }: Journey, path: string): string {
  const dot = path.indexOf(".");
  const [from, key] = [path.slice(0, dot), path.slice(dot + 1)];
  if (from === "account") {
    return `"${key.replace(/^field\./, "").replaceAll("_", " ")}" of the account`;
  }
  const step = published.steps.get(from);
  const output = step?.kind?.outputs(step.node.config).find((one) => one.key === key);
  const title = step ? step.node.title || step.kind?.label : undefined;
  return title ? `"${output?.label ?? key}" of "${title}"` : `"${path}"`;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value) ?? "nothing";
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
