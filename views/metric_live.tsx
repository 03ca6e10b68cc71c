import type { Behind } from "../domain/insight/behind.ts";
import type { Bucket, Finished, Step } from "../domain/insight/finished.ts";
import { FEW, type NumberKey } from "../domain/insight/numbers.ts";
import { stepOf } from "../domain/insight/periods.ts";
import type { Scope } from "../domain/insight/scope.ts";
import { formatDay } from "../domain/base/calendar.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { BehindTable } from "./metric_accounts.tsx";
import { behindAddress } from "./metric_address.ts";
import {
  changeOf,
  ColumnChart,
  Figure,
  Figures,
  HowCounted,
  inDays,
  inPercent,
  PartsBar,
  short,
} from "./metric_parts.tsx";
import type { MetricsFrame } from "./metrics.tsx";
import { Section } from "./parts/page_header.tsx";
import { Table } from "./parts/table.tsx";

export interface LiveNumbers {
  finished: { now: Finished; before: Finished };
  trend: Step[];
  spread: Bucket[];
  /** Those that went live, where they are too few for a chart. */
  few?: Behind[];
}

type LiveProps = LiveNumbers & { frame: MetricsFrame };

/** How long it took those that went live, and how that compares. */
export function WentLive(props: LiveProps) {
  const { frame: { scope }, finished: { now, before }, few } = props;
  const judged = now.onTime + now.late;
  const judgedBefore = before.onTime + before.late;
  const href = (number: NumberKey) => behindAddress(scope, number);
  return (
    <Section id="metrics-live" title="Went live in the period">
      <Figures>
        <Figure
          label="Went live"
          value={now.count}
          href={href("live")}
          change={changeOf(now.count, before.count, { less: "worse" })}
        />
        <Figure
          label="Median time to go-live"
          value={inDays(now.medianDays)}
          href={href("live")}
          change={changeOf(now.medianDays, before.medianDays, { unit: "day", less: "better" })}
          note={now.medianFromClose !== null &&
            `${inDays(now.medianFromClose)} from the closed deal`}
        />
        <Figure
          label="90% went live within"
          value={inDays(now.p90Days)}
          href={href("live")}
          change={changeOf(now.p90Days, before.p90Days, { unit: "day", less: "better" })}
        />
        <Figure
          label="Median time to first value"
          value={inDays(now.medianFirst)}
          href={href("live")}
          change={changeOf(now.medianFirst, before.medianFirst, { unit: "day", less: "better" })}
        />
        <Figure
          label="On time"
          value={inPercent(now.onTime, judged)}
          href={href("on_time")}
          change={judged > 0 && judgedBefore > 0
            ? changeOf(now.onTime / judged * 100, before.onTime / judgedBefore * 100, {
              unit: "point",
              less: "worse",
            })
            : undefined}
          note={judged > 0 && `${now.onTime} of ${judged}`}
        />
        <Figure
          label="Median against the plan"
          value={slipInWords(now.medianSlip)}
          href={href("late")}
          note={`${now.late} late`}
        />
      </Figures>
      {few ? <TooFew count={now.count} few={few} scope={scope} /> : <Charts {...props} />}
      <Waited now={now} />
      <HowCounted
        numbers={["live", "on_time", "late"]}
        more={[
          {
            label: "Time to go-live",
            means: "Days from the start of the first milestone to the end of the plan, " +
              "of the accounts that went live in the period.",
          },
          {
            label: "Time to first value",
            means:
              "Of the same accounts, days to the end of the first milestone that was finished.",
          },
          {
            label: "Where the days went",
            means: "How long these accounts waited for the customer, were blocked, or were with " +
              "you, by what their health was. Counted since Thread keeps metrics.",
          },
        ]}
      />
    </Section>
  );
}

function slipInWords(days: number | null): string {
  if (days === null) return "–";
  if (Math.round(days * 10) === 0) return "On the day";
  return `${inDays(Math.abs(days))} ${days > 0 ? "later" : "earlier"}`;
}

/** Two points are no curve: the accounts themselves say more. */
function TooFew({ count, few, scope }: { count: number; few: Behind[]; scope: Scope }) {
  return (
    <div class="too-few">
      <p>
        A chart needs {FEW} finished onboardings; this period has {count}.
      </p>
      {few.length > 0 && <BehindTable accounts={few} number="live" scope={scope} />}
    </div>
  );
}

function Charts({ frame: { scope }, trend, spread, finished: { now, before } }: LiveProps) {
  const known = before.count >= FEW ? changeOf(now.medianDays, before.medianDays) : undefined;
  return (
    <div class="charts">
      <ColumnChart
        title={`Half went live within ${inDays(now.medianDays)}${known ? `, ${known.words}` : ""}`}
        lead="Median days to go-live, by when they went live"
        columns={trend.map(({ from, to, count, medianDays }) => ({
          label: stepWords(from, stepOf(scope.period)),
          value: medianDays ?? 0,
          says: medianDays === null ? "" : short(medianDays),
          name: `From ${formatDay(from, "en-GB", "medium")}: ${count} went live${
            medianDays === null ? "" : `, median ${inDays(medianDays)}`
          }`,
          href: behindAddress(scope, "live", { first: from, last: to }),
        }))}
      />
      <ColumnChart
        title={`90% took ${inDays(now.p90Days)} or less`}
        lead="How many accounts took how many days"
        columns={spread.map(({ atLeast, atMost, count }) => ({
          label: atMost === undefined
            ? `${atLeast}+`
            : atMost === atLeast
            ? `${atLeast}`
            : `${atLeast}–${atMost}`,
          value: count,
          name: `${atLeast}${atMost === undefined ? " days and more" : ` to ${atMost} days`}: ${
            counted(count, "account")
          }`,
          href: behindAddress(scope, "live", { atLeast, atMost }),
        }))}
      />
      <details class="fold chart-table">
        <summary>Show these charts as tables</summary>
        <Table
          caption="When accounts went live"
          captionShown
          compact
          still
          columns={[
            { label: "From" },
            { label: "To" },
            { label: "Went live", numeric: true },
            { label: "Median days", numeric: true },
          ]}
        >
          {trend.map(({ from, to, count, medianDays }) => (
            <tr>
              <th scope="row">{formatDay(from, "en-GB", "medium")}</th>
              <td>{formatDay(to, "en-GB", "medium")}</td>
              <td class="numeric">{count}</td>
              <td class="numeric">{medianDays === null ? "–" : short(medianDays)}</td>
            </tr>
          ))}
        </Table>
        <Table
          caption="Days to go-live"
          captionShown
          compact
          still
          columns={[{ label: "Days" }, { label: "Accounts", numeric: true }]}
        >
          {spread.map(({ atLeast, atMost, count }) => (
            <tr>
              <th scope="row">
                {atMost === undefined ? `${atLeast} and more` : `${atLeast} to ${atMost}`}
              </th>
              <td class="numeric">{count}</td>
            </tr>
          ))}
        </Table>
      </details>
    </div>
  );
}

/** "9 Nov" for a week, "Nov" for a month. */
function stepWords(from: string, step: "week" | "month"): string {
  const day = formatDay(from, "en-GB", "medium").replace(/ \d{4}$/, "");
  return step === "week" ? day : day.replace(/^\d+ /, "");
}

function Waited({ now: { oursDays, theirsDays, blockedDays } }: { now: Finished }) {
  const all = oursDays + theirsDays + blockedDays;
  if (all < 1) return null;
  const parts = [
    { label: "With us", value: oursDays, kind: "ok" as const },
    { label: "Waiting for the customer", value: theirsDays, kind: "info" as const },
    { label: "Blocked", value: blockedDays, kind: "bad" as const },
  ];
  const says = (value: number) => inPercent(value, all);
  return (
    <figure class="chart">
      <figcaption>
        <strong>Where the days went</strong>
      </figcaption>
      <PartsBar
        label={parts.map(({ label, value }) => `${label}: ${says(value)}`).join(", ")}
        parts={parts.map((part) => ({ ...part, says: says(part.value) }))}
      />
    </figure>
  );
}
