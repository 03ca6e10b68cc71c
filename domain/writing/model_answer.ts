import { z } from "zod";
import { cleanText } from "./sources.ts";

export type ReadAnswer<T> = { ok: true; value: T } | { ok: false; words: string };

/** Believes nothing that a model says before the schema has read it. */
export function readAnswer<T>(text: string, schema: z.ZodType<T>): ReadAnswer<T> {
  let value: unknown;
  try {
    value = JSON.parse(unwrapped(text));
  } catch {
    return { ok: false, words: "The model's answer is not the JSON that was asked for." };
  }
  try {
    const result = schema.safeParse(cleaned(value));
    if (result.success) return { ok: true, value: result.data };
    const where = result.error.issues[0]!.path.join(".").slice(0, 80);
    return { ok: false, words: `The model's answer does not fit${where && ` at ${where}`}.` };
  } catch (error) {
    // What a schema makes of an answer may be refused by a further one.
    if (!(error instanceof z.core.$ZodError)) throw error;
    return { ok: false, words: "The model's answer holds more than Thread takes." };
  }
}

/** Many models put JSON into a block of code. */
function unwrapped(text: string): string {
  return /^\s*```(?:json)?\s*\n([\s\S]*?)\n?```\s*$/.exec(text)?.[1] ?? text;
}

/** No invisible characters in any text, and no names that JavaScript gives a meaning to. */
function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null || depth > 30) return depth > 30 ? null : value;
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).filter(([name]) => name !== "__proto__")
      .map(([name, one]) => [name, cleaned(one, depth + 1)]),
  );
}
