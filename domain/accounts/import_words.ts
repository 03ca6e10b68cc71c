import type { ImportState } from "../base/schema.ts";

export const FORMATS = [
  { format: "csv", label: "CSV: a table with a separator" },
  { format: "json", label: "JSON: records with names" },
  { format: "text", label: "Free text" },
] as const;

export const SEPARATORS = [
  { separator: ",", label: "Comma ," },
  { separator: ";", label: "Semicolon ;" },
  { separator: "\t", label: "Tab" },
  { separator: "|", label: "Bar |" },
] as const;

export const ENCODINGS = [
  { encoding: "utf-8", label: "UTF-8" },
  { encoding: "windows-1252", label: "Western (Windows-1252)" },
  { encoding: "utf-16le", label: "UTF-16, little-endian" },
  { encoding: "utf-16be", label: "UTF-16, big-endian" },
] as const;

export type Separator = typeof SEPARATORS[number]["separator"];
export type Encoding = typeof ENCODINGS[number]["encoding"];

export const IMPORT_STEPS = ["Upload", "Read", "Match columns", "Review", "Confirm"];

/** The one problem that two buttons put right for the whole import. */
export const UNCLEAR_ORDER = "Day or month first?";

interface StateWords {
  label: string;
  kind: "ok" | "warn" | "bad" | "info" | "none";
  /** Where the import is looked at now, below its own address. */
  place: string;
  /** Something is being done in the background. */
  running?: true;
}

export const STATES: Record<ImportState, StateWords> = {
  reading: { label: "Reading", kind: "info", place: "/progress", running: true },
  extracting: { label: "Reading with AI", kind: "info", place: "/progress", running: true },
  unreadable: { label: "Cannot be read", kind: "bad", place: "/source" },
  columns: { label: "Match columns", kind: "warn", place: "/source" },
  checking: { label: "Checking", kind: "info", place: "/progress", running: true },
  review: { label: "In review", kind: "warn", place: "/review" },
  importing: { label: "Importing", kind: "info", place: "/progress", running: true },
  applying: { label: "Applying templates", kind: "info", place: "/progress", running: true },
  done: { label: "Imported", kind: "ok", place: "/result" },
  undoing: { label: "Undoing", kind: "info", place: "/progress", running: true },
  undone: { label: "Undone", kind: "none", place: "/result" },
};

/** "1 row", "2,400 rows". */
export function countedRows(count: number, noun = "row"): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : `${noun}s`}`;
}

/** What Thread thinks of a source: "Looks like CSV, 42 rows, separator ;". */
export function readAs(
  { format, separator, rows_count, header }: {
    format: string;
    separator: string;
    rows_count: number;
    header: boolean;
  },
): string {
  const rows = countedRows(rows_count);
  if (format === "json") return `Looks like JSON, ${countedRows(rows_count, "record")}.`;
  if (format === "text") {
    return `Looks like free text, ${countedRows(rows_count, "account")} found.`;
  }
  const sign = separator === "\t" ? "a tab" : separator;
  return `Looks like CSV, ${rows}, separator ${sign}${header ? "" : ", no names of columns"}.`;
}
