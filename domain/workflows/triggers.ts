import type { OutsideType, RecordService, Service } from "../connectors/service.ts";
import { hasRecords, SERVICES } from "../connectors/services.ts";
import type { Asked, Field, Output, ValueType } from "./node.ts";

/** What can start a workflow. Another service is another entry here and a file that listens to it. */
export interface Trigger {
  on: string;
  label: string;
  about: string;
  fields?(): Field[];
  /** What it brings beside what the start's own fields ask for. */
  outputs?: Output[];
  /** The service whose records start it. */
  service?: Service;
}

const TYPES: Partial<Record<OutsideType, ValueType>> = {
  number: "number",
  money: "money",
  date: "date",
  yes_no: "yes_no",
  choice: "choice",
  choices: "list",
};

/** By the name of the account's fact, with "account_" before it. */
const MAPPED: Output[] = [
  mapped("name", "Account name", "text", "Northwind Traders"),
  mapped("domain", "Domain", "text", "northwind.example"),
  mapped("arr", "ARR", "money", 150_000),
  mapped("currency", "Currency", "text", "USD"),
  mapped("closed_on", "Day the deal closed", "date", "2026-12-31"),
  mapped("go_live_on", "Go-live", "date", "2027-03-01"),
  mapped("segment", "Segment", "text", "Enterprise"),
  mapped("industry", "Industry", "text", "Retail"),
  mapped("product_line", "Product line", "text", "Core"),
  mapped("use_case", "Use case", "text", "Reporting"),
  mapped("ae", "Account executive's address", "text", "tom@example.com"),
  mapped("contact_name", "Primary contact", "text", "Priya Shah"),
  mapped("contact_email", "Primary contact's address", "text", "priya@northwind.example"),
];

export const TRIGGERS = [
  {
    on: "manual",
    label: "By hand",
    about: "Somebody starts it here, or on an account's page.",
  },
  {
    on: "form",
    label: "By a form",
    about: "Any member fills in a form of your own.",
  },
  {
    on: "hook",
    label: "By an HTTP call",
    about: "Another system sends JSON to an address of this workflow, signed with its secret.",
    fields: () => [{
      name: "paths",
      label: "Where each field stands",
      hint: "Such as amount: deal.properties.amount. Left out, a field is read under its own name.",
      input: "values" as const,
    }],
  },
  ...SERVICES.filter(hasRecords).map(ofService),
] as [Trigger, ...Trigger[]];

function ofService(service: RecordService): Trigger {
  const { key, name, records: record } = service;
  return {
    on: key,
    label: `${name}: ${article(record.one)} ${record.one} reaches a stage`,
    about: `Once for each ${record.one}, as soon as it stands where you say.`,
    service,
    fields: () => [
      {
        name: "connection",
        label: "Connection",
        hint: "Left open, every production connection. A sandbox is heard only where it is chosen.",
        input: "connection",
        of: key,
      },
      {
        name: "stages",
        label: "Stages",
        hint: `As ${name} has them now. None chosen means any.`,
        input: "stages",
        of: key,
      },
    ],
    outputs: outputsOf(service),
  };
}

function article(word: string): string {
  return /^[aeiou]/i.test(word) ? "an" : "a";
}

/** What stands there, and what it becomes here by the mappings as they are when a run starts. */
function outputsOf({ records: { standard, ...record } }: RecordService): Output[] {
  return [
    ...standard.map(({ key, label, type, sample }): Output => ({
      key,
      label,
      type: TYPES[type] ?? "text",
      sample,
    })),
    { key: "record_id", label: `Number of the ${record.one}`, type: "text", sample: "1148291" },
    { key: "record_url", label: `Address of the ${record.one}`, type: "text", sample: "https://" },
    { key: "account_exists", label: "Account exists", type: "yes_no", sample: false },
    ...MAPPED,
  ];
}

function mapped(name: string, label: string, type: ValueType, sample: unknown): Output {
  return { key: `account_${name}`, label: `${label}, as mapped`, type, sample };
}

export function triggerOf(on: string | undefined): Trigger | undefined {
  return TRIGGERS.find((one) => one.on === on);
}

const ASKED: Partial<Record<ValueType, Asked["type"]>> = {
  number: "number",
  money: "money",
  date: "date",
  yes_no: "yes_no",
};

/** What a start takes in: what its service brings, and the fields that it asks for by itself. */
export function askedBy({ on, fields }: { on?: string; fields?: Asked[] }): Asked[] {
  const brought = (triggerOf(on)?.outputs ?? []).map(({ key, label, type, sample }): Asked => ({
    id: key,
    label,
    type: ASKED[type] ?? "text",
    required: false,
    options: [],
    sample: sample === null || Array.isArray(sample) ? "" : String(sample),
  }));
  return [...brought, ...fields ?? []];
}
