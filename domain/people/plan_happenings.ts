type Data = Record<string, unknown>;

const text = (data: Data, field: string) => String(data[field] ?? "something");
const action = (data: Data) => `"${text(data, "label")}"`;
const milestone = (data: Data) => text(data, "name");
const revision = (data: Data) => data.number ? `, revision ${data.number}` : "";
const workingDays = ({ days }: Data) => `${days} working day${days === 1 ? "" : "s"}`;
const changed = ({ changed }: Data) => `, ${changed} changed`;
const because = (data: Data, field: string) => data[field] ? `: ${data[field]}` : "";

/** What happens to plans, after the name of who did it; "Thread" where nobody did. */
export const PLAN_SENTENCES: Record<string, (data: Data) => string> = {
  "plan.applied": (data) => `applied the template ${milestone(data)}${revision(data)}`,
  "plan.reapplied": (data) => `began again with the template ${milestone(data)}${revision(data)}`,
  "plan.upgraded": (data) => `moved the plan to${revision(data).slice(1) || " a newer revision"}`,
  "plan.upgrade_undone": (data) =>
    `undid the upgrade to revision ${text(data, "from")}, back to revision ${text(data, "number")}`,
  "plan.upgrades_asked": (data) =>
    `asked for ${text(data, "accounts")} accounts to be brought to revision ${
      text(data, "number")
    } of ${milestone(data)}`,
  "plan.upgrades_undone": (data) =>
    `undid the upgrades to revision ${text(data, "number")} of ${milestone(data)}`,
  "plan.upgrades_ended": (data) =>
    `brought ${text(data, "upgraded")} accounts to revision ${text(data, "number")} of ${
      milestone(data)
    }`,
  "round.started": (data) => `began this: ${text(data, "name")}`,
  "round.ended": (data) => `saw this through: ${text(data, "name")}${changed(data)}`,
  "round.cancelled": (data) => `stopped this: ${text(data, "name")}${changed(data)}`,
  "round.undone": (data) => `undid this: ${text(data, "name")}, ${data.undone} taken back`,
  "plan.ended_by_merge": (data) =>
    `ended the plan ${milestone(data)}, because its account was merged`,
  "plan.finished": (data) => `saw the last milestone of ${milestone(data)} finished: live`,
  "milestone.started": (data) => `started ${milestone(data)}`,
  "milestone.finished": (data) => `finished ${milestone(data)}`,
  "milestone.skipped": (data) => `skipped ${milestone(data)}${because(data, "why")}`,
  "milestone.reopened": (data) => `reopened ${milestone(data)}`,
  "milestone.added": (data) => `added the milestone ${milestone(data)}`,
  "milestone.changed": (data) => `changed the milestone ${milestone(data)}`,
  "milestone.moved": (data) => `moved the milestone ${milestone(data)}`,
  "milestone.removed": (data) => `removed the milestone ${milestone(data)}`,
  "action.activated": (data) => `scheduled ${action(data)}`,
  "action.due": (data) => `made ${action(data)} due`,
  "action.started": (data) => `started ${action(data)}`,
  "action.opened": (data) => `opened ${action(data)} to the customer`,
  "action.executed": (data) => `executed ${action(data)}`,
  "action.completed": (data) => `completed ${action(data)}${because(data, "note")}`,
  "action.skipped": (data) => `skipped ${action(data)}${because(data, "why")}`,
  "action.reopened": (data) => `reopened ${action(data)}`,
  "action.cancelled": (data) => `cancelled ${action(data)}${because(data, "why")}`,
  "action.failed": (data) => `could not carry out ${action(data)}${because(data, "problem")}`,
  "action.overdue": (data) => `found ${action(data)} overdue`,
  "action.reminded": (data) => `reminded ${text(data, "to")} of ${action(data)}`,
  "action.escalated": (data) =>
    `told ${text(data, "to")} that ${action(data)} has been overdue for ${workingDays(data)}`,
  "draft.escalated": (data) =>
    `told ${text(data, "to")} that the draft of ${action(data)} has waited for ${
      workingDays(data)
    }`,
  "action.added": (data) => `added the action ${action(data)}`,
  "action.changed": (data) => `changed the action ${action(data)}`,
  "action.moved": (data) => `moved the action ${action(data)}`,
  "action.removed": (data) => `removed the action ${action(data)}`,
};
