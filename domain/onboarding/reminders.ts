import { sql } from "kysely";
import { crashpoint } from "../base/crashpoint.ts";
import type { Day } from "../base/calendar.ts";
import { type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import { recordEvents } from "../base/events.ts";
import { portalPath } from "../base/portal_links.ts";
import { isMailedNow, type MailedContact, mailedContacts } from "../messages/contact_mail.ts";
import { findLetterhead, postLetterOn } from "../messages/letterheads.ts";
import type { MailRoom } from "../messages/notification_mails.ts";
import { reminderLetter } from "../messages/reminder_letters.ts";
import { wordsIn } from "../messages/words/words.ts";
import { portalOrigin } from "../people/domains.ts";
import { findOrg } from "../people/orgs.ts";
import { calendarsOf } from "./account_calendars.ts";
import { findPolicy, type NotificationPolicy } from "./notification_policies.ts";
import { stageInWords, stageNow } from "./reminder_stages.ts";

const ACTOR = { kind: "system", cause: "job:remind_customers" } as const;
const MOST = 2000;
const MOST_READERS = 5;

/** For the clock: where somebody has switched reminders on. */
export async function orgsWithReminders(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("notification_policies").select("org_id")
    .where("reminders_on", "=", true).execute();
  return rows.map(({ org_id }) => org_id);
}

/** Reminds the customers whose requests are near their deadline, or behind it: an account at a time. */
export async function remindCustomers(db: Db, orgId: string, room: MailRoom): Promise<void> {
  const due = await inOrg(db, orgId, ACTOR, dueReminders, { readOnly: true });
  for (const [accountId, those] of Map.groupBy(due, ({ account_id }) => account_id)) {
    await inOrg(db, orgId, ACTOR, (tx) => remindAccount(tx, orgId, accountId, those, room));
  }
}

interface OpenRequest {
  id: string;
  account_id: string;
  label: string;
  deadline_on: Day;
  sent: number[];
}

interface DueReminder extends OpenRequest {
  stage: number;
}

export async function dueReminders(tx: OrgDb): Promise<DueReminder[]> {
  const policy = await findPolicy(tx);
  if (!policy.reminders_on) return [];
  const open = await openRequests(tx, policy);
  const { now, of } = await calendarsOf(tx, [...new Set(open.map((one) => one.account_id))]);
  return open.flatMap((one) => {
    const stage = stageNow(now, one.deadline_on, of(one.account_id), policy, one.sent);
    return stage === undefined ? [] : [{ ...one, stage }];
  });
}

/**
 * Only those near a stage are read, however many there are. What is done, of an account that is
 * archived, paused or a test, or was sent already, is none of them.
 */
async function openRequests(tx: OrgDb, policy: NotificationPolicy): Promise<OpenRequest[]> {
  const ahead = reach(policy.before_days);
  const behind = reach(policy.after_days);
  const { rows } = await sql<OpenRequest>`
    select x.id, x.account_id, x.label, x.deadline_on,
      array(select stage from reminders r where r.action_id = x.id) as sent
    from actions x
    join accounts a on a.org_id = x.org_id and a.id = x.account_id
    join plans p on p.org_id = x.org_id and p.id = x.plan_id
    where x.org_id = current_org() and x.opened_at is not null and x.deadline_on is not null
      and not x.held and x.state in ('due', 'draft_ready', 'approved', 'executed', 'failed')
      and x.deadline_on between (now() - make_interval(days => ${behind}))::date
        and (now() + make_interval(days => ${ahead}))::date
      and x.portal_visible and x.type in ('REQUEST_DOCS', 'REQUEST_ASSETS', 'COLLECT_INFO')
      and a.archived_at is null and not a.test and a.reminders_paused_at is null
      and p.ended_at is null
      and not exists (
        select from submissions s where s.action_id = x.id and s.state = 'submitted'
      )
    order by x.deadline_on, x.id limit ${MOST}`.execute(tx);
  return rows;
}

/** Weekends and holidays lie between, and a stage may be made up for. */
function reach(days: number[]): number {
  return 2 * Math.max(0, ...days) + 14;
}

/** What is written down first is told once, whoever else is at it. */
async function remindAccount(
  tx: OrgDb,
  orgId: string,
  accountId: string,
  due: DueReminder[],
  room: MailRoom,
): Promise<void> {
  const readers = readersOf((await mailedContacts(tx, [accountId])).get(accountId) ?? []);
  if (readers.length === 0) return;
  const told = await writeDown(tx, due);
  if (told.length === 0) return;
  const to = readers.map(({ name }) => name).join(", ");
  await recordEvents(
    tx,
    told.map(({ id, label, stage, deadline_on }) => ({
      kind: "action.reminded",
      subjectId: id,
      accountId,
      data: { label, to, stage, when: stageInWords(stage), deadlineOn: deadline_on },
    })),
  );
  for (const reader of readers) {
    if (isMailedNow(reader.frequency, { asks: true })) {
      await mailReminder(tx, orgId, reader, told, room);
    }
  }
  crashpoint("reminders-before-commit");
}

/** The primary contact; where the portal is not open to them, those to whom it is. */
export function readersOf(contacts: MailedContact[]): MailedContact[] {
  const primary = contacts.filter(({ is_primary }) => is_primary);
  return primary.length > 0 ? primary : contacts.slice(0, MOST_READERS);
}

async function writeDown(tx: OrgDb, due: DueReminder[]): Promise<DueReminder[]> {
  const rows = due.map(({ id, account_id, stage }) => ({ action_id: id, account_id, stage }));
  const written = await tx.insertInto("reminders").values(rows)
    .onConflict((conflict) => conflict.doNothing()).returning("action_id").execute();
  const ids = new Set(written.map(({ action_id }) => action_id));
  return due.filter(({ id }) => ids.has(id));
}

async function mailReminder(
  tx: OrgDb,
  orgId: string,
  reader: MailedContact,
  told: DueReminder[],
  { publicUrl, writeStop }: MailRoom,
): Promise<void> {
  const [org, head, { note }, origin] = await Promise.all([
    findOrg(tx),
    findLetterhead(tx, publicUrl),
    findPolicy(tx),
    portalOrigin(tx, publicUrl),
  ]);
  const words = wordsIn(reader.language ?? org.language ?? "en");
  const [only] = told.length === 1 ? told : [];
  const stop = await writeStop?.({ orgId, who: "contact", id: reader.id, scope: ["mail"] });
  const letter = reminderLetter(words, {
    name: reader.name,
    org: org.name,
    note,
    tasks: told.map(({ label, deadline_on, stage }) => ({
      label,
      deadline: deadline_on,
      isLate: stage > 0,
    })),
    link: new URL(portalPath(orgId, only?.id), origin).href,
    stop,
  });
  await postLetterOn(tx, head, letter, {
    class: "notice",
    to: { name: reader.name, address: reader.email },
    accountId: reader.account_id,
    subjectId: only?.id ?? reader.id,
  });
}
