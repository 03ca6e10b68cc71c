import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import type { PortalRole } from "../base/schema.ts";
import { hashToken, newToken } from "../base/tokens.ts";
import { lockAccount, recordAccount } from "./accounts.ts";
import { type Contact, findContact } from "./contacts.ts";
import { shutPortal } from "./portal_ends.ts";

/** How far a contact has come with the portal. */
export type PortalState = "invited" | "expired" | "seen" | "ended";

export interface PortalAccess {
  contactId: string;
  state: PortalState;
  invitedAt: Date;
  seenAt: Date | null;
  role: PortalRole;
  /** Its latest letter is less than a minute old. */
  isFresh: boolean;
}

export interface PortalInvitation {
  contact: Contact;
  /** In the letter only: what is stored is its hash. */
  token: string;
}

export interface PortalInvitee {
  name: string;
  email: string;
  account: string;
  org: string;
  role: PortalRole;
}

export async function portalAccessOf(
  tx: OrgDb,
  accountId: string,
): Promise<Map<string, PortalAccess>> {
  const rows = await tx.selectFrom("portal_access")
    .select([
      "contact_id as contactId",
      "invited_at as invitedAt",
      "seen_at as seenAt",
      "role",
      sql<boolean>`invited_at > now() - interval '1 minute' and expires_at > now()`.as("isFresh"),
      sql<
        PortalState
      >`case when ended_at is not null then 'ended' when seen_at is not null then 'seen'
        when expires_at <= now() then 'expired' else 'invited' end`.as("state"),
    ])
    .where("account_id", "=", accountId)
    .execute();
  return new Map(rows.map((row) => [row.contactId, row]));
}

/** Gives access, and a link for the letter that says so. The link of an earlier letter is dead. */
export async function inviteToPortal(
  tx: OrgDb,
  accountId: string,
  contactId: string,
  by: string,
): Promise<PortalInvitation> {
  const account = await lockAccount(tx, accountId);
  if (account.archived_at) {
    throw new Refused(`${account.name} is archived. Restore it before you invite anybody.`);
  }
  const contact = await findContact(tx, accountId, contactId);
  const before = (await portalAccessOf(tx, accountId)).get(contactId);
  if (before?.isFresh && before.state !== "ended") {
    throw new Refused(
      `A letter went to ${contact.email} less than a minute ago. Give it a moment.`,
    );
  }
  const token = newToken();
  const fresh = {
    token_hash: hashToken(token),
    invited_at: sql<Date>`now()`,
    expires_at: sql<Date>`now() + interval '14 days'`,
    invited_by: by,
    ended_at: null,
  };
  // Who was handed one task until now has the whole portal from here on; a viewer stays one.
  const role = sql<PortalRole>`case portal_access.role when 'viewer' then 'viewer'
    else 'member' end`;
  await tx.insertInto("portal_access")
    .values({ ...fresh, contact_id: contactId, account_id: accountId })
    .onConflict((conflict) =>
      conflict.columns(["org_id", "contact_id"]).doUpdateSet({ ...fresh, role })
    )
    .execute();
  const kind = before ? "account.portal_invited_again" : "account.portal_invited";
  await recordAccess(tx, contact, kind);
  return { contact, token };
}

/** Everything they have open ends with it, in the same transaction. */
export async function endPortalAccess(
  tx: OrgDb,
  accountId: string,
  contactId: string,
): Promise<Contact> {
  await lockAccount(tx, accountId);
  const contact = await findContact(tx, accountId, contactId);
  if (await shutPortal(tx, contactId)) await recordAccess(tx, contact, "account.portal_ended");
  return contact;
}

/** Whether they answer in the portal, or only read it. */
export async function changePortalRole(
  tx: OrgDb,
  accountId: string,
  contactId: string,
  role: "member" | "viewer",
): Promise<Contact> {
  await lockAccount(tx, accountId);
  const contact = await findContact(tx, accountId, contactId);
  const changed = await tx.updateTable("portal_access").set({ role })
    .where("contact_id", "=", contactId).where("role", "!=", role).executeTakeFirst();
  if (changed.numUpdatedRows > 0n) {
    const data = { contactId, name: contact.name, role };
    await recordAccount(tx, accountId, "account.portal_role_changed", data);
  }
  return contact;
}

/** Behind the link of a letter: whom it is for, as long as it lives. */
export async function invitationOfPortal(
  tx: OrgDb,
  token: string,
): Promise<PortalInvitee | undefined> {
  return await tx.selectFrom("portal_access as p")
    .innerJoin("contacts as c", "c.id", "p.contact_id")
    .innerJoin("accounts as a", "a.id", "p.account_id")
    .innerJoin("orgs as o", "o.id", "p.org_id")
    .select(["c.name", "c.email", "a.name as account", "o.name as org", "p.role"])
    .where("p.token_hash", "=", hashToken(token))
    .where("p.expires_at", ">", sql<Date>`now()`)
    .where("p.ended_at", "is", null)
    .where("c.removed_at", "is", null)
    .where("a.archived_at", "is", null)
    .executeTakeFirst();
}

/**
 * Lets these addresses in, where they are contacts of the account: what leads to the portal was
 * mailed to them. Whose access was ended on purpose stays out.
 */
export async function openPortalTo(
  tx: OrgDb,
  accountId: string,
  addresses: string[],
): Promise<void> {
  if (addresses.length === 0) return;
  const contacts = await tx.selectFrom("contacts").select("id")
    .where("account_id", "=", accountId)
    .where("email", "in", addresses)
    .where("removed_at", "is", null)
    .execute();
  if (contacts.length === 0) return;
  await tx.insertInto("portal_access")
    .values(contacts.map(({ id }) => ({
      contact_id: id,
      account_id: accountId,
      token_hash: hashToken(newToken()),
    })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function recordAccess(tx: OrgDb, { id, name, account_id }: Contact, kind: `account.${string}`) {
  return recordAccount(tx, account_id, kind, { contactId: id, name });
}
