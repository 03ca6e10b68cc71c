import type { z } from "zod";

/** What a person typed, kept whole so that a refused form loses nothing. */
export type Typed = Record<string, string | string[]>;

export type FieldErrors = Record<string, string>;

export type Parsed<T> =
  | { ok: true; value: T }
  | { ok: false; errors: FieldErrors; typed: Typed };

/** What every form may have to say, whatever its fields are. */
export interface FormWords {
  strange: (fields: string) => string;
  invisible: string;
  /** Where a field says nothing of its own; left out, zod's words do. */
  invalid?: string;
}

const ENGLISH: FormWords = {
  strange: (fields) => `This form has no field named ${fields}`,
  invisible: "There is an invisible character in this.",
};

/** Reads a form with a strict schema. A field the schema does not name is refused, not ignored. */
export function parseForm<T>(
  schema: z.ZodType<T>,
  form: FormData,
  words: FormWords = ENGLISH,
): Parsed<T> {
  const typed = typedValues(form);
  const { invalid } = words;
  const result = schema.safeParse(typed, invalid ? { error: () => invalid } : undefined);
  const unstorable = Object.keys(typed).find((name) => [typed[name]].flat().some(holdsNul));
  if (result.success && unstorable === undefined) return { ok: true, value: result.data };
  const errors: FieldErrors = {};
  for (const issue of result.error?.issues ?? []) {
    const field = issue.code === "unrecognized_keys" ? "form" : String(issue.path[0] ?? "form");
    errors[field] ??= issue.code === "unrecognized_keys"
      ? words.strange(issue.keys.join(", "))
      : issue.message;
  }
  if (unstorable !== undefined) errors[unstorable] ??= words.invisible;
  return { ok: false, errors, typed };
}

/** No database text can hold it, so no form takes it. */
function holdsNul(text: string | undefined): boolean {
  return text?.includes("\0") ?? false;
}

/** Every field as it was sent, in one pass: a hostile form may have ten thousand. */
export function typedValues(form: FormData): Typed {
  const typed: Typed = Object.create(null);
  for (const [name, value] of form) {
    const before = typed[name] ?? [];
    if (typeof value !== "string") typed[name] = before; // A file is no text.
    else if (typeof before === "string") typed[name] = [before, value];
    else if (before.length === 0) typed[name] = value;
    else before.push(value);
  }
  return typed;
}
