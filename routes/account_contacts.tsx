import { Hono } from "hono";
import {
  contactChangeForm,
  contactForm,
  portalRoleForm,
} from "../domain/accounts/account_forms.ts";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import {
  addContact,
  changeContact,
  type Contact,
  findContact,
  listContacts,
  makePrimary,
  removeContact,
  writeToAgain,
} from "../domain/accounts/contacts.ts";
import {
  changePortalRole,
  endPortalAccess,
  inviteToPortal,
  portalAccessOf,
} from "../domain/accounts/portal_access.ts";
import { Refused } from "../domain/base/errors.ts";
import { invitationPath } from "../domain/base/portal_links.ts";
import { portalInvitationLetter } from "../domain/messages/portal_letters.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { ContactPage, Contacts } from "../views/account_contacts.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, mayOnAccount, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { portalLink, postOrgLetter } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { contactWords } from "./portal_words.ts";
import { signedInAs } from "./tenant.ts";

const CONTACTS = `${ACCOUNT}/contacts` as const;
const CONTACT = `${CONTACTS}/:contact{${UUID}}` as const;
const changes = requiresOnAccount("accounts.change");

export const accountContacts = new Hono<Env>()
  .get(CONTACTS, async (c) => contactsPage(c, await accountOf(c)))
  .post(CONTACTS, changes, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, contactForm);
    if (!form.ok) return await contactsPage(c, account, { form, status: 422 });
    try {
      const { name } = await addContact(c.var.tx, account.id, form.value);
      return goAndSay(c, addressOf(account), `${name} is a contact now.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await contactsPage(c, account, { form: await refused(c, error), status: 409 });
    }
  })
  .get(CONTACT, changes, async (c) => {
    const account = await accountOf(c);
    return await contactPage(c, account, await findContact(c.var.tx, account.id, contactId(c)));
  })
  .post(CONTACT, changes, async (c) => {
    const account = await accountOf(c);
    const contact = await findContact(c.var.tx, account.id, contactId(c));
    const form = await readForm(c, contactChangeForm);
    if (!form.ok) return await contactPage(c, account, contact, { form, status: 422 });
    const { version, ...facts } = form.value;
    try {
      await changeContact(c.var.tx, account.id, contact.id, version, facts);
      return goAndSay(c, addressOf(account), `${facts.name} is saved.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const now = await findContact(c.var.tx, account.id, contact.id);
      return await contactPage(c, account, now, { form: await refused(c, error), status: 409 });
    }
  })
  .post(`${CONTACT}/primary`, changes, async (c) => {
    const account = await accountOf(c);
    const { name } = await makePrimary(c.var.tx, account.id, contactId(c));
    return goAndSay(c, addressOf(account), `${name} is the primary contact now.`);
  })
  .post(`${CONTACT}/failing/removal`, changes, async (c) => {
    const account = await accountOf(c);
    const { name, email } = await writeToAgain(c.var.tx, account.id, contactId(c));
    return goAndSay(c, addressOf(account), `Mail goes to ${name} at ${email} again.`);
  })
  .post(`${CONTACT}/portal-invitations`, changes, async (c) => {
    const account = await accountOf(c);
    const { org, member } = signedInAs(c);
    return await orSayWhyNot(c, account, async () => {
      const { tx } = c.var;
      const { contact, token } = await inviteToPortal(tx, account.id, contactId(c), member.id);
      const words = await contactWords(c, contact.language);
      const letter = portalInvitationLetter(words, {
        name: contact.name,
        inviter: member.name,
        org: org.name,
        account: account.name,
        link: await portalLink(c, tx, invitationPath(org.id, token)),
      });
      const to = { name: contact.name, address: contact.email };
      const about = { accountId: account.id, subjectId: contact.id };
      await postOrgLetter(c, tx, letter, { class: "notice", to, ...about });
      return `A letter with the way to the portal is on its way to ${contact.email}.`;
    });
  })
  .post(`${CONTACT}/portal-role`, changes, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, portalRoleForm);
    if (!form.ok) {
      return await contactsPage(c, account, {
        refusal: Object.values(form.errors)[0],
        status: 422,
      });
    }
    return await orSayWhyNot(c, account, async () => {
      const { role } = form.value;
      const { name } = await changePortalRole(c.var.tx, account.id, contactId(c), role);
      return role === "viewer"
        ? `${name} reads the portal and answers nothing.`
        : `${name} can answer in the portal.`;
    });
  })
  .post(`${CONTACT}/portal-access/removal`, changes, async (c) => {
    const account = await accountOf(c);
    return await orSayWhyNot(c, account, async () => {
      const { name } = await endPortalAccess(c.var.tx, account.id, contactId(c));
      return `${name} is out of the portal, wherever they were signed in.`;
    });
  })
  .post(`${CONTACT}/removal`, changes, async (c) => {
    const account = await accountOf(c);
    return await orSayWhyNot(c, account, async () => {
      const { name } = await removeContact(c.var.tx, account.id, contactId(c));
      return `${name} is removed.`;
    });
  });

async function orSayWhyNot(c: Ctx, account: AccountWithPeople, work: () => Promise<string>) {
  try {
    return goAndSay(c, addressOf(account), await work());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await contactsPage(c, account, { refusal: error.message, status: 409 });
  }
}

const contactId = (c: Ctx) => c.req.param("contact")!;
const addressOf = ({ id }: AccountWithPeople) => `/accounts/${id}/contacts`;

async function refused(c: Ctx, error: Refused): Promise<FormState> {
  return { typed: await typedAgain(c), errors: { form: error.message } };
}

async function contactsPage(
  c: Ctx,
  account: AccountWithPeople,
  { form, refusal, status }: { form?: FormState; refusal?: string; status?: 409 | 422 } = {},
) {
  const [contacts, access, { time_zone: timeZone }] = await Promise.all([
    listContacts(c.var.tx, account.id),
    portalAccessOf(c.var.tx, account.id),
    findOrg(c.var.tx),
  ]);
  const mayChange = mayOnAccount(c).change && !account.archived_at;
  const props = { accountId: account.id, contacts, access, timeZone, mayChange, form, refusal };
  return await showAccount(c, account, <Contacts {...props} />, { status });
}

async function contactPage(
  c: Ctx,
  account: AccountWithPeople,
  contact: Contact,
  { form, status }: { form?: FormState; status?: 409 | 422 } = {},
) {
  const access = (await portalAccessOf(c.var.tx, account.id)).get(contact.id);
  const part = <ContactPage contact={contact} access={access} form={form} />;
  return await showAccount(c, account, part, { status, title: contact.name });
}
