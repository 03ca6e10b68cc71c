import type { Child } from "hono/jsx";
import { type Choices } from "../domain/insight/groups.ts";
import { NO_SEGMENT, NOBODY, SOURCES } from "../domain/insight/numbers.ts";
import { type Period, PERIODS } from "../domain/insight/periods.ts";
import type { Scope } from "../domain/insight/scope.ts";
import { formatDay } from "../domain/base/calendar.ts";
import { metricsAddress } from "./metric_address.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { Tabs } from "./parts/page_header.tsx";

export interface MetricsFrame {
  scope: Scope;
  choices: Choices;
  /** Otherwise only the accounts of the person who asks. */
  seesAll: boolean;
}

export type MetricsTab = "/metrics" | "/metrics/groups" | "/metrics/milestones" | "/metrics/work";

const TABS: { href: MetricsTab; label: string }[] = [
  { href: "/metrics", label: "Overview" },
  { href: "/metrics/groups", label: "Compare" },
  { href: "/metrics/milestones", label: "Milestones" },
  { href: "/metrics/work", label: "Work" },
];

/** The tabs, the filters, and one page of numbers under them. */
export function Metrics({ frame, tab, more, children }: {
  frame: MetricsFrame;
  tab: MetricsTab;
  /** What this page's own address says beside the filters. */
  more?: Record<string, string>;
  children?: Child;
}) {
  const { scope } = frame;
  return (
    <div class="metrics">
      <Tabs
        label="Metrics"
        tabs={TABS.map(({ href, label }) => ({
          href: metricsAddress(href, scope),
          label,
          current: href === tab,
        }))}
      />
      <MetricFilters frame={frame} action={tab} more={more} />
      {children}
    </div>
  );
}

/** A plain GET form: the filters stand in the address, so a page of numbers can be kept and sent. */
export function MetricFilters({ frame: { scope, choices, seesAll }, action, more = {} }: {
  frame: MetricsFrame;
  action: string;
  more?: Record<string, string>;
}) {
  const { period, csm, template, segment, source } = scope;
  const isNarrowed = (seesAll && csm) || template || segment || source || period.key !== "90d";
  return (
    <>
      <form class="filter-bar metric-filters" method="get" action={action} aria-label="Filters">
        {Object.entries(more).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Pick
          name="period"
          label="Period"
          value={period.key}
          options={PERIODS.map(({ key, label }) => ({ value: key, label }))}
        />
        <label class="own-day">
          From <input type="date" class="input" name="from" value={own(period)?.from} />
        </label>
        <label class="own-day">
          to <input type="date" class="input" name="to" value={own(period)?.to} />
        </label>
        {seesAll && (
          <Pick
            name="csm"
            label="CSM"
            all="Every CSM"
            value={csm}
            options={[...choices.csms, { value: NOBODY, label: "Without CSM" }]}
          />
        )}
        <Pick
          name="template"
          label="Template"
          all="Every template"
          value={template}
          options={[...choices.templates, { value: NOBODY, label: "Without template" }]}
        />
        <Pick
          name="segment"
          label="Segment"
          all="Every segment"
          value={segment}
          options={[...choices.segments, { value: NO_SEGMENT, label: "Without segment" }]}
        />
        <Pick
          name="source"
          label="Source"
          all="Every source"
          value={source}
          options={SOURCES.map(({ source, label }) => ({ value: source, label }))}
        />
        <button type="submit" class="button plain">Apply</button>
        {isNarrowed && (
          <LinkButton kind="quiet" href={`${action}${asQuery(more)}`}>Clear</LinkButton>
        )}
      </form>
      <p class="metric-period">
        {inWords(period)}
        <span class="muted">, compared with {inWords(period.before)}</span>
        {!seesAll && <span class="muted">. These are the numbers of your own accounts.</span>}
      </p>
    </>
  );
}

const own = (period: Period) => period.key === "own" ? period : undefined;

const asQuery = (more: Record<string, string>) => {
  const query = new URLSearchParams(more);
  return query.size > 0 ? `?${query}` : "";
};

export function inWords({ from, to }: { from: string; to: string }): string {
  return `${formatDay(from, "en-GB", "medium")} to ${formatDay(to, "en-GB", "medium")}`;
}

function Pick({ name, label, all, value, options }: {
  name: string;
  label: string;
  all?: string;
  value?: string;
  options: { value: string; label: string }[];
}) {
  const known = !value || options.some((option) => option.value === value);
  return (
    <select class="input select" name={name} aria-label={label}>
      {all && <option value="">{all}</option>}
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>{option.label}</option>
      ))}
      {!known && <option value={value} selected>{name === "segment" ? value : "Unknown"}</option>}
    </select>
  );
}

/** What is shown, as a file for a spreadsheet. */
export function CsvLink({ href, label = "Export CSV" }: { href: string; label?: string }) {
  return <LinkButton small href={href}>{label}</LinkButton>;
}
