import { sql } from "kysely";
import type { OrgDb, SystemDb } from "../base/db.ts";
import { type Happening, recordEvents } from "../base/events.ts";
import { lockAccounts, refreshAccounts } from "./account_rollups.ts";
import type { ActionType } from "./action_types.ts";
import { askForDrafts } from "./drafts.ts";

export interface DueAction {
  id: string;
  account_id: string;
  label: string;
  type: ActionType;
  /** The customer can work on it from now on. */
  opens: boolean;
}

/** For the clock: reads what is due and nothing of what is not. */
export async function orgsWithDueActions(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("actions").select("org_id").distinct()
    .where(IS_DUE).execute();
  return rows.map(({ org_id }) => org_id);
}

/** Makes due what has waited long enough, the longest due first. Answers how many there were. */
export async function activateDue(tx: OrgDb, limit: number): Promise<number> {
  const found = await tx.selectFrom("actions").select(["id", "account_id"])
    .where(IS_DUE)
    .orderBy("due_at").orderBy("id").limit(limit).execute();
  if (found.length === 0) return 0;
  const accountIds = [...new Set(found.map(({ account_id }) => account_id))].sort();
  lockAccounts(tx, accountIds);
  const { rows: due } = await sql<DueAction>`
    update actions set state = 'due', opened_at = ${OPENED_AT}, version = version + 1
    where id = any(${found.map(({ id }) => id)}::uuid[]) and ${IS_DUE}
    returning ${DUE}`.execute(tx);
  await tellDue(tx, due);
  await refreshAccounts(tx, accountIds);
  return found.length;
}

/** What follows from being due: it is known, the customer can begin, and a draft is asked for. */
export async function tellDue(tx: OrgDb, due: DueAction[]): Promise<void> {
  await recordEvents(tx, happeningsOf(due));
  await askForDrafts(tx, drafted(due));
}

/** Of a meeting there is nothing to write. */
export function drafted(due: Pick<DueAction, "id" | "type">[]): string[] {
  return due.filter(({ type }) => type !== "SCHEDULE_MEETING").map(({ id }) => id);
}

export function happeningsOf(due: DueAction[]): Happening[] {
  const tell = (kind: string) => ({ id, account_id, label }: DueAction) => ({
    kind,
    subjectId: id,
    accountId: account_id,
    data: { label },
  });
  return [
    ...due.map(tell("action.due")),
    ...due.filter(({ opens }) => opens).map(tell("action.opened")),
  ];
}

/** What the customer answers in the portal opens by itself, where the portal shows it. */
export const OPENS = sql<boolean>`(portal_visible
  and type in ('REQUEST_DOCS', 'REQUEST_ASSETS', 'COLLECT_INFO'))`;

export const OPENED_AT = sql<Date | null>`case when ${OPENS} then coalesce(opened_at, now())
  else opened_at end`;

const DUE = sql`id, account_id, label, type, ${OPENS} as opens`;

// In the words of the index, which is not used otherwise.
const IS_DUE = sql<boolean>`(state = 'waiting' and not held and due_at <= now())`;
