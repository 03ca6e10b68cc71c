import { z } from "zod";
import { CURRENCIES } from "../accounts/money.ts";

const version = z.string({ error: "Open this page again." })
  .regex(/^[1-9]\d{0,8}$/, "Open this page again.").transform(Number);

const field = z.string({ error: "Choose a field." }).max(200, "Choose from the fields shown.")
  .refine((id) => id !== "", "Choose a field.");

const policy = z.enum(["crm", "thread", "if_empty"], "Choose from the list.");

const required = z.literal("on", { error: "Tick the box, or leave it." }).optional()
  .transform(Boolean);

/** What is typed to find a field, and says nothing by itself. */
const wanted = z.string().max(200).optional();

export const newMappingForm = z.strictObject({
  wanted,
  field,
  target: z.string({ error: "Choose a field of Thread." }).max(80, "Choose from the fields shown.")
    .refine((key) => key !== "", "Choose a field of Thread."),
  new_label: z.string({ error: "Write a name." }).max(80, "Use at most 80 characters.").optional()
    .transform((text) => text?.trim().normalize("NFC") ?? "")
    .refine((text) => !/\p{Cc}/u.test(text), "Use one line."),
  policy,
  required,
});

export const mappingForm = z.strictObject({ version, wanted, field, policy, required });

export const versionForm = z.strictObject({ version });

/** How texts are read that can be read in two ways. */
export const readingForm = z.strictObject({
  day_order: z.enum(["", "day", "month"], "Choose from the list."),
  currency: z.enum(CURRENCIES as [string, ...string[]], "Choose a currency from the list."),
});
