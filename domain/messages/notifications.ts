import { sql } from "kysely";
import { type Viewer } from "../accounts/viewers.ts";
import { type OrgDb, wakeAfterCommit } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { may } from "../people/roles.ts";
import type { Audience } from "./notification_rules.ts";
import type { NotificationTopic } from "./notification_topics.ts";

/** One thing that a member is told, with what a line or a letter about it needs. */
export interface Notification {
  eventId: number;
  kind: string;
  at: Date;
  subjectId: string | null;
  data: Record<string, unknown>;
  actorKind: string;
  actor: string | null;
  accountId: string | null;
  account: string | null;
  topic: NotificationTopic;
  reason: Audience;
  readAt: Date | null;
}

export interface NotificationFilter {
  topic?: NotificationTopic;
  unreadOnly?: boolean;
  /** The line below which the page goes on: unread ones stand first, the newest of each first. */
  after?: { unread: boolean; eventId: number };
}

export interface NotificationPage {
  notifications: Notification[];
  next?: { unread: boolean; eventId: number };
}

const PAGE = 50;

export async function listNotifications(
  tx: OrgDb,
  viewer: Viewer,
  { topic, unreadOnly, after }: NotificationFilter,
  size = PAGE,
): Promise<NotificationPage> {
  const found = await selectNotifications(tx, viewer)
    .where("n.member_id", "=", viewer.id)
    .$if(topic !== undefined, (q) => q.where("n.topic", "=", topic!))
    .$if(unreadOnly === true, (q) => q.where("n.unread", "=", true))
    .$if(after !== undefined, (q) =>
      q.where(
        sql<boolean>`(n.unread, n.event_id) < (${after!.unread}, ${after!.eventId}::bigint)`,
      ))
    .orderBy("n.unread", "desc").orderBy("n.event_id", "desc")
    .limit(size + 1).execute() as Notification[];
  const notifications = found.slice(0, size);
  const last = notifications.at(-1);
  return {
    notifications,
    next: found.length > size
      ? { unread: last!.readAt === null, eventId: last!.eventId }
      : undefined,
  };
}

/** Of an account that they no longer see, only that there was something. */
export function selectNotifications(tx: OrgDb, { id, roles }: Viewer) {
  const sees = may(roles, "accounts.readAll")
    ? sql<boolean>`true`
    : sql<boolean>`(n.account_id is null or a.ae_id = ${id} or n.reason = 'passed_on')`;
  return tx.selectFrom("notifications as n")
    .innerJoin(
      "events as e",
      (on) => on.onRef("e.org_id", "=", "n.org_id").onRef("e.id", "=", "n.event_id"),
    )
    .leftJoin("accounts as a", "a.id", "n.account_id")
    .leftJoin("members as m", "m.id", "e.actor_id")
    .leftJoin("contacts as k", "k.id", "e.actor_id")
    .select([
      "n.event_id as eventId",
      "e.kind",
      "e.at",
      "e.subject_id as subjectId",
      "e.actor_kind as actorKind",
      "n.topic",
      "n.reason",
      "n.read_at as readAt",
      sql<Record<string, unknown>>`case when ${sees} then e.data else '{}' end`.as("data"),
      sql<string | null>`coalesce(m.name, k.name)`.as("actor"),
      sql<string | null>`case when ${sees} then n.account_id end`.as("accountId"),
      sql<string | null>`case when n.account_id is null then null
        when ${sees} then a.name else 'An account that you no longer see' end`.as("account"),
    ]);
}

const MOST_COUNTED = 1000;

/** Read from an index that holds the unread ones apart. */
export function unreadCounted(memberId: string) {
  return sql<number>`(select count(*) from (
    select from notifications where org_id = current_org() and member_id = ${memberId} and unread
    limit ${MOST_COUNTED}) as counted)`;
}

export async function findNotification(
  tx: OrgDb,
  viewer: Viewer,
  eventId: number,
): Promise<Notification> {
  const found = await selectNotifications(tx, viewer)
    .where("n.member_id", "=", viewer.id).where("n.event_id", "=", eventId).executeTakeFirst();
  if (!found) throw new NotFound();
  return found as Notification;
}

/** What is read is not mailed any more. Answers how many it were. */
export async function markRead(
  tx: OrgDb,
  memberId: string,
  which: { eventId?: number; topic?: NotificationTopic; accountId?: string },
): Promise<number> {
  const { numUpdatedRows } = await tx.updateTable("notifications")
    .set({
      read_at: sql<Date>`now()`,
      mail_as: sql`case when mail_id is not null then mail_as end`,
      mail_at: sql<Date | null>`case when mail_id is not null then mail_at end`,
    })
    .where("member_id", "=", memberId)
    .where("unread", "=", true)
    .$if(which.eventId !== undefined, (q) => q.where("event_id", "=", which.eventId!))
    .$if(which.topic !== undefined, (q) => q.where("topic", "=", which.topic!))
    .$if(which.accountId !== undefined, (q) => q.where("account_id", "=", which.accountId!))
    .executeTakeFirst();
  if (numUpdatedRows > 0n) wakeAfterCommit(tx, "notifications");
  return Number(numUpdatedRows);
}

export async function markUnread(tx: OrgDb, memberId: string, eventId: number): Promise<void> {
  await tx.updateTable("notifications").set({ read_at: null })
    .where("member_id", "=", memberId).where("event_id", "=", eventId).execute();
  wakeAfterCommit(tx, "notifications");
}
