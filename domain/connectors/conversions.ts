import type { FieldValue } from "../base/schema.ts";
import { dayIn, isDay, isTimeZone } from "../base/calendar.ts";
import { type DayOrder, readDay } from "../accounts/import_days.ts";
import { CURRENCIES, readMoney } from "../accounts/money.ts";
import { readEmail } from "../people/work_email.ts";
import { fullNumber } from "./numbers.ts";
import type { OutsideType, OutsideValue } from "./service.ts";
import type { Target } from "./targets.ts";

/** How an organisation reads what is not written in one way only. */
export interface Reading {
  /** On whose day a moment lies. */
  timeZone: string;
  /** Which of two numbers is the month, where the connection says it. */
  dayOrder: DayOrder | null;
  /** Of an amount that stands without one. */
  currency: string;
}

export type Converted = { value: FieldValue } | { expected: string } | "empty";

/** What an outside value becomes here, or in words what was expected in its place. */
export function convertValue(
  value: OutsideValue,
  type: OutsideType,
  target: Pick<Target, "shape" | "most" | "shortens" | "options">,
  reading: Reading,
): Converted {
  if (isEmpty(value)) return "empty";
  switch (target.shape) {
    case "money":
      return toMoney(value, type, reading.currency);
    case "day":
    case "date":
      return toDay(value, type, reading);
    case "number":
      return toNumber(value, type);
    case "email":
    case "member":
      return toEmail(value);
    case "domain":
      return toDomain(value);
    case "url":
      return toUrl(value);
    case "phone":
      return toPhone(value);
    case "yes_no":
      return toYesOrNo(value);
    case "choice":
      return toOption(value, target);
    case "multi":
      return toOptions(value, target);
    case "text":
      return toLine(value, target);
  }
}

/** Several are one text: "a, b". */
export function inWords(value: OutsideValue): string {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join(", ");
  return typeof value === "boolean" ? (value ? "Yes" : "No") : String(value);
}

export function isEmpty(value: OutsideValue | undefined): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "string") return cleaned(value) === "";
  return Array.isArray(value) && value.every((one) => cleaned(one) === "");
}

const AMOUNT = "an amount of zero or more, such as 50,000 or 50.000,00 €";

function toMoney(value: OutsideValue, type: OutsideType, beside: string): Converted {
  if (!CURRENCIES.includes(beside)) {
    return { expected: `a currency that Thread knows, not ${beside}` };
  }
  const number = typeof value === "number" ? value : plainNumber(value, type);
  if (number !== undefined) return amount(number, beside);
  if (typeof value !== "string") return { expected: AMOUNT };
  const read = readMoney(amountIn(value), beside);
  if (!read.ok) {
    const unknown = /does not know the currency (\S+)\./.exec(read.problem)?.[1];
    return { expected: unknown ? `a currency that Thread knows, not ${unknown}` : AMOUNT };
  }
  return { value: { cents: read.cents, currency: read.currency ?? beside } };
}

/** Services send numbers as texts too, and then a dot is never between thousands. */
function plainNumber(value: OutsideValue, type: OutsideType): number | undefined {
  const isNumber = type === "number" || type === "money";
  if (!isNumber || typeof value !== "string") return undefined;
  return /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

function amount(number: number, currency: string): Converted {
  const cents = Math.round(number * 100);
  const fits = Number.isFinite(number) && cents >= 0 && cents <= MOST_CENTS;
  return fits ? { value: { cents: cents || 0, currency } } : { expected: AMOUNT };
}

const MOST_CENTS = 100_000_000_000_000;

/** "US$ 150k / year" is $150k, and "$150k USD" names one currency. */
function amountIn(text: string): string {
  const plain = cleaned(text).replace(/US\s?\$/i, "USD ")
    .replace(/\s*(\/|per|pro|p\.)\s?(a\.?|annum|yr|year|jahr)$/i, "").replace(/\s*annually$/i, "");
  return /\$.*(USD|CAD|AUD|NZD|SGD|MXN)$|^(USD|CAD|AUD|NZD|SGD|MXN).*\$/i.test(plain)
    ? plain.replaceAll("$", "")
    : plain;
}

const DAY = "a day from 1970 on, such as 2026-12-31";

function toDay(value: OutsideValue, type: OutsideType, { timeZone, dayOrder }: Reading): Converted {
  const one = Array.isArray(value) ? value[0]! : value;
  if (typeof one === "number") return day(stampedDay(one, type, timeZone));
  if (typeof one !== "string") return { expected: DAY };
  const text = cleaned(one).split(RANGE)[0]!;
  if (MOMENT.test(text)) return day(dayOf(momentIn(text), timeZone));
  const read = readDay(text, dayOrder);
  if (read.ok) return day(read.day);
  const ambiguous = /^\d{1,2}[-/. ]+\d{1,2}[-/. ]+(\d{4}|\d{2})$/.test(text) && dayOrder === null;
  return {
    expected: ambiguous && readDay(text, "day").ok && readDay(text, "month").ok
      ? "a day of which it is clear what is the month, such as 2026-12-31"
      : DAY,
  };
}

/** A moment says from where it counts; without that it is the day that is written. */
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

const momentIn = (text: string) =>
  new Date(text.replace(" ", "T").replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));

/** Of a range, what stands before this is its start. */
const RANGE = /\s*[→–—]\s*|\s+(?:-|to|until|bis)\s+|\/(?=\d{4}-)/;

/** Milliseconds since 1970, as some services write a day or a moment. */
function stampedDay(number: number, type: OutsideType, timeZone: string): string {
  if (Math.abs(number) < 1e10) return "";
  return dayOf(new Date(number), type === "date" ? "UTC" : timeZone);
}

function dayOf(at: Date, timeZone: string): string {
  if (Number.isNaN(at.getTime())) return "";
  return dayIn(isTimeZone(timeZone) ? timeZone : "UTC", at);
}

function day(text: string): Converted {
  const isKept = isDay(text) && text >= "1970-01-01" && text <= "2199-12-31";
  return isKept ? { value: text } : { expected: DAY };
}

function toNumber(value: OutsideValue, type: OutsideType): Converted {
  const number = typeof value === "number"
    ? value
    : plainNumber(value, type) ?? fullNumber(cleaned(inWords(value)));
  const kept = number === undefined ? NaN : Number(number.toFixed(6));
  if (Number.isFinite(kept) && Math.abs(kept) < 1e12) return { value: kept || 0 };
  return { expected: "a number such as 250 or 12.5" };
}

/** Also as mail programs write it: "Dana Reed <dana@northwind.example>". */
function toEmail(value: OutsideValue): Converted {
  const text = cleaned(inWords(value)).replace(/^mailto:/i, "");
  const read = readEmail(/<([^<>]+)>$/.exec(text)?.[1] ?? text);
  return read.ok
    ? { value: read.email }
    : { expected: "an email address, such as name@company.com" };
}

function toDomain(value: OutsideValue): Converted {
  const text = cleaned(inWords(value)).replace(/^[a-z][a-z0-9+.-]*:\/\//i, "")
    .replace(/[/?#\\].*$/, "").replace(/^[^@]*@/, "").replace(/:\d*$/, "").replace(/^www\./i, "");
  const read = readEmail(`someone@${text}`);
  return read.ok
    ? { value: read.email.split("@")[1]! }
    : { expected: "a web address or domain, such as northwind.com" };
}

function toUrl(value: OutsideValue): Converted {
  const text = cleaned(inWords(value));
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
  const isLink = url && /^https?:$/.test(url.protocol) && url.hostname.includes(".");
  return isLink && url.href.length <= 2000
    ? { value: url.href }
    : { expected: "a web address, such as https://northwind.com" };
}

function toPhone(value: OutsideValue): Converted {
  const text = cleaned(inWords(value)).replace(/[,;]?\s*(ext|extension|dw)[.:]?\s*(?=\d)/i, " x ");
  return text.length <= 40 && /^[\d +().x/-]*$/i.test(text)
    ? { value: text }
    : { expected: "a phone number, such as +1 202 555 0142" };
}

function toYesOrNo(value: OutsideValue): Converted {
  if (typeof value === "boolean") return { value };
  const text = cleaned(inWords(value));
  if (/^(yes|y|true|1|on|x|ja)$/i.test(text)) return { value: true };
  if (/^(no|n|false|0|off|nein)$/i.test(text)) return { value: false };
  return { expected: "yes or no" };
}

/** An option that is not known here is kept as it is. */
function toOption(value: OutsideValue, target: Pick<Target, "most" | "options">): Converted {
  const text = cleaned(inWords(value));
  const same = sameOption(text, target.options);
  return same.length <= (target.most ?? MOST_OPTION)
    ? { value: same }
    : { expected: `an option of at most ${target.most ?? MOST_OPTION} characters` };
}

const MOST_OPTION = 120;

function toOptions(value: OutsideValue, { options }: Pick<Target, "options">): Converted {
  const all = Array.isArray(value) ? value : inWords(value).split(/[;\n]|,\s/);
  const chosen = new Set(all.map((one) => sameOption(cleaned(one), options)).filter(Boolean));
  if (chosen.size > 100 || [...chosen].some((one) => one.length > MOST_OPTION)) {
    return { expected: `at most 100 options of at most ${MOST_OPTION} characters` };
  }
  return { value: [...chosen] };
}

function sameOption(text: string, options: string[] = []): string {
  return options.find((one) => one.toLowerCase() === text.toLowerCase()) ?? text;
}

function toLine(value: OutsideValue, { most = 500, shortens }: Pick<Target, "most" | "shortens">) {
  const text = Array.isArray(value)
    ? value.map(cleaned).filter(Boolean).join(", ")
    : cleaned(inWords(value));
  if (text.length <= most) return { value: text };
  return shortens ? { value: shortened(text, most) } : { expected: `at most ${most} characters` };
}

/** Up to a whole word, where there is one. */
function shortened(text: string, most: number): string {
  const start = text.slice(0, most - 1).toWellFormed();
  const word = start.lastIndexOf(" ");
  return `${(word > most / 2 ? start.slice(0, word) : start).replace(/\ufffd$/, "").trimEnd()}…`;
}

/** One line of visible text. */
function cleaned(text: string): string {
  return text.toWellFormed().replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, " ").trim().normalize("NFC");
}
