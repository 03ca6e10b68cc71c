import { inOrg } from "../domain/base/db.ts";
import type { FieldErrors } from "../domain/base/forms.ts";
import { acceptedLanguage, type Language } from "../domain/base/languages.ts";
import { RefusedInWords } from "../domain/messages/words/refusal.ts";
import type { Words } from "../domain/messages/words/words.ts";
import { languageOf } from "../domain/people/orgs.ts";
import type { Problems } from "../domain/portal/answers.ts";
import type { Ctx } from "./env.ts";

/** For whoever is in: what they chose, else what their browser wants, else their organisation's. */
export function wordsOf(c: Ctx): Words {
  const { portal, house } = c.var;
  return house.wordsIn(portal?.language ?? accepted(c) ?? portal?.orgLanguage ?? "en");
}

/** For a page before anybody is in, of the organisation that it names. */
export async function visitorWords(c: Ctx, orgId: string | undefined): Promise<Words> {
  if (c.var.portal) return wordsOf(c);
  const { wordsIn } = c.var.house;
  return wordsIn(accepted(c) ?? await languageIn(c, orgId) ?? "en");
}

/** Why it was refused, in the language of whoever is told. */
export function refusalIn(words: Words, error: Error): string {
  return error instanceof RefusedInWords ? words.say(error.saying) : error.message;
}

export function problemsIn(words: Words, problems: Problems): FieldErrors {
  return Object.fromEntries(
    Object.entries(problems).map(([field, saying]) => [field, words.say(saying)]),
  );
}

function accepted(c: Ctx): Language | undefined {
  return acceptedLanguage(c.req.header("accept-language"));
}

async function languageIn(c: Ctx, orgId: string | undefined): Promise<Language | undefined> {
  if (!orgId) return undefined;
  return await inOrg(c.var.house.db, orgId, { kind: "nobody" }, languageOf, { readOnly: true });
}

/** What to say to whoever has to wait: in seconds, or in minutes where that is long. */
export function waitIn(
  { t }: Words,
  about: "signIn" | "invitation" | "proof",
  seconds: number,
): string {
  return seconds < 90
    ? t(`${about}.waitSeconds`, { seconds })
    : t(`${about}.waitMinutes`, { minutes: Math.ceil(seconds / 60) });
}

/** What a member has Thread write to a contact: in the language they chose, or the organisation's. */
export async function contactWords(c: Ctx, chosen: Language | null): Promise<Words> {
  return c.var.house.wordsIn(chosen ?? await languageOf(c.var.tx) ?? "en");
}

/** What one customer has Thread write to a colleague: what that one chose, else as the writer reads. */
export async function readerWords(c: Ctx, email: string): Promise<Words> {
  const contact = await c.var.accountTx.selectFrom("contacts").select("language")
    .where("email", "=", email).where("removed_at", "is", null).executeTakeFirst();
  const { language, orgLanguage } = c.var.portal!;
  return c.var.house.wordsIn(contact?.language ?? language ?? orgLanguage);
}
