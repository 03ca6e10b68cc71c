import { z } from "zod";

function line(most: number, missing: string) {
  return z.string({ error: missing })
    .transform((text) => text.toWellFormed().normalize("NFC").replaceAll(/\s+/g, " ").trim())
    .refine((text) => text.length > 0, missing)
    .refine((text) => text.length <= most, `Use at most ${most} characters.`)
    .refine((text) => !/\p{Cc}/u.test(text), "Use no control characters.");
}

export function text(most: number) {
  return z.string({ error: "Enter a text." })
    .transform((text) =>
      text.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "").toWellFormed()
        .normalize("NFC").trim()
    )
    .refine((text) => text.length <= most, `Use at most ${most.toLocaleString("en")} characters.`);
}

const AGAIN = "Open this page again.";
const whole = z.string({ error: AGAIN }).regex(/^\d{1,9}$/, AGAIN).transform(Number);

const facts = {
  name: line(120, "Enter a name for the workflow."),
  about: text(1000),
};

/** What a workflow says of itself, in a form and in a file. */
export const factsSchema = z.strictObject(facts);

export const newWorkflowForm = z.strictObject({
  ...facts,
  starter: z.string({ error: "Choose how to begin." }).max(40, "Choose how to begin."),
});

export const detailsForm = z.strictObject({
  ...facts,
  owner: z.union([z.literal(""), z.uuid()], { error: "Choose a member." }),
  version: whole,
});

export const copyForm = z.strictObject({ name: facts.name });

export const publishForm = z.strictObject({
  rev: whole,
  says: text(500),
  activate: z.literal("on").optional(),
});
