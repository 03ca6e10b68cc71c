import { z } from "zod";
import { isDay } from "../base/calendar.ts";
import type { Asked, Case, Pair } from "./node.ts";
import { wholeReference, written } from "./references.ts";

/**
 * What a step's configuration may hold. Each takes a reference as it was written, for publishing,
 * and the value that it became, for running; so what comes out is typed as the value.
 */
const orReference = <T>(schema: z.ZodType<T>): z.ZodType<T> =>
  z.union([
    z.string().refine((text) => wholeReference(text) !== undefined),
    schema,
  ], { error: (issue) => innerMessage(issue) }) as unknown as z.ZodType<T>;

/** Of a union that does not fit, what the second half said: the first only knows references. */
function innerMessage(issue: { errors?: { message: string }[][] }): string {
  return issue.errors?.at(-1)?.[0]?.message ?? "This does not fit here.";
}

/** A text takes a value of any type, as it would be written. */
const writtenOut = (error: string) =>
  z.union(
    [z.string(), z.number(), z.boolean(), z.array(z.unknown()), z.looseObject({})],
    { error },
  ).transform((value) => written(value).trim());

export const text = (needed: string, most = 500) =>
  writtenOut(needed).refine((value) => value !== "", needed)
    .refine((value) => value.length <= most, `Use at most ${most} characters.`);

/** Left empty, or a value that is missing, it is absent. */
export const optionalText = (most = 500) =>
  writtenOut("Enter a text.").refine(
    (value) => value.length <= most,
    `Use at most ${most} characters.`,
  )
    .transform((value) => value || undefined)
    .nullish().transform((value) => value ?? undefined);

const readNumber = (typed: unknown): unknown =>
  typeof typed === "string" && typed.trim() !== ""
    ? Number(typed.replaceAll(/[\s,_']/g, ""))
    : typed;

export const number = (needed: string, { least = -1e15, most = 1e15 } = {}) =>
  orReference(z.preprocess(
    readNumber,
    z.number({ error: needed }).min(least, `Use ${least} or more.`).max(
      most,
      `Use ${most} or less.`,
    ),
  ) as z.ZodType<number>);

export const optionalNumber = (limits?: { least?: number; most?: number }) =>
  z.preprocess(
    (typed) => typed === "" ? undefined : typed,
    number("Enter a number.", limits).nullish(),
  )
    .transform((value) => value ?? undefined) as z.ZodType<number | undefined>;

const dayOf = (typed: unknown): unknown =>
  typeof typed === "string" && /^\d{4}-\d{2}-\d{2}T/.test(typed) ? typed.slice(0, 10) : typed;

export const day = (needed: string) =>
  orReference(z.preprocess(
    dayOf,
    z.string({ error: needed }).refine(isDay, "Write a day as 2026-12-31."),
  ) as z.ZodType<string>);

export const optionalDay = () =>
  z.preprocess((typed) => typed === "" ? undefined : typed, day("Enter a day.").nullish())
    .transform((value) => value ?? undefined) as z.ZodType<string | undefined>;

/** The id of something that was chosen, or what an earlier step brought. */
export const chosen = (needed: string) =>
  orReference(
    z.preprocess(
      (value) => (value as { id?: string } | null)?.id ?? value,
      z.string({ error: needed }).regex(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        needed,
      ),
    ) as z.ZodType<string>,
  );

export const optionalChosen = () =>
  z.preprocess(
    (typed) => typed === "" ? undefined : typed,
    chosen("Choose from the list.").nullish(),
  )
    .transform((value) => value ?? undefined) as z.ZodType<string | undefined>;

/** A box that is ticked, however it was sent. */
export const yesNo = () =>
  z.union([z.boolean(), z.enum(["on", "yes", "true", "Yes"]).transform(() => true)])
    .or(z.enum(["", "off", "no", "false", "No"]).transform(() => false))
    .nullish().transform((value) => value ?? false);

export const pairs: z.ZodType<Pair[]> = z.array(z.object({
  key: z.string().trim().min(1, "Enter a name.").max(80, "Use at most 80 characters."),
  value: z.unknown(),
})).max(60, "Use at most 60 rows.").default([]) as z.ZodType<Pair[]>;

export const cases: z.ZodType<Case[]> = z.array(z.object({
  value: z.string().trim().min(1, "Enter what it is compared with.").max(200),
  label: z.string().trim().max(60).default(""),
})).min(1, "Add at least one case.").max(30, "Use at most 30 cases.");

export const asked: z.ZodType<Asked[]> = z.array(z.object({
  id: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "Use small letters, digits and _."),
  label: z.string().trim().min(1, "Enter a label.").max(80),
  type: z.enum(["text", "long_text", "number", "money", "date", "yes_no", "choice"]),
  required: z.boolean().default(false),
  options: z.array(z.string().trim().min(1).max(120)).max(60).default([]),
  sample: z.string().max(500).default(""),
})).max(40, "Use at most 40 fields.").superRefine((rows, issues) => {
  const seen = new Set<string>();
  for (const { id, label } of rows) {
    if (seen.has(id)) issues.addIssue({ code: "custom", message: `"${label}" stands here twice.` });
    seen.add(id);
  }
}) as z.ZodType<Asked[]>;
