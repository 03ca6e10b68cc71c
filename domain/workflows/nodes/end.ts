import { z } from "zod";
import { text } from "../config_fields.ts";
import type { NodeKind } from "../node.ts";

interface Config {
  outcome: string;
}

export const end: NodeKind<Config> = {
  kind: "end",
  label: "End",
  group: "end",
  about: "Ends the run, and says with which outcome.",
  config: z.object({ outcome: text("Say how the run has ended, such as Done or Rejected.", 80) }),
  empty: { outcome: "Done" },
  pure: true,
  fields: () => [{
    name: "outcome",
    label: "Outcome",
    hint: "Shown in the list of runs, which can be filtered by it.",
    input: "text",
    required: true,
    variables: true,
  }],
  summary: ({ outcome }) => outcome ?? "",
  ports: () => [],
  outputs: () => [],
  run: ({ config }) => ({ end: config.outcome.slice(0, 80) }),
};
