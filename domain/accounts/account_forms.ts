import { z } from "zod";
import { isDay } from "../base/calendar.ts";
import type { Health } from "../base/schema.ts";
import { readEmail } from "../people/work_email.ts";
import type { AccountField } from "./account_fields.ts";
import type { FieldChanges } from "./accounts.ts";
import { FIELD_TYPES, HEALTHS, isWebLink } from "./account_words.ts";
import { CURRENCIES, readMoney } from "./money.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One line of visible text; an empty one is left out unless it is needed. */
function line(most: number, needed?: string) {
  return z.string({ error: needed ?? "Use one line of text." })
    .transform((text) => text.trim().normalize("NFC"))
    .refine((text) => !needed || text !== "", needed ?? "")
    .refine((text) => text.length <= most, `Use at most ${most} characters.`)
    .refine(isPlain, "Use one line, without control characters.");
}

const isPlain = (text: string) => !/[\p{Cc}\u2028\u2029]/u.test(text) && text.isWellFormed();

const optionalLine = (most: number) => line(most).transform((text) => text || null);

const day = z.string({ error: "Choose a day." }).transform((text) => text.trim() || null)
  .refine((text) => text === null || isRealDay(text), "Write a day as 2026-12-31, from 1970 on.");

const isRealDay = (text: string) => isDay(text) && text >= "1970-01-01" && text <= "2199-12-31";

const person = z.string({ error: "Choose from the people shown." })
  .refine((id) => id === "" || UUID.test(id), "Choose from the people shown.")
  .transform((id) => id || null);

const somebody = z.string({ error: "Choose somebody." })
  .refine((id) => UUID.test(id), "Choose somebody.");

const version = z.string({ error: "Open this page again." })
  .regex(/^[1-9]\d{0,8}$/, "Open this page again.").transform(Number);

const tick = z.literal("on", { error: "Tick the box, or leave it." }).optional()
  .transform(Boolean);

/** "https://www.Northwind.com/about" and "northwind.com" are the same domain. */
const domain = z.string({ error: "Write a domain like northwind.com." }).max(
  400,
  "Write a shorter domain.",
)
  .transform((typed, issues) => {
    const text = typed.trim().replace(/^https?:\/\//i, "").replace(/^www\./i, "").replace(
      /[/?#].*$/,
      "",
    );
    if (text === "") return null;
    const read = readEmail(`someone@${text}`);
    if (read.ok) return read.email.split("@")[1]!;
    issues.addIssue("Write a domain like northwind.com.");
    return z.NEVER;
  });

const address = z.string({ error: "Enter an email address." }).max(320, "This address is too long.")
  .transform((typed, issues) => {
    const read = readEmail(typed);
    if (read.ok) return read.email;
    issues.addIssue(read.problem);
    return z.NEVER;
  });

const currency = z.enum(CURRENCIES as [string, ...string[]], {
  error: "Choose a currency from the list.",
});

const facts = {
  name: line(200, "Enter the company's name."),
  domain,
  segment: optionalLine(80),
  industry: optionalLine(80),
  product_line: optionalLine(80),
  use_case: optionalLine(80),
  arr: z.string({ error: "Write one amount." }).max(60, "Write a shorter amount.")
    .superRefine((typed, issues) => {
      const money = typed.trim() === "" ? undefined : readMoney(typed);
      if (money && !money.ok) issues.addIssue(money.problem);
    }),
  arr_currency: currency,
  closed_on: day,
  go_live_on: day,
};

/** Without a choice of a person's own it follows the plan. */
const health = z.enum(["automatic", ...HEALTHS.map((one) => one.health)] as const, {
  error: "Choose from the list.",
}).transform((chosen): Health | null => chosen === "automatic" ? null : chosen);

/** The form of a new account, with the organisation's own fields. */
export function newAccountForm(fields: AccountField[]) {
  return z.strictObject({
    id: z.string({ error: "Open this page again." }).regex(UUID, "Open this page again."),
    ...facts,
    csm_id: person,
    ae_id: person,
    template_id: person.optional(),
    start_first: tick,
    test: tick,
    anyway: tick,
    ...ownFields(fields),
  }).transform(withAmount).transform((read) => collected(read, fields));
}

export function factsForm(fields: AccountField[]) {
  return z.strictObject({ version, ...facts, health, ...ownFields(fields) })
    .transform(withAmount).transform((read) => collected(read, fields));
}

/** The currency that was written beside the amount counts. */
function withAmount<T extends { arr: string; arr_currency: string }>({ arr, ...read }: T) {
  const money = readMoney(arr, read.arr_currency);
  if (!money.ok) return { ...read, arr_cents: null };
  return { ...read, arr_cents: money.cents, arr_currency: money.currency ?? read.arr_currency };
}

/** A field of the form that was left empty is null, so that its value goes. */
function collected<T extends Record<string, unknown>>(read: T, fields: AccountField[]) {
  const own = fields.map(({ key }) => [key, read[`field_${key}`] ?? null] as const);
  const plain = Object.entries(read).filter(([name]) => !name.startsWith("field_"));
  return {
    ...(Object.fromEntries(plain) as Omit<T, `field_${string}`>),
    fields: Object.fromEntries(own) as FieldChanges,
  };
}

function ownFields(fields: AccountField[]): Record<string, z.ZodType> {
  return Object.fromEntries(fields.map((field) => [`field_${field.key}`, ownField(field)]));
}

/** Nothing typed is no value. Everything else must be of the field's type. */
function ownField({ type, options }: AccountField): z.ZodType {
  const empty = (message: string) =>
    z.string({ error: message }).max(2000, "Write something shorter.");
  const choice = "Choose from the options shown.";
  switch (type) {
    case "text":
      return optionalLine(500);
    case "date":
      return day;
    case "number":
      return empty("Write a number.").transform((typed, issues) => {
        const text = typed.trim().replaceAll(/[\s_]/g, "");
        if (text === "") return null;
        if (/^-?\d{1,12}(\.\d{1,6})?$/.test(text)) return Number(text);
        issues.addIssue("Write a number like 250 or 12.5.");
        return z.NEVER;
      });
    case "choice":
      return empty(choice).refine((typed) => typed === "" || options.includes(typed), choice)
        .transform((typed) => typed || null);
    case "multi":
      return z.union([z.string().transform((one) => [one]), z.array(z.string()).max(100)], {
        error: choice,
      }).optional().transform((chosen) => [...new Set(chosen ?? [])].filter(Boolean))
        .refine((chosen) => chosen.every((one) => options.includes(one)), choice)
        .transform((chosen) => chosen.length > 0 ? chosen : null);
    case "yes_no":
      return tick;
    case "url":
      return empty("Write a web address.").transform((typed, issues) => {
        const text = typed.trim();
        if (text === "") return null;
        const url = URL.parse(text);
        if (url && isWebLink(text) && isPlain(text)) return url.href;
        issues.addIssue("Write a web address that begins with https://.");
        return z.NEVER;
      });
    case "email":
      return z.union([z.string().regex(/^\s*$/).transform(() => null), address], {
        error: "This is not an email address that can receive mail.",
      });
    case "money":
      return empty("Write an amount.").transform((typed, issues) => {
        if (typed.trim() === "") return null;
        const money = readMoney(typed);
        if (money.ok) return { cents: money.cents, currency: money.currency ?? "USD" };
        issues.addIssue(money.problem);
        return z.NEVER;
      });
  }
}

export const portalRoleForm = z.strictObject({
  role: z.enum(["member", "viewer"], "Choose what they may do."),
});

export const contactForm = z.strictObject({
  name: line(120, "Enter a name."),
  email: address,
  job_title: line(120),
  phone: line(40).refine(
    (text) => /^[\d +().x/-]*$/i.test(text),
    "Use digits, spaces and + ( ) - only.",
  ),
});

export const contactChangeForm = contactForm.extend({ version });

const body = z.string({ error: "Write a note." })
  .transform((text) => text.replaceAll("\r\n", "\n").trim().normalize("NFC"))
  .refine((text) => text !== "", "Write a note.")
  .refine((text) => text.length <= 10_000, "Use at most 10,000 characters.")
  .refine(
    (text) => text.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(text),
    "Use text without control characters.",
  );

export const noteForm = z.strictObject({ body });
export const noteChangeForm = z.strictObject({ version, body });

export const versionForm = z.strictObject({ version });
export const csmForm = z.strictObject({ version, csm_id: person });
export const aeForm = z.strictObject({ version, ae_id: person });
export const collaboratorForm = z.strictObject({ member_id: somebody });
export const testForm = z.strictObject({ version, test: tick });

export const savedViewForm = z.strictObject({
  name: line(60, "Enter a name for the view."),
  query: z.string().max(1000, "These filters are too long to keep.").refine(
    isPlain,
    "Open this page again.",
  ),
});

const words = {
  label: line(80, "Enter a label."),
  hint: line(200),
  options: z.string({ error: "Write an option on each line." }).max(10_000, "Write fewer options.")
    .transform((
      text,
    ) => [...new Set(text.split("\n").map((one) => one.trim().normalize("NFC")).filter(Boolean))])
    .refine((options) => options.length <= 100, "Write at most 100 options.")
    .refine(
      (options) => options.every((one) => one.length <= 120 && isPlain(one)),
      "Use at most 120 characters for an option.",
    ),
};

const fieldType = z.enum(
  FIELD_TYPES.map(({ type }) => type) as [AccountField["type"], ...AccountField["type"][]],
  {
    error: "Choose a type from the list.",
  },
);

export const newFieldForm = z.strictObject({ ...words, type: fieldType })
  .superRefine(({ type, options }, issues) => needOptions(type, options, issues))
  .transform((read) => ({ ...read, options: hasOptions(read.type) ? read.options : [] }));

/** The type is the field's own, not the form's. */
export function fieldChangeForm(type: AccountField["type"]) {
  return z.strictObject({ version, ...words })
    .superRefine(({ options }, issues) => needOptions(type, options, issues))
    .transform((read) => ({ ...read, options: hasOptions(type) ? read.options : [] }));
}

export const hasOptions = (type: AccountField["type"]) => type === "choice" || type === "multi";

function needOptions(type: AccountField["type"], options: string[], issues: z.RefinementCtx) {
  if (hasOptions(type) && options.length === 0) {
    issues.addIssue({ code: "custom", path: ["options"], message: "Write at least one option." });
  }
}
