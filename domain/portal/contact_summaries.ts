import { sql } from "kysely";
import { crashpoint } from "../base/crashpoint.ts";
import type { Day } from "../base/calendar.ts";
import { type Db, inOrg, type OrgDb, type SystemDb } from "../base/db.ts";
import { portalPath } from "../base/portal_links.ts";
import { type MailedContact, mailedContacts } from "../messages/contact_mail.ts";
import { writersOf } from "../messages/conversations.ts";
import { findLetterhead, postLetterOn } from "../messages/letterheads.ts";
import type { MailRoom } from "../messages/notification_mails.ts";
import { nextDaily } from "../messages/quiet_hours.ts";
import { contactSummaryLetter, type SummarisedThing } from "../messages/reminder_letters.ts";
import { wordsIn } from "../messages/words/words.ts";
import { calendarsOf } from "../onboarding/account_calendars.ts";
import { portalOrigin } from "../people/domains.ts";
import { findOrg } from "../people/orgs.ts";

const ACTOR = { kind: "system", cause: "job:mail_contact_summaries" } as const;
const AT_ONCE = 50;
const MOST_THINGS = 40;
const AT = "08:00";
/** No transaction takes as long, so nothing can appear before it any more. */
const SETTLED = sql`now() - interval '1 minute'`;

/** For the clock: where a contact's summary is due. */
export async function orgsWithContactSummaries(tx: SystemDb): Promise<string[]> {
  const rows = await tx.selectFrom("contact_preferences").select("org_id").distinct()
    .where("summary_at", "<=", sql<Date>`now()`).execute();
  return rows.map(({ org_id }) => org_id);
}

/** One mail to each contact whose summary is due, if there is anything in it. */
export async function mailContactSummaries(
  db: Db,
  orgId: string,
  room: MailRoom,
): Promise<void> {
  for (;;) {
    const due = await inOrg(db, orgId, ACTOR, dueContacts, { readOnly: true });
    for (const contactId of due) {
      await inOrg(db, orgId, ACTOR, (tx) => summarise(tx, orgId, contactId, room));
    }
    if (due.length < AT_ONCE) return;
  }
}

async function dueContacts(tx: OrgDb): Promise<string[]> {
  const rows = await tx.selectFrom("contact_preferences").select("contact_id")
    .where("summary_at", "<=", sql<Date>`now()`).limit(AT_ONCE).execute();
  return rows.map(({ contact_id }) => contact_id);
}

/** Read from the events since the last one, so that there is nothing else to keep. */
async function summarise(
  tx: OrgDb,
  orgId: string,
  contactId: string,
  { publicUrl, writeStop }: MailRoom,
): Promise<void> {
  const due = await tx.selectFrom("contact_preferences")
    .select(["account_id", sql<string>`summarised_at::text`.as("since")])
    .where("contact_id", "=", contactId).where("summary_at", "<=", sql<Date>`now()`)
    .forUpdate().executeTakeFirst();
  if (!due) return; // Another process was faster.
  const { now, of } = await calendarsOf(tx, [due.account_id]);
  await tx.updateTable("contact_preferences")
    .set({
      summary_at: nextDaily(now, { ...of(due.account_id), at: AT }),
      summarised_at: sql<Date>`greatest(summarised_at, ${SETTLED})`,
    })
    .where("contact_id", "=", contactId).execute();
  const contact = (await mailedContacts(tx, [due.account_id])).get(due.account_id)
    ?.find(({ id }) => id === contactId);
  if (!contact || await isClosed(tx, due.account_id)) return;
  const things = await thingsSince(tx, contact, due.since);
  if (things.length === 0) return;
  const [org, head, origin] = await Promise.all([
    findOrg(tx),
    findLetterhead(tx, publicUrl),
    portalOrigin(tx, publicUrl),
  ]);
  const stop = await writeStop?.({ orgId, who: "contact", id: contact.id, scope: ["mail"] });
  const letter = contactSummaryLetter(wordsIn(contact.language ?? org.language ?? "en"), {
    name: contact.name,
    org: org.name,
    things,
    link: new URL(portalPath(orgId), origin).href,
    stop,
  });
  await postLetterOn(tx, head, letter, {
    class: "notice",
    to: { name: contact.name, address: contact.email },
    accountId: contact.account_id,
    subjectId: contact.id,
  });
  crashpoint("contact-summary-before-commit");
}

async function isClosed(tx: OrgDb, accountId: string): Promise<boolean> {
  const open = await tx.selectFrom("accounts").select("id").where("id", "=", accountId)
    .where("archived_at", "is", null).executeTakeFirst();
  return open === undefined;
}

interface Happened {
  kind: string;
  label: string | null;
  deadline: Day | null;
  stage: number | null;
  why: string | null;
  body: string | null;
  by: string | null;
}

/** What would have been mailed by itself: answers, what is asked once more, and reminders. */
async function thingsSince(
  tx: OrgDb,
  contact: MailedContact,
  since: string,
): Promise<SummarisedThing[]> {
  const { rows } = await sql<Happened>`
    select e.kind, e.data ->> 'label' as label, e.data ->> 'deadlineOn' as deadline,
      (e.data ->> 'stage')::integer as stage, e.data ->> 'why' as why, w.body, m.name as by
    from events e
    left join messages w on w.org_id = e.org_id and w.id = (e.data ->> 'messageId')::uuid
    left join members m on m.org_id = e.org_id and m.id = e.actor_id
    where e.org_id = current_org() and e.account_id = ${contact.account_id} and e.at > ${since}::timestamptz
      and e.at <= ${SETTLED}
      and e.kind in ('message.answered', 'submission.returned', 'action.reminded')
    order by e.id desc limit ${MOST_THINGS}`.execute(tx);
  const writers = await writersOf(tx, contact.account_id);
  const isWriter = writers.some(({ id }) => id === contact.id);
  return rows.reverse().flatMap((row) => thingOf(row, isWriter));
}

function thingOf(row: Happened, isWriter: boolean): SummarisedThing[] {
  const { kind, label, deadline, stage, why, body, by } = row;
  if (kind === "message.answered") {
    return isWriter && body ? [{ kind: "answered", by: by ?? "", body }] : [];
  }
  if (kind === "submission.returned") {
    return [{ kind: "askedAgain", by: by ?? "", label: label ?? "", body: why ?? "" }];
  }
  return deadline
    ? [{ kind: "reminded", label: label ?? "", deadline, isLate: (stage ?? 0) > 0 }]
    : [];
}
