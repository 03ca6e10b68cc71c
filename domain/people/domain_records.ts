import type { MailHome } from "../base/outside.ts";
import type { DomainFinding } from "../base/schema.ts";

/** What one look at a record has found. */
export type Finding = DomainFinding;
export type RecordName = Finding["record"];

/** A record to create, as the forms of a DNS provider ask for it. */
export interface DnsRow {
  record: RecordName;
  type: "CNAME" | "TXT";
  name: string;
  value: string;
  /** Without it nothing works; the others are advice. */
  needed: boolean;
}

export interface NamedDomain {
  kind: "portal" | "mail";
  name: string;
  token: string;
}

export const ownerValue = (token: string) => `thread-verify=${token}`;

export function recordsOf(
  domain: NamedDomain,
  { host, mail }: { host: string; mail?: MailHome },
): DnsRow[] {
  const { kind, name, token } = domain;
  const owner: DnsRow = {
    record: "owner",
    type: "TXT",
    name: `_thread-verify.${name}`,
    value: ownerValue(token),
    needed: true,
  };
  return kind === "portal"
    ? [{ record: "route", type: "CNAME", name, value: host, needed: true }, owner]
    : [owner, ...(mail ? mailRecords(name, mail) : [])];
}

function mailRecords(name: string, { spf, dkim }: MailHome): DnsRow[] {
  return [
    { record: "spf", type: "TXT", name, value: `v=spf1 ${spf} ~all`, needed: true },
    ...(dkim
      ? [
        {
          record: "dkim",
          type: "CNAME",
          name: `${dkim.selector}._domainkey.${name}`,
          value: `${dkim.selector}._domainkey.${dkim.domain}`,
          needed: true,
        } as const,
      ]
      : []),
    {
      record: "dmarc",
      type: "TXT",
      name: `_dmarc.${name}`,
      value: "v=DMARC1; p=none",
      needed: false,
    },
  ];
}

/** What is wrong with a record and what to do, in words for whoever edits the zone. */
export function diagnosis({ record, name, value, type }: DnsRow, finding?: Finding): string {
  if (!finding) return "Not looked up yet.";
  const found = finding.found.map((one) => `"${one}"`).join(" and ");
  switch (finding.status) {
    case "ok":
      return finding.found.length > 0 ? OK_BESIDE[record] ?? "Found." : "Found.";
    case "silent":
      return `The name servers of ${name} did not answer, so nothing is known. ` +
        "It is looked up again within the hour.";
    case "missing":
      return MISSING[record] ??
        `No ${type} record was found at ${name}. A new one can take an hour to be seen.`;
    case "wrong":
      return wrong(record, name, value, found);
  }
}

const OK_BESIDE: Partial<Record<RecordName, string>> = {
  route: "Leads here, by an address in place of a CNAME.",
};

const MISSING: Partial<Record<RecordName, string>> = {
  dmarc: "No DMARC record was found. Mail leaves without it; some receivers ask for one.",
};

function wrong(record: RecordName, name: string, value: string, found: string): string {
  switch (record) {
    case "owner":
      return `Another value was found: ${found}. Replace it by the one shown here.`;
    case "route":
      return `The name leads elsewhere, to ${found}. It has to lead to ${value}.`;
    case "spf":
      return found.includes('" and "')
        ? `There are several SPF records, so receivers ignore them all: ${found}. Make them one.`
        : `The SPF record does not name us: ${found}. Add "${
          value.split(" ")[1]
        }" to it, and make no second one.`;
    case "dkim":
      return `Another key was found at ${name}: ${found}. Replace the record by the one shown here.`;
    case "dmarc":
      return `This is no DMARC record: ${found}. It has to begin with "v=DMARC1".`;
  }
}

/** In what way it is not ready, in one sentence; nothing where all is well. */
export function readinessOf(rows: DnsRow[], findings: Finding[]): boolean {
  return rows.filter(({ needed, record }) => needed && record !== "owner").every(({ record }) =>
    findings.some((one) => one.record === record && one.status === "ok")
  );
}
