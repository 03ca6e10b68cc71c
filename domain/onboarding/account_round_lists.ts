import { type RawBuilder, type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { AccountRoundAccounts, RoundKind } from "../base/schema.ts";
import { type AccountRound, isRecent } from "./account_rounds.ts";

/** What a round comes to if it is confirmed now. */
export async function planRound(tx: OrgDb, round: AccountRound) {
  const { rows } = await sql<{ why: string | null; count: number }>`
    select why, count(*)::int as count from (
      select ${leftOut(round)} as why
      from account_round_accounts r join accounts a on a.id = r.account_id
      where r.round_id = ${round.id}
    ) asked group by why order by count desc, why`.execute(tx);
  const left = rows.flatMap(({ why, count }) => why === null ? [] : [{ why, count }]);
  return { changes: rows.find(({ why }) => why === null)?.count ?? 0, left };
}

/** What undoing it would take back, and what was changed since. */
export async function planRoundUndo(tx: OrgDb, round: AccountRound) {
  const ended = round.state === "done" || round.state === "cancelled";
  if (!ended || round.kind === "apply" || round.changed === 0 || !await isRecent(tx, round.id)) {
    return undefined;
  }
  const { rows: [row] } = await sql<{ takesBack: number; keeps: number }>`
    select count(*) filter (where ${asLeft(round)})::int as "takesBack",
      count(*) filter (where not ${asLeft(round)})::int as keeps
    from account_round_accounts r join accounts a on a.id = r.account_id
    where r.round_id = ${round.id} and r.state = 'changed'`.execute(tx);
  return row!;
}

const PAGE = 50;

export type RoundPart = "all" | "changes" | "left";

export interface RoundLine {
  accountId: string;
  name: string;
  state: Selectable<AccountRoundAccounts>["state"];
  said: string;
}

/** The accounts of a round. Before it is confirmed they say what would become of them. */
export async function listRoundAccounts(
  tx: OrgDb,
  round: AccountRound,
  { part = "all", after }: { part?: RoundPart; after?: string },
): Promise<{ lines: RoundLine[]; next?: string }> {
  const said = round.state === "asked" ? leftOut(round) : sql<string | null>`nullif(r.said, '')`;
  const { rows } = await sql<RoundLine>`
    select r.account_id as "accountId", a.name, r.state, coalesce(${said}, '') as said
    from account_round_accounts r join accounts a on a.id = r.account_id
    where r.round_id = ${round.id}
      ${after ? sql`and r.account_id > ${after}` : sql``}
      ${part === "all" ? sql`` : sql`and ${said} is ${part === "left" ? sql`not` : sql``} null`}
    order by r.account_id limit ${PAGE + 1}`.execute(tx);
  const lines = rows.slice(0, PAGE);
  return { lines, next: rows.length > PAGE ? lines.at(-1)!.accountId : undefined };
}

/** Why an account "a" stays as it is, in words; null where there is something to do. */
export function leftOut({ kind, csm_id }: AccountRound): RawBuilder<string | null> {
  const own: Record<RoundKind, RawBuilder<unknown>> = {
    archive: sql`when a.archived_at is not null then 'Archived already'`,
    assign: sql`when a.archived_at is not null then 'Archived'
      when a.csm_id is not distinct from ${csm_id}::uuid
        then ${csm_id ? "Has this CSM already" : "Has no CSM already"}::text`,
    apply: sql`when a.archived_at is not null then 'Archived'
      when exists (select from plans p where p.org_id = a.org_id and p.account_id = a.id
        and p.ended_at is null) then 'Follows a plan already'`,
  };
  return sql<string | null>`case
    when a.merged_into is not null then 'Merged into another account' ${own[kind]} end`;
}

/** Whether an account "a" is still as its line "r" of the round left it. */
export function asLeft({ kind, csm_id }: AccountRound): RawBuilder<boolean> {
  return kind === "archive"
    ? sql<boolean>`(a.archived_at is not distinct from r.changed_at and a.merged_into is null)`
    : sql<boolean>`(a.archived_at is null and a.csm_id is not distinct from ${csm_id}::uuid)`;
}
