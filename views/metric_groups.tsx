import type { Dimension } from "../domain/insight/account_counts.ts";
import type { Group } from "../domain/insight/groups.ts";
import {
  amountsOf,
  countOf,
  NO_SEGMENT,
  NOBODY,
  type NumberKey,
  RUNNING,
  SOURCES,
} from "../domain/insight/numbers.ts";
import type { Scope } from "../domain/insight/scope.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { behindAddress, metricsAddress } from "./metric_address.ts";
import { HowCounted, inMoney, inPercent, short } from "./metric_parts.tsx";
import { CsvLink, Metrics, type MetricsFrame } from "./metrics.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Meter } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";

export const DIMENSIONS: { by: Dimension; label: string; noun: string; none: string }[] = [
  { by: "csm", label: "CSMs", noun: "CSM", none: "Without CSM" },
  { by: "template", label: "Templates", noun: "template", none: "Without template" },
  { by: "segment", label: "Segments", noun: "segment", none: "Without segment" },
  { by: "source", label: "Sources", noun: "source", none: "Unknown" },
];

export interface MetricGroupsProps {
  frame: MetricsFrame;
  by: Dimension;
  groups: Group[];
}

const MOST_SHOWN = 100;

/** The same numbers for each CSM, template, segment or source, side by side. */
export function MetricGroups({ frame, by, groups }: MetricGroupsProps) {
  const { scope } = frame;
  const { label, noun, none } = DIMENSIONS.find((one) => one.by === by)!;
  const people = groups.filter(({ value }) => value !== null);
  const average = people.length > 0
    ? people.reduce((sum, { running }) => sum + running, 0) / people.length
    : 0;
  const busiest = Math.max(1, ...groups.map(({ running }) => running));
  return (
    <Metrics frame={frame} tab="/metrics/groups" more={{ by }}>
      <Section
        title={label}
        lead={groups.length > 1
          ? `${counted(people.length, noun)} carry ${short(average)} running accounts on average.`
          : undefined}
        actions={<CsvLink href={metricsAddress("/metrics/groups.csv", scope, { by })} />}
      >
        <nav class="row compare-by" aria-label="Compare">
          {DIMENSIONS.map((one) => (
            <span class="saved-view">
              <a
                href={metricsAddress("/metrics/groups", scope, { by: one.by })}
                aria-current={one.by === by ? "page" : undefined}
              >
                {one.label}
              </a>
            </span>
          ))}
        </nav>
        {groups.length === 0
          ? (
            <EmptyState level={3} title="Nothing to compare">
              No account fits these filters.
            </EmptyState>
          )
          : (
            <Table
              caption={label}
              columns={[
                { label: noun === "CSM" ? noun : noun[0]!.toUpperCase() + noun.slice(1) },
                { label: "Running" },
                { label: "At risk", numeric: true },
                { label: "Blocked", numeric: true },
                { label: "Waiting", numeric: true, wideOnly: true },
                { label: "Overdue", numeric: true },
                { label: "Not started", numeric: true, wideOnly: true },
                { label: "Went live", numeric: true },
                { label: "Median days", numeric: true, wideOnly: true },
                { label: "On time", numeric: true, wideOnly: true },
                { label: "ARR in onboarding", numeric: true, roomyOnly: true },
              ]}
            >
              {groups.slice(0, MOST_SHOWN).map((group) => (
                <GroupRow
                  group={group}
                  name={nameOf(group, by, none)}
                  scope={{ ...scope, [by]: asFilter(group.value, by) }}
                  {...{ average, busiest }}
                />
              ))}
            </Table>
          )}
        {groups.length > MOST_SHOWN && (
          <p class="muted">
            The {MOST_SHOWN} with most running accounts of{" "}
            {groups.length}. The CSV holds all of them.
          </p>
        )}
        <HowCounted
          numbers={["running", "at_risk", "blocked", "waiting", "overdue", "not_started", "live"]}
          more={[
            {
              label: "Load",
              means: "Running accounts, drawn against the one who has most. More than one and a " +
                "half times the average is marked.",
            },
            {
              label: "Median days",
              means: "Days from the start of the first milestone to the end of the plan, of the " +
                "accounts that went live in the period.",
            },
          ]}
        />
      </Section>
    </Metrics>
  );
}

function GroupRow({ group, name, scope, average, busiest }: {
  group: Group;
  name: string;
  scope: Scope;
  average: number;
  busiest: number;
}) {
  const { standings, running, overdue, live, medianDays, onTime, late } = group;
  return (
    <tr>
      <th scope="row">
        <a href={metricsAddress("/metrics", scope)}>{name}</a>
      </th>
      <td>
        <a href={behindAddress(scope, "running")} class="quiet-link">
          <Meter
            value={running}
            max={busiest}
            high={Math.min(busiest, Math.max(1, Math.round(average * 1.5)))}
            low={0}
            label={`Running accounts of ${name}`}
            text={String(running)}
          />
        </a>
      </td>
      <Count number="at_risk" count={countOf(standings, ["at_risk"])} scope={scope} />
      <Count number="blocked" count={countOf(standings, ["blocked"])} scope={scope} />
      <Count number="waiting" count={countOf(standings, ["waiting"])} scope={scope} wide />
      <Count number="overdue" count={overdue} scope={scope} />
      <Count number="not_started" count={countOf(standings, ["not_started"])} scope={scope} wide />
      <Count number="live" count={live} scope={scope} />
      <td class="numeric wide-only">{medianDays === null ? "–" : short(medianDays)}</td>
      <td class="numeric wide-only">{inPercent(onTime, onTime + late)}</td>
      <td class="numeric roomy-only">{inMoney(amountsOf(standings, RUNNING))}</td>
    </tr>
  );
}

function Count({ number, count, scope, wide }: {
  number: NumberKey;
  count: number;
  scope: Scope;
  wide?: boolean;
}) {
  return (
    <td class={wide ? "numeric wide-only" : "numeric"}>
      {count > 0
        ? <a href={behindAddress(scope, number)}>{count}</a>
        : <span class="muted">0</span>}
    </td>
  );
}

function nameOf({ value, name }: Group, by: Dimension, none: string): string {
  if (value === null) return none;
  return by === "source"
    ? SOURCES.find(({ source }) => source === value)?.label ?? none
    : name ?? value;
}

const asFilter = (value: string | null, by: Dimension) =>
  value ?? (by === "segment" ? NO_SEGMENT : NOBODY);
