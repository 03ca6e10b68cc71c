/** One account of HubSpot and what is in it. */
export interface Portal {
  id: number;
  domain: string;
  timeZone: string;
  currency: string;
  rows: Record<string, Map<string, Row>>;
  /** From a deal, by the type of what it is tied to. */
  ties: Map<string, Tie[]>;
  pipelines: Pipeline[];
  properties: Record<string, Property[]>;
  owners: Owner[];
  /** So long a change cannot be found by search. */
  lagMs: number;
  add(type: string, properties: Record<string, string | null>, at?: Date): Row;
  change(row: Row, properties: Record<string, string | null>, at?: Date): void;
  tie(deal: Row, type: string, to: Row, options?: { typeId?: number; label?: string }): void;
  /** The first goes on under the number of the second. */
  merge(lost: Row, kept: Row): void;
}

export interface Row {
  id: string;
  type: string;
  properties: Record<string, string | null>;
  at: Date;
  archived: boolean;
  mergedInto?: string;
}

interface Tie {
  type: string;
  id: string;
  typeId: number;
  label: string | null;
}

export interface Stage {
  id: string;
  label: string;
  displayOrder: number;
  archived: boolean;
  metadata: Record<string, string>;
}

export interface Pipeline {
  id: string;
  label: string;
  displayOrder: number;
  archived: boolean;
  stages: Stage[];
}

export interface Property {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  description: string;
  groupName: string;
  hubspotDefined: boolean;
  hidden: boolean;
  options: { label: string; value: string; hidden: boolean; displayOrder: number }[];
  showCurrencySymbol?: boolean;
  referencedObjectType?: string;
}

interface Owner {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  archived: boolean;
}

export const DEALS = "0-3";
export const COMPANIES = "0-2";
export const CONTACTS = "0-1";
export const NOTES = "0-46";

export function makePortal(id: number, domain: string): Portal {
  let last = 9000;
  const portal: Portal = {
    id,
    domain,
    timeZone: "America/New_York",
    currency: "USD",
    rows: Object.fromEntries([DEALS, COMPANIES, CONTACTS, NOTES].map((one) => [one, new Map()])),
    ties: new Map(),
    pipelines: standardPipelines(),
    properties: standardProperties(),
    owners: [
      { id: "77", email: "ed@acme.test", firstName: "Ed", lastName: "Exec", archived: false },
      { id: "78", email: "gone@acme.test", firstName: "Gwen", lastName: "Gone", archived: true },
    ],
    lagMs: 0,
    add(type, properties, at = new Date()) {
      const row: Row = { id: String(++last), type, properties, at, archived: false };
      portal.rows[type]!.set(row.id, row);
      return row;
    },
    change(row, properties, at = new Date()) {
      Object.assign(row.properties, properties);
      row.at = at;
    },
    tie(deal, type, to, { typeId = 3, label } = {}) {
      const ties = portal.ties.get(deal.id) ?? [];
      portal.ties.set(deal.id, [...ties, { type, id: to.id, typeId, label: label ?? null }]);
    },
    merge(lost, kept) {
      lost.mergedInto = kept.id;
    },
  };
  return portal;
}

function standardPipelines(): Pipeline[] {
  return [
    {
      id: "default",
      label: "Sales Pipeline",
      displayOrder: 0,
      archived: false,
      stages: [
        stage("contractsent", "Contract sent", 0, "0.9"),
        stage("closedwon", "Closed won", 1, "1.0", "true"),
        stage("closedlost", "Closed lost", 2, "0.0", "true"),
      ],
    },
    {
      id: "8675309",
      label: "Renewals",
      displayOrder: 1,
      archived: false,
      stages: [stage("8675310", "Renewed", 0, "1.0", "true")],
    },
  ];
}

function stage(
  id: string,
  label: string,
  displayOrder: number,
  probability: string,
  closed = "false",
) {
  const metadata = { isClosed: closed, probability };
  return { id, label, displayOrder, archived: false, metadata };
}

function standardProperties(): Record<string, Property[]> {
  return {
    [DEALS]: [
      property("dealname", "Deal Name"),
      property("amount", "Amount", "number", { showCurrencySymbol: true }),
      property("dealstage", "Deal Stage", "enumeration", { fieldType: "radio" }),
      property("pipeline", "Pipeline", "enumeration", { fieldType: "select" }),
      property("closedate", "Close Date", "datetime", { fieldType: "date" }),
      property("hubspot_owner_id", "Deal owner", "enumeration", {
        fieldType: "select",
        referencedObjectType: "OWNER",
      }),
      property("deal_currency_code", "Currency", "enumeration", { fieldType: "select" }),
      property("description", "Deal Description", "string", { fieldType: "textarea" }),
      property("hs_deal_stage_probability", "Deal probability", "number", { hidden: true }),
      property("hs_merged_object_ids", "Merged deals", "json"),
      own("go_live", "Target go-live", "date", { fieldType: "date" }),
      own("modules", "Modules bought", "enumeration", {
        fieldType: "checkbox",
        options: [["Core", "core"], ["Single sign-on", "sso"], ["Reports", "reports"]],
      }),
      own("signed_dpa", "DPA signed", "bool", { fieldType: "booleancheckbox" }),
      own("success_plan", "Success plan", "string", { fieldType: "html" }),
    ],
    [COMPANIES]: [
      property("name", "Company name"),
      property("domain", "Company Domain Name"),
      property("industry", "Industry", "enumeration", {
        fieldType: "select",
        options: [["Computer Software", "COMPUTER_SOFTWARE"], ["Retail", "RETAIL"]],
      }),
      property("numberofemployees", "Number of Employees", "number"),
      property("annualrevenue", "Annual Revenue", "number", { showCurrencySymbol: true }),
    ],
    [CONTACTS]: [
      property("firstname", "First Name"),
      property("lastname", "Last Name"),
      property("email", "Email"),
      property("phone", "Phone Number", "string", { fieldType: "phonenumber" }),
      property("mobilephone", "Mobile Phone Number", "string", { fieldType: "phonenumber" }),
      property("jobtitle", "Job Title"),
    ],
  };
}

interface More {
  fieldType?: string;
  hidden?: boolean;
  showCurrencySymbol?: boolean;
  referencedObjectType?: string;
  options?: [label: string, value: string][];
}

function property(name: string, label: string, type = "string", more: More = {}): Property {
  const { options = [], fieldType, hidden = false, ...rest } = more;
  return {
    name,
    label,
    type,
    fieldType: fieldType ?? (type === "number" ? "number" : "text"),
    description: "",
    groupName: "information",
    hubspotDefined: true,
    hidden,
    options: options.map(([label, value], displayOrder) => (
      { label, value, hidden: false, displayOrder }
    )),
    ...rest,
  };
}

/** One that the account made for itself. */
export function own(name: string, label: string, type: string, more: More = {}): Property {
  return { ...property(name, label, type, more), hubspotDefined: false };
}
