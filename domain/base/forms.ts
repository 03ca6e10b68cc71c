import type { z } from "zod";

/** What a person typed, kept whole so that a refused form loses nothing. */
export type Typed = Record<string, string | string[]>;

export type FieldErrors = Record<string, string>;

export type Parsed<T> =
  | { ok: true; value: T }
  | { ok: false; errors: FieldErrors; typed: Typed };

/** Reads a form with a strict schema. A field the schema does not name is refused, not ignored. */
export function parseForm<T>(schema: z.ZodType<T>, form: FormData): Parsed<T> {
  const typed = typedValues(form);
  const result = schema.safeParse(typed);
  const unstorable = Object.keys(typed).find((name) => [typed[name]].flat().some(holdsNul));
  if (result.success && unstorable === undefined) return { ok: true, value: result.data };
  const errors: FieldErrors = {};
  for (const issue of result.error?.issues ?? []) {
    const field = issue.code === "unrecognized_keys" ? "form" : String(issue.path[0] ?? "form");
    errors[field] ??= issue.code === "unrecognized_keys"
      ? `This form has no field named ${issue.keys.join(", ")}`
      : issue.message;
  }
  if (unstorable !== undefined) errors[unstorable] ??= "There is an invisible character in this.";
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
