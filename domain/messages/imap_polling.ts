import { sql } from "kysely";
// Read on first use: only an install that polls a mailbox needs it.
import defer * as imapflow from "imapflow";
import type { ImapFlow } from "imapflow";
import { type Actor, type Db, HOUSE, inOrg, type OrgDb } from "../base/db.ts";
import { Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { crashpoint } from "../base/crashpoint.ts";
import { newId } from "../base/tokens.ts";
import { type ImapMailbox, mailboxOf } from "./imap_mailbox.ts";
import { keepRawMail, MOST_MAIL_BYTES } from "./inbound_intake.ts";
import { shortWords } from "./outgoing.ts";

const actor: Actor = { kind: "system", cause: "job:poll_imap" };
/** Longer than a job's longest step, so that two processes never read at once. */
const LEASE = sql<Date>`now() + interval '75 seconds'`;
const AT_ONCE = 50;

interface Place {
  token: string;
  uidValidity: string;
  lastUid: number;
}

/**
 * Takes in what is new in the mailbox, one mail a transaction, and moves on with each: whoever comes
 * next goes on after it. Nothing is changed or deleted there.
 */
export async function pollMailbox(db: Db, out: Outside, signal: AbortSignal): Promise<void> {
  const mailbox = mailboxOf(out);
  const place = mailbox && await inOrg(db, HOUSE, actor, (tx) => takeLease(tx, mailbox.name));
  if (!mailbox || !place) return;
  try {
    await readNew(db, mailbox, place, signal);
    await inOrg(db, HOUSE, actor, (tx) => giveBack(tx, mailbox.name, place.token, null));
  } catch (error) {
    const words = shortWords(wordsOf(error), [mailbox.password]);
    await inOrg(db, HOUSE, actor, (tx) => giveBack(tx, mailbox.name, place.token, words));
    throw new Upstream(`Cannot read the mailbox ${mailbox.name}: ${words}`, true);
  }
}

async function readNew(
  db: Db,
  mailbox: ImapMailbox,
  place: Place,
  signal: AbortSignal,
): Promise<void> {
  const client = connectTo(mailbox);
  const close = () => client.close();
  signal.addEventListener("abort", close, { once: true });
  client.on("error", () => {}); // Each command's own promise tells; without this the event throws.
  try {
    await client.connect();
    const box = await client.mailboxOpen(mailbox.folder, { readOnly: true });
    const uidValidity = String(box.uidValidity);
    // The server has numbered everything anew, so all of it is looked at again.
    const lastUid = place.uidValidity === uidValidity ? place.lastUid : 0;
    for (const { uid, size } of await newMails(client, lastUid)) {
      if (signal.aborted) return;
      const bytes = size > MOST_MAIL_BYTES ? new Uint8Array(0) : await download(client, uid);
      const mail = {
        source: "imap" as const,
        dedupKey: `${mailbox.name} ${uidValidity} ${uid}`,
        contentType: size > MOST_MAIL_BYTES ? `too large: ${size} bytes` : "message/rfc822",
        bytes,
      };
      await inOrg(db, HOUSE, actor, async (tx) => {
        await moveOn(tx, mailbox.name, place.token, uidValidity, uid);
        await keepRawMail(tx, mail);
      }, { deadlineMs: 45_000 });
      await crashpoint("imap-after-mail");
    }
  } finally {
    signal.removeEventListener("abort", close);
    await client.logout().catch(close);
  }
}

function connectTo({ host, port, secure, needsTls, user, password, certificates }: ImapMailbox) {
  return new imapflow.ImapFlow({
    host,
    port,
    secure,
    doSTARTTLS: secure ? undefined : needsTls,
    auth: { user, pass: password },
    ...(certificates ? { tls: { ca: certificates } } : {}),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  });
}

/** The oldest first. A range that ends in "*" always names the newest one, so that is left out. */
async function newMails(client: ImapFlow, lastUid: number) {
  const found: { uid: number; size: number }[] = [];
  for await (
    const { uid, size } of client.fetch(`${lastUid + 1}:*`, { size: true }, { uid: true })
  ) {
    if (uid > lastUid) found.push({ uid, size: size ?? 0 });
  }
  return found.sort((a, b) => a.uid - b.uid).slice(0, AT_ONCE);
}

async function download(client: ImapFlow, uid: number): Promise<Uint8Array> {
  const mail = await client.fetchOne(String(uid), { source: true }, { uid: true });
  return mail && mail.source ? new Uint8Array(mail.source) : new Uint8Array(0);
}

async function takeLease(tx: OrgDb, name: string): Promise<Place | undefined> {
  await tx.insertInto("imap_mailboxes").values({ name })
    .onConflict((conflict) => conflict.doNothing()).execute();
  const token = newId();
  const row = await tx.updateTable("imap_mailboxes")
    .set({ lease_token: token, leased_until: LEASE })
    .where("name", "=", name)
    .where(sql<boolean>`coalesce(leased_until < now(), true)`)
    .returning(["uid_validity", "last_uid"]).executeTakeFirst();
  return row && { token, uidValidity: row.uid_validity, lastUid: Number(row.last_uid) };
}

/** Fenced: who comes back after the lease keeps nothing, and the other reads the mail again. */
async function moveOn(
  tx: OrgDb,
  name: string,
  token: string,
  uidValidity: string,
  uid: number,
): Promise<void> {
  const { numUpdatedRows } = await tx.updateTable("imap_mailboxes")
    .set({ uid_validity: uidValidity, last_uid: uid, leased_until: LEASE })
    .where("name", "=", name).where("lease_token", "=", token).executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw new Upstream("Another process reads this mailbox now", true);
}

async function giveBack(tx: OrgDb, name: string, token: string, trouble: string | null) {
  await tx.updateTable("imap_mailboxes")
    .set({ lease_token: null, leased_until: null, polled_at: sql<Date>`now()`, trouble })
    .where("name", "=", name).where("lease_token", "=", token).execute();
}

function wordsOf(error: unknown): string {
  const { message = "", responseText = "" } = error as { message?: string; responseText?: string };
  return responseText ? `${message}: ${responseText}` : message;
}
