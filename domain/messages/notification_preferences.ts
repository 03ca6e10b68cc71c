import { sql } from "kysely";
import type { WorkingWeek } from "../base/calendar.ts";
import { type OrgDb, wakeAfterCommit } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import type { MailFrequency } from "../base/schema.ts";
import { currentOrg } from "../people/orgs.ts";
import { staleError } from "../people/versions.ts";
import { frequencyOf, TOPICS } from "./notification_topics.ts";
import { nextDaily, nextOpenMoment, nextWeekly, type Rest, type Slots } from "./quiet_hours.ts";

/** How a member wants to be told, with what the organisation says where they have not. */
export interface Preferences {
  memberId: string;
  frequencies: Record<string, MailFrequency>;
  timeZone: string | null;
  workingDays: number[] | null;
  quietFrom: string | null;
  quietUntil: string | null;
  restDays: boolean;
  summaryAt: string;
  weeklyOn: number;
  dailyAt: Date | null;
  weeklyAt: Date | null;
  mailedAt: Date | null;
  version: number;
  isKnown: boolean;
}

export type PreferenceChange = Pick<
  Preferences,
  | "frequencies"
  | "timeZone"
  | "workingDays"
  | "quietFrom"
  | "quietUntil"
  | "restDays"
  | "summaryAt"
  | "weeklyOn"
>;

/** The organisation's clock and week. */
export interface HouseWeek extends WorkingWeek {
  now: Date;
  zone: string;
}

export async function readHouseWeek(tx: OrgDb): Promise<HouseWeek> {
  const row = await tx.selectFrom("orgs").where("id", "=", currentOrg).select([
    "time_zone as zone",
    "working_days as workingDays",
    sql<Date>`now()`.as("now"),
    sql<string[]>`array(select day from holidays where org_id = current_org())`.as("days"),
  ]).executeTakeFirstOrThrow();
  return { ...row, holidays: new Set(row.days) };
}

/** Of each of these members, also where they have never said anything. */
export async function preferencesOf(
  tx: OrgDb,
  memberIds: string[],
): Promise<Map<string, Preferences>> {
  if (memberIds.length === 0) return new Map();
  const rows = await tx.selectFrom("notification_preferences").selectAll()
    .where("member_id", "in", memberIds).execute();
  const said = new Map(rows.map((row) => [row.member_id, row]));
  return new Map(memberIds.map((memberId) => {
    const row = said.get(memberId);
    return [memberId, {
      memberId,
      frequencies: row?.frequencies ?? {},
      timeZone: row?.time_zone ?? null,
      workingDays: row?.working_days ?? null,
      quietFrom: row?.quiet_from ?? null,
      quietUntil: row?.quiet_until ?? null,
      restDays: row?.rest_days ?? false,
      summaryAt: row?.summary_at ?? "08:00",
      weeklyOn: row?.weekly_on ?? 1,
      dailyAt: row?.daily_at ?? null,
      weeklyAt: row?.weekly_at ?? null,
      mailedAt: row?.mailed_at ?? null,
      version: row?.version ?? 0,
      isKnown: row !== undefined,
    }];
  }));
}

export function restOf(preferences: PreferenceChange, week: HouseWeek): Rest {
  const { quietFrom, quietUntil, restDays } = preferences;
  return { ...slotsOf(preferences, week), quietFrom, quietUntil, restDays };
}

export function slotsOf(preferences: PreferenceChange, week: HouseWeek): Slots {
  return {
    zone: preferences.timeZone ?? week.zone,
    workingDays: preferences.workingDays ?? week.workingDays,
    holidays: week.holidays,
    at: preferences.summaryAt,
  };
}

const GATHER_MS = 60_000;

/** The first thing is mailed at once; what follows within a minute of a mail waits for its end. */
export function mailMoment(preferences: Preferences, week: HouseWeek): Date {
  const after = (preferences.mailedAt?.getTime() ?? 0) + GATHER_MS;
  const soonest = new Date(Math.max(week.now.getTime(), after));
  return nextOpenMoment(soonest, restOf(preferences, week));
}

/** When the next summaries leave; null for those that nothing goes into. */
export function summaryMoments(preferences: PreferenceChange, week: HouseWeek) {
  const used = new Set(TOPICS.map(({ topic }) => frequencyOf(topic, preferences.frequencies)));
  const slots = slotsOf(preferences, week);
  return {
    daily_at: used.has("daily") ? nextDaily(week.now, slots) : null,
    weekly_at: used.has("weekly") ? nextWeekly(week.now, slots, preferences.weeklyOn) : null,
  };
}

/** From now on, and for what has not been mailed yet. */
export async function changePreferences(
  tx: OrgDb,
  memberId: string,
  version: number,
  change: PreferenceChange,
): Promise<void> {
  const week = await readHouseWeek(tx);
  const row = {
    frequencies: change.frequencies,
    time_zone: change.timeZone,
    working_days: change.workingDays,
    quiet_from: change.quietFrom,
    quiet_until: change.quietUntil,
    rest_days: change.restDays,
    summary_at: change.summaryAt,
    weekly_on: change.weeklyOn,
    ...summaryMoments(change, week),
  };
  await tx.insertInto("notification_preferences").values({ member_id: memberId, version: 0 })
    .onConflict((conflict) => conflict.doNothing()).execute();
  const { numUpdatedRows } = await tx.updateTable("notification_preferences")
    .set({ ...row, version: sql<number>`version + 1` })
    .where("member_id", "=", memberId).where("version", "=", version).executeTakeFirst();
  if (numUpdatedRows === 0n) {
    throw await staleError(tx, "how you are told", memberId);
  }
  await replan(tx, memberId, week);
  await recordEvent(tx, { kind: "member.notifications_changed", subjectId: memberId });
}

/** One press in a mail: these topics are not mailed any more. */
export async function stopMail(tx: OrgDb, memberId: string, topics: string[]): Promise<void> {
  const before = (await preferencesOf(tx, [memberId])).get(memberId)!;
  if (topics.every((topic) => frequencyOf(topic, before.frequencies) === "none")) return;
  const stopped = Object.fromEntries(topics.map((topic) => [topic, "none" as const]));
  const frequencies = { ...before.frequencies, ...stopped };
  await changePreferences(tx, memberId, before.version, { ...before, frequencies });
}

/** What waits to be mailed goes the way that is wanted now. */
async function replan(tx: OrgDb, memberId: string, week: HouseWeek): Promise<void> {
  const preferences = (await preferencesOf(tx, [memberId])).get(memberId)!;
  const at = mailMoment(preferences, week);
  const ways = TOPICS.map(({ topic }) => {
    const way = frequencyOf(topic, preferences.frequencies);
    return { topic, way: way === "none" ? null : way };
  });
  await sql`
    update notifications n set mail_as = w.way,
      mail_at = case when w.way = 'at_once' then ${at}::timestamptz end
    from jsonb_to_recordset(${ways}::jsonb) as w (topic text, way text)
    where n.org_id = current_org() and n.member_id = ${memberId} and n.topic = w.topic
      and n.mail_as is not null and n.mail_id is null`.execute(tx);
  wakeAfterCommit(tx, "notifications");
}
