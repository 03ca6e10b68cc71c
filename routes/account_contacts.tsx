import { Hono } from "hono";
import { contactChangeForm, contactForm } from "../domain/accounts/account_forms.ts";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import {
  addContact,
  changeContact,
  type Contact,
  findContact,
  listContacts,
  makePrimary,
  removeContact,
} from "../domain/accounts/contacts.ts";
import { Refused } from "../domain/base/errors.ts";
import { ContactPage, Contacts } from "../views/account_contacts.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, mayOnAccount, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";

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
  .post(`${CONTACT}/removal`, changes, async (c) => {
    const account = await accountOf(c);
    try {
      const { name } = await removeContact(c.var.tx, account.id, contactId(c));
      return goAndSay(c, addressOf(account), `${name} is removed.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await contactsPage(c, account, { refusal: error.message, status: 409 });
    }
  });

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
  const contacts = await listContacts(c.var.tx, account.id);
  const mayChange = mayOnAccount(c).change && !account.archived_at;
  const props = { accountId: account.id, contacts, mayChange, form, refusal };
  return await showAccount(c, account, <Contacts {...props} />, { status });
}

async function contactPage(
  c: Ctx,
  account: AccountWithPeople,
  contact: Contact,
  { form, status }: { form?: FormState; status?: 409 | 422 } = {},
) {
  const part = <ContactPage contact={contact} form={form} />;
  return await showAccount(c, account, part, { status, title: contact.name });
}
