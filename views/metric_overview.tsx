import type { Standing } from "../domain/insight/account_counts.ts";
import type { Week } from "../domain/insight/finished.ts";
import { amountsOf, countOf, type NumberKey, RUNNING } from "../domain/insight/numbers.ts";
import { formatDay } from "../domain/base/calendar.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { behindAddress, metricsAddress } from "./metric_address.ts";
import { type LiveNumbers, WentLive } from "./metric_live.tsx";
import {
  changeOf,
  ColumnChart,
  Figure,
  Figures,
  HowCounted,
  inMoney,
  inPercent,
  PartsBar,
} from "./metric_parts.tsx";
import { CsvLink, Metrics, type MetricsFrame } from "./metrics.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import type { StatusKind } from "./parts/status.tsx";
import { Table } from "./parts/table.tsx";

interface OverviewNumbers extends LiveNumbers {
  standings: Standing[];
  overdue: number;
  started: { now: number; before: number };
  weeks: Week[];
}

export interface OverviewProps extends OverviewNumbers {
  frame: MetricsFrame;
}

export function MetricsOverview(props: OverviewProps) {
  const { frame, standings, finished } = props;
  const isEmpty = standings.length === 0 && finished.now.count + finished.before.count === 0;
  return (
    <Metrics frame={frame} tab="/metrics">
      {isEmpty ? <NothingYet {...frame} /> : (
        <>
          <Now {...props} />
          <WentLive {...props} />
          <Coming {...props} />
        </>
      )}
    </Metrics>
  );
}

function NothingYet({ seesAll, scope }: MetricsFrame) {
  const isNarrowed = (seesAll && scope.csm) || scope.template || scope.segment || scope.source;
  return (
    <EmptyState
      title={isNarrowed ? "No account fits these filters" : "No accounts to count yet"}
      action={isNarrowed
        ? <LinkButton href="/metrics">Clear the filters</LinkButton>
        : <LinkButton href="/accounts">See the accounts</LinkButton>}
    >
      {isNarrowed
        ? "Take one of them away to see numbers."
        : "Numbers appear here as soon as an account follows a plan. Test accounts do not count."}
    </EmptyState>
  );
}

const STANDINGS: { key: NumberKey & string; label: string; kind: StatusKind }[] = [
  { key: "on_track", label: "On track", kind: "ok" },
  { key: "at_risk", label: "At risk", kind: "warn" },
  { key: "blocked", label: "Blocked", kind: "bad" },
  { key: "waiting", label: "Waiting on customer", kind: "info" },
];

function Now({ frame: { scope }, standings, overdue, started }: OverviewProps) {
  const running = countOf(standings, RUNNING);
  const inTrouble = amountsOf(standings, ["at_risk", "blocked"]);
  const href = (number: NumberKey) => behindAddress(scope, number);
  return (
    <Section
      id="metrics-now"
      title="Now"
      actions={<CsvLink href={metricsAddress("/metrics/numbers.csv", scope)} />}
    >
      <Figures>
        <Figure label="Running" value={running} href={href("running")} />
        {STANDINGS.slice(1).map(({ key, label, kind }) => (
          <Figure
            label={label}
            kind={kind}
            value={countOf(standings, [key as Standing["health"]])}
            href={href(key)}
          />
        ))}
        <Figure label="Overdue" value={overdue} href={href("overdue")} />
        <Figure
          label="Not started"
          value={countOf(standings, ["not_started"])}
          href={href("not_started")}
        />
        <Figure
          label="Started"
          value={started.now}
          href={href("started")}
          change={changeOf(started.now, started.before)}
        />
        <Figure
          label="ARR in onboarding"
          value={inMoney(amountsOf(standings, RUNNING))}
          href={href("running")}
          note={inTrouble.length > 0 && `${inMoney(inTrouble)} at risk or blocked`}
        />
      </Figures>
      <PartsBar
        label={`Of ${counted(running, "running account")}: ${
          STANDINGS.map(({ key, label }) =>
            `${countOf(standings, [key as Standing["health"]])} ${label.toLowerCase()}`
          ).join(", ")
        }`}
        parts={STANDINGS.map(({ key, label, kind }) => {
          const value = countOf(standings, [key as Standing["health"]]);
          return { label, kind, value, says: inPercent(value, running), href: href(key) };
        })}
      />
      <HowCounted
        numbers={[
          ...["running", "on_track", "at_risk", "blocked", "waiting", "overdue"] as const,
          ...["not_started", "started"] as const,
        ]}
        more={[{
          label: "ARR in onboarding",
          means: "The ARR of the running accounts. Currencies are not converted.",
        }]}
      />
    </Section>
  );
}

function Coming({ frame: { scope }, weeks }: OverviewProps) {
  const all = weeks.reduce((sum, { count }) => sum + count, 0);
  const late = weeks.reduce((sum, { late }) => sum + late, 0);
  return (
    <Section id="metrics-coming" title="Upcoming go-lives">
      {all === 0
        ? <p class="muted">No running account is expected to go live in the next eight weeks.</p>
        : (
          <>
            <ColumnChart
              title={`${counted(all, "account")} expected to go live in the next eight weeks`}
              lead={late > 0
                ? `${late} of them after the agreed day`
                : "All of them by the agreed day"}
              columns={weeks.map(({ from, to, count, late }, at) => ({
                label: formatDay(from, "en-GB", "medium").replace(/ \d{4}$/, ""),
                value: count,
                name: `Week of ${formatDay(from, "en-GB", "medium")}: ${
                  counted(count, "account")
                }, ${late} late`,
                href: behindAddress(scope, "going_live", { first: from, last: to }),
                tone: at === 0 ? "now" : undefined,
              }))}
            />
            <details class="fold chart-table">
              <summary>Show this chart as a table</summary>
              <Table
                caption="Upcoming go-lives by week"
                compact
                columns={[
                  { label: "Week of" },
                  { label: "Accounts", numeric: true },
                  { label: "After the agreed day", numeric: true },
                  { label: "ARR", numeric: true },
                ]}
              >
                {weeks.map(({ from, to, count, late, money }) => (
                  <tr>
                    <th scope="row">
                      <a href={behindAddress(scope, "going_live", { first: from, last: to })}>
                        {formatDay(from, "en-GB", "medium")}
                      </a>
                    </th>
                    <td class="numeric">{count}</td>
                    <td class="numeric">{late}</td>
                    <td class="numeric">{inMoney(money)}</td>
                  </tr>
                ))}
              </Table>
            </details>
          </>
        )}
      <HowCounted numbers={["going_live"]} />
    </Section>
  );
}
