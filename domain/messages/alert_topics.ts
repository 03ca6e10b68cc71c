import type { AlertTopic } from "../base/schema.ts";

/** What a team can read in a channel of its own, in the order of the page. */
export const ALERTS: { topic: AlertTopic; label: string; hint: string; kinds: string[] }[] = [
  {
    topic: "late",
    label: "Accounts at risk",
    hint: "An action passes its deadline, or is escalated.",
    kinds: ["action.overdue", "action.escalated", "draft.escalated"],
  },
  {
    topic: "sent",
    label: "What customers submit",
    hint: "A form, a file or an answer that was asked for.",
    kinds: ["submission.sent"],
  },
  {
    topic: "wrote",
    label: "Messages from customers",
    hint: "In the portal or by mail. The channel reads that there is one, not what it says.",
    kinds: ["message.received"],
  },
  {
    topic: "handoffs",
    label: "Handoffs",
    hint: "An account executive submits one.",
    kinds: ["handoff.submitted"],
  },
  {
    topic: "runs",
    label: "Workflows that fail",
    hint: "A run stands still until somebody repairs it.",
    kinds: ["run.failed"],
  },
  {
    topic: "trouble",
    label: "What could not be sent",
    hint: "Mail that came back, and actions that could not leave.",
    kinds: ["action.failed", "mail.bounced"],
  },
  {
    topic: "live",
    label: "Customers that go live",
    hint: "The last milestone of a plan is finished.",
    kinds: ["plan.finished"],
  },
];

export const alertOf = (kind: string): AlertTopic | undefined =>
  ALERTS.find(({ kinds }) => kinds.includes(kind))?.topic;
