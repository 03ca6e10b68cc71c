import type { AccountDb, OrgDb } from "../base/db.ts";
import { brandPaths, findBranding } from "../people/branding.ts";
import { findOrg } from "../people/orgs.ts";
import { readEmail } from "../people/work_email.ts";
import { type Letter, type Letterhead, writeLetter } from "./letters.ts";
import { type NewMail, postMail } from "./outbox.ts";

/** How an organisation's letters look, and who reads the answers. */
export interface OrgLetterhead extends Letterhead {
  replyTo?: string;
}

export async function findLetterhead(
  tx: OrgDb | AccountDb,
  publicUrl: URL,
): Promise<OrgLetterhead> {
  const org = await findOrg(tx);
  const branding = await findBranding(tx);
  const { logo } = brandPaths(org.id, branding);
  return {
    name: org.name,
    accent: branding.accent,
    logoUrl: logo && new URL(logo, publicUrl).href,
    replyTo: addressOf(org.support_email),
  };
}

export type Posting = Pick<NewMail, "class" | "to" | "subjectId" | "accountId" | "takesReplies">;

export function postLetterOn(
  tx: OrgDb | AccountDb,
  { replyTo, ...head }: OrgLetterhead,
  letter: Letter,
  posting: Posting,
): Promise<string> {
  const words = writeLetter(letter, head);
  const unsubscribeUrl = letter.stop?.url;
  return postMail(tx, { ...posting, ...words, fromName: head.name, replyTo, unsubscribeUrl });
}

/** An address that no mail server takes would keep the letter itself from leaving. */
function addressOf(typed: string | null): string | undefined {
  const read = typed ? readEmail(typed) : undefined;
  return read?.ok ? read.email : undefined;
}
