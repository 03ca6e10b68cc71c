import type { Child } from "hono/jsx";

export type StatusKind = "ok" | "warn" | "bad" | "info" | "none";

const SHAPES: Record<StatusKind, () => Child> = {
  ok: () => <circle cx="6" cy="6" r="5" />,
  warn: () => <path d="M6 .8 11.6 11H.4z" />,
  bad: () => <path d="M1 1h10v10H1z" />,
  info: () => (
    <path d="M6 1a5 5 0 0 1 0 10zM6 0a6 6 0 1 0 0 12A6 6 0 0 0 6 0m0 1.3a4.7 4.7 0 1 1 0 9.4 4.7 4.7 0 0 1 0-9.4" />
  ),
  none: () => (
    <path d="M6 0a6 6 0 1 0 0 12A6 6 0 0 0 6 0m0 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2" />
  ),
};

/** A shape and a word; the colour only repeats them. */
export function StatusLabel(
  { kind, children, chip, id }: { kind: StatusKind; children?: Child; chip?: boolean; id?: string },
) {
  return (
    <span class={`status ${kind}${chip ? " chip" : ""}`} id={id}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{SHAPES[kind]()}</svg>
      {children}
    </span>
  );
}

/** How much is done. `label` names it aloud; `text` is shown beside the bar. */
export function Progress(
  { value, max, label, text }: { value: number; max: number; label: string; text?: string },
) {
  return (
    <span class="progress">
      {text !== undefined && <span class="progress-text">{text}</span>}
      <progress value={value} max={max} aria-label={label}>{value} of {max}</progress>
    </span>
  );
}

/** How full something is: a quota, a load. The browser colours it past `high`. */
export function Meter(
  { value, max, low, high, label, text }: {
    value: number;
    max: number;
    low?: number;
    high?: number;
    label: string;
    text?: string;
  },
) {
  return (
    <span class="progress">
      {text !== undefined && <span class="progress-text">{text}</span>}
      <meter value={value} min={0} max={max} low={low} high={high} optimum={0} aria-label={label}>
        {value} of {max}
      </meter>
    </span>
  );
}
