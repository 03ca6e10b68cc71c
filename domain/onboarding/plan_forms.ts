import { z } from "zod";
import { isDay } from "../base/calendar.ts";
import { isTimeZone } from "../base/time_zones.ts";
import { milestoneForm, typedForm } from "./template_forms.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const version = z.string({ error: "Open this page again." })
  .regex(/^[1-9]\d{0,8}$/, "Open this page again.").transform(Number);

const start = z.enum(["now", "later"], { error: "Say when it begins." })
  .transform((when) => when === "now");

function text(most: number, missing?: string) {
  return z.string({ error: missing ?? "Enter a text." })
    .transform((typed) =>
      typed.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "").toWellFormed()
        .normalize("NFC").trim()
    )
    .refine((typed) => !missing || typed !== "", missing)
    .refine(
      (typed) => typed.length <= most,
      `Use at most ${most.toLocaleString("en")} characters.`,
    );
}

export const applicationForm = z.strictObject({
  template_id: z.string({ error: "Choose a template." }).regex(UUID, "Choose a template."),
  start,
});

export const reapplicationForm = z.strictObject({
  version,
  start,
  agreed: z.literal("on", { error: "Tick the box to reset the account." }),
});

export const pressForm = z.strictObject({ version });

export const noteForm = z.strictObject({ version, note: text(2000) });

export const whyForm = z.strictObject({ version, why: text(2000, "Say why it is skipped.") });

export const stepForm = z.strictObject({
  version,
  step: z.enum(["up", "down"], { error: "Say where to." }),
});

export const plannedMilestoneForm = milestoneForm;

/** The fields of an action, whose type says how they are read. */
export const plannedActionForm = typedForm;

export const zoneForm = z.strictObject({
  version,
  time_zone: z.string({ error: "Choose a time zone." }).max(64, "Choose a time zone.")
    .transform((zone) => zone || null)
    .refine((zone) => zone === null || isTimeZone(zone), "Choose a time zone."),
});

export const accountHolidayForm = z.strictObject({
  day: z.string({ error: "Choose a day." }).trim()
    .refine((day) => isDay(day) && day >= "1970-01-01" && day <= "2199-12-31", "Choose a day."),
  name: z.string({ error: "Use one line of text." }).trim()
    .max(80, "Use at most 80 characters.")
    .refine(
      (name) => name.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(name),
      "Use one line, without control characters.",
    ),
});
