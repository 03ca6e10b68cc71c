import type { FieldValue } from "../base/schema.ts";
import type { Policy } from "./targets.ts";

export interface Meeting {
  policy: Policy;
  /** What the account holds. */
  here: FieldValue | null;
  /** What was last read for it; undefined where nothing was. */
  last: FieldValue | null | undefined;
  now: FieldValue | null;
}

/**
 * Whether an account takes what was just read. Something that was emptied there is a change like
 * any other; something that never stood there empties nothing here.
 */
export function isTaken({ policy, here, last, now }: Meeting): boolean {
  if (same(here, now)) return false;
  if (now === null && (last === undefined || last === null)) return false;
  switch (policy) {
    case "crm":
      return true;
    case "thread":
      return same(here, last ?? null) && !same(now, last ?? null);
    case "if_empty":
      return here === null;
  }
}

export function same(a: FieldValue | null, b: FieldValue | null): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

/** Neither the order of options nor that of keys says anything. */
function ordered(value: FieldValue | null) {
  if (Array.isArray(value)) return [...value].sort();
  if (typeof value !== "object" || value === null) return value;
  return [value.cents, value.currency];
}
