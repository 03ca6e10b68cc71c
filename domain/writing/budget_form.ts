import { z } from "zod";

const WORDS = "Enter a whole number from 0 to 100,000,000.";

/** Whoever types "200,000" means 200000. */
export const budgetForm = z.strictObject({
  version: z.string({ error: "Open this page again." })
    .regex(/^[1-9]\d{0,8}$/, "Open this page again.").transform(Number),
  daily_tokens: z.string({ error: WORDS }).transform((typed) => typed.replaceAll(/[\s,.'_]/g, ""))
    .refine((digits) => /^\d{1,9}$/.test(digits) && Number(digits) <= 100_000_000, WORDS)
    .transform(Number),
});
