import type { FieldType, FieldValue, Health } from "../base/schema.ts";
import { formatMoney } from "./money.ts";

export const HEALTHS: {
  health: Health;
  label: string;
  kind: "ok" | "warn" | "bad" | "info" | "none";
}[] = [
  { health: "not_started", label: "Not started", kind: "none" },
  { health: "on_track", label: "On track", kind: "ok" },
  { health: "at_risk", label: "At risk", kind: "warn" },
  { health: "blocked", label: "Blocked", kind: "bad" },
  { health: "waiting", label: "Waiting on customer", kind: "info" },
  { health: "live", label: "Live", kind: "ok" },
];

export const SEGMENTS = ["Enterprise", "Mid-market", "SMB"];

export const FIELD_TYPES: { type: FieldType; label: string; hint: string }[] = [
  { type: "text", label: "Text", hint: "One line" },
  { type: "number", label: "Number", hint: "Such as seats or sites" },
  { type: "date", label: "Date", hint: "A day" },
  { type: "choice", label: "Choice", hint: "One of the options below" },
  { type: "multi", label: "Several choices", hint: "Any of the options below" },
  { type: "yes_no", label: "Yes or no", hint: "A box to tick" },
  { type: "url", label: "Web address", hint: "Such as https://example.com" },
  { type: "email", label: "Email address", hint: "Such as name@example.com" },
  { type: "money", label: "Amount of money", hint: "With its currency" },
];

export const VIEWS = [
  { view: "needs-me", label: "Needs you" },
  { view: "mine", label: "My accounts" },
  { view: "all", label: "All" },
  { view: "archived", label: "Archived" },
] as const;

export type View = typeof VIEWS[number]["view"];

/** A value of one of the organisation's own fields, in words. */
export function fieldInWords(value: FieldValue | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return value.toLocaleString("en");
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "object" ? formatMoney(value) : value;
}

/** Only http and https: what a person typed becomes a link. */
export function isWebLink(value: FieldValue | undefined): value is string {
  return typeof value === "string" && /^https?:\/\//.test(value);
}
