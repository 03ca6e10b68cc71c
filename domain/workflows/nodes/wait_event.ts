import { z } from "zod";
import { optionalNumber, optionalText } from "../config_fields.ts";
import { invalid } from "../failures.ts";
import type { Answer, NodeKind, Step } from "../node.ts";
import { AWAITED } from "../awaited_events.ts";

interface Config {
  event: string;
  named?: string;
  hours?: number;
}

export const waitEvent: NodeKind<Config> = {
  kind: "wait_event",
  label: "Wait for an event",
  group: "logic",
  about: "Waits until something happens to the account, or until it has waited long enough.",
  config: z.object({
    event: z.enum(AWAITED.map(({ kind }) => kind), { error: "Choose what to wait for." }),
    named: optionalText(200),
    hours: optionalNumber({ least: 1, most: 8760 }),
  }) as z.ZodType<Config>,
  empty: { event: "handoff.submitted" },
  fields: () => [
    {
      name: "event",
      label: "Until",
      input: "choice",
      options: AWAITED.map(({ kind, label }) => ({ value: kind, label })),
      required: true,
    },
    {
      name: "named",
      label: "Named",
      hint: "Only of the milestone, the action or the file of this name. Left empty, any.",
      input: "text",
      variables: true,
    },
    {
      name: "hours",
      label: "At most, in hours",
      hint: "Then it goes the way of the time-out. Left empty, it waits as long as it takes.",
      input: "hours",
    },
  ],
  summary: ({ event, named, hours }) => {
    const label = AWAITED.find(({ kind }) => kind === event)?.label ?? "Something happens";
    return `${label}${named ? `: ${named}` : ""}${hours ? ` · ${hours} h at most` : ""}`;
  },
  ports: ({ hours }) => [
    { name: "happened", label: "It happened" },
    ...(hours ? [{ name: "late", label: "Time-out" }] : []),
  ],
  outputs: () => [{ key: "event", label: "What happened", type: "anything", sample: {} }],
  run: (step) => {
    if (!step.run.accountId) {
      return { fail: invalid("The run has no account yet, so nothing can happen to it.") };
    }
    return awaiting(step);
  },
  wake: (step, wake) => {
    if ("timer" in wake) return { follow: "late" };
    if (!("event" in wake)) throw new Error("It waits for an event");
    const { named } = step.config;
    const { kind, data } = wake.event;
    const name = String(data.label ?? data.name ?? "");
    if (named && name.toLowerCase() !== named.toLowerCase()) return { again: true };
    return { follow: "happened", output: { event: { kind, ...data } } };
  },
};

function awaiting({ config, run }: Step<Config>): Answer {
  const { event: kind, hours } = config;
  return { wait: { event: { kind, of: run.accountId!, untilHours: hours } } };
}
