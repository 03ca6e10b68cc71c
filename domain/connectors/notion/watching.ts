import { z } from "zod";
import type { Connected, StandardField, StandardKey } from "../service.ts";
import { FIRST_REQUIRED, SOUGHT } from "./standard_data.ts";

/** What the settings of a connection keep: which database is watched, and what its columns mean. */
export interface Watching {
  /** The data source. A database of Notion holds one, or several. */
  place?: string;
  /** Its name, as it was when it was chosen. */
  placeName?: string;
  /** By what they mean: the column's id, or null where none is meant. */
  columns: Partial<Record<StandardKey, string | null>>;
  required: StandardKey[];
}

const KEYS = SOUGHT.map(({ key }) => key) as [StandardKey, ...StandardKey[]];
const Kept = z.object({
  place: z.string().min(1).optional().catch(undefined),
  placeName: z.string().optional().catch(undefined),
  columns: z.record(z.string(), z.string().nullable()).catch({}),
  required: z.array(z.enum(KEYS)).catch(FIRST_REQUIRED),
});

export function watchingOf({ settings }: Pick<Connected, "settings">): Watching {
  return Kept.parse(settings);
}

/** A column of the database, or the property of a row that lies in it. */
export interface Column {
  id: string;
  name: string;
  type: string;
}

/** By what was chosen; where nobody chose, by its name and kind. */
export function columnFor<C extends Column>(
  key: StandardKey,
  columns: C[],
  chosen: Watching["columns"],
): C | undefined {
  const id = chosen[key];
  if (id !== undefined) return columns.find((column) => column.id === id);
  const sought = SOUGHT.find((one) => one.key === key);
  if (!sought) return undefined;
  const fitting = columns.filter(({ type }) => sought.kinds.includes(type));
  for (const name of sought.names) {
    const found = fitting.find((column) => plain(column.name) === name);
    if (found) return found;
  }
  return fallback(key, columns);
}

/** Every database has a title, and whoever keeps customers in one writes their names there. */
function fallback<C extends Column>(key: StandardKey, columns: C[]): C | undefined {
  if (key === "company_name") return columns.find(({ type }) => type === "title");
  if (key === "stage") return columns.find(({ type }) => type === "status");
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const PREFIX = "standard:";

/** What the start step offers. Which column it comes from differs from database to database. */
export const standard: StandardField[] = SOUGHT.map(({ key, label, type, sample }) => ({
  key,
  label,
  type,
  sample,
  field: key === "stage" ? undefined : `${PREFIX}${key}`,
}));

/** Which of the standard values a field asks for, if it is none of the database's own. */
export function standardKey(field: string): StandardKey | undefined {
  if (!field.startsWith(PREFIX)) return undefined;
  return KEYS.find((key) => key === field.slice(PREFIX.length));
}
