import type { Line, OutsideField, OutsideType, StandardField } from "../service.ts";
import { inWords, openClient } from "./client.ts";
import { forgetDescribes, type SeenField } from "./describes.ts";
import { type Source, sourcesOf } from "./sources.ts";

const TYPES: Record<string, OutsideType> = {
  string: "text",
  combobox: "text",
  encryptedstring: "text",
  time: "text",
  textarea: "long_text",
  int: "number",
  long: "number",
  double: "number",
  percent: "number",
  currency: "money",
  date: "date",
  datetime: "moment",
  boolean: "yes_no",
  picklist: "choice",
  multipicklist: "choices",
  email: "email",
  phone: "phone",
  url: "url",
};

/** Undefined for what has no value of its own: ids, places on a map, files. */
export const typeOf = ({ type }: SeenField): OutsideType | undefined => TYPES[type];

/** Everything that can be mapped, as it is there now. */
export async function fields(line: Line): Promise<OutsideField[]> {
  return await inWords(async () => {
    forgetDescribes(line);
    return (await sourcesOf(line, await openClient(line))).flatMap(fieldsOf);
  });
}

function fieldsOf({ prefix, of, only, described }: Source): OutsideField[] {
  const seen = [...described?.fields.values() ?? []];
  return seen.filter(({ name }) => !only || only.has(name)).flatMap((field) => {
    const type = typeOf(field);
    if (!type) return [];
    const { name, label, custom, options } = field;
    return [{
      id: `${prefix}${name}`,
      label,
      of,
      type,
      custom,
      ...options.length > 0 && { options: options.map(({ value }) => value) },
    }];
  }).sort((a, b) => a.label.localeCompare(b.label, "en"));
}

export const standard: StandardField[] = [
  {
    key: "record_name",
    label: "Opportunity name",
    field: "Name",
    type: "text",
    sample: "Acme – Enterprise plan",
  },
  { key: "amount", label: "Amount", field: "Amount", type: "money", sample: 120_000 },
  {
    key: "close_date",
    label: "Close date",
    field: "CloseDate",
    type: "date",
    sample: "2026-11-30",
  },
  { key: "stage", label: "Stage", field: "StageName", type: "choice", sample: "Closed Won" },
  {
    key: "owner_name",
    label: "Owner's name",
    field: "Owner.Name",
    type: "text",
    sample: "Ed Stone",
  },
  {
    key: "owner_email",
    label: "Owner's email",
    field: "Owner.Email",
    type: "email",
    sample: "ed@acme-cloud.example",
  },
  {
    key: "company_name",
    label: "Account name",
    field: "Account.Name",
    type: "text",
    sample: "Acme Corporation",
  },
  {
    key: "website",
    label: "Website",
    field: "Account.Website",
    type: "url",
    sample: "https://acme.example",
  },
  {
    key: "industry",
    label: "Industry",
    field: "Account.Industry",
    type: "choice",
    sample: "Manufacturing",
  },
  {
    key: "company_size",
    label: "Employees",
    field: "Account.NumberOfEmployees",
    type: "number",
    sample: 250,
  },
  {
    key: "use_case",
    label: "Description",
    field: "Description",
    type: "long_text",
    sample: "Replaces three spreadsheets.",
  },
  { key: "contact_name", label: "Primary contact", type: "text", sample: "Nina Nair" },
  {
    key: "contact_email",
    label: "Primary contact's email",
    type: "email",
    sample: "nina@acme.example",
  },
  {
    key: "contact_phone",
    label: "Primary contact's phone",
    type: "phone",
    sample: "+49 30 1234567",
  },
  {
    key: "contact_title",
    label: "Primary contact's title",
    type: "text",
    sample: "Head of Operations",
  },
  { key: "notes", label: "Notes", type: "long_text", sample: "Wants to be live before March." },
];
