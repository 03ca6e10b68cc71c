import { refusal } from "../messages/words/refusal.ts";
import { sql } from "kysely";
import type { AccountDb, OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { hashToken, newId, newToken } from "../base/tokens.ts";
import { browserInWords } from "../people/browsers.ts";

/** A page that an executive reads without signing in. */
export interface SponsorLink {
  id: string;
  label: string;
  by: string | null;
  createdAt: Date;
  expiresAt: Date;
  state: "open" | "expired" | "ended";
}

export interface Visit {
  linkId: string;
  at: Date;
  browser: string;
}

export const DAYS = [7, 30, 90] as const;
const MOST_OPEN = 10;
const MOST_SHOWN = 50;

export async function listSponsorLinks(
  tx: OrgDb | AccountDb,
  accountId: string,
): Promise<SponsorLink[]> {
  return await tx.selectFrom("sponsor_links as s")
    .leftJoin("members as m", "m.id", "s.made_by")
    .leftJoin("contacts as c", "c.id", "s.made_by_contact")
    .select(["s.id", "s.label", "s.created_at as createdAt", "s.expires_at as expiresAt"])
    .select([
      sql<string | null>`coalesce(m.name, c.name)`.as("by"),
      sql<SponsorLink["state"]>`case when s.ended_at is not null then 'ended'
        when s.expires_at <= now() then 'expired' else 'open' end`.as("state"),
    ])
    .where("s.account_id", "=", accountId)
    .orderBy("s.id", "desc")
    .limit(MOST_SHOWN)
    .execute();
}

/** The newest looks at the pages of an account. */
export async function listVisits(tx: OrgDb, accountId: string): Promise<Visit[]> {
  return await tx.selectFrom("sponsor_visits as v")
    .select(["v.link_id as linkId", "v.at", "v.browser"])
    .where("v.account_id", "=", accountId)
    .orderBy("v.id", "desc")
    .limit(MOST_SHOWN)
    .execute();
}

/** Answers the token of the address: what is stored is its hash, so it is shown this once. */
export async function makeSponsorLink(
  tx: OrgDb | AccountDb,
  accountId: string,
  { label, days }: { label: string; days: number },
  by: { member: string } | { contact: string },
): Promise<string> {
  const open = (await listSponsorLinks(tx, accountId)).filter(({ state }) => state === "open");
  if (open.length >= MOST_OPEN) {
    throw refusal("sponsors.tooMany", { most: MOST_OPEN });
  }
  const token = newToken();
  await tx.insertInto("sponsor_links").values({
    id: newId(),
    account_id: accountId,
    token_hash: hashToken(token),
    label,
    ...("member" in by ? { made_by: by.member } : { made_by_contact: by.contact }),
    expires_at: sql<Date>`now() + make_interval(days => ${days})`,
  }).execute();
  await record(tx, accountId, "account.sponsor_page_made", label);
  return token;
}

export async function endSponsorLink(
  tx: OrgDb | AccountDb,
  accountId: string,
  id: string,
): Promise<string> {
  const link = (await listSponsorLinks(tx, accountId)).find((one) => one.id === id);
  if (!link) throw new NotFound();
  if (link.state === "ended") return link.label;
  await tx.updateTable("sponsor_links").set({ ended_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
  await record(tx, accountId, "account.sponsor_page_ended", link.label);
  return link.label;
}

/** Behind an address that somebody has opened. Looks close to each other count as one. */
export async function visitSponsorPage(
  tx: OrgDb,
  token: string,
  userAgent: string,
): Promise<{ id: string; accountId: string } | undefined> {
  const link = await tx.selectFrom("sponsor_links as s")
    .innerJoin("accounts as a", "a.id", "s.account_id")
    .select(["s.id", "s.account_id as accountId"])
    .where("s.token_hash", "=", hashToken(token))
    .where("s.ended_at", "is", null)
    .where("s.expires_at", ">", sql<Date>`now()`)
    .where("a.archived_at", "is", null)
    .executeTakeFirst();
  if (!link) return undefined;
  const browser = browserInWords(userAgent).slice(0, 100);
  await sql`
    insert into sponsor_visits (id, link_id, account_id, browser)
    select ${newId()}, ${link.id}, ${link.accountId}, ${browser}
    where not exists (select from sponsor_visits where link_id = ${link.id}
      and browser = ${browser} and at > now() - interval '10 minutes')`.execute(tx);
  return link;
}

function record(tx: OrgDb | AccountDb, accountId: string, kind: string, name: string) {
  return recordEvent(tx, { kind, subjectId: accountId, accountId, data: { name } });
}
