import type { Starter } from "../domain/workflows/starters.ts";
import type { WorkflowFilter, WorkflowPage, WorkflowRow } from "../domain/workflows/workflows.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { Menu, MenuForm, MenuLink } from "./parts/dialogs.tsx";
import { FilterBar } from "./parts/filters.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination, RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface ListedWorkflow extends WorkflowRow {
  /** In words, such as "By hand". */
  trigger: string;
}

export interface WorkflowsProps {
  page: WorkflowPage & { workflows: ListedWorkflow[] };
  filter: WorkflowFilter;
  mayChange: boolean;
  starters: Starter[];
}

export function Workflows({ page, filter, mayChange, starters }: WorkflowsProps) {
  const tab = (label: string, state?: WorkflowFilter["state"]) => ({
    label,
    href: address({ state }),
    current: filter.state === state,
  });
  return (
    <>
      <Tabs
        label="Workflows"
        tabs={[
          tab("All"),
          tab("Active", "active"),
          tab("Paused", "paused"),
          tab("Drafts", "draft"),
          tab("Archived", "archived"),
        ]}
      />
      <FilterBar
        action="/workflows"
        label="Filter by name"
        query={filter.q}
        clear={filter.q ? address({ state: filter.state }) : undefined}
      >
        {filter.state && <input type="hidden" name="state" value={filter.state} />}
      </FilterBar>
      <div
        id="workflows"
        hx-get={address(filter)}
        hx-trigger="workflow from:#live throttle:2s, run from:#live throttle:5s"
        hx-select="#workflows"
        hx-swap="outerMorph"
      >
        {page.workflows.length > 0
          ? <WorkflowTable workflows={page.workflows} mayChange={mayChange} />
          : <NoWorkflows filter={filter} mayChange={mayChange} starters={starters} />}
      </div>
      <Pagination
        previous={page.previous && address({ ...filter, after: undefined, before: page.previous })}
        next={page.next && address({ ...filter, before: undefined, after: page.next })}
      />
    </>
  );
}

function WorkflowTable(
  { workflows, mayChange }: { workflows: ListedWorkflow[]; mayChange: boolean },
) {
  const columns = [
    { label: "Name" },
    { label: "Status" },
    { label: "Trigger", wideOnly: true },
    { label: "Runs, 7 days", numeric: true },
    { label: "Failed, 7 days", numeric: true },
    { label: "Last edited", wideOnly: true },
    { label: "Menu", quiet: true },
  ];
  return (
    <Table caption="Workflows" columns={columns}>
      {workflows.map((workflow) => (
        <tr id={`workflow-${workflow.id}`}>
          <th scope="row">
            <a href={`/workflows/${workflow.id}`}>{workflow.name}</a>
          </th>
          <td>
            <StateChip state={workflow.state} /> <VersionChip workflow={workflow} />
          </td>
          <td class="wide-only">{workflow.trigger}</td>
          <td class="numeric">{many(workflow.runs)}</td>
          <td class="numeric">
            {workflow.failed > 0
              ? <StatusLabel kind="bad">{many(workflow.failed)}</StatusLabel>
              : "0"}
          </td>
          <td class="wide-only">
            <RelativeTime at={workflow.changed_at} />
          </td>
          <RowActions>
            <RowMenu workflow={workflow} mayChange={mayChange} />
          </RowActions>
        </tr>
      ))}
    </Table>
  );
}

const many = (count: number) => count >= 1000 ? "999+" : count;

function RowMenu({ workflow, mayChange }: { workflow: WorkflowRow; mayChange: boolean }) {
  const at = `/workflows/${workflow.id}`;
  const archived = workflow.state === "archived";
  return (
    <Menu id={`menu-${workflow.id}`} label={`Menu of ${workflow.name}`} icon="ellipsis">
      <MenuLink href={`${at}/versions`}>Versions</MenuLink>
      {mayChange && !archived && <MenuLink href={`${at}/details`}>Name and owner</MenuLink>}
      {mayChange && <MenuLink href={`${at}/copies`}>Duplicate</MenuLink>}
      <MenuLink href={`${at}/export`}>Export as a file</MenuLink>
      {mayChange && (archived
        ? <MenuForm action={`${at}/restoration`}>Restore</MenuForm>
        : <MenuLink href={`${at}/archival`}>Archive</MenuLink>)}
    </Menu>
  );
}

const STATES = {
  draft: { kind: "warn", label: "Draft" },
  active: { kind: "ok", label: "Active" },
  paused: { kind: "none", label: "Paused" },
  archived: { kind: "none", label: "Archived" },
} as const;

export function StateChip({ state }: { state: WorkflowRow["state"] }) {
  return <StatusLabel kind={STATES[state].kind} chip>{STATES[state].label}</StatusLabel>;
}

/** Which version runs, and whether the draft says something else. */
export function VersionChip(
  { workflow }: { workflow: Pick<WorkflowRow, "published_number" | "draft_changed"> },
) {
  const { published_number, draft_changed } = workflow;
  if (published_number === 0) return <span class="version">Not published</span>;
  return (
    <span class="version">
      Version {published_number}
      {draft_changed && ", with changes"}
    </span>
  );
}

function NoWorkflows(
  { filter, mayChange, starters }: Pick<WorkflowsProps, "filter" | "mayChange" | "starters">,
) {
  if (filter.q) {
    return (
      <EmptyState
        title="No workflow matches"
        action={<LinkButton href={address({ state: filter.state })}>Clear the filter</LinkButton>}
      >
        The search looks anywhere in the names.
      </EmptyState>
    );
  }
  if (filter.state) {
    const { label } = STATES[filter.state];
    return (
      <EmptyState
        title={`No workflow is ${filter.state === "draft" ? "a draft" : label.toLowerCase()}`}
      >
        A new workflow is a draft. Nothing starts it before it is published and activated.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No workflows yet"
      action={mayChange && (
        <>
          <LinkButton kind="primary" href="/workflows/new">New workflow</LinkButton>
          <LinkButton href="/workflows/imports">Import a file</LinkButton>
        </>
      )}
    >
      <p>
        A workflow decides how and when onboarding starts, and who does what. You need none:
        accounts can always be added by hand, and one that is added later touches no account that is
        there.
        {!mayChange && " Somebody in operations or an admin makes them."}
      </p>
      {mayChange && (
        <ul class="starters">
          {starters.map(({ id, name, does }) => (
            <li>
              <a href={`/workflows/new?starter=${id}`}>{name}</a>
              <span class="muted">{does}</span>
            </li>
          ))}
        </ul>
      )}
    </EmptyState>
  );
}

function address(filter: WorkflowFilter): string {
  const query = new URLSearchParams();
  for (const name of ["state", "q", "after", "before"] as const) {
    if (filter[name]) query.set(name, filter[name]);
  }
  return query.size > 0 ? `/workflows?${query}` : "/workflows";
}
