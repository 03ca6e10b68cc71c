import { isDay } from "../base/calendar.ts";
import { numberOf } from "./conditions.ts";
import type { Asked, Output, Pair, ValueType } from "./node.ts";

const TYPES: Record<Asked["type"], ValueType> = {
  text: "text",
  long_text: "text",
  number: "number",
  money: "money",
  date: "date",
  yes_no: "yes_no",
  choice: "choice",
};

export function outputsOf(rows: Asked[] | undefined): Output[] {
  return (rows ?? []).map((row) => ({
    key: row.id,
    label: row.label,
    type: TYPES[row.type],
    sample: row.sample === "" ? SAMPLES[row.type] : readValue(row, row.sample),
  }));
}

const SAMPLES: Record<Asked["type"], unknown> = {
  text: "Northwind Traders",
  long_text: "They go live before the season.",
  number: 12,
  money: 150_000,
  date: "2026-12-31",
  yes_no: true,
  choice: "Enterprise",
};

/** What a start's fields are in what has arrived, each under its own name or where it is said to be. */
export function inputOf(
  { fields, paths }: { fields: Asked[]; paths: Pair[] },
  body: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(fields.map((row) => {
    const path = paths.find(({ key }) => key === row.id)?.value;
    const at = typeof path === "string" && path !== "" ? path : row.id;
    return [row.id, readValue(row, Object.hasOwn(body, at) ? body[at] : inside(body, at))];
  }));
}

function inside(body: unknown, path: string): unknown {
  let at = body;
  for (const part of path.split(".")) {
    if (at === null || typeof at !== "object" || !Object.hasOwn(at, part)) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

/** What came in, as the type it is asked for. What cannot be read stays as it came. */
export function readValue({ type, options }: Asked, given: unknown): unknown {
  if (given === null || given === undefined || given === "") return undefined;
  if (type === "number" || type === "money") return numberOf(given) ?? given;
  if (type === "yes_no") return yesOrNo(given) ?? given;
  if (type === "date") return /^\d{4}-\d{2}-\d{2}/.exec(String(given))?.[0] ?? given;
  if (type === "choice") {
    const same = (one: string) => one.toLowerCase() === String(given).trim().toLowerCase();
    return options.find(same) ?? String(given);
  }
  return typeof given === "object" ? JSON.stringify(given) : String(given).trim() || undefined;
}

/** Why a value does not do for what is asked; undefined where it does, or where none is there. */
export function faultIn({ type, label, options }: Asked, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const shown = `"${String(value).slice(0, 60)}"`;
  if (String(value).includes("\0")) return `"${label}" holds an invisible character.`;
  if (type === "number" || type === "money") {
    return typeof value === "number" ? undefined : `"${label}" is ${shown}, which is not a number.`;
  }
  if (type === "date") {
    return isDay(String(value)) ? undefined : `"${label}" is ${shown}, which is not a day.`;
  }
  if (type === "yes_no") {
    return typeof value === "boolean" ? undefined : `"${label}" is ${shown}, not yes or no.`;
  }
  if (type === "choice" && options.length > 0 && !options.includes(String(value))) {
    return `"${label}" is ${shown}, which is none of ${options.join(", ")}.`;
  }
}

function yesOrNo(given: unknown): boolean | undefined {
  if (typeof given === "boolean") return given;
  if (/^(yes|true|on|1)$/i.test(String(given))) return true;
  if (/^(no|false|off|0)$/i.test(String(given))) return false;
}
