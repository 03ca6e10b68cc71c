import type { Child } from "hono/jsx";
import { dayIn, formatDay } from "../domain/base/calendar.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import type { SubmissionRow } from "../domain/onboarding/plan_records.ts";
import type { PlannedAction } from "../domain/onboarding/plans.ts";
import { AccountTabs } from "./account.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";
import { PLAN_NEWS } from "./plan.tsx";
import { ActionStatus, type PlanScene } from "./plan_action.tsx";
import { actionAddress, nameOfAction } from "./plan_press.tsx";
import type { MilestoneWithActions } from "./plan_milestone.tsx";

export interface AskedProps {
  scene: PlanScene;
  milestones: MilestoneWithActions[];
  /** By action, newest first. */
  submissions: SubmissionRow[];
}

/** What the customer was asked for and what came, and below it the files. */
export function DocumentsTab(
  { accountId, plan, children }: { accountId: string; plan?: AskedProps; children?: Child },
) {
  const asking = plan?.milestones.flatMap(({ actions }) => actions).filter(asks) ?? [];
  return (
    <>
      <AccountTabs id={accountId} current="/documents" />
      <div
        id="documents"
        hx-get={`/accounts/${accountId}/documents`}
        hx-trigger={`${PLAN_NEWS}, submission from:#live throttle:2s`}
        hx-select="#documents"
        hx-swap="outerMorph"
      >
        {plan && asking.length > 0
          ? <AskedTable {...plan} asking={asking} />
          : (
            <EmptyState title="Nothing is asked for">
              Documents, files and answers that the plan asks the customer for are listed here.
            </EmptyState>
          )}
        {children}
      </div>
    </>
  );
}

const ASKING = new Set(["REQUEST_DOCS", "REQUEST_ASSETS", "COLLECT_INFO"]);
const asks = ({ type, state }: PlannedAction) => ASKING.has(type) && state !== "cancelled";

function AskedTable({ scene, submissions, asking }: AskedProps & { asking: PlannedAction[] }) {
  return (
    <Table
      caption="What was asked for, and what came"
      columns={[
        { label: "Action" },
        { label: "Asked for" },
        { label: "State", wideOnly: true },
        { label: "What came" },
      ]}
    >
      {asking.map((action) => (
        <tr id={`asked-${action.id}`}>
          <th scope="row">
            <a href={actionAddress(action)}>{nameOfAction(action)}</a>
          </th>
          <td>{askedInWords(action)}</td>
          <td class="wide-only">
            <ActionStatus state={action.state} held={action.held} />
          </td>
          <td>
            <Came
              scene={scene}
              submission={submissions.find(({ action_id }) => action_id === action.id)}
            />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function askedInWords(action: PlannedAction): string {
  switch (action.type) {
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS": {
      const names = action.content.files.map(({ name, required }) =>
        required ? name : `${name} (optional)`
      );
      return names.join(", ") || "Nothing named";
    }
    case "COLLECT_INFO":
      return counted(action.content.questions.length, "question");
    default:
      return "";
  }
}

function Came({ scene, submission }: { scene: PlanScene; submission?: SubmissionRow }) {
  if (!submission) return <span class="muted">Nothing yet</span>;
  return <SubmissionState scene={scene} submission={submission} />;
}

function SubmissionState({ scene, submission }: { scene: PlanScene; submission: SubmissionRow }) {
  const { state, submitted_at, changed_at, contact } = submission;
  const day = formatDay(dayIn(scene.timeZone, submitted_at ?? changed_at), "en-GB", "medium");
  const by = contact ? ` by ${contact}` : "";
  if (state === "submitted") return <StatusLabel kind="ok">Submitted{by}, {day}</StatusLabel>;
  if (state === "returned") return <StatusLabel kind="warn">Sent back, {day}</StatusLabel>;
  return <StatusLabel kind="info">Begun{by}, {day}</StatusLabel>;
}

/** Each answer to one action, with the words of the question that it was given to. */
export function Submissions(
  { scene, submissions }: { scene: PlanScene; submissions: SubmissionRow[] },
) {
  return (
    <ol class="submissions">
      {submissions.map((submission) => (
        <li>
          <p>
            <SubmissionState scene={scene} submission={submission} />
          </p>
          {submission.returned_why && <p>{submission.returned_why}</p>}
          {submission.said.length > 0 && (
            <dl class="facts">
              {submission.said.map(({ question, answer }) => (
                <div>
                  <dt>{question}</dt>
                  <dd>{answer}</dd>
                </div>
              ))}
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}
