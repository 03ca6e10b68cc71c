import type { Selectable } from "kysely";
import { sql } from "kysely";
import { type OrgDb, sendAlong } from "../base/db.ts";
import type { Accounts, ActionState, Answers, Drafts } from "../base/schema.ts";
import { type RecordText, recordTexts } from "./record_sources.ts";
import type { Action } from "./template_content.ts";

/** Everything that the draft of one action may be written from. */
export interface DraftContext {
  draft: Selectable<Drafts>;
  action: DraftedAction;
  milestone: { name: string; our_text: string; your_text: string };
  account: Selectable<Accounts>;
  /** Its portal's own name, while that leads there. */
  org: { id: string; name: string; portalHost: string | null };
  csm?: Person;
  ae?: Person;
  /** The primary one first. */
  contacts: (Person & { is_primary: boolean; job_title: string; failing_why: string | null })[];
  fields: { key: string; label: string }[];
  /** The latest ones, newest first. */
  notes: { id: string; body: string; at: Date; author: string | null }[];
  /** What was sent for this plan before, newest first. */
  mails: { id: string; subject: string; body: string; at: Date }[];
  /** What the account executive handed over, in the order of the questions. */
  handoff: { id: string; label: string; body: string }[];
  /** What the customer has handed in, newest first. */
  submissions: { id: string; label: string; answers: Answers; content: object; at: Date }[];
  /** What the records say that the account follows in connected services. */
  records: RecordText[];
}

export interface Person {
  name: string;
  email: string;
}

/** What an action says, and how it stands. */
export type DraftedAction = ActionContent & {
  id: string;
  label: string;
  state: ActionState;
  held: boolean;
  send_without_review: boolean;
};

type ActionContent = Action extends infer One ? One extends Action ? Pick<One, "type" | "content">
  : never
  : never;

const NOTES = 5;
const MAILS = 3;
const SUBMISSIONS = 5;
const RECORD_TEXTS = 10;

/** Whoever changes a draft or its action holds the account, so they do it one after the other. */
export function lockAccountsOf(tx: OrgDb, draftIds: string[]): void {
  sendAlong(
    tx,
    sql`select id from accounts
      where id in (select account_id from drafts where id = any(${draftIds}::uuid[]))
      order by id for no key update`,
  );
}

/** The contexts of many drafts at once, in the order of their actions. */
export async function readContexts(tx: OrgDb, draftIds: string[]): Promise<DraftContext[]> {
  const actions = await actionsOf(tx, draftIds);
  if (actions.length === 0) return [];
  const accountIds = [...new Set(actions.map(({ account_id }) => account_id))];
  const [drafts, accounts, contacts, notes, mails, submissions, handoffs, records, fields, org] =
    await Promise.all([
      tx.selectFrom("drafts").selectAll().where("id", "in", actions.map(({ draft_id }) => draft_id))
        .execute(),
      tx.selectFrom("accounts").selectAll().where("id", "in", accountIds).execute(),
      contactsOf(tx, accountIds),
      notesOf(tx, accountIds),
      mailsOf(tx, [...new Set(actions.map(({ plan_id }) => plan_id))]),
      submissionsOf(tx, accountIds),
      handoffsOf(tx, accountIds),
      recordTexts(tx, accountIds, RECORD_TEXTS),
      tx.selectFrom("account_fields").select(["key", "label"]).execute(),
      tx.selectFrom("orgs as o")
        .leftJoin(
          "domains as d",
          (on) =>
            on.onRef("d.org_id", "=", "o.id").on("d.kind", "=", "portal")
              .on("d.state", "=", "verified").on("d.is_ready", "=", true),
        )
        .select(["o.id", "o.name", "d.name as portalHost"]).executeTakeFirstOrThrow(),
    ]);
  const people = await peopleOf(tx, accounts.flatMap(({ csm_id, ae_id }) => [csm_id, ae_id]));
  return actions.map((row) => {
    const { draft_id, account_id, plan_id, type, content, name, our_text, your_text, ...action } =
      row;
    const account = accounts.find(({ id }) => id === account_id)!;
    return {
      draft: drafts.find(({ id }) => id === draft_id)!,
      // The verbs of the plan have checked the content before they kept it.
      action: { ...action, type, content } as DraftedAction,
      milestone: { name, our_text, your_text },
      account,
      org,
      csm: people.find(({ id }) => id === account.csm_id),
      ae: people.find(({ id }) => id === account.ae_id),
      contacts: contacts.filter((contact) => contact.account_id === account_id),
      fields,
      notes: notes.filter((note) => note.account_id === account_id),
      mails: mails.filter((mail) => mail.plan_id === plan_id),
      handoff: handoffs.filter((answer) => answer.account_id === account_id),
      submissions: submissions.filter((submission) => submission.account_id === account_id),
      records: records.filter((text) => text.account_id === account_id),
    };
  });
}

export async function readContext(tx: OrgDb, draftId: string): Promise<DraftContext | undefined> {
  return (await readContexts(tx, [draftId]))[0];
}

async function actionsOf(tx: OrgDb, draftIds: string[]) {
  if (draftIds.length === 0) return [];
  return await tx.selectFrom("drafts as d")
    .innerJoin("actions as a", "a.id", "d.action_id")
    .innerJoin("milestones as m", "m.id", "a.milestone_id")
    .select(["d.id as draft_id", "a.id", "a.account_id", "a.plan_id", "a.label", "a.type"])
    .select("a.content")
    .select(["a.state", "a.held", "a.send_without_review", "m.name", "m.our_text", "m.your_text"])
    .where("d.id", "in", draftIds)
    .orderBy("a.id")
    .execute();
}

async function contactsOf(tx: OrgDb, accountIds: string[]) {
  return await tx.selectFrom("contacts")
    .select(["account_id", "name", "email", "job_title", "is_primary", "failing_why"])
    .where("account_id", "in", accountIds)
    .where("removed_at", "is", null)
    .orderBy("is_primary", "desc").orderBy("name_key").orderBy("id")
    .execute();
}

async function notesOf(tx: OrgDb, accountIds: string[]) {
  const { rows } = await sql<DraftContext["notes"][number] & { account_id: string }>`
    select a.id as account_id, n.id, n.body, n.created_at as at, m.name as author
    from unnest(${accountIds}::uuid[]) as a (id)
    cross join lateral (
      select * from notes where account_id = a.id order by id desc limit ${NOTES}
    ) n
    left join members m on m.org_id = n.org_id and m.id = n.author_id`.execute(tx);
  return rows;
}

async function mailsOf(tx: OrgDb, planIds: string[]) {
  const { rows } = await sql<DraftContext["mails"][number] & { plan_id: string }>`
    select p.id as plan_id, m.* from unnest(${planIds}::uuid[]) as p (id)
    cross join lateral (
      select m.id, m.subject, m.body_text as body, m.sent_at as at
      from actions a join mails m on m.org_id = a.org_id and m.subject_id = a.id
      where a.plan_id = p.id and m.state = 'sent'
      order by m.id desc limit ${MAILS}
    ) m`.execute(tx);
  return rows;
}

async function submissionsOf(tx: OrgDb, accountIds: string[]) {
  const { rows } = await sql<DraftContext["submissions"][number] & { account_id: string }>`
    select c.id as account_id, s.* from unnest(${accountIds}::uuid[]) as c (id)
    cross join lateral (
      select s.id, a.label, s.answers, coalesce(s.asked, a.content) as content,
        s.submitted_at as at
      from submissions s join actions a on a.org_id = s.org_id and a.id = s.action_id
      where s.account_id = c.id and s.state = 'submitted'
      order by s.id desc limit ${SUBMISSIONS}
    ) s`.execute(tx);
  return rows;
}

async function handoffsOf(tx: OrgDb, accountIds: string[]) {
  const { rows } = await sql<DraftContext["handoff"][number] & { account_id: string }>`
    select h.account_id, w.id, q.question ->> 'label' as label, w.body
    from handoffs h
    cross join lateral jsonb_array_elements(h.questions) with ordinality q (question, place)
    join handoff_answers w on w.org_id = h.org_id and w.handoff_id = h.id
      and w.question_id = q.question ->> 'id' and w.replaced_at is null and w.body <> ''
    where h.account_id = any(${accountIds}::uuid[]) and h.state = 'submitted'
    order by h.account_id, q.place`.execute(tx);
  return rows;
}

async function peopleOf(tx: OrgDb, ids: (string | null)[]) {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return [];
  return await tx.selectFrom("members").select(["id", "name", "email"])
    .where("id", "in", known).where("deactivated_at", "is", null).execute();
}
