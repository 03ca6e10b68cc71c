import { z } from "zod";
import type { Typed } from "../domain/base/forms.ts";
import { PASSWORD_MAX } from "../domain/people/password_rules.ts";
import { readEmail } from "../domain/people/work_email.ts";

/** Longer than any password, so that a person is told the rule and not the limit of a field. */
const password = z.string().max(PASSWORD_MAX * 4, "This password is too long.");
const next = z.string().max(2000).default("/").catch("/");
const address = (message: string) =>
  z.string(message).transform((typed, context) => {
    const read = readEmail(typed);
    if (read.ok) return read.email;
    context.addIssue({ code: "custom", message: read.problem });
    return z.NEVER;
  });

export const signInForm = z.strictObject({
  email: address("Enter your email address."),
  password: password.min(1, "Enter your password, or let us mail you a link."),
  next,
});

/** The button that mails a link stands in the sign-in form, so its password field comes along. */
export const askForm = z.strictObject({
  email: address("Enter your email address."),
  password: password.optional(),
  next,
});

export const signUpForm = z.strictObject({
  email: z.string("Enter your work email.").max(320, "This address is too long."),
  next,
});

export const codeForm = z.strictObject({
  code: z.string("Enter the code.").transform((typed) => typed.replaceAll(/[\s-]/g, ""))
    .pipe(z.string().regex(/^\d{6}$/, "The code has six digits.")),
});

/** In the browser that asked, the link alone is enough. */
export const continueForm = codeForm.partial();

export const againForm = z.strictObject({ again: z.string().max(100).optional() });

export const forgottenForm = z.strictObject({ email: address("Enter your email address.") });

export const newPasswordForm = z.strictObject({ password });

export const resetForm = z.strictObject({
  password,
  code: z.string().max(20).transform((typed) => typed.replaceAll(/\D/g, "")).optional(),
});

export const stepUpForm = z.strictObject({
  password: password.min(1, "Enter your password."),
  next,
});

/** The button for a letter stands in the password's form. */
export const stepUpLetterForm = z.strictObject({ password: password.optional(), next });

const name = z.string("Enter your name.").trim().min(1, "Enter your name.")
  .max(120, "Use at most 120 characters.")
  .refine((typed) => !/\p{Cc}/u.test(typed), "A name has no control characters.");

export const firstProfileForm = z.strictObject({ name, password: password.default(""), next });

const theme = z.enum(["light", "dark", "system"], "Choose light, dark or system.");

export const profileForm = z.strictObject({
  name,
  theme,
  hotkeys: z.literal("on").optional(),
});

export const bookingForm = z.strictObject({
  booking_url: z.string("Enter a web address.").trim()
    .refine(
      (typed) =>
        typed === "" ||
        typed.length <= 2000 && /^https?:\/\/[^\s/]/i.test(typed) && URL.canParse(typed),
      "Enter a web address that begins with https://.",
    ),
});

export const themeForm = z.strictObject({ theme, back: z.string().max(2000).default("/") });

/** A refused form is shown again with what was typed, but never with what is secret. */
export function withoutSecrets(typed: Typed): Typed {
  const { password: _, code: __, ...rest } = typed;
  return rest;
}

/** "40 seconds", "3 minutes". */
export function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
