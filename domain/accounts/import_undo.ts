import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvents } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import { importedBy } from "./import_creations.ts";
import { changeImport, type Import, lockImport, recordImport } from "./imports.ts";

const AT_ONCE = 500;

export interface UndoPlan {
  /** Within a day of the end of the import. */
  possible: boolean;
  archives: number;
  /** Accounts that stay, because somebody changed them or something was sent. */
  touched: number;
  names: string[];
  updated: number;
}

/** What undoing the import would do now. */
export async function planUndo(tx: OrgDb, found: Import): Promise<UndoPlan> {
  const { rows: [row] } = await sql<{ archives: number; touched: number; names: string[] | null }>`
    select count(*) filter (where not ${touched}) as archives,
      count(*) filter (where ${touched}) as touched,
      (array_agg(a.name order by r.row_no) filter (where ${touched}))[1:5] as names
    from import_rows r join accounts a on a.id = r.account_id
    where r.import_id = ${found.id} and r.outcome = 'created' and a.archived_at is null`
    .execute(tx);
  return {
    possible: await isRecent(tx, found),
    archives: row?.archives ?? 0,
    touched: row?.touched ?? 0,
    names: row?.names ?? [],
    updated: found.updated_count,
  };
}

/** Archives what the import created and nobody touched since. Updates stay as they are. */
export async function undoImport(tx: OrgDb, id: string, memberId: string): Promise<void> {
  const found = await lockImport(tx, id);
  if (["undoing", "undone"].includes(found.state)) return;
  if (found.state !== "done") throw new Refused("This import has not ended yet.");
  if (!await isRecent(tx, found)) {
    throw new Refused(
      "An import can be undone for 24 hours. These accounts are archived one by one.",
    );
  }
  await changeImport(tx, id, { state: "undoing", position: 0, changed_by: memberId });
  await recordImport(tx, found, "undoing");
  await enqueue(tx, "advance_import", { importId: id }, { key: id });
}

/** Archives the accounts of the next rows. Answers whether there are more rows. */
export async function undoMore(tx: OrgDb, found: Import): Promise<boolean> {
  const last = Math.min(found.position + AT_ONCE, found.rows_count);
  const { rows } = await sql<{ id: string; name: string }>`
    update accounts a set archived_at = now(), version = a.version + 1
    from import_rows r
    where r.import_id = ${found.id} and r.row_no > ${found.position} and r.row_no <= ${last}
      and r.outcome = 'created' and a.id = r.account_id and a.archived_at is null
      and not ${touched}
    returning a.id, a.name`.execute(tx);
  const origin = await importedBy(tx, found);
  await recordEvents(
    tx,
    rows.map(({ id, name }) => ({
      kind: "account.archived",
      subjectId: id,
      accountId: id,
      data: { name, ...origin },
    })),
  );
  const archived = found.archived_count + rows.length;
  const more = last < found.rows_count;
  await changeImport(tx, found.id, {
    position: last,
    archived_count: archived,
    ...(!more && { state: "undone" }),
  });
  if (!more) await recordImport(tx, found, "undone", { archived });
  return more;
}

/** The background is not somebody: only what people, customers and rules did counts. */
const touched = sql<boolean>`(exists (
    select from events e where e.org_id = current_org() and e.account_id = r.account_id
      and e.actor_kind <> 'system')
  or exists (
    select from mails m where m.org_id = current_org() and m.account_id = r.account_id
      and m.class = 'customer' and m.state in ('approved', 'sending', 'sent', 'unknown')))`;

async function isRecent(tx: OrgDb, { id, state }: Import): Promise<boolean> {
  if (state !== "done") return false;
  const found = await tx.selectFrom("imports").select("id").where("id", "=", id)
    .where(sql<boolean>`finished_at > now() - interval '24 hours'`).executeTakeFirst();
  return found !== undefined;
}
