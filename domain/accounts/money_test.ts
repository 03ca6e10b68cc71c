import assert from "node:assert/strict";
import { formatMoney, readMoney, typedMoney } from "./money.ts";

Deno.test("an amount is read by where its signs stand", () => {
  const cents = (typed: string) => {
    const read = readMoney(typed);
    return read.ok ? read.cents : read.problem;
  };
  for (const typed of ["50000", "50,000", "50.000", "50 000", "50'000", "50k", "50,000.00"]) {
    assert.equal(cents(typed), 5_000_000, typed);
  }
  assert.equal(cents("50.000,50"), 5_000_050);
  assert.equal(cents("1,234,567"), 123_456_700);
  assert.equal(cents("1.5m"), 150_000_000);
  assert.equal(cents("0.5"), 50);
  assert.equal(cents("12,5"), 1_250);
  for (const odd of ["", "abc", "1,2,3", "1.23.456", "50,00,000", "1e9", "5.1234", "."]) {
    assert.match(String(cents(odd)), /^Write an amount/, odd);
  }
  for (const below of ["-5", "$-5", "-$5"]) assert.match(String(cents(below)), /below zero/);
  assert.match(String(cents("9999999999999999")), /below/);
});

Deno.test("a currency beside the amount counts more than the chosen one", () => {
  const currency = (typed: string, chosen: string) => {
    const read = readMoney(typed, chosen);
    return read.ok ? read.currency : read.problem;
  };
  assert.equal(currency("€50.000", "USD"), "EUR");
  assert.equal(currency("$5", "CAD"), "CAD");
  assert.equal(currency("$5", "EUR"), "USD");
  assert.equal(currency("5 chf", "USD"), "CHF");
  assert.equal(currency("5", "USD"), undefined);
  assert.match(String(currency("5 XYZ", "USD")), /does not know/);
  assert.match(String(currency("€5$", "USD")), /one currency/);
});

Deno.test("what an input shows is read back as the same amount", () => {
  for (const cents of [0, 5, 50, 1_250, 100_050, 5_000_000, 123_456_789]) {
    assert.deepEqual(readMoney(typedMoney(cents)), { ok: true, cents, currency: undefined });
  }
  assert.equal(formatMoney({ cents: 5_000_000, currency: "USD" }), "$50,000");
  assert.equal(formatMoney({ cents: 125_050, currency: "EUR" }), "€1,250.50");
});
