import { z } from "zod";
import { chosen, pairs, yesNo } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import type { NodeKind, Pair } from "../node.ts";

interface Config {
  workflow: string;
  input: Pair[];
  wait: boolean;
}

export const subWorkflow: NodeKind<Config> = {
  kind: "sub_workflow",
  label: "Run a workflow",
  group: "logic",
  about: "Starts another workflow for the same account, and can wait for its end.",
  config: z.object({
    workflow: chosen("Choose a workflow."),
    input: pairs,
    wait: yesNo(),
  }) as z.ZodType<
    Config
  >,
  empty: { input: [], wait: true },
  pointsAtRun: true,
  fields: () => [
    { name: "workflow", label: "Workflow", input: "workflow", required: true },
    {
      name: "input",
      label: "Its fields",
      hint: "The key of a field of its start, and the value.",
      input: "values",
      variables: true,
    },
    { name: "wait", label: "Wait for its end", input: "yes_no" },
  ],
  summary: ({ workflow, wait }, names) =>
    `${(workflow && names.of("workflow", workflow)) ?? "No workflow yet"}${
      wait ? " · waits for its end" : ""
    }`,
  ports: () => [{ name: "next", label: "" }],
  outputs: () => [
    { key: "run", label: "Run", type: "anything", sample: "Run" },
    { key: "outcome", label: "Its outcome", type: "text", sample: "Done" },
  ],
  problems: async ({ workflow }, { tx, node }) => {
    if (!/^[0-9a-f-]{36}$/.test(workflow)) return [];
    const found = await tx.selectFrom("workflows").select(["name", "state"])
      .where("id", "=", workflow).executeTakeFirst();
    if (found?.state === "active") return [];
    const text = found ? `"${found.name}" is not active.` : "The workflow is not there any more.";
    return [{ nodeId: node.id, field: "workflow", text, severity: found ? "warning" : "error" }];
  },
  run: async ({ run, config, begin }) => {
    const input = Object.fromEntries(config.input.map(({ key, value }) => [key, value]));
    const { id } = await begin({ workflowId: config.workflow, input, accountId: run.accountId });
    const output = { run: id };
    return config.wait ? { wait: { run: id }, output } : { follow: "next", output };
  },
  wake: (_, wake) => {
    if (!("run" in wake)) throw new Error("It waits for a run");
    const { state, outcome } = wake.run;
    if (state === "completed") return { follow: "next", output: { outcome: outcome ?? undefined } };
    return { fail: invalid("The workflow that it started was cancelled.") };
  },
};
