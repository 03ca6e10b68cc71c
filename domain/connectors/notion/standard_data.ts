import type { StandardField, StandardKey } from "../service.ts";

/** What Thread looks for in a database, by the names and kinds that such columns have. */
export interface Sought extends StandardField {
  /** As the settings page asks for it. */
  wanted: string;
  /** Lower case, single spaces, the likeliest first. */
  names: string[];
  kinds: string[];
}

const TEXTS = ["rich_text", "title", "formula"];
const MAILS = ["email", "rich_text", "people", "formula"];

export const SOUGHT: Sought[] = [
  {
    key: "company_name",
    label: "Company name",
    wanted: "text",
    names: ["company name", "company", "customer name", "customer", "account name", "account"],
    kinds: ["title", "rich_text", "formula"],
    type: "text",
    sample: "Initech",
  },
  {
    key: "amount",
    label: "ARR",
    wanted: "number",
    names: [
      ...["arr", "annual recurring revenue", "acv", "contract value", "deal value", "deal size"],
      ...["amount", "value", "revenue"],
    ],
    kinds: ["number", "formula", "rollup"],
    type: "money",
    sample: 120000,
  },
  {
    key: "close_date",
    label: "Close date",
    wanted: "date",
    names: ["close date", "closed date", "closing date", "date closed", "closed on", "signed on"],
    kinds: ["date", "formula", "rollup"],
    type: "date",
    sample: "2026-11-30",
  },
  {
    key: "contact_email",
    label: "Primary contact e-mail",
    wanted: "e-mail or text",
    names: [
      ...["primary contact email", "contact email", "customer email", "email", "e mail"],
      ...["contact e mail", "primary contact e mail", "primary contact"],
    ],
    kinds: MAILS,
    type: "email",
    sample: "kim@initech.example",
  },
  {
    key: "owner_email",
    label: "AE e-mail",
    wanted: "e-mail, text or person",
    names: [
      ...["ae email", "ae e mail", "account executive email", "owner email", "sales rep email"],
      ...["ae", "account executive", "owner", "sales rep", "sales owner"],
    ],
    kinds: MAILS,
    type: "email",
    sample: "tom@acme-cloud.example",
  },
  {
    key: "industry",
    label: "Industry",
    wanted: "select",
    names: ["industry", "sector", "vertical"],
    kinds: ["select", "multi_select", "status", ...TEXTS],
    type: "choice",
    sample: "Manufacturing",
  },
  {
    key: "company_size",
    label: "Company size",
    wanted: "select",
    names: ["company size", "size", "employees", "number of employees", "headcount"],
    kinds: ["select", "number", "multi_select", ...TEXTS],
    type: "choice",
    sample: "51-200",
  },
  {
    key: "use_case",
    label: "Use case",
    wanted: "text",
    names: ["use case", "use cases", "goal", "goals"],
    kinds: ["rich_text", "select", "multi_select", "formula"],
    type: "long_text",
    sample: "Onboards its own customers by hand today",
  },
  {
    key: "notes",
    label: "Notes",
    wanted: "text",
    names: ["notes", "note", "handoff notes", "sales notes", "comments", "description"],
    kinds: ["rich_text", "formula"],
    type: "long_text",
    sample: "Promised a go-live before the end of the quarter",
  },
  {
    key: "stage",
    label: "Status",
    wanted: "status or select",
    names: ["status", "stage", "state"],
    kinds: ["status", "select"],
    type: "choice",
    sample: "New",
  },
  {
    key: "contact_name",
    label: "Primary contact name",
    wanted: "text",
    names: ["primary contact name", "contact name", "primary contact", "contact"],
    kinds: ["rich_text", "people", "formula"],
    type: "text",
    sample: "Kim Nair",
  },
  {
    key: "contact_phone",
    label: "Primary contact phone",
    wanted: "phone or text",
    names: ["primary contact phone", "contact phone", "phone", "phone number"],
    kinds: ["phone_number", "rich_text"],
    type: "phone",
    sample: "+49 30 1234567",
  },
  {
    key: "contact_title",
    label: "Primary contact title",
    wanted: "text or select",
    names: ["primary contact title", "contact title", "job title", "title", "role"],
    kinds: ["rich_text", "select"],
    type: "text",
    sample: "Head of operations",
  },
  {
    key: "owner_name",
    label: "AE name",
    wanted: "text or person",
    names: ["ae name", "account executive name", "ae", "account executive", "owner", "sales rep"],
    kinds: ["people", "rich_text"],
    type: "text",
    sample: "Tom Brandt",
  },
  {
    key: "website",
    label: "Website",
    wanted: "URL or text",
    names: ["website", "web site", "url", "domain", "homepage"],
    kinds: ["url", "rich_text"],
    type: "url",
    sample: "https://initech.example",
  },
];

/** Without these a row waits, until the settings of the connection say otherwise. */
export const FIRST_REQUIRED: StandardKey[] = [
  ...["company_name", "amount", "close_date", "contact_email", "owner_email"] as const,
];

/** What a number column is shown in. */
export const CURRENCIES: Record<string, string> = {
  argentine_peso: "ARS",
  australian_dollar: "AUD",
  baht: "THB",
  canadian_dollar: "CAD",
  chilean_peso: "CLP",
  colombian_peso: "COP",
  danish_krone: "DKK",
  dirham: "AED",
  dollar: "USD",
  euro: "EUR",
  forint: "HUF",
  franc: "CHF",
  hong_kong_dollar: "HKD",
  koruna: "CZK",
  krona: "SEK",
  leu: "RON",
  lira: "TRY",
  mexican_peso: "MXN",
  new_taiwan_dollar: "TWD",
  new_zealand_dollar: "NZD",
  norwegian_krone: "NOK",
  peruvian_sol: "PEN",
  philippine_peso: "PHP",
  pound: "GBP",
  rand: "ZAR",
  real: "BRL",
  ringgit: "MYR",
  riyal: "SAR",
  ruble: "RUB",
  rupee: "INR",
  rupiah: "IDR",
  shekel: "ILS",
  singapore_dollar: "SGD",
  uruguayan_peso: "UYU",
  won: "KRW",
  yen: "JPY",
  yuan: "CNY",
  zloty: "PLN",
};
