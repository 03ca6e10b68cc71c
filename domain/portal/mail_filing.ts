import { type Selectable, sql } from "kysely";
import { asSystem, type Db, HOUSE, inOrg, type OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { Outside } from "../base/outside.ts";
import type { InboundMails } from "../base/schema.ts";
import { whyAutomatic } from "../messages/automatic_mail.ts";
import { deliveryReportIn } from "../messages/bounces.ts";
import { keepRawMail, readRawMail, REPORT_TYPE } from "../messages/inbound_intake.ts";
import { type ReadMail, readMail } from "../messages/inbound_reading.ts";
import { mailIdIn } from "../messages/outgoing.ts";
import { splitQuoted } from "../messages/quoted_text.ts";
import { isOurAddress, namedIn, type NamedMail, ringOf } from "../messages/reply_addresses.ts";
import type { Provider } from "../messages/inbound_hooks.ts";
import { reportOf } from "../messages/provider_reports.ts";
import { fileProviderReport, fileReport } from "../onboarding/bounced_mails.ts";
import { matchMail } from "./mail_matches.ts";
import { fileReply } from "./reply_filing.ts";

export type InboundMail = Selectable<InboundMails>;

const actor = { kind: "system", cause: "job:file_mail" } as const;
const WITHIN = { deadlineMs: 45_000 };
const MOST_BODY = 20_000;

/**
 * Reads a mail that was kept, and puts it where it belongs. Nothing is open while it is read; called
 * twice it does nothing more.
 */
export async function fileMail(db: Db, out: Outside, orgId: string, id: string): Promise<void> {
  const kept = await inOrg(db, orgId, actor, async (tx) => {
    const row = await findInbound(tx, id);
    return row?.state === "received"
      ? { row, bytes: await readRawMail(tx, id, row.size) }
      : undefined;
  }, { ...WITHIN, readOnly: true });
  if (!kept) return;
  const { row, bytes } = kept;
  if (row.content_type === REPORT_TYPE) {
    return await inOrg(db, orgId, actor, (tx) => fileEvent(tx, id, bytes));
  }
  const read = await readMail(row.source, row.content_type, bytes).catch((error) => {
    if (error instanceof Refused) return error;
    throw error;
  });
  if (orgId === HOUSE) return await passOn(db, out, row, bytes, read);
  if (read instanceof Refused) return await inOrg(db, orgId, actor, (tx) => giveUp(tx, id, read));
  const named = await ourMailsIn(out, orgId, read);
  await inOrg(db, orgId, actor, (tx) => file(tx, id, read, named), WITHIN);
}

/** Of all addresses that name a mail of ours, those that Thread itself has made. */
async function ourMailsIn(
  out: Pick<Outside, "secret">,
  orgId: string,
  { recipients }: ReadMail,
): Promise<string[]> {
  const ring = await ringOf(out);
  const ours: string[] = [];
  for (const named of namedBy(recipients)) {
    if (ring && await isOurAddress(ring, orgId, named)) ours.push(named.mailId);
  }
  return ours;
}

function namedBy(recipients: string[]): NamedMail[] {
  return recipients.map(namedIn).filter((named) => named !== undefined).slice(0, 5);
}

async function file(
  tx: OrgDb,
  id: string,
  read: ReadMail,
  namedMailIds: string[],
): Promise<void> {
  const row = await findInbound(tx, id, true);
  if (row?.state !== "received") return;
  const facts = factsOf(read);
  if (await hasTwin(tx, id, facts)) return await settle(tx, id, { ...facts, state: "twin" });
  const report = deliveryReportIn(read);
  if (report) {
    const ids = [...namedMailIds, ...report.originalKeys.map(mailIdIn)].filter((one) =>
      one !== undefined
    );
    const mail = await fileReport(tx, ids, report);
    return await settle(tx, id, {
      ...facts,
      kind: "bounce",
      ...(mail
        ? { state: "filed", account_id: mail.account_id, mail_id: mail.id }
        : { state: "discarded", problem: "It reports about a mail that Thread has not sent." }),
    });
  }
  const automatic = whyAutomatic(read) ?? await whyTooMany(tx, read);
  const match = row.account_id
    ? { by: "person" as const, accountId: row.account_id, actionId: null, mailId: null }
    : await matchMail(tx, read, namedMailIds);
  const kind = automatic ? "automatic" as const : "reply" as const;
  const kept = { ...facts, kind, problem: automatic ?? null };
  if (!match) {
    // Nobody has to look at the answers of machines that belong nowhere.
    return await settle(tx, id, { ...kept, state: automatic ? "discarded" : "unmatched" });
  }
  await settle(tx, id, {
    ...kept,
    state: "filed",
    account_id: match.accountId,
    mail_id: match.mailId,
    matched_by: match.by,
  });
  await fileReply(tx, { inboundId: id, read, match, automatic, own: facts.body });
}

/** What a provider told of a mail of ours. */
async function fileEvent(tx: OrgDb, id: string, bytes: Uint8Array): Promise<void> {
  const row = await findInbound(tx, id, true);
  if (row?.state !== "received") return;
  const event = JSON.parse(new TextDecoder().decode(bytes));
  const report = reportOf(row.source as Provider, event)!;
  const facts = { message_key: report.key, recipient: report.address.slice(0, 254) };
  if (await hasTwin(tx, id, facts)) return await settle(tx, id, { ...facts, state: "twin" });
  const mail = await fileProviderReport(tx, report);
  await settle(tx, id, {
    ...facts,
    kind: "bounce",
    body: report.why,
    ...(mail ? { state: "filed", account_id: mail.account_id, mail_id: mail.id } : {
      state: "discarded",
      problem: "It names no mail of Thread's, and its address is marked.",
    }),
  });
}

function factsOf(read: ReadMail) {
  const { own } = splitQuoted(read.text);
  return {
    from_name: read.from?.name ?? "",
    from_address: read.from?.address.slice(0, 254) ?? "",
    recipient: (read.recipients.find(namedIn) ?? read.recipients[0] ?? "").slice(0, 254),
    subject: read.subject,
    message_key: read.messageKey ?? null,
    thread_keys: read.threadKeys,
    body: own.slice(0, MOST_BODY).toWellFormed(),
    whole_text: read.text,
  };
}

type Facts = ReturnType<typeof factsOf>;

/** Providers and mailboxes may bring the same mail under names of their own. */
async function hasTwin(
  tx: OrgDb,
  id: string,
  { message_key, recipient }: Pick<Facts, "message_key" | "recipient">,
): Promise<boolean> {
  if (message_key === null) return false;
  const twin = await tx.selectFrom("inbound_mails").select("id")
    .where("message_key", "=", message_key).where("recipient", "=", recipient)
    .where("id", "!=", id).where("state", "in", ["filed", "unmatched", "discarded"])
    .limit(1).executeTakeFirst();
  return twin !== undefined;
}

const MOST_AN_HOUR = 20;

/** Two machines that answer each other are stopped here, whatever they say of themselves. */
async function whyTooMany(tx: OrgDb, { from }: ReadMail): Promise<string | undefined> {
  if (!from) return undefined;
  const { rows: [row] } = await sql<{ count: number }>`
    select count(*)::int as count from inbound_mails
    where org_id = current_org() and from_address = ${from.address}
      and received_at > now() - interval '1 hour'`.execute(tx);
  return row!.count >= MOST_AN_HOUR
    ? `More than ${MOST_AN_HOUR} mails came from this address within an hour.`
    : undefined;
}

async function settle(
  tx: OrgDb,
  id: string,
  change: Partial<Omit<InboundMail, "org_id" | "id">>,
): Promise<void> {
  await tx.updateTable("inbound_mails").set({ ...change, settled_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
  if (change.state === "unmatched") {
    await recordEvent(tx, { kind: "inbound.unmatched", subjectId: id });
  }
  await dropOldMails(tx);
}

/** What came is of use while it may still be read another way. */
async function dropOldMails(tx: OrgDb): Promise<void> {
  await sql`delete from inbound_chunks where org_id = current_org() and mail_id in (
    select id from inbound_mails where org_id = current_org()
      and received_at < now() - interval '30 days' and state not in ('received', 'unmatched')
      and exists (select from inbound_chunks c where c.org_id = inbound_mails.org_id
        and c.mail_id = inbound_mails.id)
    limit 20)`.execute(tx);
}

async function giveUp(tx: OrgDb, id: string, { message }: Refused): Promise<void> {
  await tx.updateTable("inbound_mails")
    .set({ state: "unreadable", problem: message.slice(0, 500), settled_at: sql<Date>`now()` })
    .where("id", "=", id).where("state", "=", "received").execute();
  await recordEvent(tx, { kind: "inbound.unmatched", subjectId: id });
}

/**
 * What came for the whole install goes to the organisation whose mail it answers, or whose contact it
 * is from. It is kept there first, so that dying in between only means doing it again.
 */
async function passOn(
  db: Db,
  out: Outside,
  row: InboundMail,
  bytes: Uint8Array,
  read: ReadMail | Refused,
): Promise<void> {
  const orgId = read instanceof Refused
    ? await onlyOne(orgsOfSender(db, { from: undefined }))
    : await orgFor(db, out, read);
  if (orgId) {
    const mail = {
      source: row.source,
      dedupKey: row.dedup_key,
      contentType: row.content_type,
      bytes,
    };
    await inOrg(db, orgId, actor, (tx) => keepRawMail(tx, mail), WITHIN);
  }
  await inOrg(db, HOUSE, actor, async (tx) => {
    await tx.updateTable("inbound_mails").set({
      state: orgId ? "passed_on" : "unmatched",
      settled_at: sql<Date>`now()`,
    }).where("id", "=", row.id).where("state", "=", "received").execute();
    if (orgId) await tx.deleteFrom("inbound_chunks").where("mail_id", "=", row.id).execute();
  });
}

async function orgFor(db: Db, out: Outside, read: ReadMail): Promise<string | undefined> {
  const ring = await ringOf(out);
  for (const named of namedBy(read.recipients)) {
    const org = await orgOfMails(db, [named.mailId]);
    if (org && ring && await isOurAddress(ring, org, named)) return org;
  }
  const keys = [...read.threadKeys, ...deliveryReportIn(read)?.originalKeys ?? []];
  const answered = keys.map(mailIdIn).filter((id) => id !== undefined);
  return await orgOfMails(db, answered) ?? await onlyOne(orgsOfSender(db, read));
}

async function onlyOne(found: Promise<string[]>): Promise<string | undefined> {
  const [only, other] = await found;
  return other ? undefined : only;
}

async function orgOfMails(db: Db, ids: string[]): Promise<string | undefined> {
  if (ids.length === 0) return undefined;
  const row = await asSystem(
    db,
    (tx) =>
      tx.selectFrom("mails").select("org_id").where("id", "in", ids).where("org_id", "!=", HOUSE)
        .limit(1).executeTakeFirst(),
  );
  return row?.org_id;
}

/** Those with such a contact; or the one organisation of the install. */
async function orgsOfSender(db: Db, { from }: Pick<ReadMail, "from">): Promise<string[]> {
  return await asSystem(db, async (tx) => {
    const contacts = from
      ? await tx.selectFrom("contacts").select("org_id").distinct()
        .where("email", "=", from.address).where("removed_at", "is", null).limit(2).execute()
      : [];
    if (contacts.length > 0) return contacts.map(({ org_id }) => org_id);
    const orgs = await tx.selectFrom("orgs").select("id").where("id", "!=", HOUSE).limit(2)
      .execute();
    return orgs.map(({ id }) => id);
  });
}

async function findInbound(tx: OrgDb, id: string, locks = false): Promise<InboundMail | undefined> {
  return await tx.selectFrom("inbound_mails").selectAll().where("id", "=", id)
    .$if(locks, (q) => q.forUpdate()).executeTakeFirst();
}
