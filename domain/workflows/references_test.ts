import assert from "node:assert/strict";
import fc from "fast-check";
import { resolveInJson } from "./references.ts";

const told = (value: unknown) => (path: string) => path === "n1.it" ? value : undefined;

Deno.test("resolveInJson() keeps whatever a value holds within its place", () => {
  const body = '{"whole": "{{n1.it}}", "bare": {{n1.it}}, "said": "It is \\"{{n1.it}}\\" here"}';
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
    const read = JSON.parse(resolveInJson(body, told(text)));
    assert.deepEqual(read, { whole: text, bare: text, said: `It is "${text}" here` });
  }));
  const trick = '", "admin": true, "x": "';
  assert.deepEqual(JSON.parse(resolveInJson('{"a": "{{ n1.it }}, {{n1.it}}"}', told(trick))), {
    a: `${trick}, ${trick}`,
  });
});

Deno.test("resolveInJson() keeps the type of what stands alone, and writes out what stands in a text", () => {
  const resolved = (body: string, value: unknown) => JSON.parse(resolveInJson(body, told(value)));
  assert.deepEqual(resolved('["{{n1.it}}", {{n1.it}}, "{{n1.it}} seats"]', 40), [
    ...[40, 40, "40 seats"],
  ]);
  const list = ["EU", 'U"S'];
  assert.deepEqual(resolved('["{{n1.it}}", "In {{n1.it}}."]', list), [list, 'In EU, U"S.']);
  assert.deepEqual(resolved('["{{n1.none}}", {{n1.none}}, "{{n1.none}}!"]', 1), [null, null, "!"]);
});
