import { SEGMENTS } from "../accounts/account_words.ts";
import type { FieldType } from "../base/schema.ts";
import type { OutsideType, StandardKey } from "./service.ts";

export type Policy = "crm" | "thread" | "if_empty";

/** What an account takes a value as: like one of the organisation's own fields, or of a kind of its own. */
export type Shape = FieldType | "day" | "domain" | "member" | "phone";

export interface Target {
  /** "arr", or "field:<key>" of the organisation's own fields. */
  key: string;
  label: string;
  shape: Shape;
  /** The most characters of a line. */
  most?: number;
  /** A longer text is shortened here, and kept whole among the texts of the record. */
  shortens?: boolean;
  options?: string[];
}

/** What every account has. The contact is the primary one. */
export const TARGETS: Target[] = [
  { key: "name", label: "Account name", shape: "text", most: 200 },
  { key: "domain", label: "Domain", shape: "domain" },
  { key: "arr", label: "ARR", shape: "money" },
  { key: "closed_on", label: "Close date", shape: "day" },
  { key: "go_live_on", label: "Go-live", shape: "day" },
  { key: "segment", label: "Segment", shape: "choice", most: 80, options: SEGMENTS },
  { key: "industry", label: "Industry", shape: "text", most: 80 },
  { key: "product_line", label: "Product line", shape: "text", most: 80 },
  { key: "use_case", label: "Use case", shape: "text", most: 80, shortens: true },
  { key: "ae", label: "Account executive", shape: "member" },
  { key: "contact_name", label: "Primary contact: name", shape: "text", most: 120 },
  { key: "contact_email", label: "Primary contact: email", shape: "email" },
  { key: "contact_phone", label: "Primary contact: phone", shape: "phone", most: 40 },
  { key: "contact_title", label: "Primary contact: title", shape: "text", most: 120 },
];

/** Missed where nothing is mapped to them; the others are only there for whoever wants them. */
export const EXPECTED = [
  ...["name", "domain", "arr", "closed_on", "industry", "use_case", "ae", "contact_email"],
];

export const OWN = "field:";

/** Where the standard fields of each service go, and who wins there from the start. */
export const STANDARD: Partial<Record<StandardKey, { target: string; policy: Policy }>> = {
  record_name: { target: "name", policy: "thread" },
  amount: { target: "arr", policy: "crm" },
  close_date: { target: "closed_on", policy: "crm" },
  owner_email: { target: "ae", policy: "thread" },
  company_name: { target: `${OWN}company_name`, policy: "crm" },
  company_size: { target: `${OWN}company_size`, policy: "crm" },
  website: { target: "domain", policy: "thread" },
  industry: { target: "industry", policy: "thread" },
  use_case: { target: "use_case", policy: "thread" },
  contact_name: { target: "contact_name", policy: "thread" },
  contact_email: { target: "contact_email", policy: "thread" },
  contact_phone: { target: "contact_phone", policy: "thread" },
  contact_title: { target: "contact_title", policy: "thread" },
};

/** The fields of the organisation's own that a connection brings along. */
export const BROUGHT_ALONG = [
  { key: "company_name", label: "Company name" },
  { key: "company_size", label: "Company size" },
];

/** What stands for people of the record where the service keeps them beside its fields. */
export const PRIMARY_CONTACT = "primary_contact.";

export const CONTACT_FIELDS = [
  { id: `${PRIMARY_CONTACT}name`, label: "Primary contact: name", type: "text" },
  { id: `${PRIMARY_CONTACT}email`, label: "Primary contact: email", type: "email" },
  { id: `${PRIMARY_CONTACT}phone`, label: "Primary contact: phone", type: "phone" },
  { id: `${PRIMARY_CONTACT}title`, label: "Primary contact: title", type: "text" },
] as const;

export const POLICIES: { policy: Policy; hint: string }[] = [
  { policy: "crm", hint: "What stands there is taken every time, whatever was typed here." },
  {
    policy: "thread",
    hint: "Taken until somebody changes it in Thread; from then on what Thread holds stays.",
  },
  { policy: "if_empty", hint: "Taken only while Thread holds nothing." },
];

export function policyWords(policy: Policy, there: string): string {
  if (policy === "crm") return `${there} wins`;
  return policy === "thread" ? "Thread wins" : "Only if empty";
}

/** What a field of a service holds, in words. */
export const TYPE_WORDS: Record<OutsideType, string> = {
  text: "Text",
  long_text: "Long text",
  number: "Number",
  money: "Amount of money",
  date: "Date",
  moment: "Date and time",
  yes_no: "Yes or no",
  choice: "Choice",
  choices: "Several choices",
  email: "Email address",
  url: "Web address",
  phone: "Phone number",
  person: "Person",
};
