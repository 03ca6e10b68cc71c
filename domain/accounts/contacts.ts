import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import type { Contacts } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { differences, Stale } from "../people/versions.ts";
import { forgetWords, keepWords } from "./account_search.ts";
import { lockAccount, recordAccount } from "./accounts.ts";
import { forgetOldAddress, shutPortal } from "./portal_ends.ts";

export type Contact = Selectable<Contacts>;
export type ContactFacts = Pick<Contact, "name" | "email" | "job_title" | "phone">;

/** The primary one first, then by name. */
export async function listContacts(tx: OrgDb, accountId: string): Promise<Contact[]> {
  return await tx.selectFrom("contacts").selectAll()
    .where("account_id", "=", accountId)
    .where("removed_at", "is", null)
    .orderBy("is_primary", "desc")
    .orderBy("name_key")
    .orderBy("id")
    .limit(MOST)
    .execute();
}

export async function findContact(tx: OrgDb, accountId: string, id: string): Promise<Contact> {
  const contact = await tx.selectFrom("contacts").selectAll()
    .where("id", "=", id)
    .where("account_id", "=", accountId)
    .where("removed_at", "is", null)
    .executeTakeFirst();
  if (!contact) throw new NotFound();
  return contact;
}

/** The first contact of an account is its primary one. */
export async function addContact(
  tx: OrgDb,
  accountId: string,
  facts: ContactFacts,
  /** Where it comes from, for the account's history. */
  origin: Record<string, unknown> = {},
): Promise<Contact> {
  await lockAccount(tx, accountId);
  const others = await listContacts(tx, accountId);
  if (others.length >= MOST) throw new Refused(`An account has at most ${MOST} contacts.`);
  refuseTaken(others, facts.email);
  const contact = await tx.insertInto("contacts")
    .values({ ...facts, id: newId(), account_id: accountId, is_primary: others.length === 0 })
    .returningAll()
    .executeTakeFirstOrThrow();
  await keepWords(tx, accountId, contact.id, searchText(contact));
  await record(tx, contact, "account.contact_added", { email: contact.email, ...origin });
  return contact;
}

export async function changeContact(
  tx: OrgDb,
  accountId: string,
  id: string,
  version: number,
  facts: ContactFacts,
  origin: Record<string, unknown> = {},
): Promise<Contact> {
  await lockAccount(tx, accountId);
  const before = await findContact(tx, accountId, id);
  if (before.version !== version) {
    throw new Stale(
      `Somebody changed ${before.name} while you had this open, so nothing was saved. ` +
        "Look at what it says now, then save again if you still want to.",
      undefined,
    );
  }
  const others = await listContacts(tx, accountId);
  refuseTaken(others.filter((other) => other.id !== id), facts.email);
  const changes = differences<Record<string, unknown>>({ ...before }, { ...facts });
  if (Object.keys(changes).length === 0) return before;
  const isMoved = facts.email !== before.email;
  const contact = await update(tx, id, {
    ...facts,
    // What came back from the old address says nothing about the new one.
    ...(isMoved ? REACHABLE : {}),
  });
  if (isMoved) await forgetOldAddress(tx, id);
  await keepWords(tx, accountId, id, searchText(contact));
  await record(tx, contact, "account.contact_changed", { changes, ...origin });
  return contact;
}

export async function makePrimary(
  tx: OrgDb,
  accountId: string,
  id: string,
  origin: Record<string, unknown> = {},
): Promise<Contact> {
  await lockAccount(tx, accountId);
  const before = await findContact(tx, accountId, id);
  if (before.is_primary) return before;
  await tx.updateTable("contacts").set({ is_primary: false, version: sql`version + 1` })
    .where("account_id", "=", accountId).where("is_primary", "=", true).execute();
  const contact = await update(tx, id, { is_primary: true });
  await record(tx, contact, "account.contact_made_primary", origin);
  return contact;
}

const REACHABLE = { failing_since: null, failing_why: null, complained: false };

/** Mail to them came back, or they called it spam; somebody has looked into it, and it goes on. */
export async function writeToAgain(tx: OrgDb, accountId: string, id: string): Promise<Contact> {
  const before = await findContact(tx, accountId, id);
  if (!before.failing_since) return before;
  // It is the same mailbox, of whichever account they are a contact.
  await tx.updateTable("contacts").set(REACHABLE)
    .where("email", "=", before.email).where("removed_at", "is", null).execute();
  await record(tx, before, "account.contact_tried_again", { why: before.failing_why });
  return before;
}

/** Those to whom nothing is mailed by itself, because mail to them comes back. */
export async function failingContacts(tx: OrgDb, accountId: string): Promise<Contact[]> {
  return (await listContacts(tx, accountId)).filter(({ failing_since }) => failing_since !== null);
}

/** Their name stays in the history. The primary contact leaves last, or after another took over. */
export async function removeContact(tx: OrgDb, accountId: string, id: string): Promise<Contact> {
  await lockAccount(tx, accountId);
  const before = await findContact(tx, accountId, id);
  const others = await listContacts(tx, accountId);
  if (before.is_primary && others.length > 1) {
    throw new Refused(`Make somebody else the primary contact before you remove ${before.name}.`);
  }
  const contact = await update(tx, id, { removed_at: sql<Date>`now()`, is_primary: false });
  await shutPortal(tx, id);
  await forgetWords(tx, accountId, id);
  await record(tx, contact, "account.contact_removed");
  return contact;
}

const MOST = 200;

function refuseTaken(others: Contact[], email: string) {
  const holder = others.find((other) => other.email === email);
  if (holder) throw new Refused(`${holder.name} has this address already.`);
}

async function update(tx: OrgDb, id: string, change: Record<string, unknown>): Promise<Contact> {
  return await tx.updateTable("contacts").set({ ...change, version: sql`version + 1` })
    .where("id", "=", id).returningAll().executeTakeFirstOrThrow();
}

async function record(
  tx: OrgDb,
  contact: Contact,
  kind: `account.${string}`,
  data: Record<string, unknown> = {},
) {
  const { id: contactId, name } = contact;
  await recordAccount(tx, contact.account_id, kind, { contactId, name, ...data });
}

function searchText({ name, email, job_title }: Contact): string {
  return `${name} ${email} ${job_title}`;
}
