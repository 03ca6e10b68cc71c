import type { Line, OutsidePerson } from "../service.ts";
import { readMany, tiesOf } from "./ties.ts";
import { CONTACT, type HubspotObject, type HubspotTie } from "./wire.ts";

const PROPERTIES = ["firstname", "lastname", "email", "phone", "mobilephone", "jobtitle"];
/** A deal with more people than this is a mailing list. */
const MOST = 1000;

export interface Contacts {
  people: OutsidePerson[];
  /** Of the first contact: whose fields can be mapped. */
  primary: HubspotObject | undefined;
  /** They may not be read. */
  refused: boolean;
}

/** Everybody who is tied to a deal, with what they are called in it. */
export async function readContacts(
  line: Line,
  dealId: string,
  wanted: string[],
): Promise<Contacts> {
  const roles = new Map<string, string>();
  for await (const ties of tiesOf(line, dealId, CONTACT)) {
    for (const tie of ties) roles.set(tie.toObjectId, roleOf(tie));
    if (roles.size >= MOST) break;
  }
  const properties = [...new Set([...PROPERTIES, ...wanted])];
  const found = await readMany(line, CONTACT, [...roles.keys()].slice(0, MOST), properties);
  const contacts = inOrder(found ?? [], [...roles.keys()]);
  const people = contacts.map((one) => personOf(one, roles.get(one.id) ?? ""));
  const first = primaryOf(people);
  return {
    people: people.map((one) => ({ ...one, primary: one === first })),
    primary: contacts.find(({ id }) => id === first?.id),
    refused: found === undefined,
  };
}

function inOrder(contacts: HubspotObject[], ids: string[]): HubspotObject[] {
  const byId = new Map(contacts.map((one) => [one.id, one]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

const roleOf = ({ associationTypes }: HubspotTie) =>
  associationTypes.map(({ label }) => label?.trim()).filter(Boolean).join(", ").slice(0, 200);

function personOf({ id, properties }: HubspotObject, role: string): OutsidePerson {
  const name = [properties.firstname, properties.lastname].filter(Boolean).join(" ").trim();
  return {
    id,
    name: name || properties.email || `Contact ${id}`,
    email: properties.email?.trim() || null,
    phone: properties.phone || properties.mobilephone || null,
    title: properties.jobtitle || null,
    role: role || null,
    primary: false,
  };
}

/** HubSpot knows no first contact of a deal: a label may say it, else the first with an address. */
function primaryOf(people: OutsidePerson[]): OutsidePerson | undefined {
  return people.find(({ role }) => /\bprimary\b/i.test(role ?? "")) ??
    people.find(({ email }) => email !== null) ?? people[0];
}
