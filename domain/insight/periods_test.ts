import assert from "node:assert/strict";
import { readPeriod, stepOf } from "./periods.ts";

const TODAY = "2026-11-22";

Deno.test("readPeriod() ends today and compares with as many days before", () => {
  assert.deepEqual(readPeriod({}, TODAY), {
    ...{ key: "90d", from: "2026-08-25", to: TODAY },
    before: { from: "2026-05-27", to: "2026-08-24" },
  });
  const month = readPeriod({ period: "30d" }, TODAY);
  assert.deepEqual([month.from, month.before], [
    "2026-10-24",
    { from: "2026-09-24", to: "2026-10-23" },
  ]);
  assert.equal(stepOf(month), "week");
  assert.equal(stepOf(readPeriod({ period: "12m" }, TODAY)), "month");
});

Deno.test("readPeriod() compares a quarter with the same part of the one before", () => {
  assert.deepEqual(readPeriod({ period: "quarter" }, TODAY), {
    ...{ key: "quarter", from: "2026-10-01", to: TODAY },
    before: { from: "2026-07-01", to: "2026-08-22" },
  });
  assert.deepEqual(readPeriod({ period: "last-quarter" }, "2026-01-05"), {
    ...{ key: "last-quarter", from: "2025-10-01", to: "2025-12-31" },
    before: { from: "2025-07-01", to: "2025-09-30" },
  });
});

Deno.test("readPeriod() takes own dates as far as they make sense", () => {
  const own = { period: "own", from: "2026-11-01", to: "2026-11-10" };
  assert.deepEqual(readPeriod(own, TODAY), {
    ...{ key: "own", from: "2026-11-01", to: "2026-11-10" },
    before: { from: "2026-10-22", to: "2026-10-31" },
  });
  assert.equal(readPeriod({ ...own, to: "2027-01-01" }, TODAY).to, TODAY);
  assert.equal(readPeriod({ ...own, to: "2026-10-01" }, TODAY).to, TODAY);
  for (const from of ["", "2026-13-01", "0001-01-01", "2027-01-01", "' or 1=1"]) {
    assert.equal(readPeriod({ ...own, from }, TODAY).key, "90d", from);
  }
  assert.ok(readPeriod({ period: "own", from: "1999-01-01" }, TODAY).from > "2023-01-01");
});
