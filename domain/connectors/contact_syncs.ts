import {
  addContact,
  changeContact,
  type Contact,
  type ContactFacts,
  listContacts,
  makePrimary,
} from "../accounts/contacts.ts";
import { nameFrom } from "../accounts/import_values.ts";
import type { OrgDb } from "../base/db.ts";
import type { Following } from "./following.ts";
import { isTaken } from "./sync_rules.ts";
import type { Origin } from "./syncs.ts";

const PARTS = [
  { target: "contact_name", fact: "name" },
  { target: "contact_phone", fact: "phone" },
  { target: "contact_title", fact: "job_title" },
] as const;

/**
 * The primary contact there is one of the contacts here. Nobody is removed: whoever left there may
 * still be spoken with here.
 */
export async function syncContact(
  tx: OrgDb,
  accountId: string,
  followed: Following[],
  origin: Origin,
): Promise<string[]> {
  const email = followed.find(({ target }) => target === "contact_email");
  if (typeof email?.now !== "string") return [];
  const contacts = await listContacts(tx, accountId);
  const primary = contacts.find(({ is_primary }) => is_primary);
  const follows = isTaken({ ...email, here: primary?.email ?? null });
  const known = contacts.find((one) => one.email === email.now);
  const moved = !known && movedContact(contacts, email, followed);
  const changed = new Set<string>();
  let contact = known || moved || undefined;
  if (contact) {
    const facts = factsFor(contact, email, followed);
    if (moved && follows) facts.email = email.now;
    const after = await changeContact(tx, accountId, contact.id, contact.version, facts, origin);
    for (const { target, fact } of PARTS) if (after[fact] !== contact[fact]) changed.add(target);
    if (after.email !== contact.email) changed.add("contact_email");
    contact = after;
  } else if (follows) {
    contact = await addContact(tx, accountId, newFacts(email.now, followed), origin);
    changed.add("contact_email");
  }
  if (contact && follows && primary && primary.id !== contact.id) {
    await makePrimary(tx, accountId, contact.id, origin);
    changed.add("contact_email");
  }
  return [...changed];
}

/** The same person with another address, and not somebody else. */
function movedContact(contacts: Contact[], { last }: Following, followed: Following[]) {
  const name = followed.find(({ target }) => target === "contact_name");
  if (typeof name?.now !== "string" || name.now !== name.last) return undefined;
  return contacts.find(({ email }) => email === last);
}

/** What was last read of somebody else says nothing about this contact. */
function factsFor(contact: Contact, email: Following, followed: Following[]): ContactFacts {
  const facts = {
    name: contact.name,
    email: contact.email,
    job_title: contact.job_title,
    phone: contact.phone,
  };
  const samePerson = email.last === contact.email;
  for (const { target, fact } of PARTS) {
    const one = followed.find((other) => other.target === target);
    if (!one || (fact === "name" && one.now === null)) continue;
    const last = samePerson ? one.last : undefined;
    const now = one.now === null ? null : String(one.now);
    if (isTaken({ ...one, last, now, here: contact[fact] || null })) facts[fact] = now ?? "";
  }
  return facts;
}

function newFacts(email: string, followed: Following[]): ContactFacts {
  const said = (target: string) => String(followed.find((one) => one.target === target)?.now ?? "");
  return {
    name: said("contact_name") || nameFrom(email) || email,
    email,
    job_title: said("contact_title"),
    phone: said("contact_phone"),
  };
}
