import assert from "node:assert/strict";
import { z } from "zod";
import { parseForm } from "./forms.ts";

const schema = z.strictObject({
  name: z.string().max(5, "Too long."),
  note: z.string().optional(),
});

function parse(...fields: [string, string][]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  return parseForm(schema, form);
}

Deno.test("parseForm() answers the values, or what is wrong with each and all that was typed", () => {
  assert.deepEqual(parse(["name", "Ann"]), { ok: true, value: { name: "Ann" } });
  const refused = parse(["name", "Annabella"], ["note", "x"]);
  assert.ok(!refused.ok);
  assert.deepEqual(refused.errors, { name: "Too long." });
  assert.deepEqual({ ...refused.typed }, { name: "Annabella", note: "x" });
});

Deno.test("parseForm() refuses a field that the form does not have", () => {
  const refused = parse(["name", "Ann"], ["roles", "admin"]);
  assert.deepEqual(!refused.ok && refused.errors, { form: "This form has no field named roles" });
});

Deno.test("parseForm() refuses a NUL, which no database text can hold", () => {
  const refused = parse(["name", "Ann"], ["note", "a\0b"]);
  assert.deepEqual(Object.keys(refused.ok ? {} : refused.errors), ["note"]);
  const both = parse(["name", "Ann\0abella"]);
  assert.deepEqual(!both.ok && both.errors, { name: "Too long." });
});
