import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { AccountSource, Health } from "../base/schema.ts";
import { CONDITIONS, daysTaken, finishedOn, slipOf } from "./conditions.ts";
import type { Detail, NumberKey } from "./numbers.ts";
import { countedIn, dayOf, type Scope } from "./scope.ts";

/** One account behind a number, with the facts that the number was made of. */
export interface Behind {
  id: string;
  name: string;
  csm: string | null;
  segment: string | null;
  template: string | null;
  source: AccountSource;
  health: Health;
  arr_cents: number | null;
  arr_currency: string;
  started_on: string | null;
  promised_on: string | null;
  planned_on: string | null;
  projected_on: string | null;
  finished_on: string | null;
  days: number | null;
  slip: number | null;
}

export interface BehindPage {
  accounts: Behind[];
  total: number;
  /** The id after which the next page begins. */
  next?: string;
}

const PAGE = 50;

/** Exactly the accounts that a number counts, newest first. */
export async function listBehind(
  tx: OrgDb,
  scope: Scope,
  number: NumberKey,
  detail: Detail,
  after?: string,
): Promise<BehindPage> {
  const [{ total }, accounts] = await Promise.all([
    countBehind(tx, scope, number, detail),
    rowsBehind(tx, scope, number, detail, PAGE + 1, after),
  ]);
  const shown = accounts.slice(0, PAGE);
  return { accounts: shown, total, next: accounts.length > PAGE ? shown.at(-1)!.id : undefined };
}

export async function countBehind(tx: OrgDb, scope: Scope, number: NumberKey, detail: Detail) {
  const { rows: [row] } = await sql<{ total: number }>`
    select count(*)::int as total from account_facts f
    where ${countedIn(scope)} and ${CONDITIONS[number](scope, detail)}`.execute(tx);
  return row!;
}

export async function rowsBehind(
  tx: OrgDb,
  scope: Scope,
  number: NumberKey,
  detail: Detail,
  limit: number,
  after?: string,
): Promise<Behind[]> {
  const { rows } = await sql<Behind>`
    with found as materialized (
      select f.* from account_facts f
      where ${countedIn(scope)} and ${CONDITIONS[number](scope, detail)}
        and ${after ? sql`f.account_id < ${after}::uuid` : sql`true`}
      order by f.account_id desc limit ${limit}
    )
    select f.account_id as id, a.name, c.name as csm, f.segment, t.name as template, f.source,
      f.health, f.arr_cents, f.arr_currency, ${dayOf(sql`f.started_at`, scope)} as started_on,
      f.promised_on, f.planned_on, f.projected_on, ${finishedOn(scope)} as finished_on,
      ${daysTaken(scope)} as days, ${slipOf(scope)} as slip
    from found f
    join accounts a on a.org_id = f.org_id and a.id = f.account_id
    left join members c on c.org_id = f.org_id and c.id = f.csm_id
    left join templates t on t.org_id = f.org_id and t.id = f.template_id
    order by f.account_id desc`.execute(tx);
  return rows;
}
