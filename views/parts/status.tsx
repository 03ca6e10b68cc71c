import type { Child } from "hono/jsx";
import { type Words, wordsIn } from "../../domain/messages/words/words.ts";

export type StatusKind = "ok" | "warn" | "bad" | "info" | "none";

/** A shape and a word; the colour only repeats them. The stylesheet draws the shape. */
export function StatusLabel(
  { kind, children, chip, id }: { kind: StatusKind; children?: Child; chip?: boolean; id?: string },
) {
  return <span class={`status ${kind}${chip ? " chip" : ""}`} id={id}>{children}</span>;
}

/** How much is done. `label` names it aloud; `text` is shown beside the bar. */
export function Progress(
  { value, max, label, text, words = wordsIn("en") }: {
    value: number;
    max: number;
    label: string;
    text?: string;
    words?: Words;
  },
) {
  return (
    <span class="progress">
      {text !== undefined && <span class="progress-text">{text}</span>}
      <progress value={value} max={max} aria-label={label}>
        {words.t("form.progress", { value, max })}
      </progress>
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
