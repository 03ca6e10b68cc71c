import { z } from "zod";
import { milestoneFacts } from "./template_content.ts";

function line(most: number, missing?: string) {
  return z.string({ error: missing ?? "Enter a text." })
    .transform((text) => text.toWellFormed().normalize("NFC").trim())
    .refine((text) => !missing || text.length > 0, missing)
    .refine((text) => text.length <= most, `Use at most ${most} characters.`)
    .refine(
      (text) => !/[\p{Cc}\u2028\u2029]/u.test(text),
      "Use one line, without control characters.",
    );
}

export function text(most: number, missing?: string) {
  return z.string({ error: missing ?? "Enter a text." })
    .transform((text) =>
      text.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{Cc}\n\t]/gu, "").toWellFormed()
        .normalize("NFC").trim()
    )
    .refine((text) => !missing || text.length > 0, missing)
    .refine((text) => text.length <= most, `Use at most ${most.toLocaleString("en")} characters.`);
}

export const version = z.string({ error: "Open this page again." })
  .regex(/^[1-9]\d{0,8}$/, "Open this page again.").transform(Number);

const category = line(60);

const description = {
  name: line(120, "Enter a name for the template."),
  description: text(1000),
  segment: category,
  product_line: category,
  use_case: category,
  industry: category,
};

/** What a template says of itself, in a form and in a file. */
export const descriptionSchema = z.strictObject(description);

export const newTemplateForm = z.strictObject({
  ...description,
  starter: z.string({ error: "Choose how to begin." }).max(40, "Choose how to begin."),
});

export const describeForm = z.strictObject({ version, ...description });

export const copyForm = z.strictObject({ name: description.name });

export const versionForm = z.strictObject({ version });

export const publishForm = z.strictObject({ version, note: text(500) });

const days = z.string({ error: "Enter a number of days." }).trim()
  .regex(/^\d{1,4}$/, "Enter a whole number from 1 to 365.").transform(Number)
  .pipe(milestoneFacts.duration_days);

export const newMilestoneForm = z.strictObject({
  version,
  name: line(120, "Enter a name for the milestone."),
  duration_days: days,
});

export const milestoneForm = z.strictObject({
  version,
  name: line(120, "Enter a name for the milestone."),
  duration_days: days,
  our_text: text(5000),
  your_text: text(5000),
});

/** By one step, or to a place that something was dragged to. */
export const positionForm = z.strictObject({
  version,
  step: z.enum(["up", "down"], { error: "Say where to." }).optional(),
  milestone: z.string({ error: "Say where to." }).max(40, "Say where to.").optional(),
  index: z.string({ error: "Say where to." }).regex(/^\d{1,4}$/, "Say where to.").transform(Number)
    .optional(),
});

export const newActionForm = z.strictObject({
  version,
  type: z.string({ error: "Choose a type." }).max(40, "Choose a type."),
  label: line(200, "Enter a label for the action."),
});

export const suggestionForm = z.strictObject({
  about: line(400),
  body: text(4000, "Say what should be different."),
});

export const answerForm = z.strictObject({
  outcome: z.enum(["taken", "declined"], { error: "Choose an answer." }),
  note: text(1000),
});

/** An action's form, whose further fields depend on its type and are read by `readAction`. */
export const typedForm = z.object({
  version,
  press: z.string({ error: "Press one button." })
    .regex(/^(add(:[a-z_]{1,20})?|(up|down|remove):\d{1,3})$/, "Press one button.").optional(),
}).catchall(
  z.union([
    z.string().max(30_000, "This text is too long."),
    z.array(z.string().max(1000)).max(100),
  ], { error: "This text is too long." }),
);
