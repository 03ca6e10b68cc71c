import { type Conditions, sentenceOf } from "./conditions.ts";
import type { GraphNode } from "./graph.ts";
import { kindOf } from "./kinds.ts";
import type { Asked, Case, Field, Names, Pair } from "./node.ts";
import { isShown } from "./config_forms.ts";
import { sampleWords } from "./step_values.ts";

/** The settings of a step as a person reads them: each field's label and what it says. */
export function wordsOf(node: GraphNode, names: Names): [string, string][] {
  const fields = kindOf(node.kind)?.fields(node.config) ?? [];
  return fields.filter((field) => isShown(field, node.config))
    .map((field): [string, string] => [field.label, fieldWords(field, node, names)])
    .filter(([, words]) => words !== "");
}

function fieldWords(field: Field, node: GraphNode, names: Names): string {
  const value = node.config[field.name];
  if (value === undefined || value === null || value === "") return "";
  const label = (one: unknown) =>
    field.options?.find((option) => option.value === one)?.label ?? sampleWords(one);
  switch (field.input) {
    case "conditions":
      return sentenceOf(value as Conditions, names.value);
    case "values":
      return (value as Pair[]).map((row) => `${row.key}: ${inWords(row.value, names)}`).join("; ");
    case "cases":
      return (value as Case[]).map((row) => row.label ? `${row.value} (${row.label})` : row.value)
        .join("; ");
    case "questions":
      return (value as Asked[]).map((row) => row.required ? `${row.label}*` : row.label).join(", ");
    case "member":
    case "queue":
    case "template":
    case "workflow":
      return names.of(field.input, String(value)) ?? inWords(value, names);
    case "channel":
      return names.of("channel", String(value)) ?? String(label(value));
    case "connection":
      return names.of("connection", String(value)) ?? "not connected any more";
    case "stages":
      return [value].flat().map((id) => names.of("stage", String(id)) ?? String(id)).join(", ");
    case "members":
      return [value].flat().map((id) => names.of("member", String(id)) ?? String(id)).join(", ");
    case "secret":
      return "kept secret";
    case "yes_no":
      return value ? "Yes" : "";
    default:
      return [value].flat().map((one) => inWords(label(one), names)).join(", ");
  }
}

/** "{{n1.amount}}" is "‹Amount›" to whoever reads. */
function inWords(value: unknown, names: Names): string {
  return sampleWords(value).replaceAll(/\{\{\s*([^}\s]+)\s*\}\}/g, (whole, path: string) => {
    const name = names.value(path);
    return name ? `‹${name}›` : whole;
  });
}
