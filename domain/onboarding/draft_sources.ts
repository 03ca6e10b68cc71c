import { fieldInWords } from "../accounts/account_words.ts";
import { formatMoney } from "../accounts/money.ts";
import { formatDay } from "../base/calendar.ts";
import { emailDomain, personalDomain } from "../people/work_email.ts";
import type { Source } from "../writing/sources.ts";
import { strangersIn } from "../writing/strangers.ts";
import type { DraftContext, Person } from "./draft_context.ts";
import { recordSource } from "./record_sources.ts";

/** Longer ones are kept as far as this with the draft. */
const MOST_OF_ONE = 4000;
const MOST_OF_RECORD = 20_000;

/** All that is known about the account. Others wrote it, so whoever reads it takes none as an order. */
export function sourcesOf(context: DraftContext): Source[] {
  const { handoff, notes, mails, submissions, records } = context;
  const sources: Source[] = [
    { kind: "account", label: "Facts of the account", text: accountFacts(context) },
    { kind: "contact", label: "Contacts", text: contactFacts(context) },
    ...handoff.map(({ id, label, body }) => ({
      kind: "handoff" as const,
      label: `Handoff: ${label}`,
      text: body,
      id,
    })),
    ...submissions.map(({ id, label, answers, content, at }) => ({
      kind: "answer" as const,
      label: `Answers to ${label}, ${dayOf(at)}`,
      text: answersInWords(answers, content),
      id,
    })),
    ...notes.map(({ id, body, at, author }) => ({
      kind: "note" as const,
      label: `Note of ${dayOf(at)}${author ? ` by ${author}` : ""}`,
      text: body,
      id,
    })),
    ...mails.map(({ id, subject, body, at }) => ({
      kind: "mail" as const,
      label: `Email of ${dayOf(at)}: ${subject}`,
      text: body,
      id,
    })),
    ...records.map(recordSource),
  ];
  return sources.filter(({ text }) => text !== "").map((source) => ({
    ...source,
    text: source.text.slice(0, source.kind === "record" ? MOST_OF_RECORD : MOST_OF_ONE)
      .toWellFormed(),
  }));
}

/**
 * Links and addresses of a text that are neither the account's, nor its people's, nor Thread's, and
 * that do not stand so in what the team wrote into the action either.
 */
export function strangersOf(text: string, context: DraftContext, publicUrl: URL): string[] {
  const written = new Set(strangersIn(JSON.stringify(context.action.content), []));
  return strangersIn(text, ownPlaces(context, publicUrl)).filter((one) => !written.has(one));
}

export function ownPlaces(
  { account, contacts, csm, ae, org }: DraftContext,
  publicUrl: URL,
): string[] {
  const colleagues = [csm, ae].filter((person) => person !== undefined);
  return [
    publicUrl.hostname,
    ...(org.portalHost ? [org.portalHost] : []),
    ...(account.domain ? [account.domain] : []),
    ...contacts.map(({ email }) => email),
    ...colleagues.flatMap(({ email }) =>
      personalDomain(email) ? [email] : [email, emailDomain(email)]
    ),
  ];
}

function accountFacts({ account, fields, csm, ae }: DraftContext): string {
  const { arr_cents, arr_currency: currency, closed_on, go_live_on } = account;
  return lines({
    Company: account.name,
    Domain: account.domain,
    Segment: account.segment,
    Industry: account.industry,
    Product: account.product_line,
    "Use case": account.use_case,
    "Yearly revenue": arr_cents === null ? null : formatMoney({ cents: arr_cents, currency }),
    Closed: closed_on && formatDay(closed_on, "en-GB"),
    "Go-live": go_live_on && formatDay(go_live_on, "en-GB"),
    CSM: csm && personInWords(csm),
    "Account executive": ae && personInWords(ae),
    ...Object.fromEntries(fields.map(({ key, label }) => [
      label,
      fieldInWords(account.fields[key]),
    ])),
  });
}

function contactFacts({ contacts }: DraftContext): string {
  return contacts.slice(0, 20).map((contact) =>
    [personInWords(contact), contact.job_title, contact.is_primary && "primary contact"]
      .filter(Boolean).join(", ")
  ).join("\n");
}

/** The questions as they were asked, each with its answer. */
function answersInWords(answers: DraftContext["submissions"][number]["answers"], asked: object) {
  const questions = "questions" in asked && Array.isArray(asked.questions) ? asked.questions : [];
  const labels = new Map(questions.map(({ id, label }) => [String(id), String(label)]));
  return Object.entries(answers)
    .map(([id, answer]) => `${labels.get(id) ?? id}: ${[answer].flat().join(", ")}`).join("\n");
}

function lines(facts: Record<string, string | null | undefined | false>): string {
  return Object.entries(facts).filter(([, value]) => value)
    .map(([label, value]) => `${label}: ${value}`).join("\n");
}

const personInWords = ({ name, email }: Person) => `${name} <${email}>`;

const dayOf = (at: Date) => formatDay(at.toISOString().slice(0, 10), "en-GB", "medium");
