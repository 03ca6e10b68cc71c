import type { AccountField } from "./account_fields.ts";
import { contactForm, newAccountForm } from "./account_forms.ts";
import type { Facts } from "./accounts.ts";
import { type DayOrder, readDay } from "./import_days.ts";
import type { ImportColumn } from "./import_fields.ts";
import type { ContactFacts } from "./contacts.ts";

/** What a row says, as accounts keep it. */
export interface Reading {
  account: Facts;
  /** Which facts the row says anything about; an update leaves the others alone. */
  given: string[];
  contact: ContactFacts | null;
  csm_id: string | null;
  ae_id: string | null;
  template_id: string | null;
}

/** Somebody or something that a cell names. */
export interface Named {
  id: string;
  name: string;
  email?: string;
}

export interface RowRules {
  columns: ImportColumn[];
  defaults: Record<string, string>;
  dayOrder: DayOrder | null;
  own: AccountField[];
  csms: Named[];
  aes: Named[];
  templates: Named[];
}

export type Texts = Record<string, string>;

export interface RowRead {
  reading?: Reading;
  problems: Texts;
  guesses: Texts;
}

const PLAIN = ["name", "domain", "segment", "industry", "product_line", "use_case", "arr"];
const DAYS = ["closed_on", "go_live_on"];
const NO_ID = "00000000-0000-7000-8000-000000000000";

/** What stands in the cells by field: what a person typed, else the source, else the default. */
export function textsOf(
  { cells, edits }: { cells: string[]; edits: Texts },
  { columns, defaults }: Pick<RowRules, "columns" | "defaults">,
): Texts {
  const texts: Texts = {};
  for (const [at, { field }] of columns.entries()) {
    if (field && cells[at]) texts[field] = cells[at];
  }
  for (const [field, value] of Object.entries(defaults)) texts[field] ||= value;
  return { ...texts, ...edits };
}

/** The same as a person is shown it: with what was guessed where nothing stands. */
export function shownTexts(
  row: { cells: string[]; edits: Texts; reading: Partial<Reading> },
  rules: Pick<RowRules, "columns" | "defaults">,
): Texts {
  const texts = textsOf(row, rules);
  if (row.edits.contact_name === undefined) {
    texts.contact_name ||= row.reading.contact?.name ?? "";
  }
  return texts;
}

/** Answers the reader of one import's rows: what it needs is made once, not for each row. */
export function rowReader(rules: RowRules): (texts: Texts) => RowRead {
  const form = newAccountForm(rules.own);
  const finders = {
    csm: finder(rules.csms, "CSM"),
    ae: finder(rules.aes, "account executive"),
    template: finder(rules.templates, "published template"),
  };
  return (texts) => {
    const problems: Texts = {};
    const typed = typedOf(texts, rules, problems);
    const people = Object.entries(finders).map(([field, find]) => {
      const found = find(texts[field] ?? "");
      if (found.problem) problems[field] = found.problem;
      return [`${field}_id`, found.id] as const;
    });
    const { contact, guesses } = readContact(texts, problems);
    const read = form.safeParse(typed);
    for (const issue of read.error?.issues ?? []) {
      problems[String(issue.path[0] ?? "name")] ??= issue.message;
    }
    if (!read.success || Object.keys(problems).length > 0) return { problems, guesses };
    const { id: _id, csm_id: _csm, ae_id: _ae, test: _test, anyway: _anyway, ...account } =
      read.data;
    const given = Object.keys(texts).filter((field) => texts[field]);
    const ids = Object.fromEntries(people) as Pick<Reading, "csm_id" | "ae_id" | "template_id">;
    return { reading: { account, given, contact, ...ids }, problems, guesses };
  };
}

/** As the form of a new account would send it. */
function typedOf(texts: Texts, { own, dayOrder }: RowRules, problems: Texts) {
  const typed: Record<string, string | string[]> = { id: NO_ID, csm_id: "", ae_id: "" };
  for (const field of PLAIN) typed[field] = oneLine(texts[field]);
  for (const field of DAYS) typed[field] = dayOf(field, texts[field], dayOrder, problems);
  typed.arr_currency = (texts.arr_currency ?? "").trim().toUpperCase() || "USD";
  for (const { key, type, options } of own) {
    const field = `field_${key}`;
    const text = oneLine(texts[field]);
    if (type === "date") typed[field] = dayOf(field, text, dayOrder, problems);
    else if (type === "number") typed[field] = text.replaceAll(/(?<=\d),(?=\d{3})/g, "");
    else if (type === "choice") typed[field] = sameOption(text, options);
    else if (type === "multi") {
      typed[field] = text.split(/[,;|]/).map((one) => sameOption(one.trim(), options));
    } else if (type === "yes_no") {
      const yes = yesOrNo(text);
      if (yes === undefined) problems[field] = "Write yes or no.";
      else if (yes) typed[field] = "on";
    } else typed[field] = text;
  }
  return typed;
}

function dayOf(field: string, text: string | undefined, order: DayOrder | null, problems: Texts) {
  if (!text?.trim()) return "";
  const read = readDay(text, order);
  if (read.ok) return read.day;
  problems[field] = read.problem;
  return "";
}

const oneLine = (text = "") => text.trim().replaceAll(/\s+/g, " ");

function sameOption(text: string, options: string[]): string {
  return options.find((option) => option.toLowerCase() === text.toLowerCase()) ?? text;
}

function yesOrNo(text: string): boolean | undefined {
  if (/^(yes|y|true|1|on|x|ja)$/i.test(text)) return true;
  return /^(no|n|false|0|off|nein|)$/i.test(text) ? false : undefined;
}

function readContact(texts: Texts, problems: Texts) {
  const guesses: Texts = {};
  const email = oneLine(texts.contact_email);
  const typed = {
    name: oneLine(texts.contact_name),
    email,
    job_title: oneLine(texts.contact_job_title),
    phone: oneLine(texts.contact_phone),
  };
  if (Object.values(typed).every((text) => text === "")) return { contact: null, guesses };
  if (typed.name === "" && email !== "") {
    typed.name = nameFrom(email);
    guesses.contact_name = email;
  }
  const read = contactForm.safeParse(typed);
  for (const issue of read.error?.issues ?? []) {
    problems[`contact_${String(issue.path[0])}`] ??= issue.message;
  }
  return { contact: read.data ?? null, guesses };
}

/** "dana.reed@northwind.example" is probably Dana Reed. */
export function nameFrom(email: string): string {
  const parts = email.split("@")[0]!.split(/[._+-]+/).filter(Boolean);
  return parts.map((part) => part[0]!.toUpperCase() + part.slice(1)).join(" ").slice(0, 120);
}

function finder(choices: Named[], noun: string) {
  const found = new Map<string, string | undefined>();
  for (const { id, name } of choices) {
    const key = name.toLowerCase();
    found.set(key, found.has(key) ? undefined : id);
  }
  for (const { id, email } of choices) if (email) found.set(email.toLowerCase(), id);
  return (text: string): { id: string | null; problem?: string } => {
    const key = oneLine(text).toLowerCase();
    if (key === "") return { id: null };
    const id = found.get(key);
    if (id) return { id };
    return {
      id: null,
      problem: found.has(key)
        ? `Several are called "${oneLine(text).slice(0, 60)}". Use the address.`
        : `There is no ${noun} "${oneLine(text).slice(0, 60)}".`,
    };
  };
}
