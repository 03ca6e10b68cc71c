import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { newId } from "../base/tokens.ts";
import { keepMailMessage } from "../messages/conversations.ts";
import { readMail } from "../messages/inbound_reading.ts";
import { splitQuoted } from "../messages/quoted_text.ts";
import { writeCustomerLetter } from "../messages/customer_letter.ts";
import { postMail } from "../messages/outbox.ts";
import { fileReport } from "../onboarding/bounced_mails.ts";
import type { DemoMembers } from "../people/demo.ts";
import { fileReply } from "./reply_filing.ts";

const CUSTOMER = "nair@northwind-traders.example";
const COLLEAGUE = "cho@northwind-traders.example";

/** A conversation by mail: an answer, a holiday reply, a mail that came back, and one of a stranger. */
export async function seedDemoMail(db: Db, orgId: string, members: DemoMembers): Promise<void> {
  const actor = { kind: "member", id: members.maya!, cause: "demo" } as const;
  await inOrg(db, orgId, actor, async (tx) => {
    const contact = await tx.selectFrom("contacts").select(["id", "account_id"])
      .where("email", "=", CUSTOMER).where("removed_at", "is", null).executeTakeFirst();
    const known = await tx.selectFrom("inbound_mails").select("id").limit(1).executeTakeFirst();
    if (!contact || known) return;
    const about = { accountId: contact.account_id, maya: members.maya! };
    const sent = await send(tx, about, {
      to: CUSTOMER,
      subject: "Your kickoff on Tuesday",
      body: "Hello Priya,\n\ndoes Tuesday at 10:00 suit you? Please bring whoever looks after " +
        "your directory.\n\nBest,\nMaya",
    });
    await receive(tx, about, sent, {
      from: `Priya Nair <${CUSTOMER}>`,
      text: "Hi Maya,\n\nTuesday works. Daniel Cho will join, he runs our directory.\n\nPriya\n\n" +
        "On Mon, Nov 16, 2026 at 9:12 AM Maya Ortiz <maya@acme-cloud.example> wrote:\n" +
        "> does Tuesday at 10:00 suit you?",
    });
    await receive(tx, about, sent, {
      from: `Daniel Cho <${COLLEAGUE}>`,
      subject: "Automatic reply: Your kickoff on Tuesday",
      text: "I am away until Monday and read no mail. In urgent cases write to Priya Nair.",
      automatic: "Its subject is one of an automatic answer.",
    });
    await receive(tx, about, sent, {
      from: "Facilities <facilities@northwind-group.example>",
      text: "Priya forwarded this to us. Which door do your people need?",
    });
    const lost = await send(tx, about, {
      to: COLLEAGUE,
      subject: "Access to your directory",
      body: "Hello Daniel,\n\nwe need a read-only account before Tuesday.\n\nBest,\nMaya",
    });
    const why = "The mailbox is full (552 5.2.2 over quota)";
    const outcomes = [{ address: COLLEAGUE, outcome: "failed" as const, why }];
    await fileReport(tx, [lost], { outcomes, originalKeys: [] });
    await leaveUnmatched(tx);
  });
}

interface About {
  accountId: string;
  maya: string;
}

async function send(
  tx: OrgDb,
  { accountId, maya }: About,
  { to, subject, body }: { to: string; subject: string; body: string },
): Promise<string> {
  const mailId = await postMail(tx, {
    class: "customer",
    ...writeCustomerLetter({ subject, body }, { name: "Acme Cloud" }),
    fromName: "Maya Ortiz (Acme Cloud)",
    to: { name: "", address: to },
    takesReplies: true,
    accountId,
    approvedBy: maya,
  });
  await tx.updateTable("mails").set({ state: "sent", carrier: "outbox", sent_at: sql<Date>`now()` })
    .where("id", "=", mailId).execute();
  const reader = await tx.selectFrom("contacts").select("id").where("email", "=", to)
    .where("account_id", "=", accountId).executeTakeFirstOrThrow();
  const readers = [reader.id];
  await keepMailMessage(tx, { accountId, memberId: maya, mailId, subject, body, readers });
  return mailId;
}

interface Mailed {
  from: string;
  subject?: string;
  text: string;
  automatic?: string;
}

/** Filed by the verb that files what really comes in. */
async function receive(tx: OrgDb, { accountId }: About, mailId: string, mail: Mailed) {
  const { inboundId, read, own } = await keep(tx, mail, {
    ...{ state: "filed", kind: mail.automatic ? "automatic" : "reply" },
    ...{ account_id: accountId, mail_id: mailId, matched_by: "address" },
  });
  const match = { by: "address" as const, accountId, actionId: null, mailId };
  await fileReply(tx, { inboundId, read, match, automatic: mail.automatic, own });
}

async function leaveUnmatched(tx: OrgDb): Promise<void> {
  await keep(tx, {
    from: "Alex Reed <alex@brightside.example>",
    subject: "Question about our rollout",
    text: "Hello, somebody gave me this address. Who looks after our rollout?",
  }, { state: "unmatched", kind: "reply" });
}

type Outcome = Partial<
  Record<"state" | "kind" | "account_id" | "mail_id" | "matched_by", string>
>;

async function keep(
  tx: OrgDb,
  { from, subject = "Re: Your kickoff on Tuesday", text }: Mailed,
  outcome: Outcome,
) {
  const raw = new TextEncoder().encode(
    `From: ${from}\r\nTo: reply@in.acme-cloud.example\r\nSubject: ${subject}\r\n` +
      `Content-Type: text/plain; charset=utf-8\r\n\r\n${text.replaceAll("\n", "\r\n")}`,
  );
  const read = await readMail("demo", "message/rfc822", raw);
  const { own } = splitQuoted(read.text);
  const inboundId = newId();
  await tx.insertInto("inbound_mails").values({
    id: inboundId,
    source: "demo",
    dedup_key: inboundId,
    size: raw.length,
    from_name: read.from?.name ?? "",
    from_address: read.from?.address ?? "",
    recipient: read.recipients[0] ?? "",
    subject: read.subject,
    body: own,
    whole_text: read.text,
    ...outcome as object,
  }).execute();
  await tx.insertInto("inbound_chunks").values({ mail_id: inboundId, position: 0, bytes: raw })
    .execute();
  return { inboundId, read, own };
}
