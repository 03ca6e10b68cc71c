import { fieldInWords } from "../accounts/account_words.ts";
import { formatMoney } from "../accounts/money.ts";
import { formatDay } from "../base/calendar.ts";
import { actionType } from "./action_types.ts";
import type { DraftContext } from "./draft_context.ts";
import { portalAddress } from "./portal_address.ts";

/** What stands for each variable in a text about this account; undefined where nothing is known. */
export function valuesOf(
  { account, contacts, csm, ae, fields, milestone, org, action }: DraftContext,
  publicUrl: URL,
): Record<string, string | undefined> {
  const contact = contacts.find(({ is_primary }) => is_primary);
  return {
    company_name: account.name,
    account_name: account.name,
    contact_name: contact?.name,
    contact_first_name: contact && firstName(contact.name),
    csm_name: csm?.name,
    csm_email: csm?.email,
    ae_name: ae?.name,
    milestone_name: milestone.name,
    portal_link: portalAddress(publicUrl, org, isAsked(action) ? action.id : undefined),
    close_date: account.closed_on ? formatDay(account.closed_on, "en-GB") : undefined,
    arr: account.arr_cents === null
      ? undefined
      : formatMoney({ cents: account.arr_cents, currency: account.arr_currency }),
    ...Object.fromEntries(
      fields.map(({ key }) => [`field.${key}`, fieldInWords(account.fields[key])]),
    ),
  };
}

/** The customer answers it in the portal, which its mail opens it in: the link leads right there. */
function isAsked({ type }: DraftContext["action"]): boolean {
  return actionType(type).executable && !actionType(type).internal;
}

/** "Shah, Priya" and "Dr. Priya Shah" are left as they are written: a guess would be rude. */
function firstName(name: string): string {
  const [first = "", ...others] = name.trim().split(/\s+/);
  const isPlain = others.length > 0 && !/[.,]$/.test(first);
  return isPlain ? first : name.trim();
}
