import { z } from "zod";
import { isDay } from "../base/calendar.ts";
import { LANGUAGE_CODES } from "../base/languages.ts";
import type { Role } from "../base/schema.ts";
import { timeZones } from "../base/time_zones.ts";
import { ROLES } from "./roles.ts";
import { readEmail } from "./work_email.ts";

const zones = new Set(timeZones());
const roles = new Set<string>(ROLES.map(({ role }) => role));

/** One line of visible text. */
function line(what: string, most: number, least = 1) {
  return z.string({ error: `Enter ${what}.` })
    .transform((text) => text.trim().normalize("NFC"))
    .refine((text) => text.length >= least, `Enter ${what}.`)
    .refine((text) => text.length <= most, `Use at most ${most} characters.`)
    .refine(
      (text) => !/[\p{Cc}\u2028\u2029]/u.test(text),
      "Use one line, without control characters.",
    );
}

/** A box that was left empty is no address; anything else must be one. */
const address = z.string({ error: "Enter an email address." }).max(320, "This address is too long.")
  .transform((typed, issues) => {
    const read = readEmail(typed);
    if (read.ok) return read.email;
    issues.addIssue(read.problem);
    return z.NEVER;
  });

const optionalAddress = z.union([z.string().regex(/^\s*$/).transform(() => null), address], {
  error: "This is not an email address that can receive mail.",
});

const version = z.string({ error: "Open this page again." })
  .regex(/^[1-9]\d{0,8}$/, "Open this page again.").transform(Number);

const several = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(20)], {
  error: "Choose at least one.",
});

const chosenRoles = several
  .refine((chosen) => chosen.length > 0, "Choose at least one role.")
  .refine((chosen) => chosen.every((role) => roles.has(role)), "Choose from the roles shown.")
  .transform((chosen) => [...new Set(chosen)] as Role[]);

const timeZone = z.string({ error: "Choose a time zone." })
  .refine((zone) => zones.has(zone), "Choose a time zone from the list.");

const workingDays = several
  .refine((days) => days.length > 0, "Choose at least one day.")
  .refine((days) => days.every((day) => /^[1-7]$/.test(day)), "Choose from the days shown.")
  .transform((days) => [...new Set(days.map(Number))].sort());

export const inviteForm = z.strictObject({ email: address, roles: chosenRoles });

export const rolesForm = z.strictObject({ version, roles: chosenRoles });

export const versionForm = z.strictObject({ version });

export const emptyForm = z.strictObject({});

export const switchForm = z.strictObject({ org: z.uuid("Choose an organisation.") });

export const welcomeForm = z.strictObject({
  once: z.string().regex(/^[A-Za-z0-9_-]{43}$/, "Open this page again."),
  org: line("a name for your organisation", 120),
  time_zone: timeZone,
  support_email: optionalAddress,
});

export const orgForm = z.strictObject({
  version,
  name: line("a name for your organisation", 120),
  support_email: optionalAddress,
  time_zone: timeZone,
  language: z.enum(LANGUAGE_CODES, "Choose a language.").optional(),
  working_days: workingDays,
});

const day = z.string({ error: "Choose a day." })
  .refine((day) => isDay(day) && day >= "2000-01-01" && day <= "2099-12-31", "Choose a day.");

export const daysOffForm = z.strictObject({ first_on: day, last_on: day });

export const holidayForm = z.strictObject({
  day,
  name: line("a name", 120, 0),
});

export const brandingForm = z.strictObject({
  version,
  accent: z.string({ error: "Choose a colour." }).transform((typed) => typed.trim().toLowerCase())
    .refine((typed) => /^#[0-9a-f]{6}$/.test(typed), "Write a colour like #2257c9."),
  remove_logo: z.literal("on").optional(),
});
