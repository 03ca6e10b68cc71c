import assert from "node:assert/strict";
import fc from "fast-check";
import { readJson } from "./import_json.ts";

function read(text: string) {
  const names = new Map<string, number>();
  const rows = [...readJson(text, names)];
  return { names: [...names.keys()], rows: rows.map(({ cells }) => cells), lines: rows };
}

const refuses = (text: string, why: RegExp) => assert.throws(() => read(text), why, text);

Deno.test("readJson() reads a list, records one after the other, and a list within an object", () => {
  const records = [{ name: "Northwind", arr: 50000 }, { name: "Contoso", arr: null }];
  const sources = [
    JSON.stringify(records),
    JSON.stringify(records, null, 2),
    records.map((one) => JSON.stringify(one)).join("\n"),
    JSON.stringify({ page: 1, accounts: records }),
  ];
  for (const source of sources) {
    const { names, rows } = read(source);
    assert.deepEqual(names, ["name", "arr"], source);
    assert.deepEqual(rows, [["Northwind", "50000"], ["Contoso", ""]]);
  }
});

Deno.test("readJson() reads back any flat record", () => {
  const key = fc.string({ minLength: 1, maxLength: 8, unit: "grapheme" })
    .filter((text) => !text.includes("\0"));
  const value = fc.string({ maxLength: 12, unit: "grapheme" }).map((text) => text.trim())
    .filter((text) => !text.includes("\0"));
  const records = fc.array(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }), { minLength: 1 });
  fc.assert(fc.property(records, (records) => {
    const { names, rows } = read(JSON.stringify(records));
    for (const [at, record] of records.entries()) {
      for (const [key, value] of Object.entries(record)) {
        if (["__proto__", "constructor", "prototype"].includes(key)) continue;
        assert.equal(rows[at]![names.indexOf(key)], value);
      }
    }
  }));
});

Deno.test("readJson() joins what is nested, and never touches a prototype", () => {
  const { names, rows } = read(
    '[{"name": "N", "contact": {"email": "a@b.c", "__proto__": {"x": 1}}, "tags": ["a", 2],' +
      ' "people": [{"name": "P"}, {"name": "Q"}], "constructor": {"prototype": {"bad": 1}}}]',
  );
  assert.deepEqual(names, ["name", "contact.email", "tags", "people.name"]);
  assert.deepEqual(rows, [["N", "a@b.c", "a, 2", "P"]]);
  assert.equal(({} as Record<string, unknown>).bad, undefined);
});

Deno.test("readJson() answers or refuses any text at all, and always ends", () => {
  const broken = fc.tuple(fc.json({ maxDepth: 4 }), fc.nat(60), fc.constantFrom(...'{}[],:"\\x'))
    .map(([text, at, sign]) => text.slice(0, at) + sign + text.slice(at + 1));
  fc.assert(fc.property(fc.oneof(broken, fc.string({ maxLength: 100 })), (text) => {
    try {
      read(text);
    } catch (error) {
      assert.match(String(error), /^Refused: /, text);
    }
  }));
});

Deno.test("readJson() says where and what is wrong", () => {
  refuses('[{"name": "N"}', /never closed: its \] is missing/);
  refuses('[{"name": "N"}\n{"name": "M"}]', /A comma is missing in line 2/);
  refuses('[{"name": "N"},\n {"name": N}]', /begins in line 2 is not valid JSON near N\./);
  refuses('[{"name": "N",\n "arr" 5}]', /Line 2, column 8 is not valid JSON/);
  refuses('[{"name": "N}]', /A quotation mark in the record of line 1 is never closed/);
  refuses("[1, 2]", /The record in line 1 is not an object like/);
  refuses('[{"name": "N"}] and more', /Something stands after the end/);
  refuses("hello", /JSON begins with/);
  refuses(`[{"name": "${"x".repeat(10_000_000)}"}]`, /holds 10,000,000 characters/);
  const wide = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`c${n}`, n]));
  refuses(JSON.stringify([wide]), /has 201 columns/);
  refuses(JSON.stringify(Array(50_001).fill({ a: 1 })), /more than 50,000 rows/);
});

Deno.test("readJson() is not drowned by depth", () => {
  const deep = '{"a":'.repeat(5000) + "1" + "}".repeat(5000);
  assert.deepEqual(read(`[{"name": "N", "deep": ${deep}}]`).rows, [["N"]]);
});
