import { Refused } from "../../base/errors.ts";
import type { ChangedPage, Line } from "../service.ts";
import { inWords, openClient, type Row } from "./client.ts";
import { isId, longId } from "./ids.ts";
import { momentIn, momentOf, quoted } from "./soql.ts";

const PAGE = 200;
/** A change is stamped when it begins, and is seen when it is done. */
const LATE_MS = 120_000;

/**
 * By key instead of by a cursor of Salesforce's, which lives two days and fails with what it lists:
 * what changes meanwhile moves to the end and is seen again. The bin is looked through as well.
 */
export async function changed(
  line: Line,
  since: Date,
  cursor: string | null,
): Promise<ChangedPage> {
  const soql = `SELECT Id, SystemModstamp FROM Opportunity WHERE ${after(since, cursor)} ` +
    `ORDER BY SystemModstamp, Id LIMIT ${PAGE}`;
  const { records: rows, done } = await inWords(async () => {
    const client = await openClient(line);
    return await client.query<Row>(soql, { scanAll: true });
  });
  const records = rows.flatMap(({ Id, SystemModstamp }) => {
    const changedAt = momentOf(SystemModstamp);
    return changedAt ? [{ id: longId(String(Id)), changedAt }] : [];
  });
  const last = records.at(-1);
  const isWhole = done && rows.length < PAGE;
  return {
    records,
    cursor: last && !isWhole ? `${momentIn(last.changedAt)} ${last.id}` : null,
    next: last ? new Date(Math.max(since.getTime(), last.changedAt.getTime() - LATE_MS)) : since,
  };
}

function after(since: Date, cursor: string | null): string {
  // Stamps there have whole seconds.
  const second = new Date(Math.floor(since.getTime() / 1000) * 1000);
  if (cursor === null) return `SystemModstamp >= ${momentIn(second)}`;
  const [at = "", id = ""] = cursor.split(" ");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(at) || !isId(id)) {
    throw new Refused("The place where the last look ended cannot be read.");
  }
  return `(SystemModstamp > ${at} OR (SystemModstamp = ${at} AND Id > ${quoted(id)}))`;
}
