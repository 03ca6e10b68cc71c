import { sql } from "kysely";
import { actAsMember } from "../base/acting.ts";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import { findTemplate } from "./templates.ts";
import { findRound, type Round } from "./upgrade_rounds.ts";
import { undoUpgrade } from "./upgrade_undoing.ts";

/** Takes back every upgrade of a round that still can be. A job does it, a few at a time. */
export async function undoUpgrades(
  tx: OrgDb,
  templateId: string,
  id: string,
  memberId: string,
): Promise<void> {
  const round = await findRound(tx, templateId, id);
  if (!round.ended_at) throw new Refused("These upgrades have not ended yet.");
  await tx.updateTable("upgrade_rounds")
    .set({ undo_asked_by: memberId, undo_asked_at: sql<Date>`now()` })
    .where("id", "=", id).where("undo_asked_at", "is", null).execute();
  await enqueue(tx, "upgrade_accounts", { roundId: id }, { key: id });
}

const AT_ONCE = 5;

/** The next few; the job comes again until each is taken back or says why it is not. */
export async function continueUndo(tx: OrgDb, id: string): Promise<void> {
  const round = await tx.selectFrom("upgrade_rounds").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!round?.undo_asked_by || round.undo_ended_at) return;
  actAsMember(tx, round.undo_asked_by);
  const lines = await tx.selectFrom("upgrade_round_accounts as r")
    .innerJoin("upgrades as u", "u.id", "r.upgrade_id")
    .select(["r.account_id", "u.id as upgradeId"])
    .where("r.round_id", "=", id).where("r.undo_said", "=", "").where("u.undone_at", "is", null)
    .orderBy("r.account_id").limit(AT_ONCE).execute();
  for (const { account_id, upgradeId } of lines) {
    const undo_said = await tryOne(tx, account_id, upgradeId);
    if (!undo_said) continue;
    await tx.updateTable("upgrade_round_accounts").set({ undo_said })
      .where("round_id", "=", id).where("account_id", "=", account_id).execute();
  }
  if (lines.length === AT_ONCE) await enqueue(tx, "upgrade_accounts", { roundId: id });
  else await endUndo(tx, round);
}

async function tryOne(tx: OrgDb, accountId: string, upgradeId: string): Promise<string> {
  try {
    await undoUpgrade(tx, accountId, upgradeId);
    return "";
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.message.slice(0, 500);
  }
}

async function endUndo(tx: OrgDb, { id, template_id, revision_number }: Round) {
  await tx.updateTable("upgrade_rounds").set({ undo_ended_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
  const { name } = await findTemplate(tx, template_id);
  const data = { name, number: revision_number };
  await recordEvent(tx, { kind: "plan.upgrades_undone", subjectId: id, data });
}
