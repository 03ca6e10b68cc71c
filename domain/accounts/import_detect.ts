import { detectSeparator, readCsv } from "./import_csv.ts";
import { type ImportField, namedSo } from "./import_fields.ts";
import type { Separator } from "./import_words.ts";

export type ImportFormat = "csv" | "json" | "text";

export interface Detected {
  format: ImportFormat;
  separator: Separator;
  /** The first row names the columns. */
  header: boolean;
}

/** What the beginning of a source looks like. A person is shown it, and may switch. */
export function detectFormat(head: string, fileName: string, fields: ImportField[]): Detected {
  const { separator, columns } = detectSeparator(head);
  const rows = firstRows(head, separator);
  const names = (rows[0] ?? []).filter((name) => namedSo(name, fields)).length;
  const header = names > 0 || looksLikeHeader(rows);
  const text = head.trimStart();
  if (/^\[\s*[[{\]"\d]|^\{\s*["}]/.test(text) || /\.json$/i.test(fileName)) {
    return { format: "json", separator, header };
  }
  const even = rows.filter((row) => row.length === columns).length / rows.length;
  const table = columns > 1 && ((names > 0 && even >= 0.5) || (rows.length > 2 && even > 0.9));
  const alone = names > 0 && columns === 1 && rows.length > 1 && !/[:=]/.test(rows[0]![0]!);
  if (table || alone || /\.(csv|tsv|tab)$/i.test(fileName)) {
    return { format: "csv", separator, header };
  }
  return { format: "text", separator, header };
}

function firstRows(head: string, separator: Separator): string[][] {
  const rows: string[][] = [];
  try {
    for (const { cells } of readCsv(head, separator)) if (rows.push(cells) === 20) break;
  } catch {
    // The beginning may end within quotes.
  }
  return rows;
}

/** Its cells are words where those below hold digits or addresses. */
function looksLikeHeader([first, second]: string[][]): boolean {
  if (!first || !second) return false;
  const telling = (row: string[]) => row.some((cell) => /[\d@]/.test(cell));
  return !telling(first) && telling(second);
}
