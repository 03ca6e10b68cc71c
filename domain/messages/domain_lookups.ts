import { type Looked, lookUp, type ResolveDns } from "../base/dns.ts";
import type { DnsRow, Finding } from "../people/domain_records.ts";

const MOST_SHOWN = 5;
const MOST_LETTERS = 200;

export function readOwner({ value }: DnsRow, looked: Looked): Finding {
  const said = valuesOf(looked).filter((one) => one.trim() === value);
  return finding("owner", looked, said.length > 0, said.length > 0 ? [] : valuesOf(looked));
}

/** Some providers put addresses in place of a CNAME at once; what counts is that they are ours. */
export async function readRoute(resolve: ResolveDns, { name, value }: DnsRow): Promise<Finding> {
  const alias = await lookUp(resolve, name, "CNAME");
  if (alias.kind === "silent") return finding("route", alias, false, []);
  if (alias.kind === "found") {
    const leadsHere = alias.values.includes(value);
    return finding("route", alias, leadsHere, leadsHere ? [] : alias.values);
  }
  const [theirs, ours] = await Promise.all([
    addressesOf(resolve, name),
    addressesOf(resolve, value),
  ]);
  const shared = valuesOf(theirs).some((one) => valuesOf(ours).includes(one));
  return finding("route", theirs, shared, valuesOf(theirs));
}

export function readMailRecord(row: DnsRow, looked: Looked, publicKey?: string): Finding {
  const values = valuesOf(looked);
  switch (row.record) {
    case "spf": {
      const own = values.filter((one) => /^v=spf1(\s|$)/i.test(one));
      const isRight = own.length === 1 && namesUs(own[0]!, row.value);
      return finding("spf", own.length > 0 ? looked : nothingOf(looked), isRight, own);
    }
    case "dkim": {
      const isRight = values.some((one) => keyIn(one) === publicKey);
      return finding("dkim", looked, isRight, isRight ? [] : values);
    }
    default: {
      const isRight = values.some((one) => /^v=DMARC1\b/.test(one));
      return finding("dmarc", looked, isRight, isRight ? [] : values);
    }
  }
}

/** "include:spf.example.com" stands in it as a word of its own, and may carry a plus. */
function namesUs(record: string, wanted: string): boolean {
  const words = record.toLowerCase().split(/\s+/).map((one) => one.replace(/^\+/, ""));
  return wanted.toLowerCase().split(" ").slice(1, -1).every((one) => words.includes(one));
}

function keyIn(record: string): string | undefined {
  return /(?:^|;)\s*p=([A-Za-z0-9+/=\s]+)/.exec(record)?.[1]?.replaceAll(/\s/g, "");
}

async function addressesOf(resolve: ResolveDns, name: string): Promise<Looked> {
  const both = await Promise.all([lookUp(resolve, name, "A"), lookUp(resolve, name, "AAAA")]);
  const values = both.flatMap(valuesOf);
  if (values.length > 0) return { kind: "found", values };
  return both.every(({ kind }) => kind === "silent") ? { kind: "silent" } : { kind: "none" };
}

function valuesOf(looked: Looked): string[] {
  return looked.kind === "found" ? looked.values : [];
}

const nothingOf = (looked: Looked): Looked => looked.kind === "found" ? { kind: "none" } : looked;

/** A stranger wrote what was found, so it is kept short and on one line. */
function finding(
  record: Finding["record"],
  looked: Looked,
  isRight: boolean,
  found: string[],
): Finding {
  const status = isRight
    ? "ok"
    : looked.kind === "found"
    ? "wrong"
    : looked.kind === "silent"
    ? "silent"
    : "missing";
  return { record, status, found: found.slice(0, MOST_SHOWN).map(shortened) };
}

function shortened(text: string): string {
  const line = text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
  return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS)}…` : line;
}
