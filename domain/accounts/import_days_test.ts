import assert from "node:assert/strict";
import fc from "fast-check";
import { readDay } from "./import_days.ts";
import { UNCLEAR_ORDER } from "./import_words.ts";

const is = (typed: string, day: string) =>
  assert.deepEqual(readDay(typed, null), { ok: true, day }, typed);

Deno.test("readDay() reads days as people and programs write them", () => {
  const typed = [
    ..."2026-12-31 2026/12/31 2026.12.31 20261231 31/12/2026 12/31/2026 31.12.2026".split(" "),
    ...["31-12-26", "31 Dec 2026", "Dec 31, 2026", "December 31st, 2026", "31. Dezember 2026"],
    ...["31st of December 2026", "2026-12-31T10:00:00Z", "2026-12-31 10:00", "Thu, 31 Dec 2026"],
  ];
  for (const one of typed) is(one, "2026-12-31");
  is("5/5/26", "2026-05-05");
});

Deno.test("readDay() asks which number is the day, and never guesses", () => {
  for (const typed of ["03/04/26", "3.4.2026", "03-04-2026", "1/2/2026"]) {
    assert.deepEqual(readDay(typed, null), { ok: false, problem: UNCLEAR_ORDER }, typed);
  }
  assert.deepEqual(readDay("03/04/26", "day"), { ok: true, day: "2026-04-03" });
  assert.deepEqual(readDay("03/04/26", "month"), { ok: true, day: "2026-03-04" });
});

Deno.test("readDay() refuses what is no day", () => {
  for (
    const typed of ["", "tomorrow", "31/02/2026", "2026-13-01", "45000", "12/2026", "0/0/0000"]
  ) {
    assert.equal(readDay(typed, "day").ok, false, typed);
  }
});

Deno.test("readDay() reads every day back in either order", () => {
  const days = fc.date({
    min: new Date("1970-01-01"),
    max: new Date("2069-12-31"),
    noInvalidDate: true,
  });
  fc.assert(fc.property(days, (date) => {
    const day = date.toISOString().slice(0, 10);
    const [y, m, d] = day.split("-");
    assert.deepEqual(readDay(`${d}/${m}/${y}`, "day"), { ok: true, day });
    assert.deepEqual(readDay(`${m}/${d}/${y!.slice(2)}`, "month"), { ok: true, day });
    assert.deepEqual(readDay(day, null), { ok: true, day });
  }));
});
