/** What a step can wait for: the events of an account that a workflow would go on after. */
export const AWAITED = [
  { kind: "handoff.submitted", label: "The handoff is submitted" },
  { kind: "account.csm_assigned", label: "A CSM is assigned" },
  { kind: "plan.applied", label: "A template is applied" },
  { kind: "milestone.started", label: "A milestone is started" },
  { kind: "milestone.finished", label: "A milestone is finished" },
  { kind: "plan.finished", label: "The account is live" },
  { kind: "action.due", label: "An action is due" },
  { kind: "action.executed", label: "An action is executed" },
  { kind: "action.completed", label: "An action is completed" },
  { kind: "action.overdue", label: "An action is overdue" },
  { kind: "submission.sent", label: "The customer submits something" },
  { kind: "message.received", label: "The customer writes a message" },
  { kind: "account.changed", label: "The account is changed" },
] as const satisfies { kind: string; label: string }[];
