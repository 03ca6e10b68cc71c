import type { Child } from "hono/jsx";
import { formatDay } from "../domain/base/calendar.ts";
import type { AccountField } from "../domain/accounts/account_fields.ts";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { fieldInWords, isWebLink } from "../domain/accounts/account_words.ts";
import type { Collaborator } from "../domain/accounts/collaborators.ts";
import type { Contact } from "../domain/accounts/contacts.ts";
import { formatMoney } from "../domain/accounts/money.ts";
import { slipInWords } from "../domain/onboarding/plan_words.ts";
import type { Activity, ActivityPage } from "../domain/people/activity.ts";
import { AccountHealth } from "./account_health.tsx";
import { Happenings } from "./activity.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Link } from "./parts/link.tsx";
import { Banner } from "./parts/notices.tsx";
import { Facts, Section, Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Progress, StatusLabel } from "./parts/status.tsx";
import { Pagination } from "./parts/table.tsx";

export interface MayOnAccount {
  change: boolean;
  assign: boolean;
  archive: boolean;
}

const TABS = [
  { path: "/plan", label: "Implementation" },
  { path: "/timeline", label: "Timeline" },
  { path: "/overview", label: "Overview" },
  { path: "/contacts", label: "Contacts" },
  { path: "/messages", label: "Messages" },
  { path: "/documents", label: "Documents" },
  { path: "/notes", label: "Notes" },
  { path: "/handoff", label: "Handoff" },
  { path: "/activity", label: "Activity" },
  { path: "/settings", label: "Settings" },
] as const;

export type AccountTab = typeof TABS[number]["path"];

export function AccountTabs({ id, current }: { id: string; current: AccountTab }) {
  return (
    <Tabs
      label="Account"
      tabs={TABS.map(({ path, label }) => ({
        href: `/accounts/${id}${path}`,
        label,
        current: path === current,
      }))}
    />
  );
}

/** Beside the account's name on each of its pages. */
export function AccountStatus({ account }: { account: AccountWithPeople }): Child {
  return (
    <span class="account-status" id="account-status">
      <AccountHealth health={account.health} chip />
      {account.health_by_hand && <StatusLabel kind="none" chip>Set by hand</StatusLabel>}
      {account.test && <StatusLabel kind="info" chip>Test account</StatusLabel>}
      {account.archived_at && <StatusLabel kind="none" chip>Archived</StatusLabel>}
    </span>
  );
}

/** Under the account's name: whose it is, when it goes live, and how far it is. */
export function AccountLead({ account }: { account: AccountWithPeople }): Child {
  const { csm, actions_done: done, actions_total: total } = account;
  return (
    <span class="account-lead" id="account-lead">
      <span>{csm ?? "No CSM"}</span>
      <GoLive account={account} />
      {total > 0 && (
        <Progress value={done} max={total} text={`${done} / ${total}`} label="Actions done" />
      )}
    </span>
  );
}

function GoLive({ account }: { account: AccountWithPeople }) {
  const { go_live_on: wanted, projected_on: projected } = account;
  const day = (on: string) => formatDay(on, "en-GB", "medium");
  if (!wanted && !projected) return <span>No go-live day</span>;
  if (!wanted) return <span>Go-live expected {day(projected!)}</span>;
  const slip = slipInWords(wanted, projected);
  return (
    <span>
      Go-live {day(wanted)}
      {projected && slip && (
        <span class={projected > wanted ? "late" : undefined}>
          , expected {day(projected)}, {slip}
        </span>
      )}
    </span>
  );
}

/** What is different here, for whoever opens any of its pages. */
export function accountBanner(account: AccountWithPeople): Child {
  if (account.archived_at) {
    return (
      <Banner kind="warn" title="This account is archived">
        All it holds is kept. It can be restored in its settings.
      </Banner>
    );
  }
  if (!account.test) return undefined;
  return <Banner title="This is a test account">Nothing leaves it to real addresses.</Banner>;
}

export interface OverviewProps {
  account: AccountWithPeople;
  fields: AccountField[];
  primary?: Contact;
  collaborators: Collaborator[];
  csms: { id: string; name: string }[];
  aes: { id: string; name: string }[];
  may: MayOnAccount;
  refusal?: string;
}

export function Overview(props: OverviewProps) {
  const { account, fields, primary, collaborators, may, refusal } = props;
  const own = fields.filter(({ key }) => account.fields[key] !== undefined);
  return (
    <>
      <AccountTabs id={account.id} current="/overview" />
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <Section title="People">
        <Facts
          facts={[
            { label: "CSM", value: <PersonField {...props} column="csm" people={props.csms} /> },
            {
              label: "Account executive",
              value: <PersonField {...props} column="ae" people={props.aes} />,
            },
            {
              label: "Primary contact",
              value: primary
                ? (
                  <>
                    {primary.name}, <a href={`mailto:${primary.email}`}>{primary.email}</a>
                  </>
                )
                : <Link href={`/accounts/${account.id}/contacts`}>None yet</Link>,
            },
            {
              label: "Collaborators",
              value: collaborators.map(({ name }) => name).join(", ") || "None",
            },
          ]}
        />
      </Section>
      <Section
        title="Facts"
        actions={may.change && !account.archived_at && (
          <LinkButton href={`/accounts/${account.id}/facts`} hotkey="e">Edit</LinkButton>
        )}
      >
        <Facts facts={factsOf(account)} />
      </Section>
      {own.length > 0 && (
        <Section title="Your fields">
          <Facts
            facts={own.map(({ key, label }) => ({
              label,
              value: isWebLink(account.fields[key])
                ? <Link href={account.fields[key]} outside>{account.fields[key]}</Link>
                : fieldInWords(account.fields[key]),
            }))}
          />
        </Section>
      )}
    </>
  );
}

function factsOf(account: AccountWithPeople): { label: string; value: Child }[] {
  const { arr_cents: cents, arr_currency: currency } = account;
  const facts: [string, Child][] = [
    ["Domain", account.domain],
    ["Segment", account.segment],
    ["Industry", account.industry],
    ["Product line", account.product_line],
    ["Use case", account.use_case],
    ["ARR", cents === null ? null : formatMoney({ cents, currency })],
    ["Close date", account.closed_on && formatDay(account.closed_on, "en-GB")],
    ["Go-live", account.go_live_on && formatDay(account.go_live_on, "en-GB")],
  ];
  return facts.map(([label, value]) => ({
    label,
    value: value ?? <span class="muted">Not known</span>,
  }));
}

/** Chosen in place: open, choose, save. */
function PersonField(
  { account, column, people, may }: OverviewProps & {
    column: "csm" | "ae";
    people: { id: string; name: string }[];
  },
) {
  const chosen = account[`${column}_id`];
  const name = account[column];
  if (!may.assign || account.archived_at) return <>{name ?? "Nobody"}</>;
  const offered = chosen && !people.some(({ id }) => id === chosen)
    ? [{ id: chosen, name: name ?? "" }, ...people]
    : people;
  return (
    <form class="row" method="post" action={`/accounts/${account.id}/${column}`}>
      <input type="hidden" name="version" value={String(account.version)} />
      <select
        class="input select"
        name={`${column}_id`}
        id={`field-${column}_id`}
        aria-label={column === "csm" ? "CSM" : "Account executive"}
      >
        <option value="">Nobody</option>
        {offered.map((person) => (
          <option value={person.id} selected={person.id === chosen}>{person.name}</option>
        ))}
      </select>
      <Button type="submit" aria-label={column === "csm" ? "Save the CSM" : "Save the AE"}>
        Save
      </Button>
    </form>
  );
}

export function AccountActivity(
  { id, page, timeZone }: { id: string; page: ActivityPage; timeZone: string },
) {
  const at = `/accounts/${id}/activity`;
  return (
    <>
      <AccountTabs id={id} current="/activity" />
      {page.events.length > 0
        ? <Happenings events={page.events as Activity[]} timeZone={timeZone} />
        : <EmptyState title="Nothing has happened yet" />}
      <Pagination
        previous={page.newer === undefined ? undefined : `${at}?after=${page.newer}`}
        next={page.older === undefined ? undefined : `${at}?before=${page.older}`}
        summary={`Times are in ${timeZone}.`}
      />
    </>
  );
}
