import type { WayTaken } from "../domain/base/schema.ts";
import type { ReplayedPage, ReplayedStart, WhatIf } from "../domain/workflows/what_ifs.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Progress, type StatusKind, StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";
import { TrialTabs } from "./rehearsal.tsx";

export interface WhatIfListProps {
  workflow: { id: string; name: string; published_number: number };
  whatIfs: WhatIf[];
  /** How much there is to replay. */
  starts: number;
  mayChange: boolean;
  refusal?: string;
}

const at = (workflowId: string, id?: string) =>
  `/workflows/${workflowId}/what-ifs${id ? `/${id}` : ""}`;

/** The questions that were asked, and the button that asks another. */
export function WhatIfList(props: WhatIfListProps) {
  const { workflow, whatIfs, starts, mayChange, refusal } = props;
  return (
    <>
      <TrialTabs id={workflow.id} current="what-ifs" />
      {refusal && <Banner kind="warn" title="Nothing was asked">{refusal}</Banner>}
      <p class="what-if-lead">
        Replays what has started this workflow in the last 90 days, once as it is published and once
        as it is drawn now, and shows who would go another way. It leaves no trace: nothing is sent,
        and each replay is undone. People are taken to choose the first way, other systems to answer
        with a sample, and accounts that exist by now are found.
      </p>
      {mayChange && starts > 0 && (
        <form method="post" action={at(workflow.id)}>
          <Button type="submit" kind="primary">
            Replay {starts === 1 ? "1 start" : `${starts} starts`}
          </Button>
        </form>
      )}
      {whatIfs.length > 0
        ? <WhatIfTable {...props} />
        : starts === 0 && (
          <EmptyState title="Nothing has started it yet">
            As soon as it has been started, by hand or from outside, its starts can be replayed
            against a changed drawing.
          </EmptyState>
        )}
    </>
  );
}

function WhatIfTable({ workflow, whatIfs }: WhatIfListProps) {
  return (
    <Table
      caption="What was replayed"
      columns={[
        { label: "Asked" },
        { label: "By", wideOnly: true },
        { label: "Replayed", numeric: true },
        { label: "Would differ", numeric: true },
        { label: "State" },
      ]}
    >
      {whatIfs.map((whatIf) => (
        <tr>
          <th scope="row">
            <a href={at(workflow.id, whatIf.id)}>
              <RelativeTime at={whatIf.asked_at} />
            </a>
          </th>
          <td class="wide-only">{whatIf.asked_by_name ?? "Thread"}</td>
          <td class="numeric">{whatIf.replayed} of {whatIf.starts}</td>
          <td class="numeric">{whatIf.different}</td>
          <td>
            <WhatIfState state={whatIf.state} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

const STATES: Record<WhatIf["state"], { kind: StatusKind; label: string }> = {
  running: { kind: "info", label: "Being replayed" },
  done: { kind: "ok", label: "Done" },
  cancelled: { kind: "none", label: "Cancelled" },
};

export function WhatIfState({ state }: Pick<WhatIf, "state">) {
  return <StatusLabel kind={STATES[state].kind}>{STATES[state].label}</StatusLabel>;
}

export interface WhatIfProps {
  whatIf: WhatIf;
  page: ReplayedPage;
  all: boolean;
  /** This very page, to ask it again. */
  here: string;
  mayChange: boolean;
}

export function WhatIfPage(props: WhatIfProps) {
  const { whatIf, here } = props;
  const running = whatIf.state === "running";
  return (
    <div
      id="what-if"
      hx-get={running ? here : undefined}
      hx-trigger={running ? "every 2s" : undefined}
      hx-select="#what-if"
      hx-swap="outerMorph"
    >
      <Standing {...props} />
      <Replayed {...props} />
    </div>
  );
}

function Standing({ whatIf, mayChange }: WhatIfProps) {
  const { id, workflow_id, state, starts, replayed, different } = whatIf;
  return (
    <div class="what-if-standing">
      <p class="row">
        <WhatIfState state={state} />
        <Progress
          value={replayed}
          max={Math.max(1, starts)}
          text={`${replayed} of ${starts}`}
          label="Starts replayed"
        />
        <strong>
          {different === 1 ? "1 would go another way" : `${different} would go another way`}
        </strong>
      </p>
      {state === "running" && mayChange && (
        <form method="post" action={`${at(workflow_id, id)}/cancellation`}>
          <Button type="submit" kind="quiet">Cancel the replay</Button>
        </form>
      )}
    </div>
  );
}

function Replayed({ whatIf, page, all }: WhatIfProps) {
  const here = at(whatIf.workflow_id, whatIf.id);
  const address = (query: Record<string, string>) =>
    `${here}?${new URLSearchParams({ ...(all && { show: "all" }), ...query })}`;
  return (
    <>
      <Tabs
        label="What is shown"
        tabs={[
          { href: here, label: "Differences", count: whatIf.different, current: !all },
          { href: `${here}?show=all`, label: "All", count: whatIf.replayed, current: all },
        ]}
      />
      {page.starts.length > 0 ? <StartTable starts={page.starts} /> : <NoneYet whatIf={whatIf} />}
      <Pagination
        previous={page.previous === undefined
          ? undefined
          : address({ before: String(page.previous) })}
        next={page.next === undefined ? undefined : address({ after: String(page.next) })}
      />
    </>
  );
}

function NoneYet({ whatIf }: { whatIf: WhatIf }) {
  if (whatIf.state === "running") return <p class="muted">No difference has been found yet.</p>;
  return (
    <EmptyState
      title="Everybody would go the same way"
      action={
        <LinkButton href={`/workflows/${whatIf.workflow_id}`}>Back to the drawing</LinkButton>
      }
    >
      Of all that was replayed, nothing ends elsewhere, gets another template or another CSM.
    </EmptyState>
  );
}

function StartTable({ starts }: { starts: ReplayedStart[] }) {
  return (
    <Table
      caption="Starts, as published and as drawn"
      columns={[{ label: "Start" }, { label: "As published" }, { label: "As drawn now" }]}
      still
    >
      {starts.map((start) => (
        <tr class={start.different ? "differs" : undefined}>
          <th scope="row">
            {start.label}
            <span class="sub">
              <RelativeTime at={start.arrived_at} />
            </span>
          </th>
          <td>
            <Way way={start.before} other={start.after} />
          </td>
          <td>
            <Way way={start.after} other={start.before} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** What differs from the other one stands out by weight, not by colour alone. */
function Way({ way, other }: { way: WayTaken; other: WayTaken }) {
  if (way.ended === "not_started") return <p class="muted">Nothing is published</p>;
  const facts: [string, string | null, string | null][] = [
    ["Template", way.template, other.template],
    ["CSM", way.csm, other.csm],
    ["Queue", way.queues.join(", ") || null, other.queues.join(", ") || null],
    ["Outcome", outcomeOf(way), outcomeOf(other)],
  ];
  return (
    <dl class="way-taken">
      {facts.filter(([, own, others]) => own || others).map(([label, own, others]) => (
        <div>
          <dt>{label}</dt>
          <dd>{own === others ? own : <strong>{own ?? "None"}</strong>}</dd>
        </div>
      ))}
      <div>
        <dt>Path</dt>
        <dd class="path">{way.path.join(" → ")}</dd>
      </div>
    </dl>
  );
}

function outcomeOf({ ended, outcome }: WayTaken): string {
  if (ended === "completed") return outcome ?? "Done";
  return `${ended === "failed" ? "Fails" : "Stops"}${outcome ? `: ${outcome}` : ""}`;
}
