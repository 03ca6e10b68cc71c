import { personalDomain, readEmail } from "../people/work_email.ts";
import { readDay } from "./import_days.ts";
import { type ImportField, namedSo, plainName } from "./import_fields.ts";
import { refuseManyRows } from "./import_limits.ts";
import { UNCLEAR_ORDER } from "./import_words.ts";
import { readMoney } from "./money.ts";

/** What somebody, or a rule, took out of a passage, by field, and where it stands there. */
export interface Proposal {
  line: number;
  snippet: string;
  values: Record<string, string>;
  /** What each value was taken from; left out, the whole passage. */
  sources?: Record<string, string>;
}

interface Passage {
  line: number;
  text: string;
}

const LONGEST = 2000;

/** Records proposed from free text by rules alone: every value stands in its passage as it is. */
export function* readFreeText(text: string, fields: ImportField[]): Generator<Proposal> {
  let rows = 0;
  for (const passage of passagesOf(text, fields)) {
    const values = valuesIn(passage.text, fields);
    if (!values.name && Object.keys(values).length < 2) continue;
    refuseManyRows(++rows);
    yield { line: passage.line, snippet: passage.text, values };
  }
}

/** A line is a record; lines that begin with labels belong together until a label comes again. */
export function* passagesOf(text: string, fields: ImportField[]): Generator<Passage> {
  let block: (Passage & { labels: Set<string> }) | undefined;
  let at = 0;
  for (const whole of text.split(/\r\n|\n|\r/)) {
    at++;
    const line = whole.slice(0, LONGEST).replace(/^\s*(?:[-*•·]|\d+[.)])\s+/, "").trim();
    const label = line === "" ? undefined : labelOf(line, fields);
    if (block && (label === undefined || block.labels.has(label))) {
      yield block;
      block = undefined;
    }
    if (block) {
      block.text += `\n${line}`;
      block.labels.add(label!);
    } else if (label) block = { line: at, text: line, labels: new Set([label]) };
    else if (tellsOfAnAccount(line)) yield { line: at, text: line };
  }
  if (block) yield block;
}

/** The field of a line that is nothing but a label and its value. */
function labelOf(line: string, fields: ImportField[]): string | undefined {
  const parts = LABELLED.exec(line);
  const isList = parts && /[,;|\t].*[:=]/.test(parts[2]!);
  return parts && !isList ? namedSo(parts[1]!, fields) : undefined;
}

const LABELLED = /^([\p{L}][\p{L} /_-]{1,30}?)\s*[:=]\s*(.+)$/su;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/u;
const WEB =
  /(?:https?:\/\/|www\.)[^\s,;|<>()]+|(?<![@\w.-])[a-z\d-]+(?:\.[a-z\d-]+)*\.(?:com|net|org|io|co|eu|de|fr|uk|ai|app|dev|example|test)\b/i;
const PHONE = /(?<![\d-])\+\d[\d ()./-]{6,18}\d/;
const CURRENCY = "[$€£¥₹]|USD|EUR|GBP|CHF|CAD|AUD|JPY";
const AMOUNT = "(?<!\\d)\\d[\\d.,'’]{0,20}\\s?[kKmM]?(?![\\p{L}\\d])";
const MONEY = new RegExp(`(?:${CURRENCY})\\s?${AMOUNT}|${AMOUNT}\\s?(?:${CURRENCY})`, "u");
const BARE_MONEY = new RegExp(`(?:ARR|ACV|worth)\\D{0,6}?(${AMOUNT})`, "iu");
const MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*";
const DAY = new RegExp(
  "\\b(?:\\d{4}-\\d{1,2}-\\d{1,2}|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}|" +
    `\\d{1,2}(?:st|nd|rd|th)? ${MONTH},? \\d{4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4})\\b`,
  "giu",
);
const SEGMENT = /\b(enterprise|mid-?market|smb)\b/i;
const PERSON = /\b(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’.-]*){1,2})[\s,<(:–-]*$/u;

function tellsOfAnAccount(line: string): boolean {
  if (line === "" || line.endsWith(":")) return false;
  const tells = [EMAIL, WEB, MONEY, BARE_MONEY, SEGMENT].some((one) => one.test(line)) ||
    line.search(DAY) >= 0;
  return tells || (line.split(/\s+/).length <= 6 && /^\p{Lu}/u.test(line) && !/[.!?]$/.test(line));
}

function valuesIn(passage: string, fields: ImportField[]): Record<string, string> {
  const values: Record<string, string> = {};
  const keep = (field: string, value: string | undefined) => {
    if (value?.trim() && !values[field]) values[field] = value.trim();
  };
  for (const part of partsOf(passage)) {
    const labelled = LABELLED.exec(part);
    const field = labelled && namedSo(labelled[1]!, fields);
    if (field) keep(field, labelled[2]);
  }
  const theirs = withoutColleagues(passage, fields);
  const email = EMAIL.exec(theirs);
  keep("contact_email", email?.[0].toLowerCase());
  if (email) keep("contact_name", PERSON.exec(theirs.slice(0, email.index).slice(-80))?.[1]);
  keep("domain", WEB.exec(theirs.replaceAll(EVERY_EMAIL, " "))?.[0]);
  keep("arr", moneyIn(passage));
  keep("contact_phone", PHONE.exec(passage)?.[0]);
  keep("segment", SEGMENT.exec(passage)?.[0]);
  for (const [field, day] of daysIn(passage)) keep(field, day);
  keep("name", nameIn(passage));
  keep("domain", workDomain(email?.[0]));
  if (values.contact_name === values.name) delete values.contact_name;
  return values;
}

const EVERY_EMAIL = new RegExp(EMAIL, "gu");

/** The address of our own CSM is no contact's. */
function withoutColleagues(passage: string, fields: ImportField[]): string {
  return partsOf(passage).filter((part) => {
    const labelled = LABELLED.exec(part);
    return !["csm", "ae"].includes(labelled ? namedSo(labelled[1]!, fields) ?? "" : "");
  }).join(", ");
}

function workDomain(email: string | undefined): string | undefined {
  const read = email ? readEmail(email) : undefined;
  return read?.ok && !personalDomain(read.email) ? read.email.split("@")[1] : undefined;
}

const partsOf = (passage: string) => passage.split(/\n|[;|\t]|,(?=\s)/).map((part) => part.trim());

function moneyIn(passage: string): string | undefined {
  const found = MONEY.exec(passage)?.[0] ?? BARE_MONEY.exec(passage)?.[1];
  const plain = found?.replace(/[.,]$/, "");
  return plain && readMoney(plain).ok ? plain : undefined;
}

/** A day counts only where the words before it say what happens on it. */
function daysIn(passage: string): [string, string][] {
  return [...passage.matchAll(DAY)].flatMap((found): [string, string][] => {
    const before = passage.slice(0, found.index).split(/[\n;|]/).at(-1)!.slice(-30).toLowerCase();
    const read = readDay(found[0], null);
    if (!read.ok && read.problem !== UNCLEAR_ORDER) return [];
    const live = Math.max(...["live", "launch"].map((word) => before.lastIndexOf(word)));
    const closed = Math.max(...["clos", "sign", "won"].map((word) => before.lastIndexOf(word)));
    if (live < 0 && closed < 0) return [];
    return [[live > closed ? "go_live_on" : "closed_on", found[0]]];
  });
}

/** What the passage begins with, up to the first sign or word that something else follows. */
function nameIn(passage: string): string | undefined {
  const [first = ""] = passage.split(/\n|[,;|\t:(<=]| [-–—] | (?:is|has|with|signed|closed)\b/u);
  const pieces = [EMAIL, WEB, MONEY].reduce(
    (some, other) => some.flatMap((one) => one.split(other)),
    [first],
  );
  const name = (pieces.map((one) => one.trim()).find((one) => /\p{L}/u.test(one)) ?? "")
    .replace(/[.\s–—-]+$/, "");
  if (name === "" || name.length > 120 || plainName(name) === "arr") return undefined;
  return name;
}
