import { isDay } from "../base/calendar.ts";
import { UNCLEAR_ORDER } from "./import_words.ts";

/** Which of two numbers that may both be a month comes first. */
export type DayOrder = "day" | "month";

export type DayRead = { ok: true; day: string } | { ok: false; problem: string };

const UNREADABLE = "Write a day as 2026-12-31.";

/**
 * Reads a day as people and programs write it. Where both numbers may be the month, the order that
 * somebody chose decides, and without one nothing is guessed.
 */
export function readDay(typed: string, order: DayOrder | null): DayRead {
  const text = typed.normalize("NFKC").trim().replace(/[T ]\d{1,2}:\d{2}(:\d{2})?.*$/, "");
  const year = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(text);
  if (year && (/\D/.test(text) || text.length === 8)) return day(year[1]!, year[2]!, year[3]!);
  const numbers = /^(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})$/.exec(text);
  if (numbers) return ordered(numbers[1]!, numbers[2]!, fullYear(numbers[3]!), order);
  const words = text.toLowerCase().replaceAll(
    /\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b,?/g,
    "",
  )
    .trim();
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[-/. ]*(?:of )?(\p{L}{3,})[-/., ]*(\d{4}|\d{2})$/u
    .exec(words);
  if (dayFirst) return named(dayFirst[2]!, dayFirst[1]!, dayFirst[3]!);
  const monthFirst = /^(\p{L}{3,})[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4}|\d{2})$/u
    .exec(words);
  if (monthFirst) return named(monthFirst[1]!, monthFirst[2]!, monthFirst[3]!);
  return { ok: false, problem: UNREADABLE };
}

function ordered(first: string, second: string, year: string, order: DayOrder | null): DayRead {
  const [a, b] = [Number(first), Number(second)];
  if (a > 12) return day(year, second, first);
  if (b > 12) return day(year, first, second);
  if (a === b) return day(year, first, second);
  if (order === null) return { ok: false, problem: UNCLEAR_ORDER };
  return order === "day" ? day(year, second, first) : day(year, first, second);
}

const MONTHS = [
  ...["jan", "feb", "mar mär mae", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt"],
  ...["nov", "dec dez"],
].map((names) => names.split(" "));

function named(month: string, date: string, year: string): DayRead {
  const at = MONTHS.findIndex((names) => names.includes(month.slice(0, 3)));
  if (at < 0) return { ok: false, problem: UNREADABLE };
  return day(fullYear(year), String(at + 1), date);
}

const fullYear = (year: string) =>
  year.length === 4 ? year : `${Number(year) < 70 ? "20" : "19"}${year}`;

function day(year: string, month: string, date: string): DayRead {
  const text = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  return isDay(text) ? { ok: true, day: text } : { ok: false, problem: UNREADABLE };
}
