import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { UpgradeRoundAccounts, UpgradeRounds } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { lockAccounts } from "./account_rollups.ts";
import { ACTOR } from "./action_endings.ts";
import { archivedWords } from "./milestones.ts";
import { type Revision, revisionById } from "./template_revisions.ts";
import { findTemplate } from "./templates.ts";
import { basesOf, behind } from "./upgrade_behind.ts";
import { takeCalm } from "./upgrade_choices.ts";
import { plansToUpgrade, type PlanToUpgrade } from "./upgrade_plans.ts";
import { previewOf, summaryOf } from "./upgrade_previews.ts";
import { carryOut } from "./upgrades.ts";

export type Round = Selectable<UpgradeRounds>;

export interface RoundWish {
  /** None: every account that is behind. */
  accountIds?: string[];
  /** Takes the rest where some was changed on both sides; otherwise those accounts are left. */
  keepOurs: boolean;
}

/** Begins to bring these accounts to the published revision. A job does it, a few at a time. */
export async function startRound(
  tx: OrgDb,
  templateId: string,
  { accountIds, keepOurs }: RoundWish,
): Promise<Round> {
  const template = await findTemplate(tx, templateId);
  const { published_revision_id: revision_id, published_number } = template;
  if (!revision_id || published_number === null) throw new Refused("Nothing is published yet.");
  const id = newId();
  const chosen = await behind(tx, template).select("a.id")
    .$if(
      accountIds !== undefined,
      (q) => q.where("a.id", "=", sql<string>`any(${accountIds ?? []}::uuid[])`),
    )
    .execute();
  if (chosen.length === 0) {
    throw new Refused("None of these accounts follows an older revision any more.");
  }
  const round = await tx.insertInto("upgrade_rounds").values({
    id,
    template_id: templateId,
    revision_id,
    revision_number: published_number,
    keep_ours: keepOurs,
    asked_by: ACTOR,
    total: chosen.length,
    waiting: chosen.length,
  }).returningAll().executeTakeFirstOrThrow();
  await sql`insert into upgrade_round_accounts (round_id, account_id)
    select ${id}, unnest(${chosen.map((one) => one.id)}::uuid[])`.execute(tx);
  await recordEvent(tx, {
    kind: "plan.upgrades_asked",
    subjectId: id,
    data: { name: template.name, number: published_number, accounts: chosen.length },
  });
  await enqueue(tx, "upgrade_accounts", { roundId: id });
  return round;
}

const AT_ONCE = 5;

/** The next few accounts; the job comes again until none waits. */
export async function continueRound(tx: OrgDb, id: string): Promise<void> {
  const round = await tx.selectFrom("upgrade_rounds").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
  if (!round || round.ended_at) return;
  const waiting = await tx.selectFrom("upgrade_round_accounts").select("account_id")
    .where("round_id", "=", id).where("state", "=", "waiting").orderBy("account_id").limit(AT_ONCE)
    .execute();
  const accountIds = waiting.map(({ account_id }) => account_id);
  lockAccounts(tx, accountIds);
  const [plans, to] = await Promise.all([
    plansToUpgrade(tx, accountIds),
    revisionById(tx, round.revision_id),
  ]);
  const bases = await basesOf(
    tx,
    plans.flatMap(({ plan }) => plan.template_id === round.template_id ? plan.revision_id! : []),
  );
  let upgraded = 0;
  for (const accountId of accountIds) {
    const plan = plans.find(({ account }) => account.id === accountId);
    const outcome = await tryOne(tx, round, to, plan, bases);
    if (outcome.state === "upgraded") upgraded++;
    await tx.updateTable("upgrade_round_accounts").set(outcome)
      .where("round_id", "=", id).where("account_id", "=", accountId).execute();
  }
  await advance(tx, round, { done: accountIds.length, upgraded });
}

type Outcome = Pick<Selectable<UpgradeRoundAccounts>, "state"> & {
  said?: string;
  conflicts?: number;
  upgrade_id?: string;
};

async function tryOne(
  tx: OrgDb,
  round: Round,
  to: Revision,
  plan: PlanToUpgrade | undefined,
  bases: Map<string, Revision>,
): Promise<Outcome> {
  const base = plan && bases.get(plan.plan.revision_id ?? "");
  if (!plan || !base) return { state: "refused", said: "It follows another plan now." };
  if (plan.account.archived_at) {
    return { state: "refused", said: archivedWords(plan.account.name).slice(0, 500) };
  }
  if (base.number >= to.number) return { state: "nothing" };
  const preview = previewOf(plan, base, to);
  const { conflicts } = summaryOf(preview);
  if (conflicts > 0 && !round.keep_ours) return { state: "conflicts", conflicts };
  try {
    const { id } = await carryOut(tx, preview, takeCalm(preview.hunks), round);
    return { state: "upgraded", conflicts, upgrade_id: id };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { state: "refused", said: error.message.slice(0, 500) };
  }
}

async function advance(
  tx: OrgDb,
  { id, waiting, revision_number, template_id }: Round,
  { done, upgraded }: { done: number; upgraded: number },
) {
  const left = waiting - done;
  const round = await tx.updateTable("upgrade_rounds").set({
    waiting: left,
    upgraded: sql`upgraded + ${upgraded}`,
    ended_at: left === 0 ? sql<Date>`now()` : null,
  }).where("id", "=", id).returning("upgraded").executeTakeFirstOrThrow();
  if (left > 0) return await enqueue(tx, "upgrade_accounts", { roundId: id });
  const { name } = await findTemplate(tx, template_id);
  await recordEvent(tx, {
    kind: "plan.upgrades_ended",
    subjectId: id,
    data: { name, number: revision_number, upgraded: round.upgraded },
  });
}

const PAGE = 50;

export async function findRound(tx: OrgDb, templateId: string, id: string): Promise<Round> {
  const round = await tx.selectFrom("upgrade_rounds").selectAll()
    .where("id", "=", id).where("template_id", "=", templateId).executeTakeFirst();
  if (!round) throw new NotFound();
  return round;
}

export async function listRoundAccounts(tx: OrgDb, id: string, after?: string) {
  const found = await tx.selectFrom("upgrade_round_accounts as r")
    .innerJoin("accounts as a", "a.id", "r.account_id")
    .leftJoin("upgrades as u", "u.id", "r.upgrade_id")
    .select(["r.account_id as accountId", "a.name", "r.state", "r.said", "r.conflicts"])
    .select(["r.upgrade_id as upgradeId", "u.undone_at as undoneAt", "u.taken"])
    .select("r.undo_said as undoSaid")
    .where("r.round_id", "=", id)
    .$if(after !== undefined, (q) => q.where("r.account_id", ">", after!))
    .orderBy("r.account_id").limit(PAGE + 1).execute();
  const lines = found.slice(0, PAGE);
  return { lines, next: found.length > PAGE ? lines.at(-1)?.accountId : undefined };
}

/** The last few, newest first. */
export async function listRounds(tx: OrgDb, templateId: string) {
  return await tx.selectFrom("upgrade_rounds as r").leftJoin("members as m", "m.id", "r.asked_by")
    .selectAll("r").select("m.name as by")
    .where("r.template_id", "=", templateId).orderBy("r.id", "desc").limit(5).execute();
}

export type RoundLine = Awaited<ReturnType<typeof listRoundAccounts>>["lines"][number];
export type RoundWithName = Awaited<ReturnType<typeof listRounds>>[number];
