import type { Money } from "../base/schema.ts";

export const CURRENCIES = [
  ..."USD EUR GBP CHF CAD AUD NZD JPY SEK NOK DKK PLN CZK INR BRL SGD MXN ZAR".split(" "),
];

export type MoneyRead = { ok: true; cents: number; currency?: string } | {
  ok: false;
  problem: string;
};

const SYMBOLS: Record<string, string> = { "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR" };
const DOLLARS = new Set(["USD", "CAD", "AUD", "NZD", "SGD", "MXN"]);
const MOST_CENTS = 100_000_000_000_000;
const UNCLEAR = "Write an amount like 50000, 50,000 or 50.000,00.";

/**
 * Reads an amount as people write it. Of both signs, the last is the decimal one. A sign that
 * stands alone and before exactly three digits groups thousands: "50.000" is fifty thousand.
 * A currency written beside the amount counts more than the one chosen next to it.
 */
export function readMoney(typed: string, chosen = "USD"): MoneyRead {
  const text = typed.normalize("NFKC").replaceAll(/[\s'’_]/g, "").toUpperCase();
  const parts = /^(-?)([A-Z]{3}|[$€£¥₹])?(-?)([\d.,]+)(K|M)?([A-Z]{3}|[$€£¥₹])?$/.exec(text);
  if (!parts) return refuse(UNCLEAR);
  const [, minus, before, minusAfter, digits, scale, after] = parts;
  if (minus || minusAfter) return refuse("An amount cannot be below zero.");
  if (before && after && before !== after) return refuse("Name one currency.");
  const currency = currencyOf(before ?? after, chosen);
  if (currency === undefined) {
    return refuse(`Thread does not know the currency ${before ?? after}.`);
  }
  const plain = plainNumber(digits!);
  if (plain === undefined) return refuse(UNCLEAR);
  const cents = Math.round(Number(plain) * 100 * (scale === "K" ? 1e3 : scale === "M" ? 1e6 : 1));
  if (cents > MOST_CENTS) return refuse("Write an amount below 1,000,000,000,000.");
  return { ok: true, cents, currency: before ?? after ? currency : undefined };
}

/** "$50,000" or "€1,250.50", as the list and the account show it. */
export function formatMoney({ cents, currency }: Money): string {
  let format = formats.get(currency);
  if (!format) {
    format = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
      trailingZeroDisplay: "stripIfInteger",
    });
    formats.set(currency, format);
  }
  return format.format(cents / 100);
}

const formats = new Map<string, Intl.NumberFormat>();

/** As it stands in an input: without currency, read back as the same amount. */
export function typedMoney(cents: number | null): string {
  if (cents === null) return "";
  const [whole, part] = (cents / 100).toFixed(2).split(".");
  return part === "00" ? whole! : `${whole}.${part}`;
}

function currencyOf(written: string | undefined, chosen: string): string | undefined {
  if (written === undefined) return chosen;
  if (written === "$") return DOLLARS.has(chosen) ? chosen : "USD";
  const code = SYMBOLS[written] ?? written;
  return CURRENCIES.includes(code) ? code : undefined;
}

function plainNumber(digits: string): string | undefined {
  const lastSign = digits.match(/[.,](?=\d*$)/)?.[0];
  if (lastSign === undefined) return /^\d+$/.test(digits) ? digits : undefined;
  const other = lastSign === "." ? "," : ".";
  const alone = !digits.includes(other);
  const times = digits.split(lastSign).length - 1;
  if (alone && (times > 1 || /\d{1,3}[.,]\d{3}$/.test(digits))) {
    return grouped(digits, lastSign);
  }
  if (times > 1) return undefined;
  const [whole = "", part = ""] = digits.split(lastSign);
  const thousands = alone ? /^\d+$/.test(whole) && whole : grouped(whole, other);
  return thousands && /^\d{1,2}$/.test(part) ? `${thousands}.${part}` : undefined;
}

function grouped(digits: string, sign: string): string | undefined {
  const groups = digits.split(sign);
  const right = /^[1-9]\d{0,2}$/.test(groups[0]!) &&
    groups.slice(1).every((one) => /^\d{3}$/.test(one));
  return right ? groups.join("") : undefined;
}

function refuse(problem: string): MoneyRead {
  return { ok: false, problem };
}
