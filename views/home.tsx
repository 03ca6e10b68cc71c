import type { Standing } from "../domain/insight/account_counts.ts";
import { countOf, RUNNING } from "../domain/insight/numbers.ts";
import type { Scope } from "../domain/insight/scope.ts";
import type { Activity } from "../domain/people/activity.ts";
import type { Step } from "../domain/people/checklist.ts";
import type { ListedTask } from "../domain/workflows/task_lists.ts";
import { Happenings } from "./activity.tsx";
import { DraftDrawer } from "./draft_drawer.tsx";
import { NeedsNow, type NeedsProps } from "./home_needs.tsx";
import { HomeTasks } from "./home_tasks.tsx";
import { behindAddress } from "./metric_address.ts";
import { Figure, Figures } from "./metric_parts.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { Checklist } from "./parts/lists.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";

/** What each role looks for first. A person with several roles sees the first that fits. */
export type Emphasis = "set_up" | "overview" | "customers" | "handoffs";

export interface HomeNumbers {
  standings: Standing[];
  overdue: number;
  scope: Scope;
}

export interface HomeProps {
  emphasis: Emphasis;
  steps: Step[];
  /** For whoever leads: where all accounts stand. */
  numbers?: HomeNumbers;
  /** Requests for access that an admin can answer. */
  waiting: number;
  /** Absent where no account is this person's. */
  needs?: NeedsProps;
  /** What waits for this person in their queues. */
  tasks: ListedTask[];
  me: string;
  /** Absent where the person may not read the log. */
  events?: Activity[];
  timeZone: string;
}

export function Home(props: HomeProps) {
  const { emphasis, steps, numbers, waiting, needs, tasks, me, events, timeZone } = props;
  return (
    <>
      {waiting > 0 && <Waiting count={waiting} />}
      {emphasis === "set_up" && <GettingStarted steps={steps} />}
      {numbers && <Overview numbers={numbers} />}
      <HomeTasks tasks={tasks} me={me} />
      {needs && <NeedsNow {...needs} />}
      {needs && <DraftDrawer />}
      {emphasis === "handoffs" && <Handoffs />}
      {events && <Recent events={events} timeZone={timeZone} />}
    </>
  );
}

function Waiting({ count }: { count: number }) {
  return (
    <Banner
      kind="info"
      title={count === 1 ? "One person asks for access" : `${count} people ask for access`}
      action={<LinkButton small href="/members/invitations">Answer</LinkButton>}
    >
      They have none until an admin invites them.
    </Banner>
  );
}

function GettingStarted({ steps }: { steps: Step[] }) {
  return (
    <Checklist
      title="Getting started"
      items={steps.map(({ to, ...step }) => ({
        ...step,
        href: to?.href ?? "/",
        action: to?.action ?? "",
      }))}
    />
  );
}

function Overview({ numbers }: { numbers: HomeNumbers }) {
  const { standings, overdue, scope } = numbers;
  const running = countOf(standings, RUNNING);
  return (
    <Section
      id="metrics-home"
      title="How onboarding is going"
      actions={<LinkButton small kind="quiet" href="/metrics">All metrics</LinkButton>}
    >
      {standings.length === 0
        ? (
          <EmptyState
            level={3}
            title="No figures yet"
            action={<LinkButton href="/accounts">See the accounts</LinkButton>}
          >
            Numbers appear here as soon as an account follows a plan.
          </EmptyState>
        )
        : (
          <Figures>
            <Figure label="Running" value={running} href={behindAddress(scope, "running")} />
            <Figure
              label="At risk"
              kind="warn"
              value={countOf(standings, ["at_risk"])}
              href={behindAddress(scope, "at_risk")}
            />
            <Figure
              label="Blocked"
              kind="bad"
              value={countOf(standings, ["blocked"])}
              href={behindAddress(scope, "blocked")}
            />
            <Figure
              label="Waiting on customer"
              kind="info"
              value={countOf(standings, ["waiting"])}
              href={behindAddress(scope, "waiting")}
            />
            <Figure label="Overdue" value={overdue} href={behindAddress(scope, "overdue")} />
          </Figures>
        )}
    </Section>
  );
}

function Handoffs() {
  return (
    <Section title="Handoffs waiting for you">
      <EmptyState
        level={3}
        title="No handoff is open"
        action={<LinkButton href="/accounts">Your accounts</LinkButton>}
      >
        Closed deals that need your answers are listed here. Handoffs are not part of this version.
      </EmptyState>
    </Section>
  );
}

function Recent({ events, timeZone }: { events: Activity[]; timeZone: string }) {
  return (
    <Section
      id="recent"
      title="Recent activity"
      actions={<LinkButton small kind="quiet" href="/activity">All activity</LinkButton>}
    >
      {events.length > 0
        ? <Happenings events={events} timeZone={timeZone} />
        : <p class="muted">Nothing has happened yet.</p>}
    </Section>
  );
}
