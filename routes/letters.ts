import { type AccountDb, HOUSE, inOrg, type OrgDb } from "../domain/base/db.ts";
import { mayGetMail } from "../domain/base/mail_allowance.ts";
import {
  findLetterhead,
  type OrgLetterhead,
  type Posting,
  postLetterOn,
} from "../domain/messages/letterheads.ts";
import type { Letter } from "../domain/messages/letters.ts";
import { readKeyring } from "../domain/base/vault.ts";
import { stopLinks } from "../domain/messages/unsubscribing.ts";
import type { Words } from "../domain/messages/words/words.ts";
import { portalOrigin } from "../domain/people/domains.ts";
import type { Ctx } from "./env.ts";
import { signedInAs } from "./tenant.ts";

/**
 * Posts a letter about a person's way in. It belongs to the house: no organisation may read it, also
 * where it looks like one's own.
 */
export async function postLetter(
  c: Ctx,
  to: { name?: string; address: string },
  letter: Letter,
  { kind = "sign_in", head = THREAD }: { kind?: "sign_in" | "notice"; head?: OrgLetterhead } = {},
): Promise<void> {
  const actor = { kind: "system", cause: "request" } as const;
  const posting = { class: kind, to: { name: to.name ?? "", address: to.address } };
  await inOrg(c.var.house.db, HOUSE, actor, (tx) => postLetterOn(tx, head, letter, posting));
}

/** Posts a letter of the transaction's organisation, which looks like it and may read it. */
export async function postOrgLetter(
  c: Ctx,
  tx: OrgDb | AccountDb,
  letter: Letter,
  ...postings: Posting[]
): Promise<void> {
  const head = await findLetterhead(tx, c.var.house.settings.publicUrl);
  for (const posting of postings) await postLetterOn(tx, head, letter, posting);
}

/** An address for a letter: never the one under which the request happened to come in. */
export function publicLink(c: Ctx, path: string): string {
  return new URL(path, c.var.house.settings.publicUrl).href;
}

/** The same for customers of the transaction's organisation, under whose name their portal is. */
export async function portalLink(c: Ctx, tx: OrgDb | AccountDb, path: string): Promise<string> {
  return new URL(path, await portalOrigin(tx, c.var.house.settings.publicUrl)).href;
}

/** Why a letter to this address stays here, if it does. It tells nothing about the address. */
export function whyKept(c: Ctx, address: string): "demo" | "not allowed" | undefined {
  const { demo, mailAllow } = c.var.house.settings;
  if (demo) return "demo";
  return mayGetMail(mailAllow, address) ? undefined : "not allowed";
}

const THREAD: OrgLetterhead = { name: "Thread" };

/** How a contact stops mail like this letter, which nobody has approved by itself. */
export async function stopLink(
  c: Ctx,
  contactId: string,
  words: Words,
): Promise<Letter["stop"]> {
  const { outside, settings } = c.var.house;
  const setting = outside.secret("THREAD_SECRET_KEYS");
  if (!setting) return undefined;
  const { org } = signedInAs(c);
  const writeStop = stopLinks(await readKeyring(setting), settings.publicUrl);
  const url = await writeStop({ orgId: org.id, who: "contact", id: contactId, scope: ["mail"] });
  return { label: words.t("letter.stop"), url };
}
