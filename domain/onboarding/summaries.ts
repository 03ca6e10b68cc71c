import { sql } from "kysely";
import { crashpoint } from "../base/crashpoint.ts";
import { type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import {
  dropPending,
  lockReader,
  type MailRoom,
  markMailed,
  pendingOf,
  postTo,
} from "../messages/notification_mails.ts";
import {
  preferencesOf,
  readHouseWeek,
  summaryMoments,
} from "../messages/notification_preferences.ts";
import { handoffsWaiting } from "./handoffs.ts";
import { whatNeeds } from "./needs.ts";
import { isEmpty, summaryLetter } from "./summary_letter.ts";

const ACTOR = { kind: "system", cause: "job:mail_summaries" } as const;
const AT_ONCE = 50;
const MOST_NEWS = 500;
const IS_DUE = sql<boolean>`(daily_at <= now() or weekly_at <= now())`;

/** For the clock: where somebody's morning has come. */
export async function orgsWithSummaries(tx: SystemDb): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`
    select org_id from notification_preferences where daily_at <= now()
    union select org_id from notification_preferences where weekly_at <= now()`.execute(tx);
  return rows.map(({ org_id }) => org_id);
}

/** One mail to each whose summary is due, if there is anything in it. */
export async function mailSummaries(db: Db, orgId: string, room: MailRoom): Promise<void> {
  for (;;) {
    const due = await inOrg(db, orgId, ACTOR, dueMembers, { readOnly: true });
    for (const memberId of due) {
      await inOrg(db, orgId, ACTOR, (tx) => summarise(tx, orgId, memberId, room));
    }
    if (due.length < AT_ONCE) return;
  }
}

async function dueMembers(tx: OrgDb): Promise<string[]> {
  const rows = await tx.selectFrom("notification_preferences").select("member_id")
    .where(IS_DUE).limit(AT_ONCE).execute();
  return rows.map(({ member_id }) => member_id);
}

async function summarise(
  tx: OrgDb,
  orgId: string,
  memberId: string,
  { publicUrl, writeStop }: MailRoom,
): Promise<void> {
  const reader = await lockReader(tx, memberId);
  if (!reader) return await stop(tx, memberId);
  const [preferences, week] = await Promise.all([
    preferencesOf(tx, [memberId]).then((found) => found.get(memberId)!),
    readHouseWeek(tx),
  ]);
  const ways = (["daily", "weekly"] as const)
    .filter((way) => isPast(preferences[`${way}At`], week.now));
  if (ways.length === 0) return; // Another process was faster.
  const news = await Promise.all(ways.map((way) => pendingOf(tx, reader, way, MOST_NEWS)));
  const [needs, handoffs] = await Promise.all([
    whatNeeds(tx, memberId),
    handoffsWaiting(tx, memberId),
  ]);
  const summary = {
    ways,
    news: news.flat(),
    needs,
    handoffs,
    zone: preferences.timeZone ?? week.zone,
  };
  await tx.updateTable("notification_preferences").set(summaryMoments(preferences, week))
    .where("member_id", "=", memberId).execute();
  if (isEmpty(summary)) return;
  const url = await writeStop?.({ orgId, who: "member", id: memberId, scope: ways });
  const letter = summaryLetter(summary, (path) => new URL(path, publicUrl).href);
  const label = `Stop the ${ways.join(" and the ")} summary`;
  const words = { ...letter, ...(url && { stop: { label, url } }) };
  const mailId = await postTo(tx, reader, publicUrl, words, []);
  await markMailed(tx, memberId, summary.news, mailId);
  crashpoint("summary-before-commit");
}

/** Of somebody who is deactivated. */
async function stop(tx: OrgDb, memberId: string): Promise<void> {
  await tx.updateTable("notification_preferences").set({ daily_at: null, weekly_at: null })
    .where("member_id", "=", memberId).execute();
  await dropPending(tx, memberId);
}

const isPast = (at: Date | null, now: Date) => at !== null && at <= now;
