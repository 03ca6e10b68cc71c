import assert from "node:assert/strict";
import fc from "fast-check";
import { isDay } from "../base/calendar.ts";
import { fieldInWords } from "../accounts/account_words.ts";
import { CURRENCIES, typedMoney } from "../accounts/money.ts";
import { readEmail } from "../people/work_email.ts";
import { type Converted, convertValue } from "./conversions.ts";
import type { OutsideType, OutsideValue } from "./service.ts";
import { type Shape, type Target, TARGETS } from "./targets.ts";

const BERLIN = { timeZone: "Europe/Berlin", dayOrder: null, currency: "EUR" } as const;

function read(
  value: OutsideValue,
  shape: Shape,
  { type = "text", reading = BERLIN, ...target }: Partial<Target> & {
    type?: OutsideType;
    reading?: Parameters<typeof convertValue>[3];
  } = {},
) {
  return valueOf(convertValue(value, type, { shape, ...target }, reading));
}

const valueOf = (converted: Converted) =>
  converted === "empty" ? "empty" : "value" in converted ? converted.value : converted;

const refused = (value: unknown, pattern: RegExp) =>
  assert.match((value as { expected: string }).expected, pattern);

Deno.test("an amount becomes cents and a currency, however it is written", () => {
  const eur = (cents: number) => ({ cents, currency: "EUR" });
  for (const [written, cents] of [["1.234,56 €", 123_456], ["€ 1,234.56", 123_456]] as const) {
    assert.deepEqual(read(written, "money"), eur(cents), written);
  }
  assert.deepEqual(read(120_000.5, "money", { type: "number" }), eur(12_000_050));
  assert.deepEqual(read("120000.505", "money", { type: "money" }), eur(12_000_051));
  assert.deepEqual(read("50.000", "money", { type: "number" }), eur(5_000));
  assert.deepEqual(read("50.000", "money"), eur(5_000_000));
  assert.deepEqual(read(0, "money", { type: "money" }), eur(0));
  const dollars = { cents: 15_000_000, currency: "USD" };
  for (const written of ["$150k", "US$ 150k", "$150k USD", "150,000.00 USD", "$150K / year"]) {
    assert.deepEqual(read(written, "money"), dollars, written);
  }
  for (const odd of ["twelve", "1e9", "12 apples", "5.1234", true, ["1", "2"]]) {
    refused(read(odd, "money"), /^an amount of zero or more/);
  }
  for (const odd of [-5, NaN, Infinity, 1e15]) refused(read(odd, "money"), /^an amount/);
  refused(read("5 XYZ", "money"), /a currency that Thread knows, not XYZ/);
  refused(read(5, "money", { reading: { ...BERLIN, currency: "HUF" } }), /knows, not HUF/);
});

Deno.test("several ways of writing one date give one day", () => {
  for (
    const written of [
      ...["2026-11-30", "30.11.2026", "11/30/2026", "30 Nov 2026", "November 30, 2026"],
      ...["20261130", "2026-11-30T12:00:00", "2026-11-30T12:00:00.000+0000", "30.11.26"],
      ...["2026-11-30T23:30:00+01:00", "2026-11-29T23:30:00Z", "2026-11-30 → 2026-12-04"],
      ...["2026-11-30/2026-12-04", "30.11.2026 - 04.12.2026", "2026-11-30 to 2026-12-04"],
    ]
  ) {
    assert.equal(read(written, "day"), "2026-11-30", written);
  }
  assert.equal(read(["2026-11-30", "2026-12-04"], "day", { type: "date" }), "2026-11-30");
  assert.equal(read(Date.UTC(2026, 10, 30), "day", { type: "date" }), "2026-11-30");
  const newYork = { ...BERLIN, timeZone: "America/New_York" };
  assert.equal(read("2026-12-01T02:00:00Z", "day", { reading: newYork }), "2026-11-30");
});

Deno.test("a day that may be two is refused, unless the connection says what comes first", () => {
  refused(read("04/03/2026", "day"), /clear what is the month/);
  const day = { ...BERLIN, dayOrder: "day" } as const;
  assert.equal(read("04/03/2026", "day", { reading: day }), "2026-03-04");
  const month = { ...BERLIN, dayOrder: "month" } as const;
  assert.equal(read("04/03/2026", "day", { reading: month }), "2026-04-03");
  assert.equal(read("04/04/2026", "day"), "2026-04-04");
  for (const odd of ["soon", "31.02.2026", "1969-12-31", "2300-01-01", "99/99/9999", 7, true]) {
    refused(read(odd, "day"), /^a day from 1970 on/);
  }
});

Deno.test("options become the organisation's own, and none is lost", () => {
  const options = ["Enterprise", "SMB"];
  assert.equal(read("enterprise", "choice", { type: "choice", options }), "Enterprise");
  assert.equal(read("Public sector", "choice", { type: "choice", options }), "Public sector");
  assert.deepEqual(read(["sso", "API", "API"], "multi", { options: ["SSO"] }), ["SSO", "API"]);
  assert.deepEqual(read("sso; API", "multi", { options: ["SSO"] }), ["SSO", "API"]);
  assert.equal(read(["a", "b"], "text", { type: "choices" }), "a, b");
});

Deno.test("addresses, links and phone numbers are checked", () => {
  assert.equal(read("Dana Reed <Dana@Northwind.example>", "email"), "dana@northwind.example");
  refused(read("not-an-email", "email"), /^an email address/);
  refused(read("a@x.example; b@x.example", "email"), /^an email address/);
  for (
    const written of [
      ...["https://www.Northwind.com/about?x=1", "northwind.com", "http://northwind.com:8080"],
      ...["www.northwind.com", "info@northwind.com"],
    ]
  ) {
    assert.equal(read(written, "domain"), "northwind.com", written);
  }
  refused(read("northwind", "domain"), /^a web address or domain/);
  assert.equal(read("northwind.com/x", "url"), "https://northwind.com/x");
  for (const odd of ["javascript:alert(1)", "https://", "nowhere"]) {
    refused(read(odd, "url"), /^a web address/);
  }
  assert.equal(read("+1 (202) 555-0142 ext. 7", "phone"), "+1 (202) 555-0142 x 7");
  refused(read("call me", "phone"), /^a phone number/);
});

Deno.test("numbers, yes and no, and lines", () => {
  for (const written of ["1,234.5", "1.234,5", "1234.5", "1 234,5"]) {
    assert.equal(read(written, "number"), 1234.5, written);
  }
  assert.equal(read("0.125", "number"), 0.125);
  assert.equal(read("12.345", "number", { type: "number" }), 12.345);
  refused(read("many", "number"), /^a number/);
  assert.equal(read("ja", "yes_no"), true);
  assert.equal(read(false, "yes_no", { type: "yes_no" }), false);
  refused(read("perhaps", "yes_no"), /^yes or no/);
  assert.equal(read(" a\n b\u0000 ", "text"), "a b");
  assert.equal(read(250, "text"), "250");
  refused(read("x".repeat(81), "text", { most: 80 }), /^at most 80 characters/);
  const long = read("word ".repeat(40), "text", { most: 80, shortens: true }) as string;
  assert.match(long, /^(word )+word…$/);
  assert.ok(long.length <= 80);
});

const anyValue: fc.Arbitrary<OutsideValue> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 600 }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string({ unit: "grapheme", maxLength: 150 }), { maxLength: 4 }),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
);
const types: OutsideType[] = [
  ...["text", "long_text", "number", "money", "date", "moment", "yes_no"] as const,
  ...["choice", "choices", "email", "url", "phone", "person"] as const,
];
const own: Target[] =
  (["text", "number", "date", "choice", "multi", "yes_no", "url", "email"] as const)
    .map((shape) => ({ key: `field:${shape}`, label: shape, shape, shortens: shape === "text" }));

Deno.test("whatever comes, it becomes what an account can hold or a refusal in words", () => {
  fc.assert(
    fc.property(
      anyValue,
      fc.constantFrom(...types),
      fc.constantFrom(...TARGETS, ...own),
      (value, type, target) => {
        const converted = convertValue(value, type, target, BERLIN);
        if (converted === "empty") return;
        if ("expected" in converted) return assert.ok(converted.expected.length > 5);
        assert.ok(fits(target, converted.value), `${target.key}: ${fieldInWords(converted.value)}`);
      },
    ),
    { numRuns: 3000 },
  );
});

function fits({ shape, most = 500 }: Target, value: unknown): boolean {
  switch (shape) {
    case "money": {
      const { cents, currency } = value as { cents: number; currency: string };
      return Number.isSafeInteger(cents) && cents >= 0 && CURRENCIES.includes(currency);
    }
    case "day":
    case "date":
      return isDay(value as string);
    case "number":
      return Number.isFinite(value);
    case "yes_no":
      return typeof value === "boolean";
    case "multi":
      return (value as string[]).every((one) => one !== "" && one.length <= 120);
    case "email":
    case "member":
      return readEmail(value as string).ok;
    default: {
      const text = value as string;
      const most_ = shape === "url" ? 2000 : shape === "domain" ? 253 : most;
      return text !== "" && text.length <= most_ && text.isWellFormed() && !/\p{Cc}/u.test(text);
    }
  }
}

Deno.test("an amount as a form shows it is read back as the same", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 99_999_999_999_999 }),
      fc.constantFrom(...CURRENCIES),
      (cents, currency) => {
        const reading = { ...BERLIN, currency };
        const typed = typedMoney(cents);
        assert.deepEqual(read(typed, "money", { type: "money", reading }), { cents, currency });
        assert.deepEqual(read(cents / 100, "money", { reading }), { cents, currency });
      },
    ),
  );
});
