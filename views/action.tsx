import type { Child } from "hono/jsx";
import { dayIn, formatDay } from "../domain/base/calendar.ts";
import { actionType, counted, triggerInWords } from "../domain/onboarding/action_types.ts";
import type { SubmissionRow } from "../domain/onboarding/plan_records.ts";
import type { PlannedAction, PlannedMilestone } from "../domain/onboarding/plans.ts";
import type { Action } from "../domain/onboarding/template_content.ts";
import { factsOfContent } from "../domain/onboarding/template_facts.ts";
import type { ActivityPage } from "../domain/people/activity.ts";
import { Happenings } from "./activity.tsx";
import { DraftDrawer } from "./draft_drawer.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import {
  ActionFlags,
  ActionStatus,
  DeadlineWords,
  endInWords,
  ownerOf,
  type PlanScene,
} from "./plan_action.tsx";
import { actionAddress, MainButton } from "./plan_press.tsx";
import { PLAN_NEWS } from "./plan.tsx";
import { Submissions } from "./plan_documents.tsx";

export interface PlanActionProps {
  scene: PlanScene;
  milestone: PlannedMilestone;
  action: PlannedAction;
  /** The same action as a template would hold it. */
  content: Action;
  submissions: SubmissionRow[];
  history: ActivityPage;
  refusal?: string;
}

/** All that is known of one action of an account. */
export function PlanActionPage(props: PlanActionProps) {
  const { scene, milestone, action, content, submissions, history, refusal } = props;
  const reasons = scene.reasons[action.id] ?? [];
  const ended = endInWords(scene, action);
  const editable = scene.may.change && !scene.account.archived_at;
  return (
    <>
      <div
        id="action"
        hx-get={actionAddress(action)}
        hx-trigger={PLAN_NEWS}
        hx-select="#action"
        hx-swap="outerMorph"
      >
        {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
        <div class="action-top">
          <p class="action-now">
            <ActionStatus state={action.state} held={action.held} />
            <DeadlineWords action={action} here={scene} />
            <ActionFlags action={action} />
          </p>
          {scene.may.work && !scene.account.archived_at && (
            <div class="action-buttons">
              <MainButton milestone={milestone} action={action} />
            </div>
          )}
        </div>
        {(reasons.length > 0 || ended) && (
          <div class="reasons">
            {reasons.map(({ words }) => <p>{words}</p>)}
            {ended && <p>{ended}</p>}
          </div>
        )}
        <Section
          title="Facts"
          actions={editable && (
            <LinkButton href={`${actionAddress(action)}/edit`} hotkey="e">
              Edit on this account
            </LinkButton>
          )}
        >
          <Facts facts={factsOf(props)} />
        </Section>
        <Section title="What it says">
          <Facts
            facts={factsOfContent(content).map(([label, value]) => ({
              label,
              value: value
                ? <span class="says-text">{value}</span>
                : <span class="muted">Nothing</span>,
            }))}
          />
        </Section>
        {submissions.length > 0 && (
          <Section
            title="What came in"
            actions={
              <>
                <LinkButton
                  kind="quiet"
                  small
                  href={`/accounts/${milestone.account_id}/submissions/${action.id}`}
                >
                  Answers and files
                </LinkButton>
                <LinkButton kind="quiet" small href={`/accounts/${milestone.account_id}/documents`}>
                  All documents
                </LinkButton>
              </>
            }
          >
            <Submissions scene={scene} submissions={submissions} />
          </Section>
        )}
        <Section
          title="History"
          actions={history.older !== undefined && (
            <LinkButton kind="quiet" small href={`/accounts/${milestone.account_id}/activity`}>
              All activity
            </LinkButton>
          )}
        >
          {history.events.length > 0
            ? <Happenings events={history.events} timeZone={scene.timeZone} />
            : <p class="muted">Nothing has happened with it yet.</p>}
        </Section>
      </div>
      <DraftDrawer />
    </>
  );
}

function factsOf({ scene, milestone, action }: PlanActionProps) {
  const { timeZone, account } = scene;
  const day = (at: Date | null) => at && formatDay(dayIn(timeZone, at), "en-GB");
  const facts: [string, Child][] = [
    ["Type", actionType(action.type).label],
    [
      "Milestone",
      <a href={`/accounts/${account.id}/plan#part-${milestone.id}`}>{milestone.name}</a>,
    ],
    [
      "Starts",
      triggerInWords(
        action.trigger === "manual"
          ? { kind: "manual" }
          : { kind: "milestone_start", delay_hours: action.delay_hours },
      ),
    ],
    ["Finished", actionType(action.type).completes],
    ["Owner", ownerOf(action, account)],
    ["Due", dueInWords(action, day(action.due_at))],
    ["Deadline", deadlineWords(action)],
    ["CSM dashboard", action.dashboard_visible ? "Shown" : "Hidden"],
    ["Customer portal", portalInWords(action, day(action.opened_at))],
    ["Blocks the milestone", action.blocker ? "Yes" : "No"],
    [
      "Review",
      actionType(action.type).executable
        ? action.send_without_review ? "Sent without review" : "A person approves it first"
        : null,
    ],
  ];
  return facts.filter(([, value]) => value).map(([label, value]) => ({ label, value }));
}

function dueInWords({ state }: PlannedAction, day: string | null): string {
  if (!day) return "Not yet";
  return state === "waiting" ? `On ${day}` : `Since ${day}`;
}

function deadlineWords({ deadline_on, due_days }: PlannedAction): string {
  if (deadline_on) return formatDay(deadline_on, "en-GB");
  return due_days === null ? "None" : `${counted(due_days, "working day")} after it is due`;
}

function portalInWords({ portal_visible }: PlannedAction, opened: string | null): string {
  if (!portal_visible) return "Hidden";
  return opened ? `Shown, open since ${opened}` : "Shown";
}
