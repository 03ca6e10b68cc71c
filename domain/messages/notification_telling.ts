import { sql } from "kysely";
import { tellChannels } from "./channel_alerts.ts";
import { crashpoint } from "../base/crashpoint.ts";
import { type OrgDb, type SystemDb, wakeAfterCommit } from "../base/db.ts";
import { enqueue } from "../base/queue.ts";
import {
  activeMembers,
  type Finder,
  type Listener,
  mayHear,
  readFacts,
  type ToldEvent,
} from "./notification_facts.ts";
import {
  type HouseWeek,
  mailMoment,
  type Preferences,
  preferencesOf,
  readHouseWeek,
  summaryMoments,
} from "./notification_preferences.ts";
import { type Audience, RULES, topicOf } from "./notification_rules.ts";
import { frequencyOf } from "./notification_topics.ts";

/** Older than this, after a long pause, nothing is worth a mail of its own. */
const FRESH_MS = 3 * 86_400_000;
const KEPT = "180 days";

/** The organisations with events that have not been looked at: one look each. */
export async function orgsToTell(tx: SystemDb): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`
    with recursive newest as (
      (select org_id, xid, id from events order by org_id desc, xid desc, id desc limit 1)
      union all
      select next.org_id, next.xid, next.id from newest cross join lateral (
        select org_id, xid, id from events where org_id < newest.org_id
        order by org_id desc, xid desc, id desc limit 1
      ) next
    )
    select org_id from newest where not exists (
      select from notification_cursors c where c.org_id = newest.org_id
        and (c.xid, c.event_id) >= (newest.xid, newest.id)
    )`.execute(tx);
  return rows.map(({ org_id }) => org_id);
}

/**
 * Tells whom the next events concern. Only events older than every transaction still running are
 * read, as the sealer does, so none can appear later in front of the cursor. Answers whether there
 * is more: `now` for a full batch, `soon` where a transaction still runs.
 */
export async function tellEvents(tx: OrgDb, limit: number): Promise<"now" | "soon" | undefined> {
  const cursor = await lockCursor(tx);
  const events = await eventsAfter(tx, cursor, limit);
  const last = events.at(-1);
  if (last) {
    await tell(tx, events);
    await tellChannels(tx, events);
    await tx.updateTable("notification_cursors")
      .set({ xid: last.xid, event_id: last.id }).execute();
    crashpoint("notifications-before-commit");
  }
  if (events.length === limit) return "now";
  return await isThereMore(tx, last ? { xid: last.xid, event_id: last.id } : cursor)
    ? "soon"
    : undefined;
}

interface Cursor {
  xid: string;
  event_id: number;
}

/** Who comes second waits here, and goes on behind the first. */
async function lockCursor(tx: OrgDb): Promise<Cursor> {
  const find = () =>
    tx.selectFrom("notification_cursors").select([sql<string>`xid::text`.as("xid"), "event_id"])
      .forUpdate().executeTakeFirst();
  const found = await find();
  if (found) return found;
  await sql`
    insert into notification_cursors (xid, event_id)
    select coalesce(past.xid, '0'), coalesce(past.id, 0) from (values (1)) as one left join lateral (
      select xid, id from events where org_id = current_org() and at < now() - interval '1 day'
      order by events.xid desc, id desc limit 1
    ) past on true on conflict do nothing`.execute(tx);
  return (await find())!;
}

async function eventsAfter(tx: OrgDb, { xid, event_id }: Cursor, limit: number) {
  const { rows } = await sql<ToldEvent>`
    select id, xid::text as xid, at, kind, account_id, subject_id, actor_id, data from events
    where org_id = current_org() and (xid, id) > (${xid}::xid8, ${event_id}::bigint)
      and events.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by events.xid, id limit ${limit}`.execute(tx);
  return rows;
}

async function isThereMore(tx: OrgDb, { xid, event_id }: Cursor): Promise<boolean> {
  const { rows } = await sql`
    select from events where org_id = current_org()
      and (xid, id) > (${xid}::xid8, ${event_id}::bigint)
    limit 1`.execute(tx);
  return rows.length > 0;
}

async function tell(tx: OrgDb, events: ToldEvent[]): Promise<void> {
  const told = events.filter(({ kind, data }) => RULES[kind] && (RULES[kind].when?.(data) ?? true));
  if (told.length === 0) return;
  const tellings = await tellingsOf(tx, told);
  if (tellings.length === 0) return;
  const memberIds = [...new Set(tellings.map(({ memberId }) => memberId))];
  const [preferences, week] = await Promise.all([preferencesOf(tx, memberIds), readHouseWeek(tx)]);
  const rows = tellings.map((telling) => rowOf(telling, preferences.get(telling.memberId)!, week));
  await sql`
    insert into notifications (member_id, event_id, account_id, topic, reason, mail_as, mail_at)
    select member_id, event_id, account_id, topic, reason, mail_as, mail_at
    from jsonb_to_recordset(${rows}::jsonb) as r (member_id uuid, event_id bigint,
      account_id uuid, topic text, reason text, mail_as text, mail_at timestamptz)
    on conflict do nothing`.execute(tx);
  await startSummaries(tx, [...preferences.values()], week);
  await forgetOld(tx, memberIds);
  await enqueueMail(tx, rows, week);
  wakeAfterCommit(tx, "notifications");
}

interface Telling {
  event: ToldEvent;
  memberId: string;
  reason: Audience;
}

/** Each member once for each event, for the first reason that holds; nobody of what they did. */
async function tellingsOf(tx: OrgDb, events: ToldEvent[]): Promise<Telling[]> {
  const find = await readFacts(tx, events);
  const found = events.flatMap((event) => tellingsOfEvent(event, find));
  const active = await activeMembers(tx, [...new Set(found.map(({ memberId }) => memberId))]);
  const heard = found.filter((telling) => isHeard(telling, active.get(telling.memberId)));
  const said = new Set(
    heard.flatMap(({ event, memberId }) =>
      (RULES[event.kind]!.instead ?? []).map((kind) => `${memberId} ${event.xid} ${kind}`)
    ),
  );
  return heard.filter(({ event, memberId }) => !said.has(`${memberId} ${event.xid} ${event.kind}`));
}

function tellingsOfEvent(event: ToldEvent, find: Finder): Telling[] {
  const reasons = new Map<string, Audience>();
  for (const reason of RULES[event.kind]!.tell) {
    for (const memberId of find(event, reason)) {
      if (memberId !== event.actor_id && !reasons.has(memberId)) reasons.set(memberId, reason);
    }
  }
  return [...reasons].map(([memberId, reason]) => ({ event, memberId, reason }));
}

function isHeard({ event, reason }: Telling, listener: Listener | undefined): boolean {
  return listener !== undefined && mayHear(listener, reason, event.account_id !== null);
}

function rowOf({ event, memberId, reason }: Telling, preferences: Preferences, week: HouseWeek) {
  const topic = topicOf(event.kind, reason);
  const isStale = week.now.getTime() - event.at.getTime() > FRESH_MS;
  const chosen = frequencyOf(topic, preferences.frequencies);
  const wanted = chosen === "at_once" && isStale ? "daily" : chosen;
  const isMailed = wanted !== "none" && !RULES[event.kind]!.byLetter?.includes(reason);
  return {
    member_id: memberId,
    event_id: event.id,
    account_id: event.account_id,
    topic,
    reason,
    mail_as: isMailed ? wanted : null,
    mail_at: isMailed && wanted === "at_once" ? mailMoment(preferences, week) : null,
  };
}

/** Whoever is told of something for the first time gets their first summary from then on. */
async function startSummaries(
  tx: OrgDb,
  preferences: Preferences[],
  week: HouseWeek,
): Promise<void> {
  const silent = preferences.filter(({ isKnown }) => !isKnown);
  if (silent.length === 0) return;
  const rows = silent.map((one) => ({
    member_id: one.memberId,
    version: 0,
    ...summaryMoments(one, week),
  }));
  await tx.insertInto("notification_preferences").values(rows)
    .onConflict((conflict) => conflict.doNothing()).execute();
}

/** The oldest stand first in the key, so that those to look at are few. */
async function forgetOld(tx: OrgDb, memberIds: string[]): Promise<void> {
  await sql`
    delete from notifications n using unnest(${memberIds}::uuid[]) as m (id), lateral (
      select event_id from notifications where org_id = current_org() and member_id = m.id
      order by event_id limit 20
    ) old
    where n.org_id = current_org() and n.member_id = m.id and n.event_id = old.event_id
      and n.told_at < now() - ${KEPT}::interval`.execute(tx);
}

async function enqueueMail(
  tx: OrgDb,
  rows: { mail_at: Date | null }[],
  { now }: HouseWeek,
): Promise<void> {
  const moments = rows.flatMap(({ mail_at }) => mail_at ? [mail_at.getTime()] : []);
  if (moments.length === 0) return;
  const delaySeconds = Math.max(0, Math.min(...moments) - now.getTime()) / 1000;
  // What is due later than in a minute is found by the clock.
  if (delaySeconds > 60) return;
  const key = delaySeconds === 0 ? "clock" : "soon";
  await enqueue(tx, "mail_notifications", {}, { key, delaySeconds });
}
