import { sql } from "kysely";
import { crashpoint } from "../base/crashpoint.ts";
import { type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import { findLetterhead, postLetterOn } from "./letterheads.ts";
import { notificationLetter, type Quoted } from "./notification_letters.ts";
import { mailMoment, preferencesOf, readHouseWeek, restOf } from "./notification_preferences.ts";
import { type Notification, selectNotifications } from "./notifications.ts";
import { nextOpenMoment } from "./quiet_hours.ts";
import type { WriteStop } from "./unsubscribing.ts";
import { topicLabel } from "./notification_topics.ts";
import type { Role } from "../base/schema.ts";

const ACTOR = { kind: "system", cause: "job:mail_notifications" } as const;
const AT_ONCE = 50;
const MOST_IN_ONE = 500;

/** For the clock: where something waits to be mailed, and its time has come. */
export async function orgsWithNotificationsToMail(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("notifications").select("org_id").distinct()
    .where("mail_id", "is", null).where("mail_at", "<=", sql<Date>`now()`).execute();
  return rows.map(({ org_id }) => org_id);
}

export interface MailRoom {
  publicUrl: URL;
  /** Absent where nothing can be signed. */
  writeStop?: WriteStop;
}

/** One mail to each person whose time has come, about all that waits for them. */
export async function mailNotifications(db: Db, orgId: string, room: MailRoom): Promise<void> {
  for (;;) {
    const due = await inOrg(db, orgId, ACTOR, dueMembers, { readOnly: true });
    for (const memberId of due) {
      await inOrg(db, orgId, ACTOR, (tx) => mailTo(tx, orgId, memberId, room));
    }
    if (due.length < AT_ONCE) return;
  }
}

async function dueMembers(tx: OrgDb): Promise<string[]> {
  const rows = await tx.selectFrom("notifications").select("member_id").distinct()
    .where("mail_id", "is", null).where("mail_at", "<=", sql<Date>`now()`)
    .limit(AT_ONCE).execute();
  return rows.map(({ member_id }) => member_id);
}

/** The member's preferences are locked meanwhile, so that of two processes one writes the mail. */
async function mailTo(tx: OrgDb, orgId: string, memberId: string, room: MailRoom): Promise<void> {
  const reader = await lockReader(tx, memberId);
  if (!reader) return await dropPending(tx, memberId);
  const preferences = (await preferencesOf(tx, [memberId])).get(memberId)!;
  const week = await readHouseWeek(tx);
  if (nextOpenMoment(week.now, restOf(preferences, week)) > week.now) {
    return await putOff(tx, memberId, mailMoment(preferences, week));
  }
  const waiting = await pendingOf(tx, reader, "at_once", MOST_IN_ONE);
  if (waiting.length === 0) return;
  const quoted = await readQuotes(tx, waiting);
  const linkTo = (path: string) => new URL(path, room.publicUrl).href;
  const topics = [...new Set(waiting.map(({ topic }) => topic))].sort();
  const stop = await room.writeStop?.({ orgId, who: "member", id: memberId, scope: topics });
  const letter = notificationLetter(waiting, { linkTo, quoted });
  const label = `Stop mail about: ${topics.map(topicLabel).join("; ")}`;
  const mailId = await postTo(tx, reader, room.publicUrl, {
    ...letter,
    ...(stop && { stop: { label, url: stop } }),
  }, waiting);
  await markMailed(tx, memberId, waiting, mailId);
  await tx.updateTable("notification_preferences").set({ mailed_at: sql<Date>`now()` })
    .where("member_id", "=", memberId).execute();
  crashpoint("notification-mail-before-commit");
}

export interface Reader {
  id: string;
  name: string;
  email: string;
  roles: Role[];
}

/** Absent where they are deactivated. */
export async function lockReader(tx: OrgDb, memberId: string): Promise<Reader | undefined> {
  return await tx.selectFrom("notification_preferences as p")
    .innerJoin("members as m", "m.id", "p.member_id")
    .select(["m.id", "m.name", "m.email", "m.roles"])
    .where("p.member_id", "=", memberId).where("m.deactivated_at", "is", null)
    .forUpdate("p").executeTakeFirst();
}

/** Unread, not mailed yet, the oldest first. */
export async function pendingOf(
  tx: OrgDb,
  reader: Reader,
  way: "at_once" | "daily" | "weekly",
  most: number,
): Promise<Notification[]> {
  return await selectNotifications(tx, reader)
    .where("n.member_id", "=", reader.id).where("n.mail_as", "=", way)
    .where("n.mail_id", "is", null)
    .orderBy("n.event_id").limit(most).execute() as Notification[];
}

export async function postTo(
  tx: OrgDb,
  { name, email, id }: Reader,
  publicUrl: URL,
  letter: Parameters<typeof postLetterOn>[2],
  about: Pick<Notification, "accountId">[],
): Promise<string> {
  const accounts = new Set(about.map(({ accountId }) => accountId));
  const [only] = accounts;
  return await postLetterOn(tx, await findLetterhead(tx, publicUrl), letter, {
    class: "notice",
    to: { name, address: email },
    subjectId: id,
    ...(accounts.size === 1 && only && { accountId: only }),
  });
}

/** Nothing is mailed twice: what has a mail already is not among those that wait. */
export async function markMailed(
  tx: OrgDb,
  memberId: string,
  those: Notification[],
  mailId: string,
): Promise<void> {
  await tx.updateTable("notifications").set({ mail_id: mailId })
    .where("member_id", "=", memberId)
    .where("event_id", "=", sql<number>`any(${those.map(({ eventId }) => eventId)}::bigint[])`)
    .where("mail_id", "is", null).execute();
}

export async function dropPending(tx: OrgDb, memberId: string): Promise<void> {
  await tx.updateTable("notifications").set({ mail_as: null, mail_at: null })
    .where("member_id", "=", memberId).where("mail_as", "is not", null)
    .where("mail_id", "is", null).execute();
}

async function putOff(tx: OrgDb, memberId: string, until: Date): Promise<void> {
  await tx.updateTable("notifications").set({ mail_at: until })
    .where("member_id", "=", memberId).where("mail_at", "is not", null)
    .where("mail_id", "is", null).execute();
}

/** What customers wrote, for the letter that tells of it. */
async function readQuotes(tx: OrgDb, waiting: Notification[]): Promise<Map<number, Quoted>> {
  const ids = new Map(
    waiting.flatMap(({ eventId, kind, data }) =>
      kind === "message.received" && typeof data.messageId === "string"
        ? [[eventId, data.messageId] as const]
        : []
    ),
  );
  if (ids.size === 0) return new Map();
  const rows = await tx.selectFrom("messages as w")
    .leftJoin("actions as a", "a.id", "w.action_id")
    .select(["w.id", "w.body", "a.label"])
    .where("w.id", "in", [...ids.values()]).execute();
  const found = new Map(rows.map((row) => [row.id, row]));
  return new Map([...ids].map(([eventId, id]) => {
    const row = found.get(id);
    return [eventId, { body: row?.body, task: row?.label ?? undefined }];
  }));
}
