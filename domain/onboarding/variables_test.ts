import assert from "node:assert/strict";
import { fillVariables, unknownVariables, variablesIn } from "./variables.ts";

Deno.test("variablesIn() finds each name once", () => {
  assert.deepEqual(variablesIn("{{a}} {{ b }} {{a}} {c} {{}}"), ["a", "b", ""]);
});

Deno.test("unknownVariables() knows the listed names and the fields of the organisation", () => {
  const text = "{{company_name}} {{field.tier}} {{field.Tier}} {{constructor}}";
  assert.deepEqual(unknownVariables(text), ["field.Tier", "constructor"]);
  assert.deepEqual(unknownVariables(text, new Set(["size"])), [
    "field.tier",
    "field.Tier",
    "constructor",
  ]);
});

Deno.test("fillVariables() names what has no value and never reads a value again", () => {
  assert.deepEqual(
    fillVariables("Hi {{a}}, {{b}} {{toString}}", { a: "{{b}}", b: " " }),
    { text: "Hi {{b}}, {{b}} {{toString}}", missing: ["b", "toString"] },
  );
});
