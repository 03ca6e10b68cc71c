import { createHash } from "node:crypto";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { MailSource } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import type { Provider } from "./inbound_hooks.ts";
import { type Part, readParts, textOf } from "./multipart.ts";
import { reportOf } from "./provider_reports.ts";

/** A whole mail with what comes along with it, of which a provider may make a third more. */
export const MOST_MAIL_BYTES = 36 * 1024 * 1024;
const CHUNK = 512 * 1024;
/** Stands where a mail has its content type, for what a provider tells of one of ours. */
export const REPORT_TYPE = "thread/report";

export interface RawMail {
  source: MailSource;
  dedupKey: string;
  contentType: string;
  bytes: Uint8Array;
}

/**
 * Keeps a mail as it came, with the job that reads it. What came already is not kept twice; both are
 * decided in the caller's transaction, so whoever sent it may hear "taken" once that is committed.
 */
export async function keepRawMail(
  tx: OrgDb,
  { source, dedupKey, contentType, bytes }: RawMail,
): Promise<"kept" | "known"> {
  const id = newId();
  const kept = await tx.insertInto("inbound_mails")
    .values({
      id,
      source,
      dedup_key: dedupKey.length > 200 ? hashOf(new TextEncoder().encode(dedupKey)) : dedupKey,
      content_type: contentType.slice(0, 300),
      size: bytes.length,
    })
    .onConflict((conflict) => conflict.columns(["org_id", "source", "dedup_key"]).doNothing())
    .returning("id").executeTakeFirst();
  if (!kept) return "known";
  for (let position = 0; position * CHUNK < bytes.length; position++) {
    await tx.insertInto("inbound_chunks").values({
      mail_id: id,
      position,
      bytes: bytes.subarray(position * CHUNK, (position + 1) * CHUNK),
    }).execute();
  }
  await recordEvent(tx, { kind: "inbound.received", subjectId: id, data: { source } });
  await enqueue(tx, "file_mail", { inboundId: id });
  return "kept";
}

/** Kept as a mail is that reports the same: each once, however the provider puts them together. */
export async function keepReports(
  tx: OrgDb,
  provider: Provider,
  events: unknown[],
  /** What the one call was signed with, where that is good for one call only. */
  token?: string,
): Promise<void> {
  for (const event of events) {
    const report = reportOf(provider, event);
    if (!report) continue;
    await keepRawMail(tx, {
      source: provider,
      dedupKey: token ?? report.key,
      contentType: REPORT_TYPE,
      bytes: new TextEncoder().encode(JSON.stringify(event)),
    });
  }
}

/** Puts the pieces together again. */
export async function readRawMail(tx: OrgDb, id: string, size: number): Promise<Uint8Array> {
  const chunks = await tx.selectFrom("inbound_chunks").select("bytes")
    .where("mail_id", "=", id).orderBy("position").execute();
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.bytes, at);
    at += chunk.bytes.length;
  }
  return bytes;
}

/** What a provider never gives twice; where it cannot be read, the same bytes are the same mail. */
export function dedupKeyOf(provider: Provider, contentType: string, body: Uint8Array): string {
  if (provider === "postmark") return postmarkKey(body) ?? hashOf(body);
  const parts = readParts(contentType, body);
  const key = provider === "mailgun" ? textOf(parts, "token") : sendgridKey(parts);
  return key || hashOf(body);
}

function postmarkKey(body: Uint8Array): string | undefined {
  try {
    const { MessageID } = JSON.parse(new TextDecoder().decode(body)) ?? {};
    return typeof MessageID === "string" && MessageID !== "" ? MessageID : undefined;
  } catch {
    return undefined;
  }
}

function sendgridKey(parts: Part[]): string {
  const head = textOf(parts, "headers") || textOf(parts, "email").split(/\r?\n\r?\n/, 1)[0]!;
  const [, id] = /^message-id:\s*(<[^<>\r\n]+>)/im.exec(head) ?? [];
  return id ? `${id} ${textOf(parts, "envelope")}` : "";
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
