import { z } from "zod";
import { type FormWords, type Parsed, parseForm } from "../domain/base/forms.ts";
import { LANGUAGE_CODES } from "../domain/base/languages.ts";
import type { Words } from "../domain/messages/words/words.ts";
import { fieldOf, MOST_LETTERS, readAnswers } from "../domain/portal/answers.ts";
import type { Question } from "../domain/onboarding/template_content.ts";
import { PASSWORD_MAX } from "../domain/people/password_rules.ts";
import { readEmail } from "../domain/people/work_email.ts";
import type { Ctx } from "./env.ts";
import { formData } from "./forms.ts";

/** A form that says what is wrong in the language of whoever fills it in. */
type InWords<T> = (words: Words) => z.ZodType<T>;

/** Made once for each language. */
export function inWords<T>(make: InWords<T>): InWords<T> {
  const made = new WeakMap<Words, z.ZodType<T>>();
  return (words) => {
    let form = made.get(words);
    if (!form) made.set(words, form = make(words));
    return form;
  };
}

export async function readPortalForm<T>(
  c: Ctx,
  words: Words,
  form: InWords<T>,
): Promise<Parsed<T>> {
  return parseForm(form(words), await formData(c), formWords(words));
}

function formWords({ t }: Words): FormWords {
  return {
    strange: (field) => t("form.strangeField", { field }),
    invisible: t("form.invisible"),
    invalid: t("form.invalid"),
  };
}

const next = z.string().max(2000).default("/p").catch("/p");

export const address = ({ t }: Words) =>
  z.string(t("address.missing")).transform((typed, context) => {
    const read = readEmail(typed);
    if (read.ok) return read.email;
    const { fault, part } = read;
    const message = fault === "mailbox" || fault === "domain"
      ? t(`address.${fault}`, { part })
      : t(`address.${fault}`);
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

export const line = ({ t }: Words, most: number, missing: string) =>
  z.string(missing).trim().min(1, missing).max(most, t("form.tooLong", { most }))
    .refine((typed) => !/\p{Cc}/u.test(typed), t("form.oneLine"));

export const portalAskForm = inWords((words) => z.strictObject({ email: address(words), next }));

export const mailForm = inWords(({ t }) =>
  z.strictObject({
    mail: z.enum(["each", "daily", "requests", "none"], { error: t("settings.mailChoose") }),
  })
);

export const teammateForm = inWords((words) =>
  z.strictObject({
    name: line(words, 120, words.t("team.nameMissing")),
    email: address(words),
    role: z.enum(["member", "viewer"], words.t("form.chooseAgain")).default("member"),
  })
);

export const messageForm = inWords(({ t }) =>
  z.strictObject({
    body: z.string(t("messages.empty"))
      .transform((typed) => typed.replaceAll(/\r\n?/g, "\n").trim())
      .pipe(
        z.string().min(1, t("messages.empty")).max(5000, t("form.tooLong", { most: 5000 }))
          .refine((typed) => !/[^\P{Cc}\n\t]/u.test(typed), t("form.invisible")),
      ),
  })
);

export const choiceForm = inWords(({ t }) =>
  z.strictObject({ contact: z.uuid(t("choice.missing")) })
);

export const languageForm = inWords(({ t }) =>
  z.strictObject({
    language: z.enum(["", ...LANGUAGE_CODES], t("form.chooseAgain"))
      .transform((chosen) => chosen || null),
  })
);

const password = ({ t }: Words) =>
  z.string(t("proof.missing")).max(PASSWORD_MAX * 4, t("signIn.passwordLong"));

export const passwordSignInForm = inWords((words) =>
  z.strictObject({
    email: address(words),
    password: password(words).min(1, words.t("signIn.passwordMissing")),
    next,
  })
);

export const newPasswordForm = inWords((words) => z.strictObject({ password: password(words) }));

export const proofForm = inWords((words) =>
  z.strictObject({ password: password(words).min(1, words.t("proof.missing")) })
);

export const profileForm = inWords((words) =>
  z.strictObject({
    name: line(words, 120, words.t("settings.nameMissing")),
    job_title: z.string().trim().max(120, words.t("form.tooLong", { most: 120 }))
      .refine((typed) => !/\p{Cc}/u.test(typed), words.t("form.oneLine")).default(""),
  }).transform(({ name, job_title: jobTitle }) => ({ name, jobTitle }))
);

const version = ({ t }: Words) =>
  z.string().regex(/^\d{1,9}$/, t("form.openAgain")).transform(Number);

export const sendForm = inWords((words) => z.strictObject({ version: version(words) }));

const digits = ({ t }: Words) =>
  z.string(t("signIn.codeMissing")).transform((typed) => typed.replaceAll(/[\s-]/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, t("signIn.codeDigits")));

export const codeForm = inWords((words) => z.strictObject({ code: digits(words) }));

/** In the browser that asked, the link alone is enough. */
export const continueForm = inWords((words) => z.strictObject({ code: digits(words).optional() }));

export const againForm = inWords(() => z.strictObject({ again: z.string().max(100).optional() }));

/** The form of one task: a field for each of its questions, and how to go on. */
export function answersForm(questions: Question[]) {
  return (words: Words) => {
    const { t } = words;
    const answer = z.string().max(MOST_LETTERS, t("form.tooLong", { most: MOST_LETTERS }))
      .refine((typed) => !/[^\P{Cc}\r\n\t]/u.test(typed), t("form.invisible"));
    const fields = Object.fromEntries(
      questions.filter(({ type }) => type !== "file")
        .map((question) => [
          fieldOf(question),
          question.type === "multiple_choice"
            ? z.union([answer, z.array(answer).max(100)], t("form.chooseAgain")).optional()
            : z.string(t("answer.once")).pipe(answer).optional(),
        ]),
    );
    return z.strictObject({
      ...fields,
      version: version(words),
      then: z.literal("review").optional(),
    }).transform(({ version, then, ...typed }) => ({
      version,
      then,
      answers: readAnswers(questions, typed as Record<string, string | string[]>),
    }));
  };
}
