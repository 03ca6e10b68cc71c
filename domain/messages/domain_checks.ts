import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { lookUp, type ResolveDns } from "../base/dns.ts";
import { recordEvent } from "../base/events.ts";
import type { Outside } from "../base/outside.ts";
import { type DnsRow, type Finding, readinessOf, recordsOf } from "../people/domain_records.ts";
import { claimHost, type Domain, giveUpHost, lockDomain } from "../people/domains.ts";
import { domainTroubleLetter } from "./domain_letters.ts";
import { findLetterhead, postLetterOn } from "./letterheads.ts";
import { readMailRecord, readOwner, readRoute } from "./domain_lookups.ts";

const ACTOR = { kind: "system", cause: "job:check_domains" } as const;
/** How long a record may be missing before nothing is served any more. */
export const GRACE_DAYS = 7;

/** Looks up what is due, with no transaction open meanwhile, and writes down what it means. */
export async function checkDomains(db: Db, out: Outside, orgId: string): Promise<void> {
  const { publicUrl, mailHome } = out;
  const due = await inOrg(db, orgId, ACTOR, dueDomains, { readOnly: true });
  for (const domain of due) {
    const rows = recordsOf(domain, { host: publicUrl.hostname, mail: mailHome });
    const findings = await Promise.all(
      rows.map((row) => lookAt(out.resolveDns, row, mailHome?.dkim?.publicKey)),
    );
    await inOrg(db, orgId, ACTOR, (tx) => writeDown(tx, domain, rows, findings, publicUrl));
  }
}

async function dueDomains(tx: OrgDb): Promise<Domain[]> {
  return await tx.selectFrom("domains").selectAll().where("state", "!=", "removed")
    .where(sql<boolean>`next_check_at <= now()`).execute();
}

async function lookAt(resolve: ResolveDns, row: DnsRow, publicKey?: string): Promise<Finding> {
  if (row.record === "route") return await readRoute(resolve, row);
  const looked = await lookUp(resolve, row.name, "TXT");
  return row.record === "owner" ? readOwner(row, looked) : readMailRecord(row, looked, publicKey);
}

interface Step {
  state: Domain["state"];
  /** What is written into the history, and to the admins. */
  kind?: "verified" | "failing" | "lapsed" | "recovered" | "taken" | "misled" | "ready";
}

/** Somebody may have removed it while the name servers were asked. */
async function writeDown(
  tx: OrgDb,
  { id }: Domain,
  rows: DnsRow[],
  findings: Finding[],
  publicUrl: URL,
): Promise<void> {
  const domain = await lockDomain(tx, id).catch(() => undefined);
  if (!domain) return;
  const owner = findings.find(({ record }) => record === "owner")!.status;
  const isSilent = findings.some(({ status }) => status === "silent");
  const step = await stepOf(tx, domain, owner);
  const isReady = isSilent ? domain.is_ready : readinessOf(rows, findings);
  const kind = step.kind ?? turnOf(domain, step.state, isReady);
  await tx.updateTable("domains")
    .set({
      state: step.state,
      is_ready: isReady && step.state !== "pending" && step.state !== "lapsed",
      findings,
      is_asked: false,
      checked_at: sql<Date>`now()`,
      next_check_at: nextCheck(step.state, isSilent || owner === "silent", domain),
      ...(step.state === "verified" ? { failing_since: null } : {}),
      ...(kind === "verified" || kind === "recovered" ? { verified_at: sql<Date>`now()` } : {}),
      ...(kind === "failing" ? { failing_since: sql<Date>`now()` } : {}),
      version: sql<number>`version + 1`,
    })
    .where("id", "=", id).execute();
  const said = kind ?? (domain.is_asked ? "checked" : undefined);
  if (!said) return;
  await recordEvent(tx, { kind: `domain.${said}`, subjectId: id, data: { name: domain.name } });
  if (kind === "failing" || kind === "lapsed" || kind === "misled") {
    await tellAdmins(tx, domain, kind, publicUrl);
  }
}

/** What the ownership record means for a domain in its state. Silence changes nothing. */
async function stepOf(tx: OrgDb, domain: Domain, owner: Finding["status"]): Promise<Step> {
  const { state, kind, name } = domain;
  if (owner === "silent") return { state };
  if (owner === "ok") {
    if (kind === "portal" && !await claimHost(tx, name)) {
      return { state: "pending", kind: domain.is_asked ? "taken" : undefined };
    }
    if (state === "verified") return { state };
    return { state: "verified", kind: state === "pending" ? "verified" : "recovered" };
  }
  if (state === "verified") return { state: "failing", kind: "failing" };
  if (state !== "failing" || !await isOver(tx, domain.id)) return { state };
  if (kind === "portal") await giveUpHost(tx, name);
  return { state: "lapsed", kind: "lapsed" };
}

/** It is proved as before, but began or ceased to lead here. */
function turnOf(domain: Domain, state: Domain["state"], isReady: boolean): Step["kind"] {
  if (state !== "verified" || domain.state !== "verified" || domain.is_ready === isReady) return;
  return isReady ? "ready" : "misled";
}

/** By the database's clock. */
async function isOver(tx: OrgDb, id: string): Promise<boolean> {
  const row = await tx.selectFrom("domains")
    .select(sql<boolean>`failing_since < now() - make_interval(days => ${GRACE_DAYS})`.as("over"))
    .where("id", "=", id).executeTakeFirst();
  return row?.over ?? false;
}

/** Every day; sooner where somebody is likely to be at work on it. */
function nextCheck(state: Domain["state"], isSilent: boolean, { created_at }: Domain) {
  if (isSilent || state === "failing") return sql<Date>`now() + interval '1 hour'`;
  return state === "pending"
    ? sql<Date>`now() + case when ${created_at}::timestamptz > now() - interval '2 days'
        then interval '15 minutes' else interval '1 day' end`
    : sql<Date>`now() + interval '1 day'`;
}

async function tellAdmins(
  tx: OrgDb,
  { id, name, kind }: Domain,
  trouble: "failing" | "lapsed" | "misled",
  publicUrl: URL,
): Promise<void> {
  const admins = await tx.selectFrom("members").select(["name", "email"])
    .where("deactivated_at", "is", null)
    .where(sql<boolean>`'admin' = any(roles)`)
    .execute();
  const link = new URL("/settings/domains", publicUrl).href;
  const letter = domainTroubleLetter({ name, kind, trouble, link, days: GRACE_DAYS });
  const head = await findLetterhead(tx, publicUrl);
  for (const admin of admins) {
    const to = { name: admin.name, address: admin.email };
    await postLetterOn(tx, head, letter, { class: "notice", to, subjectId: id });
  }
}
