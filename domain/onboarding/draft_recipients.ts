import type { DraftContext, Person } from "./draft_context.ts";

export interface Recipients {
  to: string[];
  cc: string[];
  bcc: string[];
  /** Why a role stands for nobody, in words. */
  problems: string[];
}

/** Roles and addresses of a template become addresses, each once and in the first line that has it. */
export function resolveRecipients(
  lists: { to: string[]; cc: string[]; bcc: string[] },
  context: DraftContext,
): Recipients {
  const taken = new Set<string>();
  const problems = new Set<string>();
  const resolve = (list: string[]) =>
    list.flatMap((recipient) => {
      const found = addressesOf(recipient, context);
      if (typeof found === "string") problems.add(found);
      return typeof found === "string" ? [] : found;
    }).filter((address) => !taken.has(address) && taken.add(address));
  const [to, cc, bcc] = [resolve(lists.to), resolve(lists.cc), resolve(lists.bcc)];
  if (to.length === 0 && problems.size === 0) problems.add("Nobody is named to send this to");
  return { to, cc, bcc, problems: [...problems] };
}

/** Whether every address is one of the account's contacts, or of the people who work on it. */
export function strangersAmong(addresses: string[], context: DraftContext): string[] {
  const own = new Set(peopleOf(context).map(({ email }) => email.toLowerCase()));
  return addresses.filter((address) => !own.has(address.toLowerCase()));
}

function peopleOf({ contacts, csm, ae }: DraftContext): Person[] {
  return [...contacts, csm, ae].filter((person) => person !== undefined);
}

function addressesOf(recipient: string, context: DraftContext): string[] | string {
  const { account, contacts, csm, ae } = context;
  switch (recipient) {
    case "primary_contact": {
      const primary = contacts.find(({ is_primary }) => is_primary);
      return primary ? [primary.email] : `${account.name} has no primary contact`;
    }
    case "all_contacts":
      return contacts.length > 0
        ? contacts.map(({ email }) => email)
        : `${account.name} has no contacts`;
    case "csm":
      return csm ? [csm.email] : `${account.name} has no CSM`;
    case "ae":
      return ae ? [ae.email] : `${account.name} has no account executive`;
    default:
      return [recipient];
  }
}
