import assert from "node:assert/strict";
import fc from "fast-check";
import { writeCsv } from "./csv_files.ts";
import { detectSeparator, readCsv } from "./import_csv.ts";
import { MOST_CELL, MOST_COLUMNS } from "./import_limits.ts";
import { SEPARATORS } from "./import_words.ts";

const cellsOf = (text: string, separator: "," | ";" | "\t" | "|" = ",") =>
  [...readCsv(text, separator)].map(({ cells }) => cells);

/** Text that begins and ends with something seen, since spaces around a cell are dropped. */
const cell = fc.string({ maxLength: 12, unit: "binary" }).map((text) => text.trim())
  .filter((text) => !/^\s|\s$/.test(text));

Deno.test("readCsv() reads back what was quoted, with any separator and any line end", () => {
  const separator = fc.constantFrom(...SEPARATORS.map((one) => one.separator));
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 });
  const end = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(fc.property(rows, separator, end, (rows, separator, end) => {
    const text = rows.map((row) =>
      row.map((one) => `"${one.replaceAll('"', '""')}"`).join(separator)
    ).join(end);
    const filled = rows.filter((row) => row.some((one) => one !== ""));
    assert.deepEqual(cellsOf(text, separator), filled);
  }));
});

Deno.test("writeCsv() is read back the same without its guard, and no cell is a formula", () => {
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
  fc.assert(fc.property(rows, (rows) => {
    const read = cellsOf(writeCsv(rows));
    for (const one of read.flat()) assert.doesNotMatch(one, /^[=+\-@\t\r]/);
    const bare = read.map((row) => row.map((one) => one.replace(/^'(?=[=+\-@\t\r])/, "")));
    assert.deepEqual(bare, rows.filter((row) => row.some((one) => one !== "")));
  }));
});

Deno.test("readCsv() answers or refuses any text at all, and always ends", () => {
  fc.assert(fc.property(fc.string({ maxLength: 200, unit: "binary" }), (text) => {
    try {
      for (const { line, cells } of readCsv(text, ";")) {
        assert.ok(line >= 1 && cells.length >= 1);
      }
    } catch (error) {
      assert.match(String(error), /^Refused: .*line \d+/);
    }
  }));
});

Deno.test("readCsv() takes quotes as people write them", () => {
  assert.deepEqual(cellsOf('a,5" pipe,c'), [["a", '5" pipe', "c"]]);
  assert.deepEqual(cellsOf('  "a, b" ,c'), [["a, b", "c"]]);
  assert.deepEqual(cellsOf('"a"x,b'), [["ax", "b"]]);
  assert.deepEqual(cellsOf('"two\nlines",b\nc,d'), [["two\nlines", "b"], ["c", "d"]]);
  assert.deepEqual(cellsOf("a,b,\n,,\n\n"), [["a", "b", ""]]);
});

Deno.test("readCsv() names the line and the column of what is wrong", () => {
  assert.throws(() => cellsOf('a,b\nc,"open\nd,e'), /opens in line 2, column 2 is never closed/);
  const wide = Array.from({ length: MOST_COLUMNS + 1 }, () => "x").join(",");
  assert.equal(cellsOf(wide.slice(2))[0]!.length, MOST_COLUMNS);
  assert.throws(() => cellsOf(wide), /Line 1 has 201 columns\. An import has at most 200\./);
  const long = "x".repeat(MOST_CELL + 1);
  assert.throws(() => cellsOf(`a,b\nc,${long}`), /Line 2, column 2 holds 10,001 characters/);
  const huge = "x".repeat(10_000_000);
  assert.throws(() => cellsOf(`a,b\n"${huge}",c`), /Line 2, column 1 holds 10,000,000 characters/);
  const many = "a\n".repeat(50_002);
  assert.throws(() => cellsOf(many), /more than 50,000 rows/);
});

Deno.test("readCsv() numbers the lines of the source, whatever they hold", () => {
  const lines = [...readCsv('a\n"b\nb"\r\n\r\nc\rd', ",")].map(({ line }) => line);
  assert.deepEqual(lines, [1, 2, 5, 6]);
});

Deno.test("detectSeparator() finds the one that divides every row alike", () => {
  assert.equal(detectSeparator("a;b;c\n1,5;2;3\n2,5;3;4").separator, ";");
  assert.equal(detectSeparator("a\tb\n1, 2\t3\n").separator, "\t");
  assert.equal(detectSeparator('a,"b;c;d"\n1,2').separator, ",");
  assert.equal(detectSeparator("a|b|c\n1|2|3").separator, "|");
});
