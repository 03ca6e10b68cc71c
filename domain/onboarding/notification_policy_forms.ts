import { z } from "zod";

const version = z.string({ error: "Open this page again." })
  .regex(/^\d{1,9}$/, "Open this page again.").transform(Number);

const HOW = "Write whole numbers from 1 to 30 with commas between them, such as 1, 4.";

/** "1, 4": days in the order of the calendar, each once. */
const days = z.string({ error: HOW })
  .transform((typed) => typed.split(/[,;\s]+/).filter(Boolean))
  .refine((parts) => parts.every((part) => /^([1-9]|[12]\d|30)$/.test(part)), HOW)
  .refine((parts) => parts.length <= 5, "At most five days can be named.")
  .transform((parts) => [...new Set(parts.map(Number))].sort((a, b) => a - b));

const optionalDays = z.string({ error: "Write a number of days, or leave it empty." })
  .transform((typed) => typed.trim())
  .refine((typed) => /^([1-9]|[1-5]\d|60)?$/.test(typed), {
    error: "Write a number from 1 to 60, or leave it empty.",
  })
  .transform((typed) => typed === "" ? null : Number(typed));

export const remindersForm = z.strictObject({
  version,
  reminders_on: z.literal("on").optional().transform((typed) => typed === "on"),
  before_days: days,
  after_days: days,
  most_reminders: z.string({ error: "Write a number from 1 to 10." }).trim()
    .regex(/^([1-9]|10)$/, "Write a number from 1 to 10.").transform(Number),
  note: z.string().transform((typed) => typed.trim().normalize("NFC"))
    .refine((typed) => typed.length <= 500, "Use at most 500 characters."),
}).refine(({ before_days, after_days }) => before_days.length + after_days.length > 0, {
  path: ["before_days"],
  error: "Name at least one day before or after the deadline.",
});

export const escalationForm = z.strictObject({
  version,
  overdue_days: optionalDays,
  review_days: optionalDays,
});
