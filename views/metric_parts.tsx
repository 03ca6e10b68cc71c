import type { Child } from "hono/jsx";
import { type Amount, type NumberKey, NUMBERS } from "../domain/insight/numbers.ts";
import { Link } from "./parts/link.tsx";
import type { StatusKind } from "./parts/status.tsx";

/** A row of numbers in the ledger. */
export function Figures({ children }: { children?: Child }) {
  return <dl class="figures">{children}</dl>;
}

export interface Change {
  /** "4 days less than before". */
  words: string;
  better?: boolean;
}

/** One number, and where it leads. */
export function Figure(
  { label, value, href, kind, change, note }: {
    label: string;
    value: string | number;
    href?: string;
    kind?: StatusKind;
    change?: Change;
    note?: Child;
  },
) {
  return (
    <div class="figure">
      <dt>{kind ? <span class={`status ${kind}`}>{label}</span> : label}</dt>
      <dd>
        {href
          ? <Link href={href} class="figure-value">{value}</Link>
          : <span class="figure-value">{value}</span>}
        {change && <span class={`figure-change${changeClass(change)}`}>{change.words}</span>}
        {note && <span class="figure-note">{note}</span>}
      </dd>
    </div>
  );
}

function changeClass({ better }: Change): string {
  return better === undefined ? "" : better ? " better" : " worse";
}

/** How a number moved against the period before; nothing where either is missing. */
export function changeOf(
  now: number | null,
  before: number | null,
  { unit = "", less }: { unit?: string; less?: "better" | "worse" } = {},
): Change | undefined {
  if (now === null || before === null) return undefined;
  const by = round(now) - round(before);
  if (by === 0) return { words: "as before" };
  const size = `${short(Math.abs(by))}${unit && ` ${unit}${Math.abs(by) === 1 ? "" : "s"}`}`;
  const words = `${size} ${by < 0 ? "less" : "more"} than before`;
  return { words, better: less === undefined ? undefined : (by < 0) === (less === "better") };
}

const round = (value: number) => Math.round(value * 10) / 10;

export const short = (value: number) => round(value).toLocaleString("en");

export function inDays(days: number | null): string {
  return days === null ? "–" : `${short(days)} day${round(days) === 1 ? "" : "s"}`;
}

export function inPercent(part: number, whole: number): string {
  return whole === 0 ? "–" : `${Math.round(part / whole * 100)}%`;
}

/** "$1.04M": the largest sum first. Other currencies are never added to it. */
export function inMoney(amounts: Amount[]): string {
  return amounts.length === 0 ? "–" : amounts.map(roughly).join(" + ");
}

function roughly({ cents, currency }: Amount): string {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
      notation: "compact",
      maximumSignificantDigits: 3,
    });
    formats.set(currency, format);
  }
  return format.format(cents / 100);
}

const formats = new Map<string, Intl.NumberFormat>();

/** What each number means, one press away. */
export function HowCounted({ numbers, more = [] }: {
  numbers: NumberKey[];
  more?: { label: string; means: string }[];
}) {
  return (
    <details class="fold how-counted">
      <summary>How this is counted</summary>
      <dl>
        {[...numbers.map((key) => NUMBERS[key]), ...more].map(({ label, means }) => (
          <div>
            <dt>{label}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">
        Test accounts and archived accounts are left out everywhere. Days are those of your
        organisation's time zone.
      </p>
    </details>
  );
}

export interface Column {
  /** Under the column. */
  label: string;
  /** Above it. */
  value: number;
  says?: string;
  /** Read aloud in place of the two. */
  name: string;
  href?: string;
  tone?: "now" | "weak";
}

/** Bars from left to right. Each is a link, so the row of them is its own description. */
export function ColumnChart({ title, lead, columns }: {
  title: string;
  lead?: string;
  columns: Column[];
}) {
  const most = Math.max(1, ...columns.map(({ value }) => value));
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong>
        {lead && <span class="muted">{lead}</span>}
      </figcaption>
      <ol class={`columns${columns.length > 8 ? " many" : ""}`}>
        {columns.map((column) => <OneColumn column={column} most={most} />)}
      </ol>
    </figure>
  );
}

function OneColumn({ column: { label, value, says, name, href, tone }, most }: {
  column: Column;
  most: number;
}) {
  const height = value === 0 ? 0 : Math.max(2, Math.round(value / most * 100));
  const drawn = (
    <>
      <span class="hidden">{name}</span>
      <span class="column-value" aria-hidden="true">{says ?? (value || "")}</span>
      <svg
        class={tone}
        viewBox="0 0 10 100"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        <rect x="0" y={100 - height} width="10" height={height} />
      </svg>
      <span class="column-label" aria-hidden="true">{label}</span>
    </>
  );
  return <li>{href && value > 0 ? <a href={href}>{drawn}</a> : <span>{drawn}</span>}</li>;
}

export interface Part {
  label: string;
  value: number;
  /** In words, such as "12 accounts" or "34%". */
  says: string;
  href?: string;
  kind: StatusKind | "accent";
}

/** One bar of several parts, and their names under it. */
export function PartsBar({ label, parts }: { label: string; parts: Part[] }) {
  const all = parts.reduce((sum, { value }) => sum + value, 0);
  if (all === 0) return null;
  let at = 0;
  return (
    <div class="parts-bar">
      <svg viewBox="0 0 1000 10" preserveAspectRatio="none" role="img" aria-label={label}>
        {parts.filter(({ value }) => value > 0).map(({ value, kind }) => {
          const width = value / all * 1000;
          const x = at;
          at += width;
          return (
            <rect
              class={kind}
              x={x.toFixed(1)}
              y="0"
              width={Math.max(1, width - 2).toFixed(1)}
              height="10"
            />
          );
        })}
      </svg>
      <ul>
        {parts.map(({ label, says, href, kind }) => (
          <li>
            <span class={`part-mark ${kind}`} aria-hidden="true"></span>
            {href ? <a href={href}>{label}</a> : label} <strong>{says}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
