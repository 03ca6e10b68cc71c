import type { ListedAccount } from "../domain/accounts/account_lists.ts";
import { formatDay } from "../domain/base/calendar.ts";
import type { Activity } from "../domain/people/activity.ts";
import type { Step } from "../domain/people/checklist.ts";
import { Happenings } from "./activity.tsx";
import { AccountHealth } from "./account_health.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { Checklist } from "./parts/lists.tsx";
import { Banner } from "./parts/notices.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Table } from "./parts/table.tsx";

/** What each role looks for first. A person with several roles sees the first that fits. */
export type Emphasis = "set_up" | "overview" | "customers" | "handoffs";

export interface HomeProps {
  emphasis: Emphasis;
  steps: Step[];
  /** Requests for access that an admin can answer. */
  waiting: number;
  /** The few accounts that need this person most. */
  accounts: ListedAccount[];
  /** Absent where the person may not read the log. */
  events?: Activity[];
  timeZone: string;
}

export function Home({ emphasis, steps, waiting, accounts, events, timeZone }: HomeProps) {
  return (
    <>
      {waiting > 0 && <Waiting count={waiting} />}
      {emphasis === "set_up" && <GettingStarted steps={steps} />}
      {emphasis === "overview" && <Overview />}
      {emphasis === "customers" && <Customers accounts={accounts} />}
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

function Overview() {
  return (
    <Section title="How onboarding is going">
      <EmptyState
        level={3}
        title="No figures yet"
        action={<LinkButton href="/accounts">See the accounts</LinkButton>}
      >
        Time to go-live and the load of each CSM need accounts that run through templates, which is
        not part of this version.
      </EmptyState>
    </Section>
  );
}

function Customers({ accounts }: { accounts: ListedAccount[] }) {
  const all = (
    <LinkButton small kind="quiet" href="/accounts?view=needs-me">
      All of them
    </LinkButton>
  );
  return (
    <Section title="What needs you now" actions={accounts.length > 0 && all}>
      {accounts.length > 0 ? <NeedsYou accounts={accounts} /> : (
        <EmptyState
          level={3}
          title="Nothing waits for you"
          action={<LinkButton href="/accounts?view=mine">Your accounts</LinkButton>}
        >
          Your accounts that are late, at risk or blocked are listed here.
        </EmptyState>
      )}
    </Section>
  );
}

function NeedsYou({ accounts }: { accounts: ListedAccount[] }) {
  return (
    <Table
      caption="Accounts that need you"
      columns={[{ label: "Account" }, { label: "Health" }, { label: "Go-live", wideOnly: true }]}
    >
      {accounts.map((account) => (
        <tr>
          <th scope="row">
            <a href={`/accounts/${account.id}`}>{account.name}</a>
          </th>
          <td>
            <AccountHealth health={account.health} />
          </td>
          <td class="wide-only">{account.go_live_on && formatDay(account.go_live_on, "en-GB")}</td>
        </tr>
      ))}
    </Table>
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
