import { sql } from "kysely";
import { assignAll } from "../accounts/assignments.ts";
import { actAsMember } from "../base/acting.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import type { RoundKind } from "../base/schema.ts";
import { archiveWithPlans, restoreWithPlans } from "./account_archival.ts";
import { lockAccounts } from "./account_rollups.ts";
import { asLeft, leftOut } from "./account_round_lists.ts";
import { type AccountRound, endRound, lockRound } from "./account_rounds.ts";
import { applyToAccounts } from "./plan_applications.ts";

/** A plan may have hundreds of actions. */
const AT_ONCE: Record<RoundKind, number> = { assign: 200, archive: 100, apply: 25 };

/**
 * Changes the next accounts of a round, or takes them back. Each is marked in the transaction that
 * changes it, so whoever comes twice finds it done. Answers whether more are left.
 */
export async function advanceRound(tx: OrgDb, id: string): Promise<boolean> {
  const round = await stillThere(tx, id);
  if (round?.state === "running") return await carryOn(tx, round);
  if (round?.state === "undoing") return await takeBack(tx, round);
  return false;
}

/** Somebody may have left it unconfirmed. */
async function stillThere(tx: OrgDb, id: string): Promise<AccountRound | undefined> {
  try {
    return await lockRound(tx, id);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function carryOn(tx: OrgDb, round: AccountRound): Promise<boolean> {
  actAsMember(tx, round.member_id);
  const ids = await nextOf(tx, round, "waiting");
  lockAccounts(tx, ids);
  const { rows: accounts } = await sql<{ id: string; csm_id: string | null; why: string | null }>`
    select a.id, a.csm_id, ${leftOut(round)} as why from accounts a
    where a.id = any(${ids}::uuid[])`.execute(tx);
  const free = accounts.flatMap(({ id, why }) => why === null ? [id] : []);
  const refused = await attempt(free, () => change(tx, round, free));
  const outcomes = accounts.map(({ id, csm_id, why }) => {
    const said = why ?? refused.get(id) ?? "";
    return { account_id: id, state: said ? "left" : "changed", said, before_csm_id: csm_id };
  });
  await sql`update account_round_accounts r set state = o.state, said = left(o.said, 500),
      before_csm_id = o.before_csm_id, changed_at = now()
    from jsonb_to_recordset(${outcomes}::jsonb)
      as o (account_id uuid, state text, said text, before_csm_id uuid)
    where r.round_id = ${round.id} and r.account_id = o.account_id`.execute(tx);
  const waiting = round.waiting - ids.length;
  await tx.updateTable("account_rounds").set({
    waiting,
    changed: round.changed + outcomes.filter(({ state }) => state === "changed").length,
  }).where("id", "=", round.id).execute();
  if (waiting === 0) await endRound(tx, round.id, "done");
  return waiting > 0;
}

/** By account, why it was left. */
type Left = Map<string, string>;

/** What stands in the way of all of them is said of each. */
async function attempt(ids: string[], work: () => Promise<Left>): Promise<Left> {
  if (ids.length === 0) return new Map();
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return new Map(ids.map((id) => [id, error.message]));
  }
}

async function change(tx: OrgDb, round: AccountRound, ids: string[]): Promise<Left> {
  if (round.kind === "apply") {
    const how = { startFirst: round.start_first };
    const { refused } = await applyToAccounts(tx, ids, round.template_id!, how);
    return new Map(refused.map(({ accountId, why }) => [accountId, why]));
  }
  if (round.kind === "archive") await archiveWithPlans(tx, ids);
  else await assignAll(tx, ids, round.csm_id);
  return new Map();
}

async function takeBack(tx: OrgDb, round: AccountRound): Promise<boolean> {
  actAsMember(tx, round.undone_by!);
  const ids = await nextOf(tx, round, "changed");
  lockAccounts(tx, ids);
  const { rows: lines } = await sql<Line>`
    select r.account_id as id, r.before_csm_id as "beforeId", ${asLeft(round)} as "isAsLeft"
    from account_round_accounts r join accounts a on a.id = r.account_id
    where r.round_id = ${round.id} and r.account_id = any(${ids}::uuid[])`.execute(tx);
  const free = lines.filter(({ isAsLeft }) => isAsLeft);
  const refused = round.kind === "archive"
    ? await attempt(idsOf(free), () => restore(tx, idsOf(free)))
    : await giveBack(tx, free);
  const outcomes = lines.map(({ id, isAsLeft }) => {
    const said = isAsLeft ? refused.get(id) ?? "" : "Changed by somebody since";
    return { account_id: id, state: said ? "kept" : "undone", said };
  });
  await sql`update account_round_accounts r set state = o.state, said = left(o.said, 500)
    from jsonb_to_recordset(${outcomes}::jsonb) as o (account_id uuid, state text, said text)
    where r.round_id = ${round.id} and r.account_id = o.account_id`.execute(tx);
  const undone = outcomes.filter(({ state }) => state === "undone").length;
  await tx.updateTable("account_rounds").set({ undone: round.undone + undone })
    .where("id", "=", round.id).execute();
  const more = ids.length === AT_ONCE[round.kind];
  if (!more) await endRound(tx, round.id, "undone");
  return more;
}

interface Line {
  id: string;
  beforeId: string | null;
  isAsLeft: boolean;
}

const idsOf = (lines: Line[]) => lines.map(({ id }) => id);

async function restore(tx: OrgDb, ids: string[]): Promise<Left> {
  await restoreWithPlans(tx, ids);
  return new Map();
}

/** To whoever had each of them; a person may have left since. */
async function giveBack(tx: OrgDb, lines: Line[]): Promise<Left> {
  const refused: Left = new Map();
  for (const [beforeId, some] of Map.groupBy(lines, (line) => line.beforeId)) {
    const kept = await attempt(idsOf(some), async () => {
      await assignAll(tx, idsOf(some), beforeId);
      return new Map();
    });
    for (const [id, why] of kept) refused.set(id, why);
  }
  return refused;
}

async function nextOf(tx: OrgDb, { id, kind }: AccountRound, state: "waiting" | "changed") {
  const rows = await tx.selectFrom("account_round_accounts").select("account_id")
    .where("round_id", "=", id).where("state", "=", state)
    .orderBy("account_id").limit(AT_ONCE[kind]).execute();
  return rows.map(({ account_id }) => account_id);
}
