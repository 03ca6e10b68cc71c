import { newAction } from "../../domain/onboarding/template_content.ts";
import type { ActionType } from "../../domain/onboarding/action_types.ts";
import { idOf, type OrgName, type Row } from "./seeds.ts";

type Say = (column: string) => string;

/** A plan that runs, with an action of each type, and the one that it took the place of. */
export function planRowsOf(org: OrgName, say: Say): [string, Row[]][] {
  const org_id = idOf(org);
  const account_id = idOf(org, "account");
  const plan = (id: string) => ({
    org_id,
    id,
    account_id,
    template_id: idOf(org, "template"),
    revision_id: idOf(org, "revision"),
    revision_number: 1,
    template_name: say("plans.template_name"),
    applied_by: idOf(org, "member", "csm"),
  });
  const common = { org_id, account_id, plan_id: idOf(org, "plan") };
  const milestone = (name: string, position: number) => ({
    ...common,
    id: idOf(org, "planned", name),
    key: name,
    position,
    name: say("milestones.name"),
    duration_days: 7,
    our_text: say("milestones.our_text"),
    your_text: say("milestones.your_text"),
  });
  return [
    ["account_holidays", [{
      org_id,
      account_id,
      day: "2027-05-01",
      name: say("account_holidays.name"),
    }]],
    ["plans", [
      plan(idOf(org, "plan")),
      { ...plan(idOf(org, "plan", "gone")), ended_at: "2026-01-01", ended_why: "reapplied" },
    ]],
    ["milestones", [
      {
        ...milestone("done", 0),
        ...{ state: "done", started_at: "2026-01-01", finished_at: "2026-01-01" },
      },
      { ...milestone("running", 1), state: "active", started_at: "2026-01-01" },
      milestone("next", 2),
      milestone("last", 3),
    ]],
    ["actions", ACTIONS.map((made, at) => ({ ...common, ...actionOf(org, made, at, say) }))],
    ["drafts", [draftOf(org, "SEND_EMAIL", "ready", say), draftOf(org, "SLACK", "failed", say)]],
    ["submissions", [
      submissionOf(org, "COLLECT_INFO", say),
      {
        ...submissionOf(org, "REQUEST_DOCS", say),
        ...{ state: "submitted", submitted_at: "2026-01-01" },
        asked: [{ id: "one", label: say("submissions.asked") }],
      },
      {
        ...submissionOf(org, "REQUEST_ASSETS", say),
        ...{ state: "returned", submitted_at: "2026-01-01" },
        returned_why: say("submissions.returned_why"),
      },
    ]],
  ];
}

/** The id of the action of a type in the plan that runs. */
export function actionIdOf(org: OrgName, type: ActionType): string {
  return idOf(org, "planned", type);
}

const ACTIONS: { type: ActionType; state: string; changes?: Row }[] = [
  { type: "SEND_EMAIL", state: "draft_ready" },
  { type: "COLLECT_INFO", state: "executed" },
  { type: "REQUEST_DOCS", state: "completed" },
  { type: "REQUEST_ASSETS", state: "failed", changes: { opened_at: "2026-01-01" } },
  { type: "SCHEDULE_MEETING", state: "pending", changes: { trigger: "manual", due_at: null } },
  { type: "SLACK", state: "due" },
];

function actionOf(
  org: OrgName,
  { type, state, changes }: typeof ACTIONS[number],
  position: number,
  say: Say,
): Row {
  const label = say("actions.label").slice(0, 200);
  const { owner, portal_visible, dashboard_visible, blocker, content } = newAction(
    type,
    "a",
    label,
  );
  return {
    id: actionIdOf(org, type),
    milestone_id: idOf(org, "planned", "running"),
    key: type.toLowerCase(),
    position,
    type,
    label,
    trigger: "milestone_start",
    owner,
    portal_visible,
    dashboard_visible,
    blocker,
    send_without_review: false,
    content: filled(content, label),
    state,
    due_at: "2026-01-01",
    opened_at: state === "executed" ? "2026-01-01" : null,
    note: say("actions.note"),
    problem: say("actions.problem"),
    ...changes,
  };
}

function filled(content: object, text: string): object {
  if ("subject" in content) return { ...content, subject: text, body: text };
  if ("questions" in content) {
    const question = { type: "short_text", label: text, help: text, required: true, options: [] };
    return { ...content, intro: text, questions: [{ id: "one", ...question }] };
  }
  if ("files" in content) {
    return {
      ...content,
      intro: text,
      files: [{ id: "one", name: text, help: text, required: true, accepts: [] }],
    };
  }
  return { ...content, ...("agenda" in content ? { agenda: text } : { text }) };
}

function draftOf(org: OrgName, type: ActionType, state: string, say: Say): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, "draft", type),
    action_id: actionIdOf(org, type),
    account_id: idOf(org, "account"),
    number: 1,
    state,
    to_addresses: [`contact@canary-${org}.test`],
    subject: say("drafts.subject"),
    body: say("drafts.body"),
    written_by: "rules",
    wish: say("drafts.wish"),
    model: say("drafts.model"),
    sources: [{ kind: "note", label: "Note", text: say("drafts.sources") }],
    sentences: [{ text: say("drafts.sentences"), source: 0 }],
    problem: say("drafts.problem"),
  };
}

function submissionOf(org: OrgName, type: ActionType, say: Say): Row {
  return {
    org_id: idOf(org),
    id: idOf(org, "submission", type),
    account_id: idOf(org, "account"),
    action_id: actionIdOf(org, type),
    contact_id: idOf(org, "contact"),
    answers: { one: say("submissions.answers") },
  };
}
