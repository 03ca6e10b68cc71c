import { inOrg } from "../domain/base/db.ts";
import { findLetterhead, type OrgLetterhead } from "../domain/messages/letterheads.ts";
import { noPortalLetter, portalSignInLetter } from "../domain/messages/portal_letters.ts";
import { mailLanes, takeTurn } from "../domain/people/throttles.ts";
import { askForPortal } from "../domain/portal/portal_sessions.ts";
import { askingOf } from "./entrance.ts";
import type { Ctx } from "./env.ts";
import { siteOf } from "./hosts.ts";
import { postLetter } from "./letters.ts";
import { doorsHere, givePortalAsked, orgMeant } from "./portal_door.ts";
import { visitorWords } from "./portal_words.ts";

/**
 * Posts the letter that a customer asked for and marks the browser that asked. Whoever has the
 * address, one proof is opened and one letter posted. Answers how many seconds to wait first.
 */
export async function askForPortalLetter(c: Ctx, email: string, next: string): Promise<number> {
  const { db } = c.var.house;
  const wait = await takeTurn(db, await mailLanes(db, askingOf(c, email)));
  if (wait > 0) return wait;
  const head = await portalHead(c, orgMeant(c, next));
  const words = await visitorWords(c, orgMeant(c, next));
  const asked = await askForPortal(db, email, next);
  const { token, code, browser } = asked.secrets;
  const doors = doorsHere(c, asked.doors);
  const link = new URL(`/p/sign-in-links/${token}`, siteOf(c)).href;
  const org = head?.name ?? doors[0]?.orgName;
  const chosen = doors.find(({ language }) => language)?.language;
  const read = chosen ? c.var.house.wordsIn(chosen) : words;
  const letter = doors.length > 0
    ? portalSignInLetter(read, { link, code, org: org! })
    : noPortalLetter(read, { org });
  await postLetter(c, { address: email }, letter, { head });
  givePortalAsked(c, browser);
  return 0;
}

/** The look of the organisation that an address names, if there is one. */
export async function portalHead(c: Ctx, orgId?: string): Promise<OrgLetterhead | undefined> {
  if (!orgId) return undefined;
  const { db, settings } = c.var.house;
  return await inOrg(db, orgId, { kind: "nobody" }, async (tx) => {
    const known = await tx.selectFrom("brandings").select("org_id").executeTakeFirst();
    return known && await findLetterhead(tx, settings.publicUrl);
  }, { readOnly: true });
}
