import type { OutsidePerson } from "../service.ts";
import type { Client, Row } from "./client.ts";
import { inChunks, type Part, type Plan } from "./plan.ts";
import { quoted } from "./soql.ts";
import type { Source } from "./sources.ts";
import { textOf } from "./values.ts";

const ROLES = "OpportunityContactRoles";
const OF_CONTACTS = ["Name", "Email", "Phone", "Title"];
const MOST = 200;

/** Undefined where the user sees no contacts, or none of an opportunity. */
export function rolesQuery(sources: Source[]): Part | undefined {
  const contacts = sources.find(({ via }) => via === "contact")?.described;
  const hasRoles = sources[0]!.described!.children.some(({ relationship }) =>
    relationship === ROLES
  );
  if (!contacts || !hasRoles) return undefined;
  const names = OF_CONTACTS.filter((name) => contacts.fields.has(name));
  const columns = ["ContactId", "Role", "IsPrimary", ...names.map((name) => `Contact.${name}`)];
  return { text: `(SELECT ${columns.join(", ")} FROM ${ROLES})`, names: columns.length };
}

/** Opportunities without any have null there. A long list comes in pages. */
export async function readRoles(client: Client, opportunity: Row): Promise<Row[]> {
  let page = opportunity[ROLES] as Page | null | undefined;
  const roles = [...page?.records ?? []];
  while (page?.nextRecordsUrl && roles.length < MOST) {
    page = await client.queryMore<Row>(page.nextRecordsUrl) as Page;
    roles.push(...page.records);
  }
  return roles.slice(0, MOST);
}

interface Page {
  records: Row[];
  nextRecordsUrl?: string;
}

/** Who is primary is said there, by a mark on the role. Nobody else is taken instead. */
const primaryOf = (roles: Row[]): Row | undefined =>
  roles.find(({ IsPrimary }) => IsPrimary === true);

/** What else is mapped of the primary contact is asked of the contact itself. */
export async function readPrimary(
  client: Client,
  roles: Row[],
  { asked }: Plan,
): Promise<Row | undefined> {
  const role = primaryOf(roles);
  const names = asked.filter(({ source }) => source.via === "contact")
    .map(({ field }) => field.name);
  if (!role?.Contact || names.every((name) => OF_CONTACTS.includes(name))) return role?.Contact;
  let contact: Row = {};
  for (const chunk of inChunks(names)) {
    const { records: [row] } = await client.query<Row>(
      `SELECT ${chunk.join(", ")} FROM Contact WHERE Id = ${quoted(String(role.ContactId))}`,
    );
    contact = { ...contact, ...row };
  }
  return contact;
}

export function peopleIn(roles: Row[]): OutsidePerson[] {
  const primary = primaryOf(roles);
  return roles.filter(({ Contact }) => Contact).map((role) => ({
    id: String(role.ContactId),
    name: textOf(role.Contact.Name) ?? "",
    email: textOf(role.Contact.Email),
    phone: textOf(role.Contact.Phone),
    title: textOf(role.Contact.Title),
    role: textOf(role.Role),
    primary: role === primary,
  }));
}
