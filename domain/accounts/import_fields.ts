/** What a column of a source can become. */
export interface ImportField {
  field: string;
  label: string;
  /** Other names for it, in the plain letters that `plainName` leaves. */
  names: string[];
}

/** How a column of the source is used. */
export interface ImportColumn {
  name: string;
  /** The field it goes to; nothing where it is left out. */
  field: string;
  guessed: boolean;
  samples: string[];
}

export const IMPORT_FIELDS: ImportField[] = [
  {
    field: "name",
    label: "Company name",
    names: words(
      "name company account customer client " +
        "companyname accountname customername clientname organisation organization firma kunde",
    ),
  },
  {
    field: "domain",
    label: "Domain",
    names: words(
      "website web site url companydomain homepage " +
        "websiteurl companywebsite webseite",
    ),
  },
  { field: "segment", label: "Segment", names: words("tier size companysize accountsegment") },
  { field: "industry", label: "Industry", names: words("sector vertical branche market") },
  {
    field: "product_line",
    label: "Product line",
    names: words("product plan package sku produkt"),
  },
  { field: "use_case", label: "Use case", names: words("usecases purpose goal") },
  {
    field: "arr",
    label: "ARR",
    names: words(
      "annualrecurringrevenue acv value dealvalue amount " +
        "contractvalue annualvalue revenue arrusd arreur dealamount umsatz",
    ),
  },
  { field: "arr_currency", label: "Currency", names: words("arrcurrency waehrung wahrung") },
  {
    field: "closed_on",
    label: "Close date",
    names: words(
      "closedate closedon closed closeddate " +
        "wondate signed signeddate contractdate contractstart startdate",
    ),
  },
  {
    field: "go_live_on",
    label: "Go-live",
    names: words(
      "golive golivedate goliveon launch " +
        "launchdate targetgolive livedate targetdate",
    ),
  },
  {
    field: "csm",
    label: "CSM",
    names: words(
      "owner customersuccessmanager accountowner " +
        "successmanager csmemail owneremail csmname csmowner",
    ),
  },
  {
    field: "ae",
    label: "Account executive",
    names: words(
      "accountexecutive sales salesrep rep " +
        "salesowner aeemail seller dealowner",
    ),
  },
  { field: "template", label: "Template", names: words("onboardingtemplate playbook") },
  {
    field: "contact_name",
    label: "Contact name",
    names: words(
      "contact primarycontact " +
        "contactperson person fullname primarycontactname contactfullname ansprechpartner",
    ),
  },
  {
    field: "contact_email",
    label: "Contact email",
    names: words(
      "email mail emailaddress " +
        "contactmail primaryemail primarycontactemail contactemailaddress emails contactsemail",
    ),
  },
  {
    field: "contact_job_title",
    label: "Contact job title",
    names: words(
      "title jobtitle role " +
        "position contacttitle contactrole",
    ),
  },
  {
    field: "contact_phone",
    label: "Contact phone",
    names: words(
      "phone telephone mobile tel " +
        "phonenumber contactphonenumber telefon",
    ),
  },
];

/** With the organisation's own fields behind them. */
export function importFields(own: { key: string; label: string }[]): ImportField[] {
  return [
    ...IMPORT_FIELDS,
    ...own.map(({ key, label }) => ({ field: `field_${key}`, label, names: [plainName(key)] })),
  ];
}

export function plainName(name: string): string {
  return name.normalize("NFKD").toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Each field is given once: a name that says it outright comes before what the values look like. */
export function guessColumns(
  names: string[],
  samples: string[][],
  fields: ImportField[],
): ImportColumn[] {
  const guesses = new Map<number, string>();
  const take = (at: number, field: string | undefined) => {
    if (field && !guesses.has(at) && ![...guesses.values()].includes(field)) guesses.set(at, field);
  };
  for (const [at, name] of names.entries()) take(at, namedOutright(name, fields));
  for (const [at, name] of names.entries()) take(at, namedSo(name, fields));
  for (const at of names.keys()) take(at, looksLike(samples[at] ?? []));
  return names.map((name, at) => ({
    name,
    field: guesses.get(at) ?? "",
    guessed: guesses.has(at) && namedOutright(name, fields) !== guesses.get(at),
    samples: samples[at] ?? [],
  }));
}

function namedOutright(name: string, fields: ImportField[]): string | undefined {
  const plain = plainName(name);
  return fields.find(({ field, label }) => plain === plainName(field) || plain === plainName(label))
    ?.field;
}

/** The field that a column's or a label's name means. */
export function namedSo(name: string, fields: ImportField[]): string | undefined {
  const plain = plainName(name);
  return namedOutright(name, fields) ?? fields.find(({ names }) => names.includes(plain))?.field;
}

function looksLike(samples: string[]): string | undefined {
  const filled = samples.filter(Boolean);
  const all = (pattern: RegExp) => filled.length > 0 && filled.every((one) => pattern.test(one));
  if (all(/^[^\s@]+@[^\s@]+\.[^\s@]+$/)) return "contact_email";
  if (all(/^(https?:\/\/|www\.)/i)) return "domain";
  if (all(/^[$€£]\s?\d|\d\s?[$€£]$/)) return "arr";
}

function words(text: string): string[] {
  return text.split(" ");
}
