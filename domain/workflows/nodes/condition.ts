import { z } from "zod";
import {
  type Conditions,
  conditionsSchema,
  holds,
  sentenceOf,
  shortSentence,
} from "../conditions.ts";
import { optionalText } from "../config_fields.ts";
import type { NodeKind } from "../node.ts";

interface Config {
  when: Conditions;
  /** What the way is called where it holds; otherwise the condition says it. */
  label?: string;
}

/** If and otherwise. Otherwise takes equality and missing values, so there is no gap between. */
export const condition: NodeKind<Config> = {
  kind: "condition",
  label: "Condition",
  group: "logic",
  about: "Goes one of two ways, by what is known about the deal or the account.",
  config: z.object({ when: conditionsSchema, label: optionalText(40) }),
  empty: { when: { match: "all", rows: [] } },
  pure: true,
  mayMiss: ["when"],
  fields: () => [
    {
      name: "when",
      label: "If",
      hint: "Equal and missing values go the other way unless a row says otherwise.",
      input: "conditions",
      required: true,
      variables: true,
    },
    {
      name: "label",
      label: "Label of this way",
      hint: "Left empty, the condition.",
      input: "text",
    },
  ],
  summary: ({ when }, names) =>
    when?.rows?.length ? `If ${sentenceOf(when, names.value)}` : "No condition yet",
  ports: ({ when, label }) => [
    {
      name: "yes",
      label: label || (when?.rows?.length && shortSentence(when, () => undefined)) || "Yes",
    },
    { name: "otherwise", label: "Otherwise" },
  ],
  outputs: () => [],
  run: ({ config }) => ({ follow: holds(config.when) ? "yes" : "otherwise" }),
};
