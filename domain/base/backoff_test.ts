import assert from "node:assert/strict";
import fc from "fast-check";
import { JOB_BACKOFF, longestWait, retryAfterMs, waitBeforeRetry } from "./backoff.ts";

const backoffs = fc.record({
  firstMs: fc.integer({ min: 1, max: 60_000 }),
  more: fc.integer({ min: 0, max: 86_400_000 }),
}).map(({ firstMs, more }) => ({ firstMs, mostMs: firstMs + more }));
const chance = fc.double({ min: 0, max: 1, noNaN: true });

Deno.test("longestWait() doubles and is clamped", () => {
  const waits = [1, 2, 3, 4, 8, 9, 10, 11, 1e9].map((failures) => longestWait(failures) / 1000);
  assert.deepEqual(waits, [2, 4, 8, 16, 256, 512, 600, 600, 600]);
});

Deno.test("longestWait() never shrinks from one failure to the next, whatever the numbers", () => {
  fc.assert(fc.property(backoffs, fc.nat(2_000), (backoff, failures) => {
    const [wait, next] = [longestWait(failures, backoff), longestWait(failures + 1, backoff)];
    assert.ok(wait >= backoff.firstMs && wait <= next && next <= backoff.mostMs);
  }));
});

Deno.test("waitBeforeRetry() stays in its bounds, grows with chance, and is a whole number", () => {
  fc.assert(fc.property(backoffs, fc.nat(100), chance, chance, (backoff, failures, a, b) => {
    const [less, more] = [Math.min(a, b), Math.max(a, b)].map((random) =>
      waitBeforeRetry(failures, () => random, backoff)
    ) as [number, number];
    assert.ok(Number.isInteger(less) && less >= 0);
    assert.ok(less <= more && more <= longestWait(failures, backoff));
  }));
});

Deno.test("waitBeforeRetry() survives counts and chances that make no sense", () => {
  for (const failures of [-1, 0, NaN, Infinity, 0.5]) {
    for (const random of [-1, 0, 1, 2]) {
      const wait = waitBeforeRetry(failures, () => random);
      assert.ok(wait >= 0 && wait <= JOB_BACKOFF.mostMs, `${failures} ${random}: ${wait}`);
    }
  }
});

Deno.test("waitBeforeRetry() spreads jobs that failed together over the whole time", () => {
  let n = 0;
  const waits = Array.from({ length: 101 }, () => waitBeforeRetry(5, () => n++ / 100));
  assert.equal(waits[0], 500);
  assert.equal(waits[50], 16_250);
  assert.equal(waits[100], 32_000);
});

Deno.test("retryAfterMs() reads seconds and dates, clamps them, and ignores the rest", () => {
  const now = new Date("2026-11-20T10:00:00Z");
  assert.equal(retryAfterMs("120", now), 120_000);
  assert.equal(retryAfterMs("Fri, 20 Nov 2026 10:00:30 GMT", now), 30_000);
  assert.equal(retryAfterMs("Fri, 20 Nov 2026 09:00:00 GMT", now), 0);
  assert.equal(retryAfterMs("999999999", now), 3_600_000);
  for (const nothing of [null, "", "soon", "-5x"]) {
    assert.equal(retryAfterMs(nothing, now), undefined);
  }
});
