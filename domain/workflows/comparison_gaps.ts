import { type Conditions, type Group, numberOf, type Row } from "./conditions.ts";
import type { GraphNode } from "./graph.ts";
import type { Problem } from "./node.ts";
import { wholeReference } from "./references.ts";
import { titleOf } from "./step_values.ts";

/**
 * Limits that leave their own value out: "greater than 100" beside "less than 100" speaks of
 * everything but 100, which then goes the other way. That is allowed, and said.
 */
export function comparisonGaps(node: GraphNode): Problem[] {
  const gaps = new Set(conditionsIn(node.config).flatMap(gapsIn));
  return [...gaps].map((limit) => ({
    nodeId: node.id,
    text:
      `${titleOf(node)} speaks of more and of less than ${limit}, but not of exactly ${limit}: ` +
      "that goes to Otherwise. Say “at least” or “at most” if it should not.",
    severity: "warning" as const,
  }));
}

function conditionsIn(config: Record<string, unknown>): Conditions[] {
  return Object.values(config).filter((value): value is Conditions =>
    typeof value === "object" && value !== null && "match" in value &&
    Array.isArray((value as Conditions).rows)
  );
}

function gapsIn({ rows }: Conditions | Group): string[] {
  const compared = new Map<string, Set<string>>();
  const note = (one: Row | Group) => {
    if ("rows" in one) return one.rows.forEach(note);
    const limit = numberOf(one.right);
    if (limit === undefined) return;
    const key = `${wholeReference(one.left) ?? one.left}\n${limit.toLocaleString("en-US")}`;
    compared.set(key, (compared.get(key) ?? new Set()).add(one.operator));
  };
  rows.forEach(note);
  return [...compared].filter(([, ways]) =>
    ways.has("greater") && ways.has("less") && !ways.has("is")
  ).map(([key]) => key.split("\n")[1]!);
}
