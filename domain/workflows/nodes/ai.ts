import { z } from "zod";
import { draftAnswers } from "../../writing/drafting.ts";
import { askModel } from "../../writing/model.ts";
import { draftedText } from "../ai_texts.ts";
import { asked, optionalText, text } from "../config_fields.ts";
import { outputsOf, readValue } from "../asked_values.ts";
import type { Asked, Errand, NodeKind } from "../node.ts";
import { classifyByRules, extractByRules } from "../ai_rules.ts";

export interface AiConfig {
  task: "classify" | "extract" | "write";
  text: string;
  labels?: string;
  fields: Asked[];
  wish?: string;
}

const TASKS = [
  { value: "classify", label: "Choose a label" },
  { value: "extract", label: "Read fields out of it" },
  { value: "write", label: "Write a text" },
];

/** A job asks the model, and what comes back is checked. Without a provider rules answer. */
export const ai: NodeKind<AiConfig> = {
  kind: "ai",
  label: "AI",
  group: "actions",
  about: "Chooses a label, reads fields out of a text, or writes one. Nothing it writes is sent.",
  config: z.object({
    task: z.enum(["classify", "extract", "write"], { error: "Choose what it does." }),
    text: text("Choose the text that it reads.", 20_000),
    labels: optionalText(2000),
    fields: asked.default([]),
    wish: optionalText(2000),
  }).superRefine(({ task, labels, fields }, issues) => {
    const say = (path: string, message: string) =>
      issues.addIssue({ code: "custom", path: [path], message });
    if (task === "classify" && labelsOf(labels).length < 2) {
      say("labels", "Write at least two labels.");
    }
    if (task === "extract" && fields.length === 0) say("fields", "Add at least one field.");
  }) as z.ZodType<AiConfig>,
  empty: { task: "classify", text: "", fields: [] },
  fields: ({ task }) => [
    { name: "task", label: "Task", input: "choice", options: TASKS, required: true },
    { name: "text", label: "Text", input: "long_text", variables: true, required: true },
    {
      name: "labels",
      label: "Labels",
      hint: "One on each line.",
      input: "long_text",
      shownWhen: { name: "task", is: "classify" },
      required: task === "classify",
    },
    {
      name: "fields",
      label: "Fields",
      input: "questions",
      shownWhen: { name: "task", is: "extract" },
      required: task === "extract",
    },
    { name: "wish", label: "What it should mind", input: "long_text" },
  ],
  summary: ({ task, labels, fields }) => {
    if (task === "classify") return labelsOf(labels).join(" · ");
    if (task === "extract") return (fields ?? []).map(({ label }) => label).join(" · ");
    return "Writes a text";
  },
  ports: () => [{ name: "next", label: "" }],
  outputs: ({ task, fields, labels }) => [
    ...(task === "classify"
      ? [{
        key: "label",
        label: "Label",
        type: "choice" as const,
        sample: labelsOf(labels)[0] ?? "",
      }]
      : task === "extract"
      ? outputsOf(fields)
      : [{ key: "text", label: "Text", type: "text" as const, sample: "They go live in March." }]),
    { key: "by", label: "Who answered", type: "text", sample: "model" },
  ],
  run: ({ run, node, visit }) => ({ wait: { job: `${run.id}/${node.id}/${visit}` } }),
  wake: (_, wake) => {
    if (!("job" in wake)) throw new Error("It waits for its job");
    return { follow: "next", output: wake.job };
  },
  trial: ({ task, text, labels, fields }) => {
    if (task === "classify") return { label: classifyByRules(text, labelsOf(labels)), by: "rules" };
    if (task === "extract") return { ...extractByRules(text, fields), by: "rules" };
    return { text: text.slice(0, 500), by: "rules" };
  },
  outside: async (errand) => {
    const { task } = errand.config;
    if (task === "classify") return await classify(errand);
    return task === "extract" ? await extract(errand) : await draftedText(errand);
  },
};

export const labelsOf = (labels: string | undefined) =>
  [...new Set((labels ?? "").split("\n").map((one) => one.trim()).filter(Boolean))].slice(0, 30);

const SYSTEM = "You sort and read what business customers and their sellers wrote.";

async function classify({ db, out, orgId, config, signal }: Errand<AiConfig>) {
  const labels = labelsOf(config.labels);
  const asked = await askModel(db, out, orgId, {
    name: "classify",
    system: SYSTEM,
    instructions: `Choose the one label that fits the source best. Labels: ${
      labels.map((label) => JSON.stringify(label)).join(", ")
    }.${wished(config)}`,
    sources: [{ kind: "note", label: "Text", text: config.text }],
    answer: z.strictObject({ label: z.enum(labels as [string, ...string[]]) }),
    mostTokens: 500,
    signal,
  });
  if (asked.ok) return { label: asked.value.label, by: "model" };
  return { label: classifyByRules(config.text, labels), by: "rules", why: asked.words };
}

/** What the model read is read again as its type, and what does not fit counts as not found. */
async function extract({ db, out, orgId, config, signal }: Errand<AiConfig>) {
  const source = { kind: "note" as const, label: "Text", text: config.text };
  const asking = config.fields.map(({ id, label, type, options }) => ({
    id,
    label: `${label}${options.length > 0 ? ` (one of ${options.join(", ")})` : ""} [${type}]. ` +
      `The value alone, no sentence.${wished(config)}`,
  }));
  const found = await draftAnswers(db, out, orgId, asking, [source], { signal });
  if (found.by === "rules") {
    return {
      ...extractByRules(config.text, config.fields),
      by: "rules",
      why: found.problem?.words,
    };
  }
  const values = config.fields.map((row) => {
    const text = found.answers.find(({ id }) => id === row.id)?.text.trim();
    return [row.id, text ? readValue(row, text) : undefined];
  });
  return { ...Object.fromEntries(values), by: "model" };
}

const wished = ({ wish }: AiConfig) => wish ? ` Mind this: ${JSON.stringify(wish)}` : "";
