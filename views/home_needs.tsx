import type { Child } from "hono/jsx";
import { type Day, formatDay } from "../domain/base/calendar.ts";
import type { ListedAccount } from "../domain/accounts/account_lists.ts";
import type { ChangedAccount, NeededAction, Needs } from "../domain/onboarding/needs.ts";
import { lastDay } from "../domain/onboarding/plan_words.ts";
import { happened } from "../domain/people/happenings.ts";
import { AccountHealth } from "./account_health.tsx";
import { actorOf } from "./activity.tsx";
import { Icon } from "./icons.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { PLAN_NEWS } from "./plan.tsx";
import { ActionStatus, DeadlineWords, TypeIcon } from "./plan_action.tsx";
import { actionAddress, MainButton } from "./plan_press.tsx";

export interface NeedsProps extends Here {
  needs: Needs;
  /** Accounts that are at risk or blocked, beside those whose actions are listed. */
  troubled: ListedAccount[];
}

interface Here {
  today: Day;
  timeZone: string;
}

/** What waits for the person who looks, each with the one button that goes on. */
export function NeedsNow({ needs, troubled, ...here }: NeedsProps) {
  const { timeZone } = here;
  const { pressing, drafts, changed, next } = needs;
  return (
    <div id="needs" hx-get="/" hx-trigger={PLAN_NEWS} hx-select="#needs" hx-swap="outerMorph">
      {pressing.length === 0 && drafts.length === 0 && <Nothing next={next} timeZone={timeZone} />}
      {pressing.length > 0 && (
        <Section
          title="Overdue and blocked"
          actions={
            <LinkButton small kind="quiet" href="/accounts?view=needs-me">All accounts</LinkButton>
          }
        >
          <NeededList actions={pressing} here={here} />
        </Section>
      )}
      {drafts.length > 0 && (
        <Section title="Drafts to approve">
          <NeededList actions={drafts} here={here} />
        </Section>
      )}
      {troubled.length > 0 && (
        <Section title="Accounts in trouble">
          <ul class="needed">{troubled.map((account) => <Troubled account={account} />)}</ul>
        </Section>
      )}
      {changed.length > 0 && (
        <Section title="Changed since yesterday">
          <ul class="needed">
            {changed.map((account) => <Changed account={account} timeZone={timeZone} />)}
          </ul>
        </Section>
      )}
    </div>
  );
}

function Nothing({ next, timeZone }: { next: Needs["next"]; timeZone: string }) {
  return (
    <Section title="What needs you now">
      <EmptyState
        level={3}
        title="Nothing waits for you"
        action={<LinkButton href="/accounts?view=mine">Your accounts</LinkButton>}
      >
        {next
          ? (
            <>
              Next due: {next.label} of{" "}
              <a href={`/accounts/${next.account_id}/plan`}>{next.account_name}</a>, on{" "}
              {formatDay(lastDay(next.at, timeZone), "en-GB")}.
            </>
          )
          : "What is overdue, blocked or waits for your approval is listed here."}
      </EmptyState>
    </Section>
  );
}

function NeededList({ actions, here }: { actions: NeededAction[]; here: Here }) {
  return (
    <ul class="needed">
      {actions.map((action) => (
        <Row
          what={
            <>
              <TypeIcon type={action.type} />
              <a class="action-label" href={actionAddress(action)}>{action.label}</a>
              <a class="needed-account" href={`/accounts/${action.account_id}/plan`}>
                {action.account_name}
              </a>
              {action.blocker && (
                <span class="flags">
                  <span class="flag">
                    <Icon name="flag" />Blocker
                  </span>
                </span>
              )}
            </>
          }
          more={action.problem}
          state={
            <>
              <ActionStatus state={action.state} />
              <DeadlineWords action={action} here={here} />
            </>
          }
          button={<MainButton action={action} milestone={{ state: action.milestone_state }} />}
        />
      ))}
    </ul>
  );
}

function Troubled({ account: { id, name, health, milestone_name } }: { account: ListedAccount }) {
  return (
    <Row
      what={
        <>
          <a class="action-label" href={`/accounts/${id}`}>{name}</a>
          <span class="muted">{milestone_name}</span>
        </>
      }
      state={<AccountHealth health={health} />}
      button={
        <LinkButton small href={`/accounts/${id}`}>
          Open<span class="hidden">{name}</span>
        </LinkButton>
      }
    />
  );
}

function Changed({ account, timeZone }: { account: ChangedAccount; timeZone: string }) {
  const { id, name, event } = account;
  return (
    <Row
      what={
        <>
          <a class="action-label" href={`/accounts/${id}`}>{name}</a>
          <span class="muted">{actorOf(event)} {happened(event)}</span>
        </>
      }
      state={<RelativeTime at={event.at} timeZone={timeZone} />}
      button={
        <LinkButton small href={`/accounts/${id}/activity`}>
          See<span class="hidden">what happened with {name}</span>
        </LinkButton>
      }
    />
  );
}

function Row(
  { what, more, state, button }: { what: Child; more?: Child; state: Child; button: Child },
) {
  return (
    <li class="needed-row" data-row>
      <div class="needed-what">
        <p>{what}</p>
        {more && <p class="reasons">{more}</p>}
      </div>
      <div class="action-state">{state}</div>
      <div class="action-buttons">{button}</div>
    </li>
  );
}
