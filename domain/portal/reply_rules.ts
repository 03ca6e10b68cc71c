import { isDay } from "../base/calendar.ts";
import type { Answers } from "../base/schema.ts";
import type { Question } from "../onboarding/template_content.ts";

/**
 * Lays a reply against the questions of a form: by number ("2. Forty"), by the question's own words
 * ("Users: forty"), or below the quoted question. What fits nowhere is left to a person.
 */
export function answersIn(questions: Question[], text: string): Answers {
  const asked = questions.filter(({ type }) => type !== "file");
  const found = new Map<string, string[]>();
  let current: Question | undefined;
  for (const line of text.split("\n")) {
    const begun = beginningOf(asked, questions, line);
    if (begun) {
      current = begun.question;
      found.set(current.id, begun.rest === "" ? [] : [begun.rest]);
    } else if (/^\s?>/.test(line)) current = undefined;
    else if (current) found.get(current.id)!.push(line.trim());
  }
  if (found.size === 0 && asked.length === 1) found.set(asked[0]!.id, [text]);
  const answers = asked.flatMap((question): [string, string | string[]][] => {
    const typed = found.get(question.id)?.join("\n").trim() ?? "";
    const answer = typed === "" ? undefined : answerAs(question, typed);
    return answer === undefined || answer.length === 0 ? [] : [[question.id, answer]];
  });
  return Object.fromEntries(answers);
}

interface Beginning {
  question: Question;
  rest: string;
}

/** The question that a line begins to answer, or repeats. Files are counted, as a reader counts. */
function beginningOf(asked: Question[], all: Question[], line: string): Beginning | undefined {
  const plain = line.replace(/^(\s?>)+/, "").trim();
  const isQuoted = /^\s?>/.test(line);
  const [, number, after] = /^(?:[*#]\s*)?(\d{1,3})\s?[.):]\s*(.*)$/.exec(plain) ?? [];
  const words = number === undefined ? plain : after!;
  for (const question of asked) {
    const rest = afterLabel(words, question.label);
    if (rest !== undefined) return { question, rest: isQuoted ? "" : rest };
  }
  if (number === undefined || isQuoted) return undefined;
  const numbered = all[Number(number) - 1];
  return numbered && numbered.type !== "file"
    ? { question: numbered, rest: words.trim() }
    : undefined;
}

/** What follows on the question's words, or nothing where the line does not begin with them. */
function afterLabel(line: string, label: string): string | undefined {
  const [short, wanted] = [plainWords(line), plainWords(label)];
  if (wanted.length < 2 || !short.startsWith(wanted)) return undefined;
  const letters = [...line];
  for (let at = 1; at <= letters.length; at++) {
    if (plainWords(letters.slice(0, at).join("")) !== wanted) continue;
    const rest = letters.slice(at).join("");
    const [, answer] = /^[\s*?!.]*(?:[:=\u2013\u2014-]+|$)\s*(.*)$/.exec(rest) ??
      /^\s*[?]+\s*(.*)$/.exec(rest) ?? [];
    return answer?.trim();
  }
}

function plainWords(text: string): string {
  return text.toLowerCase().normalize("NFC").replaceAll(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const YES = /^(yes|yep|yeah|y|ja|jawohl|oui|s\u00ed|si|sim|true|ok|okay)(?![\p{L}\p{N}])/iu;
const NO = /^(no|nope|n|nein|non|n\u00e3o|nao|not|kein|keine|false)(?![\p{L}\p{N}])/iu;

/** As its field would hold it. What is no such answer stays as it was typed, for a person to see. */
export function answerAs({ type, options }: Question, typed: string): string | string[] {
  const line = typed.split("\n")[0]!.trim();
  switch (type) {
    case "yes_no":
      return YES.test(line) ? "yes" : NO.test(line) ? "no" : typed;
    case "choice":
      return options.find((one) => plainWords(one) === plainWords(line)) ??
        options.find((one) => ` ${plainWords(line)} `.includes(` ${plainWords(one)} `)) ?? typed;
    case "multiple_choice":
      return options.filter((one) => ` ${plainWords(typed)} `.includes(` ${plainWords(one)} `));
    case "number":
      return /[+-]?\d[\d.,' ]*/.exec(line)?.[0].trim().replace(/[.,]$/, "") ?? typed;
    case "date":
      return dayIn(line) ?? typed;
    case "email":
      return /[^\s<>@,;]+@[^\s<>@,;]+\.[^\s<>@,;]{2,}/.exec(typed)?.[0].replace(/\.$/, "") ?? typed;
    case "url":
      return /(https?:\/\/)?[^\s/<>@]+\.[^\s<>]{2,}/i.exec(typed)?.[0].replace(/[.,;]$/, "") ??
        typed;
    default:
      return typed;
  }
}

function dayIn(line: string): string | undefined {
  const iso = /\d{4}-\d{2}-\d{2}/.exec(line)?.[0];
  const [, day, month, year] = /\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b/.exec(line) ?? [];
  const read = iso ?? (year && `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`);
  return read && isDay(read) ? read : undefined;
}
