import type { Day } from "../../base/calendar.ts";
import { type Language, languageFacts } from "../../base/languages.ts";
import { de } from "./de_data.ts";
import { en } from "./en_data.ts";
import { es } from "./es_data.ts";
import { fr } from "./fr_data.ts";
import { pt } from "./pt_data.ts";
import { compile, type Compiled, type Names, type Values } from "./sayings.ts";

type English = typeof en;

export type Key = keyof English;

export type Messages = Record<Key, string>;

/** What a message with a value for each of its names says, before anybody knows in which language. */
export interface Saying {
  key: Key;
  values: Values;
}

type NamesOf<K extends Key> = Names<English[K]>;
export type Given<K extends Key> = [NamesOf<K>] extends [never] ? []
  : [values: Record<NamesOf<K>, string | number>];

/** One language, for everything that a page or a letter says to a customer. */
export interface Words {
  language: Language;
  /** For `lang`, and for what the browser itself puts into words. */
  tag: string;
  locale: string;
  t<K extends Key>(key: K, ...given: Given<K>): string;
  /** The same around values that are no text: an element that stands within the sentence. */
  pieces<K extends Key, T>(key: K, values: Record<NamesOf<K>, T | string | number>): (T | string)[];
  say(saying: Saying): string;
  number(value: number): string;
  percent(share: number): string;
  size(bytes: number): string;
  /** "14 December": a plan runs for months, not for years. */
  day(day: Day): string;
  weekday(day: Day): string;
  /** "14 December at 10:21", on the wall clock of a zone. */
  moment(at: Date | string, timeZone: string): string;
}

/**
 * A translation that fits the English: the compiler refuses one that lacks a message, has another,
 * or names other values in one.
 */
type Fitting<T> =
  & {
    [K in Key]: K extends keyof T
      ? T[K] extends string ? [Names<T[K]>, NamesOf<K>] extends [NamesOf<K>, Names<T[K]>] ? string
        : { "has other values than": English[K] }
      : never
      : string;
  }
  & { [K in Exclude<keyof T, Key>]: never };

export const MESSAGES: Record<Language, Messages> = {
  en,
  de: de satisfies Fitting<typeof de>,
  fr: fr satisfies Fitting<typeof fr>,
  es: es satisfies Fitting<typeof es>,
  pt: pt satisfies Fitting<typeof pt>,
};

const made = new Map<Language, Words>();

export function wordsIn(language: Language): Words {
  let words = made.get(language);
  if (!words) made.set(language, words = makeWords(language, MESSAGES[language]));
  return words;
}

/** A message that is told later, in the language of whoever it is told to. */
export function saying<K extends Key>(key: K, ...[values]: Given<K>): Saying {
  return { key, values: values ?? {} };
}

export function makeWords(language: Language, messages: Messages): Words {
  const { tag, locale } = languageFacts(language);
  const compiled = new Map<Key, Compiled>();
  const rules = new Intl.PluralRules(locale);
  const number = formatter(new Intl.NumberFormat(locale));
  const find = (key: Key): Compiled => {
    let found = compiled.get(key);
    if (!found) compiled.set(key, found = compile(messages[key], rules, number));
    return found;
  };
  const say = ({ key, values }: Saying) => find(key)(values).join("");
  return {
    language,
    tag,
    locale,
    t: (key, ...[values]) => say({ key, values: values ?? {} }),
    pieces: <T>(key: Key, values: Values) => find(key)(values) as (T | string)[],
    say,
    number,
    ...measures(locale),
    ...dates(locale),
  };
}

function measures(locale: string): Pick<Words, "percent" | "size"> {
  const percent = new Intl.NumberFormat(locale, { style: "percent" });
  const unit = (name: string, unitDisplay: "short" | "long", maximumFractionDigits: number) =>
    formatter(
      new Intl.NumberFormat(locale, {
        style: "unit",
        unit: name,
        unitDisplay,
        maximumFractionDigits,
      }),
    );
  const [bytes, kilobytes, megabytes] = [
    unit("byte", "long", 0),
    unit("kilobyte", "short", 0),
    unit("megabyte", "short", 1),
  ];
  return {
    percent: (share) => percent.format(share / 100),
    size: (count) =>
      count < 1024
        ? bytes(count)
        : count < 1024 * 1024
        ? kilobytes(count / 1024)
        : megabytes(count / (1024 * 1024)),
  };
}

function dates(locale: string): Pick<Words, "day" | "weekday" | "moment"> {
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", timeZone: "UTC" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  const moments = new Map<string, Intl.DateTimeFormat>();
  const momentIn = (timeZone: string) => {
    let found = moments.get(timeZone);
    if (!found) {
      const clock = { hour: "2-digit", minute: "2-digit" } as const;
      const options = { day: "numeric", month: "long", ...clock, timeZone } as const;
      moments.set(timeZone, found = new Intl.DateTimeFormat(locale, options));
    }
    return found;
  };
  return {
    day: (text) => day.format(noonOf(text)),
    weekday: (text) => weekday.format(noonOf(text)),
    moment: (at, timeZone) => momentIn(timeZone).format(new Date(at)),
  };
}

const noonOf = (day: Day) => new Date(`${day}T12:00:00Z`);

const formatter = (format: Intl.NumberFormat) => (value: number) => format.format(value);
