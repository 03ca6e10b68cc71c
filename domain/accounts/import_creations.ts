import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { type Happening, recordEvents } from "../base/events.ts";
import { newId } from "../base/tokens.ts";
import { wordsIn } from "./account_search.ts";
import type { ContactFacts } from "./contacts.ts";
import { matchKey } from "./duplicates.ts";
import type { Reading } from "./import_values.ts";
import type { Import } from "./imports.ts";

export interface Planned {
  row_no: number;
  plan: "create" | "update" | "skip";
  reading: Reading;
  status: "ready" | "fix" | "duplicate";
  match_key: string | null;
  domain: string | null;
  twin_account_id: string | null;
}

export interface Outcome {
  row_no: number;
  outcome: "created" | "updated" | "skipped" | "rejected";
  account_id?: string;
  error?: string;
}

/** Accounts with their first contact, their words and their history, in one statement for each. */
export async function createImported(
  tx: OrgDb,
  found: Import,
  rows: Planned[],
): Promise<Outcome[]> {
  if (rows.length === 0) return [];
  const made = rows.map(({ row_no, reading }) => ({ row_no, reading, id: newId() }));
  const accounts = made.map(({ id, reading: { account, csm_id, ae_id, given } }) => ({
    id,
    ...account,
    match_key: matchKey(account.name),
    fields: ownFields(account.fields, given),
    csm_id,
    ae_id,
  }));
  await sql`insert into accounts (id, name, match_key, domain, segment, industry, product_line,
      use_case, arr_cents, arr_currency, closed_on, go_live_on, csm_id, ae_id, fields)
    select id, name, match_key, domain, segment, industry, product_line, use_case, arr_cents,
      arr_currency, closed_on, go_live_on, csm_id, ae_id, fields
    from jsonb_to_recordset(${accounts}::jsonb) as a (id uuid, name text, match_key text,
      domain text, segment text, industry text, product_line text, use_case text,
      arr_cents bigint, arr_currency text, closed_on date, go_live_on date, csm_id uuid,
      ae_id uuid, fields jsonb)`.execute(tx);
  await insertContacts(
    tx,
    made.flatMap(({ id, reading: { contact } }) =>
      contact ? [{ ...contact, id: newId(), account_id: id, is_primary: true }] : []
    ),
  );
  await keepAllWords(
    tx,
    accounts.map(({ id, name, domain, industry, fields }) => {
      const own = Object.values(fields).filter((value) => typeof value === "string");
      const text = [name, domain, industry, ...own].filter(Boolean).join(" ");
      return { accountId: id, sourceId: id, text };
    }),
  );
  await recordCreations(tx, found, made);
  return made.map(({ row_no, id }) => ({ row_no, outcome: "created", account_id: id }));
}

/** Of the organisation's own fields, those the row says something in. */
export function ownFields(fields: Record<string, unknown>, given: string[]) {
  return Object.fromEntries(
    Object.entries(fields).filter(([key, value]) =>
      value !== null && given.includes(`field_${key}`)
    ),
  );
}

export interface NewContact extends ContactFacts {
  id: string;
  account_id: string;
  is_primary: boolean;
}

export async function insertContacts(tx: OrgDb, contacts: NewContact[]): Promise<void> {
  if (contacts.length === 0) return;
  await sql`insert into contacts (id, account_id, name, email, job_title, phone, is_primary)
    select id, account_id, name, email, job_title, phone, is_primary
    from jsonb_to_recordset(${contacts}::jsonb) as c (id uuid, account_id uuid, name text,
      email text, job_title text, phone text, is_primary boolean)`.execute(tx);
  await keepAllWords(
    tx,
    contacts.map(({ id, account_id, name, email, job_title }) => ({
      accountId: account_id,
      sourceId: id,
      text: `${name} ${email} ${job_title}`,
    })),
  );
}

export interface Worded {
  accountId: string;
  sourceId: string;
  text: string;
}

export async function keepAllWords(tx: OrgDb, things: Worded[]): Promise<void> {
  const words = things.flatMap(({ accountId, sourceId, text }) =>
    wordsIn(text).map((word) => ({ word, accountId, sourceId }))
  );
  await sql`insert into search_words (word, account_id, source_id)
    select word, "accountId", "sourceId"
    from jsonb_to_recordset(${words}::jsonb) as w (word text, "accountId" uuid, "sourceId" uuid)
    on conflict do nothing`.execute(tx);
}

/** What the history says of an import, whose background has no name of its own. */
export async function importedBy(tx: OrgDb, { id, confirmed_by }: Import) {
  const member = await tx.selectFrom("members").select("name")
    .where("id", "=", confirmed_by).executeTakeFirst();
  return { importId: id, importedBy: member?.name ?? "Somebody" };
}

async function recordCreations(
  tx: OrgDb,
  found: Import,
  made: { id: string; reading: Reading }[],
): Promise<void> {
  const origin = await importedBy(tx, found);
  const names = await namesOf(tx, made.flatMap(({ reading }) => [reading.csm_id, reading.ae_id]));
  const events = made.flatMap(({ id, reading }): Happening[] => {
    const { name } = reading.account;
    const about = { subjectId: id, accountId: id };
    const assigned = (["csm", "ae"] as const).flatMap((role): Happening[] => {
      const toId = reading[`${role}_id`];
      const data = { name, to: toId && names.get(toId), toId, ...origin };
      return toId ? [{ kind: `account.${role}_assigned`, ...about, data }] : [];
    });
    const { contact } = reading;
    const added = contact
      ? [{
        kind: "account.contact_added",
        ...about,
        data: { name: contact.name, email: contact.email, ...origin },
      }]
      : [];
    return [
      { kind: "account.created", ...about, data: { name, ...origin } },
      ...assigned,
      ...added,
    ];
  });
  await recordEvents(tx, events);
}

export async function namesOf(
  tx: OrgDb,
  ids: (string | null)[],
): Promise<Map<string, string>> {
  const known = [...new Set(ids.filter((id) => id !== null))];
  if (known.length === 0) return new Map();
  const members = await tx.selectFrom("members").select(["id", "name"])
    .where("id", "in", known).execute();
  return new Map(members.map(({ id, name }) => [id, name]));
}
