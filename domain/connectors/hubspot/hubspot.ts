import type { Reader, RecordService, StandardField } from "../service.ts";
import { stagesOf } from "./account.ts";
import { readChanged } from "./changes.ts";
import { checkRights } from "./checks.ts";
import { door } from "./door.ts";
import { ears } from "./ears.ts";
import { readFields } from "./fields.ts";
import { readDeal, readSample } from "./records.ts";
import { judge, usage } from "./verdicts.ts";

const reader: Reader = {
  check: checkRights,
  fields: readFields,
  stages: stagesOf,
  record: readDeal,
  sample: readSample,
  changed: readChanged,
};

const standard: StandardField[] = [
  {
    key: "record_name",
    label: "Deal name",
    field: "deal.dealname",
    type: "text",
    sample: "Northwind – onboarding",
  },
  { key: "amount", label: "Amount", field: "deal.amount", type: "money", sample: 120_000 },
  {
    key: "close_date",
    label: "Close date",
    field: "deal.closedate",
    type: "date",
    sample: "2026-11-30",
  },
  {
    key: "stage",
    label: "Deal stage",
    field: "deal.dealstage",
    type: "choice",
    sample: "Closed won",
  },
  {
    key: "owner_name",
    label: "Deal owner",
    field: "owner.name",
    type: "text",
    sample: "Ava Reyes",
  },
  {
    key: "owner_email",
    label: "Deal owner's email",
    field: "owner.email",
    type: "email",
    sample: "ava@example.com",
  },
  {
    key: "company_name",
    label: "Company name",
    field: "company.name",
    type: "text",
    sample: "Northwind Traders",
  },
  {
    key: "website",
    label: "Company domain",
    field: "company.domain",
    type: "url",
    sample: "northwind.example",
  },
  {
    key: "industry",
    label: "Industry",
    field: "company.industry",
    type: "choice",
    sample: "Retail",
  },
  {
    key: "company_size",
    label: "Number of employees",
    field: "company.numberofemployees",
    type: "number",
    sample: 240,
  },
  {
    key: "use_case",
    label: "Deal description",
    field: "deal.description",
    type: "long_text",
    sample: "Wants to bring 40 partners on board by spring.",
  },
  { key: "contact_name", label: "Primary contact", type: "text", sample: "Jo Lind" },
  {
    key: "contact_email",
    label: "Primary contact's email",
    type: "email",
    sample: "jo@northwind.example",
  },
  {
    key: "contact_phone",
    label: "Primary contact's phone",
    type: "phone",
    sample: "+1 555 0100",
  },
  {
    key: "contact_title",
    label: "Primary contact's job title",
    type: "text",
    sample: "Head of Operations",
  },
  { key: "notes", label: "Notes", type: "long_text", sample: "They start with two warehouses." },
];

export const hubspot: RecordService = {
  key: "hubspot",
  name: "HubSpot",
  about: "Start onboarding when a deal reaches a stage of your pipeline.",
  permissions: [
    "Read deals, their pipelines, stages and fields",
    "Read companies and their fields",
    "Read contacts, their fields and the notes about them",
    "Read who owns a deal: name and email address",
  ],
  needs: [
    "A super admin of your HubSpot account, or somebody who may install apps of its marketplace, " +
    "has to agree.",
    "Any HubSpot plan with deals will do.",
  ],
  troubles: [
    "Somebody without the right to install apps tried to agree: HubSpot says so on its own page.",
    "The app's scopes at HubSpot are fewer than Thread asks for.",
    "The app's redirect address at HubSpot is not Thread's.",
  ],
  environments: ["production"],
  door,
  ears,
  records: { one: "deal", many: "deals", reader, standard },
  judge,
  usage,
  pace: { requests: 110, seconds: 10 },
};
