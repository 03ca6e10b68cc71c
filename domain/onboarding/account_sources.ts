import { formatMoney } from "../accounts/money.ts";
import { fieldInWords } from "../accounts/account_words.ts";
import { formatDay } from "../base/calendar.ts";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { Source } from "../writing/sources.ts";
import { recordSource, recordTexts } from "./record_sources.ts";

const MOST_NOTES = 50;
const MOST_CONTACTS = 50;
const MOST_TEXTS = 50;

/** What Thread knows of an account, for whoever writes about it. All of it is others' words. */
export async function accountSources(tx: OrgDb, accountId: string): Promise<Source[]> {
  const [facts, contacts, notes, records] = await Promise.all([
    factsOf(tx, accountId),
    contactsOf(tx, accountId),
    notesOf(tx, accountId),
    recordTexts(tx, [accountId], MOST_TEXTS),
  ]);
  return [facts, ...contacts, ...notes, ...records.map(recordSource)];
}

async function factsOf(tx: OrgDb, id: string): Promise<Source> {
  const account = await tx.selectFrom("accounts").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!account) throw new NotFound();
  const fields = await tx.selectFrom("account_fields").select(["key", "label"])
    .where("retired_at", "is", null).execute();
  const lines: [string, string | null][] = [
    ["Company", account.name],
    ["Segment", account.segment],
    ["Industry", account.industry],
    ["Product line", account.product_line],
    ["Use case", account.use_case],
    [
      "ARR",
      account.arr_cents === null
        ? null
        : formatMoney({ cents: account.arr_cents, currency: account.arr_currency }),
    ],
    ["Close date", account.closed_on && formatDay(account.closed_on, "en-GB")],
    ["Go-live", account.go_live_on && formatDay(account.go_live_on, "en-GB")],
    ...fields.map(({ key, label }): [string, string | null] => [
      label,
      account.fields[key] === undefined ? null : fieldInWords(account.fields[key]),
    ]),
  ];
  const text = lines.filter(([, value]) => value).map(([label, value]) => `${label}: ${value}`);
  return { kind: "account", label: "Facts of the account", text: text.join("\n"), id };
}

async function contactsOf(tx: OrgDb, accountId: string): Promise<Source[]> {
  const contacts = await tx.selectFrom("contacts").select(["name", "job_title", "is_primary"])
    .where("account_id", "=", accountId).where("removed_at", "is", null)
    .orderBy("is_primary", "desc").orderBy("name_key").limit(MOST_CONTACTS).execute();
  if (contacts.length === 0) return [];
  const text = contacts.map(({ name, job_title, is_primary }) =>
    [name, job_title, is_primary && "primary contact"].filter(Boolean).join(", ")
  );
  return [{ kind: "contact", label: "Contacts", text: text.join("\n") }];
}

async function notesOf(tx: OrgDb, accountId: string): Promise<Source[]> {
  const notes = await tx.selectFrom("notes").select(["id", "body", "created_at"])
    .where("account_id", "=", accountId).orderBy("id", "desc").limit(MOST_NOTES).execute();
  return notes.map(({ id, body, created_at }) => ({
    kind: "note",
    label: `Note of ${formatDay(created_at.toISOString().slice(0, 10), "en-GB")}`,
    text: body,
    id,
  }));
}
