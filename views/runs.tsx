import type { FailedGroup, RunFilter, RunRow } from "../domain/workflows/run_lists.ts";
import {
  causeLabel,
  CAUSES,
  RUN_STATES,
  runStateLabel,
  tookWords,
} from "../domain/workflows/run_words.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Select } from "./parts/fields.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface RunsProps {
  runs: RunRow[];
  older?: string;
  filter: RunFilter;
  workflows: { id: string; name: string }[];
  groups: FailedGroup[];
  mayRepair: boolean;
  now: Date;
}

export function Runs(props: RunsProps) {
  const { runs, older, filter } = props;
  return (
    <>
      <Filters {...props} />
      <div
        id="runs"
        hx-get={runsPath({ ...filter })}
        hx-trigger="run from:#live throttle:2s"
        hx-select="#runs"
        hx-swap="outerMorph"
      >
        {props.mayRepair && props.groups.length > 0 && <FailedGroups {...props} />}
        {runs.length === 0 ? <NoRuns filter={filter} /> : <RunTable {...props} />}
        <Pagination next={older && runsPath({ ...filter, before: older })} />
      </div>
    </>
  );
}

function Filters({ filter, workflows }: RunsProps) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return (
    <form class="filters run-filters" method="get" action="/runs" aria-label="Filter runs">
      <Select
        name="workflow"
        label="Workflow"
        empty="Any"
        value={filter.workflow ?? ""}
        options={workflows.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        name="state"
        label="State"
        empty="Any"
        value={filter.state ?? ""}
        options={RUN_STATES.map(({ state, label }) => ({ value: state, label }))}
      />
      <Select
        name="cause"
        label="Failed for"
        empty="Any cause"
        value={filter.cause ?? ""}
        options={CAUSES.map(({ cause, label }) => ({ value: cause, label }))}
      />
      <Select
        name="days"
        label="Started"
        empty="Any time"
        value={filter.days ? String(filter.days) : ""}
        options={[
          { value: "1", label: "In the last day" },
          { value: "7", label: "In the last 7 days" },
          { value: "30", label: "In the last 30 days" },
        ]}
      />
      {filter.account && <input type="hidden" name="account" value={filter.account} />}
      <div class="form-actions">
        <Button type="submit">Show</Button>
        {isFiltered && <LinkButton href="/runs" kind="quiet">Clear</LinkButton>}
      </div>
    </form>
  );
}

function FailedGroups({ groups }: RunsProps) {
  return (
    <Section
      title="Failed for the same cause"
      lead="Once the cause is gone they can be tried again together, each from the step it stands at."
    >
      <ul class="failed-groups">
        {groups.map(({ workflowId, workflow, nodeId, step, cause, runs }) => (
          <li>
            <form method="post" action="/runs/retries">
              <input type="hidden" name="workflow" value={workflowId} />
              <input type="hidden" name="node" value={nodeId} />
              <input type="hidden" name="cause" value={cause} />
              <span>
                <StatusLabel kind="bad">{causeLabel(cause)}</StatusLabel> at “{step}” of {workflow}
              </span>
              <Button type="submit" small>
                Retry {runs === 1 ? "1 run" : `${runs} runs`}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NoRuns({ filter }: { filter: RunFilter }) {
  return Object.values(filter).some((value) => value !== undefined)
    ? (
      <EmptyState title="No run is like that">
        Take a filter away, or <a href="/runs">see all of them</a>.
      </EmptyState>
    )
    : (
      <EmptyState title="No run yet">
        A run stands here for every record that an active workflow follows.
      </EmptyState>
    );
}

export function RunTable({ runs, now }: Pick<RunsProps, "runs" | "now">) {
  return (
    <Table
      caption="Runs"
      columns={[
        { label: "Account" },
        { label: "State" },
        { label: "Step", wideOnly: true },
        { label: "Started", wideOnly: true },
        { label: "Took", wideOnly: true },
      ]}
    >
      {runs.map((run) => (
        <tr>
          <th scope="row">
            <a href={`/runs/${run.id}`}>{run.account ?? run.record ?? "No account yet"}</a>{" "}
            {run.sandbox && <StatusLabel kind="info" chip>Sandbox</StatusLabel>}
            <span class="sub">{run.workflow}</span>
          </th>
          <td>
            <RunStatus run={run} />
            {run.why && <span class="sub">{run.why}</span>}
          </td>
          <td class="wide-only">{run.step ?? run.outcome ?? ""}</td>
          <td class="wide-only">
            <RelativeTime at={run.startedAt} />
          </td>
          <td class="wide-only">{tookWords(run.startedAt, run.endedAt ?? now)}</td>
        </tr>
      ))}
    </Table>
  );
}

const KINDS: Record<RunRow["state"], StatusKind> = {
  running: "info",
  waiting: "warn",
  failed: "bad",
  parked: "warn",
  completed: "ok",
  cancelled: "none",
};

export function RunStatus({ run }: { run: Pick<RunRow, "state" | "outcome" | "cause"> }) {
  const more = run.state === "failed" && run.cause
    ? causeLabel(run.cause)
    : run.state === "completed" && run.outcome;
  return (
    <StatusLabel kind={KINDS[run.state]}>
      {runStateLabel(run.state)}
      {more && `: ${more}`}
    </StatusLabel>
  );
}

/** The runs of one account, on its page, and what can be started for it. */
export function AccountRuns({ runs, startable, accountId, now }: {
  runs: RunRow[];
  startable: { id: string; name: string }[];
  accountId: string;
  now: Date;
}) {
  if (runs.length + startable.length === 0) return null;
  return (
    <Section
      title="Workflows"
      id="account-runs"
      actions={runs.length > 0 && <a href={runsPath({ account: accountId })}>All of its runs</a>}
    >
      {runs.length > 0 && <RunTable runs={runs} now={now} />}
      {startable.length > 0 && (
        <p class="form-actions">
          {startable.map(({ id, name }) => (
            <LinkButton href={`/workflows/${id}/start?account=${accountId}`}>
              Start {name}
            </LinkButton>
          ))}
        </p>
      )}
    </Section>
  );
}

export function runsPath(filter: RunFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text ? `/runs?${text}` : "/runs";
}
