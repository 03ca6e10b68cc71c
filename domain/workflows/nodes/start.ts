import { z } from "zod";
import { faultIn, outputsOf } from "../asked_values.ts";
import { asked, optionalText, pairs, yesNo } from "../config_fields.ts";
import type { Answer, Asked, Field, NodeKind, Pair, Step } from "../node.ts";
import { readStart, startOf, untilRead } from "../record_reading.ts";
import { startProblems } from "../start_problems.ts";
import { triggerOf, TRIGGERS } from "../triggers.ts";

export interface StartConfig {
  on: string;
  fields: Asked[];
  /** Whether a run is started for an account; a person chooses it. */
  account: boolean;
  /** The field that names the outside record: one run for each. */
  once_by?: string;
  /** Where in what arrives each field stands, if not under its own name. */
  paths: Pair[];
  /** Of a service: which connection is heard, and where its records have to stand. */
  connection?: string;
  stages: string[];
}

export const start: NodeKind<StartConfig> = {
  kind: "start",
  label: "Start",
  group: "start",
  about: "What starts the workflow, and what is known then.",
  config: z.object({
    on: z.enum(TRIGGERS.map(({ on }) => on), { error: "Choose what starts it." }),
    fields: asked.default([]),
    account: yesNo(),
    once_by: optionalText(40),
    paths: pairs,
    connection: optionalText(40),
    stages: z.array(z.string().max(200)).max(100).default([]),
  }) as z.ZodType<StartConfig>,
  empty: { on: "manual", fields: [], account: false, paths: [], stages: [] },
  pure: true,
  fields: (config) => [
    {
      name: "on",
      label: "Starts",
      input: "choice",
      options: TRIGGERS.map(({ on, label }) => ({ value: on, label })),
      required: true,
    },
    ...triggerOf(config.on)?.fields?.() ?? [],
    { ...FIELDS, shownWhen: OWN_STARTS },
    {
      name: "account",
      label: "It is about an account that is there already",
      input: "yes_no",
      shownWhen: { name: "on", is: ["manual", "form"] },
    },
    {
      name: "once_by",
      label: "Once for each",
      hint: "The record's own number: what arrives again for it starts no second run.",
      input: "choice",
      options: (config.fields ?? []).map(({ id, label }) => ({ value: id, label })),
      shownWhen: OWN_STARTS,
    },
  ],
  summary: ({ on, fields }) => {
    const label = triggerOf(on)?.label ?? "Nothing starts it yet";
    return fields?.length ? `${label} · ${fields.map((row) => row.label).join(", ")}` : label;
  },
  ports: () => [{ name: "next", label: "" }],
  outputs: ({ on, fields }) => [...triggerOf(on)?.outputs ?? [], ...outputsOf(fields)],
  problems: async ({ on, once_by, fields, connection, stages }, { tx, node }) => [
    ...await startProblems(tx, node.id, triggerOf(on)?.service, connection, stages),
    ...(once_by && !fields.some(({ id }) => id === once_by)
      ? [{
        nodeId: node.id,
        field: "once_by",
        text: `"${once_by}" is none of the fields.`,
        severity: "error" as const,
      }]
      : []),
  ],
  run: (step): Answer => {
    const record = startOf(step.run);
    if (record && !record.read) {
      return { wait: { job: `${step.run.id}/${step.node.id}/${step.visit}` } };
    }
    const missing = step.config.fields.find((row) =>
      row.required && given(step, row) === undefined
    );
    if (missing) {
      return {
        fail: {
          cause: "missing_data",
          text: `"${missing.label}" is missing.`,
          todo: `Enter "${missing.label}" and retry, or let the sender fill it.`,
          field: missing.id,
        },
      };
    }
    for (const row of step.config.fields) {
      const text = faultIn(row, given(step, row));
      if (text) {
        const todo = `Correct "${row.label}" and retry.`;
        return { fail: { cause: "validation", text, todo, field: row.id } };
      }
    }
    return { follow: "next" };
  },
  outside: readStart,
  wake: untilRead,
};

const OWN_STARTS = { name: "on", is: ["manual", "form", "hook"] };

const given = ({ node, value }: Step<StartConfig>, { id }: Asked) => value(`${node.id}.${id}`);

const FIELDS: Field = {
  name: "fields",
  label: "Fields",
  hint: "What the form asks for, or what is read from what arrives.",
  input: "questions",
};
