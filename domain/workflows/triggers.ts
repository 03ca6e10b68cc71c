import type { Field } from "./node.ts";

/** What can start a workflow. Another service is another entry here and a file that listens to it. */
export interface Trigger {
  on: string;
  label: string;
  about: string;
  /** False where Thread cannot hear it: the service has to be connected first. */
  connected: boolean;
  fields?(): Field[];
}

export const TRIGGERS = [
  {
    on: "manual",
    label: "By hand",
    about: "Somebody starts it here, or on an account's page.",
    connected: true,
  },
  {
    on: "form",
    label: "By a form",
    about: "Any member fills in a form of your own.",
    connected: true,
  },
  {
    on: "hook",
    label: "By an HTTP call",
    about: "Another system sends JSON to an address of this workflow, signed with its secret.",
    connected: true,
    fields: () => [{
      name: "paths",
      label: "Where each field stands",
      hint: "Such as amount: deal.properties.amount. Left out, a field is read under its own name.",
      input: "values" as const,
    }],
  },
  crm("hubspot", "HubSpot: a deal reaches a stage"),
  crm("salesforce", "Salesforce: an opportunity reaches a stage"),
  crm("notion", "Notion: a row is new or changes its status"),
] satisfies [Trigger, ...Trigger[]];

function crm(on: string, label: string): Trigger {
  return { on, label, about: "Connect it first.", connected: false };
}

export function triggerOf(on: string | undefined): Trigger | undefined {
  return TRIGGERS.find((one) => one.on === on);
}
