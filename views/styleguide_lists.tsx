import { Button } from "./parts/buttons.tsx";
import { FilterBar, SavedView } from "./parts/filters.tsx";
import { Card, Cards, Checklist, Timeline } from "./parts/lists.tsx";
import { Facts, PageHeader, Section } from "./parts/page_header.tsx";
import { Avatar, AvatarStack } from "./parts/people.tsx";
import { Meter, Progress, type StatusKind, StatusLabel } from "./parts/status.tsx";
import { BulkBar, Pagination, RowActions, SelectCell, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";
import type { Sample } from "./styleguide.tsx";

const ACCOUNTS: [string, string, number, number, StatusKind, string, string, string][] = [
  ["Northwind Traders", "Enterprise", 3, 5, "warn", "At risk", "14 Dec", "Maya Ortiz"],
  ["Fabrikam", "Mid-market", 1, 4, "ok", "On track", "9 Jan", "Leo Park"],
  ["Tailspin Toys", "SMB", 2, 3, "info", "Waiting on customer", "2 Dec", "Ana Ruiz"],
  ["Wide World", "SMB", 1, 3, "bad", "Blocked", "5 Dec", "Ana Ruiz"],
  ["Contoso Health", "Enterprise", 0, 5, "none", "Not started", "20 Feb", "Maya Ortiz"],
];

export const tableSamples: Sample[] = [
  {
    name: "Table",
    draw: (p) => (
      <>
        <Table
          caption={`Accounts, ${p}`}
          columns={[
            { label: "Select", quiet: true },
            { label: "Account", sort: { href: "?sort=-name", direction: "ascending" } },
            { label: "Done" },
            { label: "Health" },
            { label: "Go-live", sort: { href: "?sort=live" }, wideOnly: true },
            { label: "Actions", quiet: true },
          ]}
        >
          {ACCOUNTS.map(([name, segment, done, all, kind, health, live]) => (
            <tr>
              <SelectCell group={`${p}-bulk`} value={name} label={name} />
              <th scope="row">
                <a href={`/accounts/${name}`}>{name}</a> <span class="sub">{segment}</span>
              </th>
              <td>
                <Progress value={done} max={all} text={`${done} / ${all}`} label={`${name} done`} />
              </td>
              <td>
                <StatusLabel kind={kind}>{health}</StatusLabel>
              </td>
              <td class="wide-only">{live}</td>
              <RowActions>
                <Button small>Open</Button>
              </RowActions>
            </tr>
          ))}
        </Table>
        <BulkBar group={`${p}-bulk`} noun="accounts">
          <Button small>Assign</Button>
        </BulkBar>
        <Pagination summary="1 to 5 of 118" next="?after=5" label={`Pages, ${p}`} />
      </>
    ),
  },
  {
    name: "Compact table",
    draw: (p) => (
      <Table
        caption={`Parked jobs, ${p}`}
        captionShown
        still
        compact
        columns={[{ label: "Kind" }, { label: "Tries", numeric: true }, { label: "Last error" }]}
      >
        {["send_email", "write_draft"].map((kind) => (
          <tr>
            <th scope="row">{kind}</th>
            <td class="numeric">8</td>
            <td>Cannot reach smtp.acmecloud.example: timed out</td>
          </tr>
        ))}
      </Table>
    ),
  },
  {
    name: "Filters",
    draw: (p) => (
      <div class="stack">
        <FilterBar
          action="/accounts"
          label={`Filter ${p}`}
          query="north"
          name={p}
          clear="/accounts"
        >
          <Button type="submit">Apply</Button>
        </FilterBar>
        <div class="row">
          <SavedView name="My enterprise" href="/accounts?v=1" current />
          <SavedView name="Late this week" href="/accounts?v=2" remove="/views/2" />
        </div>
      </div>
    ),
  },
];

export const listSamples: Sample[] = [
  {
    name: "Status",
    draw: () => (
      <div class="row">
        <StatusLabel kind="ok">On track</StatusLabel>
        <StatusLabel kind="warn">At risk</StatusLabel>
        <StatusLabel kind="bad">Blocked</StatusLabel>
        <StatusLabel kind="info">Waiting</StatusLabel>
        <StatusLabel kind="none">Not started</StatusLabel>
        <StatusLabel kind="bad" chip>Failed at Manager approval</StatusLabel>
        <Progress value={3} max={5} text="3 / 5" label="Milestones" />
        <Meter value={82} max={100} low={60} high={80} text="82 %" label="Seats used" />
      </div>
    ),
  },
  {
    name: "Page header",
    draw: (p) => (
      <PageHeader
        id={`${p}-title`}
        level={4}
        title="Northwind Traders"
        back={{ href: "/accounts", label: "Accounts" }}
        status={<StatusLabel kind="warn" chip>At risk</StatusLabel>}
        lead="Go-live 14 December. Owner Maya Ortiz."
        actions={<Button>View as customer</Button>}
      />
    ),
  },
  {
    name: "Section, facts, people, time",
    draw: () => (
      <Section title="Team" lead="Who works on this account." actions={<Button small>Add</Button>}>
        <Facts
          facts={[
            {
              label: "Owner",
              value: (
                <span class="row">
                  <Avatar name="Maya Ortiz" />Maya Ortiz
                </span>
              ),
            },
            {
              label: "Team",
              value: (
                <AvatarStack
                  people={["Leo Park", "Ana Ruiz", "Priya Shah", "Tom Becker", "Noor"].map((
                    name,
                  ) => ({
                    name,
                  }))}
                />
              ),
            },
            {
              label: "Changed",
              value: (
                <RelativeTime
                  at={new Date("2026-11-20T09:12:00Z")}
                  timeZone="Europe/Berlin"
                />
              ),
            },
          ]}
        />
      </Section>
    ),
  },
  {
    name: "Checklist",
    draw: (p) => (
      <Checklist
        id={p}
        title={`Getting started, ${p.split("-")[0]}`}
        items={[
          {
            id: `${p}-tools`,
            title: "Connect your tools",
            why: "Slack first: your team hears of every handoff where it already talks.",
            href: "/connectors",
            action: "Connect Slack",
            done: true,
          },
          {
            id: `${p}-template`,
            title: "Make the first template",
            why: "It is the plan that every new customer starts from.",
            href: "/templates/new",
            action: "Make a template",
            done: false,
          },
          {
            id: `${p}-test`,
            title: "Try it on a test account",
            why: "See the portal as a customer does.",
            href: "/accounts/new",
            action: "Add one",
            done: false,
            waitsFor: "Needs a template first.",
          },
        ]}
      />
    ),
  },
  {
    name: "Timeline",
    draw: (p) => (
      <Timeline
        label={`Onboarding, ${p}`}
        steps={[
          { title: "Kickoff", detail: "Finished 3 November", state: "done" },
          {
            title: "Data migration",
            state: "now",
            detail: (
              <>
                4 of 6 done. Target 14 December
                <progress value={4} max={6} aria-label="Data migration"></progress>
              </>
            ),
          },
          { title: "Go-live", detail: "Target 9 January", state: "next" },
        ]}
      />
    ),
  },
  {
    name: "Cards",
    draw: () => (
      <Cards>
        <Card
          status={<StatusLabel kind="bad">Due yesterday</StatusLabel>}
          title="Upload your customer list"
          detail="CSV or Excel, up to 50 MB. Maya checks it within one working day."
          action={<Button kind="primary">Upload file</Button>}
        />
        <Card
          status={<StatusLabel kind="info">Due Tuesday</StatusLabel>}
          title="Confirm single sign-on details"
          detail="6 questions, about 4 minutes. Half done."
          action={<Button>Continue</Button>}
        />
      </Cards>
    ),
  },
];
