import { type Selectable, sql } from "kysely";
import { type AccountFilter, holds } from "../accounts/account_lists.ts";
import { mayBeAssigned } from "../accounts/assignments.ts";
import type { Viewer } from "../accounts/viewers.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { AccountRounds, RoundKind } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { roundInWords } from "./account_round_words.ts";
import { canBeApplied } from "./template_choices.ts";

export type AccountRound = Selectable<AccountRounds>;

/** With the names that its page shows. */
export type NamedRound = AccountRound & {
  by: string;
  csm: string | null;
  template: string | null;
};

export interface AccountRoundWish {
  kind: RoundKind;
  /** Those that were ticked. None: every account that the filter holds. */
  accountIds?: string[];
  filter: AccountFilter;
  /** The filter as it stands in an address. */
  query: string;
  csmId: string | null;
  templateId: string | null;
  startFirst: boolean;
}

/** Writes down who was chosen. Nothing happens to them before somebody confirms it. */
export async function askForRound(
  tx: OrgDb,
  viewer: Viewer,
  { kind, accountIds, filter, query, ...wish }: AccountRoundWish,
): Promise<string> {
  const csm_id = kind === "assign" ? wish.csmId : null;
  const template_id = kind === "apply" ? wish.templateId : null;
  if (csm_id && !await mayBeAssigned(tx, "csm", csm_id)) {
    throw new Refused("Choose from the people shown.");
  }
  if (template_id && !await canBeApplied(tx, template_id)) {
    throw new Refused("This template is not published any more. Choose another.");
  }
  await forgetUnconfirmed(tx, viewer);
  const id = newId();
  await tx.insertInto("account_rounds").values({
    id,
    kind,
    csm_id,
    template_id,
    start_first: kind === "apply" && wish.startFirst,
    query,
    everything: !accountIds,
    member_id: viewer.id,
  }).execute();
  const chosen = accountIds
    ? sql<boolean>`a.id = any(${accountIds}::uuid[])`
    : await holds(tx, viewer, filter);
  const { rows: [listed] } = await sql<{ total: number }>`
    with listed as (
      insert into account_round_accounts (round_id, account_id)
      select ${id}, a.id from accounts a where ${chosen} returning account_id
    )
    update account_rounds set total = counted.total, waiting = counted.total
    from (select count(*)::int as total from listed) counted
    where id = ${id} returning counted.total`.execute(tx);
  const { total } = listed!;
  if (accountIds && total < accountIds.length) throw new NotFound();
  if (total === 0) throw new Refused("No account matches these filters any more.");
  return id;
}

/** What somebody looked at and left, a day later. */
async function forgetUnconfirmed(tx: OrgDb, { id }: Viewer) {
  await tx.deleteFrom("account_rounds").where("state", "=", "asked").where("member_id", "=", id)
    .where("asked_at", "<", sql<Date>`now() - interval '1 day'`).execute();
}

export async function findAccountRound(tx: OrgDb, id: string): Promise<NamedRound> {
  const round = await named(tx).where("r.id", "=", id).executeTakeFirst();
  if (!round) throw new NotFound();
  return round;
}

const PAGE = 50;

/** Those that were begun, newest first. */
export async function listAccountRounds(tx: OrgDb, before?: string) {
  const found = await named(tx).where("r.state", "<>", "asked")
    .$if(before !== undefined, (q) => q.where("r.id", "<", before!))
    .orderBy("r.id", "desc").limit(PAGE + 1).execute();
  const rounds = found.slice(0, PAGE);
  return { rounds, older: found.length > PAGE ? rounds.at(-1)!.id : undefined };
}

function named(tx: OrgDb) {
  return tx.selectFrom("account_rounds as r")
    .innerJoin("members as m", "m.id", "r.member_id")
    .leftJoin("members as c", "c.id", "r.csm_id")
    .leftJoin("templates as t", "t.id", "r.template_id")
    .selectAll("r").select(["m.name as by", "c.name as csm", "t.name as template"]);
}

/** From here on accounts are changed. A second press finds it begun. */
export async function confirmRound(tx: OrgDb, id: string, memberId: string): Promise<void> {
  const round = await lockRound(tx, id);
  if (round.state !== "asked") return;
  await tx.updateTable("account_rounds").set({ state: "running", member_id: memberId })
    .where("id", "=", id).execute();
  await recordRound(tx, id, "started");
  await enqueue(tx, "advance_round", { roundId: id }, { key: id });
}

/** What is done stays done, and can be taken back; the rest stays as it is. */
export async function cancelRound(tx: OrgDb, id: string): Promise<void> {
  const { state } = await lockRound(tx, id);
  if (state === "running") await endRound(tx, id, "cancelled");
}

/** Only what is as the round left it is taken back, so nobody's later decision is lost. */
export async function undoRound(tx: OrgDb, id: string, memberId: string): Promise<void> {
  const round = await lockRound(tx, id);
  if (round.state === "undoing" || round.state === "undone") return;
  if (round.kind === "apply") {
    throw new Refused("Plans that were applied cannot be taken back at once.");
  }
  if (round.state === "asked" || round.state === "running") {
    throw new Refused("It has not ended yet.");
  }
  if (!await isRecent(tx, id)) throw new Refused("This can be undone for 24 hours.");
  await tx.updateTable("account_rounds").set({ state: "undoing", undone_by: memberId })
    .where("id", "=", id).execute();
  await enqueue(tx, "advance_round", { roundId: id }, { key: id });
}

export async function endRound(
  tx: OrgDb,
  id: string,
  state: "done" | "cancelled" | "undone",
): Promise<void> {
  await tx.updateTable("account_rounds")
    .set({ state, ...state !== "undone" && { ended_at: sql<Date>`now()` } })
    .where("id", "=", id).execute();
  await recordRound(tx, id, state === "done" ? "ended" : state);
}

/** Whoever decides about a round, or carries it on, does so one after the other. */
export async function lockRound(tx: OrgDb, id: string): Promise<AccountRound> {
  const round = await tx.selectFrom("account_rounds").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!round) throw new NotFound();
  return round;
}

export async function isRecent(tx: OrgDb, id: string): Promise<boolean> {
  const recent = await tx.selectFrom("account_rounds").select("id").where("id", "=", id)
    .where("ended_at", ">", sql<Date>`now() - interval '24 hours'`).executeTakeFirst();
  return recent !== undefined;
}

async function recordRound(tx: OrgDb, id: string, what: string) {
  const round = await findAccountRound(tx, id);
  const { changed, undone } = round;
  const data = { name: roundInWords(round), changed, undone };
  await recordEvent(tx, { kind: `round.${what}`, subjectId: id, data });
}
