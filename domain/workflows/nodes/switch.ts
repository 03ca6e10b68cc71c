import { z } from "zod";
import { cases } from "../config_fields.ts";
import { meets } from "../conditions.ts";
import type { Case, NodeKind } from "../node.ts";

interface Config {
  on: unknown;
  cases: Case[];
}

export const switchKind: NodeKind<Config> = {
  kind: "switch",
  label: "Switch",
  group: "logic",
  about: "Goes one of several ways, by one value.",
  config: z.object({ on: z.unknown().optional(), cases }) as z.ZodType<Config>,
  empty: { on: "", cases: [] },
  pure: true,
  mayMiss: ["on"],
  fields: () => [
    { name: "on", label: "Value", input: "text", variables: true, required: true },
    {
      name: "cases",
      label: "Cases",
      hint: "Compared without regard to small and capital letters.",
      input: "cases",
      required: true,
    },
  ],
  summary: ({ cases }) => (cases ?? []).map(({ label, value }) => label || value).join(" · "),
  ports: ({ cases }) => [
    ...namedPorts(cases ?? []),
    { name: "otherwise", label: "Otherwise" },
  ],
  outputs: () => [],
  run: ({ config }) => {
    const at = config.cases.findIndex(({ value }) =>
      meets({ left: config.on, operator: "is", right: value })
    );
    return { follow: namedPorts(config.cases)[at]?.name ?? "otherwise" };
  },
};

/** Named by what is compared, so that a wire stays with its case when others come and go. */
function namedPorts(cases: Case[]) {
  const used = new Set(["otherwise"]);
  return cases.map(({ value, label }) => {
    const plain = value.normalize("NFKD").toLowerCase().replaceAll(/[^a-z0-9]+/g, "_")
      .replaceAll(/^_+|_+$/g, "").slice(0, 36) || "case";
    let name = plain;
    for (let number = 2; used.has(name); number++) name = `${plain}_${number}`;
    used.add(name);
    return { name, label: label || value };
  });
}
