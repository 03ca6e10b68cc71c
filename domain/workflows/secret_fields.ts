import type { GraphNode } from "./graph.ts";
import type { KindLookup } from "./graph_edits.ts";

/** Copied steps have nothing in the vault under their new numbers: their secret is entered again. */
export function withoutSecrets(nodes: GraphNode[], kinds: KindLookup): GraphNode[] {
  return nodes.map((node) => {
    const secret = kinds(node.kind)?.fields?.(node.config).filter(({ input }) =>
      input === "secret"
    );
    if (!secret?.some(({ name }) => name in node.config)) return node;
    const names = new Set(secret.map(({ name }) => name));
    const kept = Object.entries(node.config).filter(([name]) => !names.has(name));
    return { ...node, config: Object.fromEntries(kept) };
  });
}
