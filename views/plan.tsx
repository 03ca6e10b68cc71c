import { dayIn, formatDay } from "../domain/base/calendar.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import type { Plan } from "../domain/onboarding/plans.ts";
import { DraftDrawer } from "./draft_drawer.tsx";
import { AccountTabs } from "./account.tsx";
import { FailingContacts } from "./failing_contacts.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { Menu, MenuLink } from "./parts/dialogs.tsx";
import { Banner } from "./parts/notices.tsx";
import type { PlanScene } from "./plan_action.tsx";
import { UpgradeBanner } from "./upgrade.tsx";
import { type MilestoneWithActions, PlanMilestone } from "./plan_milestone.tsx";

export interface PlanProps {
  scene: PlanScene;
  plan: Plan;
  milestones: MilestoneWithActions[];
  showHidden: boolean;
  /** The newest revision of its template, where the plan follows an older one. */
  newest?: number;
  /** Why the last press did nothing. */
  refusal?: string;
}

/** What a page about one account asks again for. */
export const PLAN_NEWS = ["plan", "milestone", "action", "draft", "account"]
  .map((noun) => `${noun} from:#live throttle:2s`).join(", ");

export function PlanTab(props: PlanProps) {
  return (
    <>
      <AccountTabs id={props.scene.account.id} current="/plan" />
      <PlanBody {...props} />
      <DraftDrawer />
    </>
  );
}

/** Every press in it, and whatever happens elsewhere, answers with it whole. */
export function PlanBody(
  { scene, plan, milestones, showHidden, newest, refusal }: PlanProps,
) {
  const at = `/accounts/${scene.account.id}/plan`;
  return (
    <div
      id="plan"
      class="plan"
      hx-get={showHidden ? `${at}?hidden=shown` : at}
      hx-trigger={PLAN_NEWS}
      hx-target="this"
      hx-swap="outerMorph"
      hx-target:inherited="#plan"
      hx-swap:inherited="outerMorph"
    >
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      {newest !== undefined && plan.revision_number !== null && scene.may.change && (
        <UpgradeBanner
          accountId={scene.account.id}
          follows={plan.revision_number}
          newest={newest}
        />
      )}
      <FailingContacts
        accountId={scene.account.id}
        contacts={scene.failing}
        mayChange={scene.may.change}
      />
      <PlanHead
        scene={scene}
        plan={plan}
        hidden={milestones.flatMap(({ actions }) => actions)
          .filter((action) => !action.dashboard_visible).length}
        showHidden={showHidden}
      />
      <ol class="milestones">
        {milestones.map((milestone, place) => (
          <PlanMilestone
            scene={scene}
            milestone={milestone}
            place={place}
            showHidden={showHidden}
          />
        ))}
      </ol>
      {scene.may.change && !scene.account.archived_at && (
        <LinkButton
          href={`/accounts/${scene.account.id}/milestones/new`}
          icon="plus"
          id="add-milestone"
        >
          Add milestone
        </LinkButton>
      )}
    </div>
  );
}

/** From which template and revision, and since when. */
function PlanHead(
  { scene, plan, hidden, showHidden }: Pick<PlanProps, "scene" | "plan" | "showHidden"> & {
    hidden: number;
  },
) {
  const { account, may, timeZone, people } = scene;
  const at = `/accounts/${account.id}/plan`;
  const by = people[plan.applied_by ?? ""];
  const applied = formatDay(dayIn(timeZone, plan.applied_at), "en-GB");
  return (
    <div class="plan-head">
      <p>
        {plan.template_id
          ? <a href={`/templates/${plan.template_id}`}>{plan.template_name}</a>
          : <strong>{plan.template_name || "A plan of its own"}</strong>}{" "}
        <span class="muted">
          {plan.revision_number !== null && `Revision ${plan.revision_number}, `}
          applied on {applied}
          {by && ` by ${by}`}
          {plan.finished_at &&
            `. Finished on ${formatDay(dayIn(timeZone, plan.finished_at), "en-GB")}`}
        </span>
      </p>
      <div class="plan-tools">
        {hidden > 0 && (
          <LinkButton
            small
            kind="quiet"
            href={showHidden ? at : `${at}?hidden=shown`}
            id="hidden-actions"
          >
            {showHidden ? `Hide ${hidden} again` : counted(hidden, "hidden action")}
          </LinkButton>
        )}
        {may.apply && !account.archived_at && (
          <Menu id="menu-plan" label="More for this plan" icon="ellipsis">
            <MenuLink href={`${at}/reapplication`}>Apply the template again…</MenuLink>
          </Menu>
        )}
      </div>
    </div>
  );
}
