import type { Selectable } from "kysely";
import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import type { Accounts, Drafts } from "../base/schema.ts";
import type { Action } from "./template_content.ts";

/** Everything that the draft of one action may be written from. */
export interface DraftContext {
  draft: Selectable<Drafts>;
  action: DraftedAction;
  milestone: string;
  account: Selectable<Accounts>;
  org: { id: string; name: string };
  csm?: Person;
  ae?: Person;
  /** The primary one first. */
  contacts: (Person & { is_primary: boolean; job_title: string })[];
  fields: { key: string; label: string }[];
  /** The latest ones, newest first. */
  notes: { id: string; body: string; at: Date; author: string | null }[];
}

export interface Person {
  name: string;
  email: string;
}

/** What an action says, and how it stands. */
export type DraftedAction = ActionContent & {
  id: string;
  label: string;
  held: boolean;
  send_without_review: boolean;
};

type ActionContent = Action extends infer One ? One extends Action ? Pick<One, "type" | "content">
  : never
  : never;

const NOTES = 5;

/**
 * Reads the contexts of many drafts at once. Their actions stay locked, in the order of their ids,
 * so that nobody finishes one of them meanwhile.
 */
export async function readContexts(tx: OrgDb, draftIds: string[]): Promise<DraftContext[]> {
  const actions = await lockActions(tx, draftIds);
  if (actions.length === 0) return [];
  const accountIds = [...new Set(actions.map(({ account_id }) => account_id))];
  const [drafts, accounts, contacts, notes, fields, org] = await Promise.all([
    tx.selectFrom("drafts").selectAll().where("id", "in", actions.map(({ draft_id }) => draft_id))
      .execute(),
    tx.selectFrom("accounts").selectAll().where("id", "in", accountIds).execute(),
    contactsOf(tx, accountIds),
    notesOf(tx, accountIds),
    tx.selectFrom("account_fields").select(["key", "label"]).execute(),
    tx.selectFrom("orgs").select(["id", "name"]).executeTakeFirstOrThrow(),
  ]);
  const people = await peopleOf(tx, accounts.flatMap(({ csm_id, ae_id }) => [csm_id, ae_id]));
  return actions.map(({ draft_id, account_id, milestone, type, content, ...action }) => {
    const account = accounts.find(({ id }) => id === account_id)!;
    return {
      draft: drafts.find(({ id }) => id === draft_id)!,
      // The verbs of the plan have checked the content before they kept it.
      action: { ...action, type, content } as DraftedAction,
      milestone,
      account,
      org,
      csm: people.find(({ id }) => id === account.csm_id),
      ae: people.find(({ id }) => id === account.ae_id),
      contacts: contacts.filter((contact) => contact.account_id === account_id),
      fields,
      notes: notes.filter((note) => note.account_id === account_id),
    };
  });
}

export async function readContext(tx: OrgDb, draftId: string): Promise<DraftContext | undefined> {
  return (await readContexts(tx, [draftId]))[0];
}

async function lockActions(tx: OrgDb, draftIds: string[]) {
  if (draftIds.length === 0) return [];
  return await tx.selectFrom("drafts as d")
    .innerJoin("actions as a", "a.id", "d.action_id")
    .innerJoin("milestones as m", "m.id", "a.milestone_id")
    .select(["d.id as draft_id", "a.id", "a.account_id", "a.label", "a.type", "a.content"])
    .select(["a.held", "a.send_without_review", "m.name as milestone"])
    .where("d.id", "in", draftIds)
    .orderBy("a.id")
    .forUpdate("a")
    .execute();
}

async function contactsOf(tx: OrgDb, accountIds: string[]) {
  return await tx.selectFrom("contacts")
    .select(["account_id", "name", "email", "job_title", "is_primary"])
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

async function peopleOf(tx: OrgDb, ids: (string | null)[]) {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return [];
  return await tx.selectFrom("members").select(["id", "name", "email"])
    .where("id", "in", known).where("deactivated_at", "is", null).execute();
}
