import { Hono } from "hono";
import type { Words } from "../domain/messages/words/words.ts";
import { listDocuments } from "../domain/portal/documents.ts";
import { readJourney } from "../domain/portal/journey.ts";
import { PortalDocuments } from "../views/portal_documents.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { contactOf } from "./portal_door.ts";
import { portalPage } from "./portal_page.tsx";
import { wordsOf } from "./portal_words.ts";

/** Mounted at /p. All that the customer has sent, and what is still asked for. */
export const portalDocuments = new Hono<Env>().get("/documents", async (c) => {
  const words = wordsOf(c);
  const part = await documentsPart(c, contactOf(c).accountId, "/p", words);
  return await portalPage(c, { title: words.t("place.documents"), place: "/documents" }, part);
});

/** Also of the preview. */
export async function documentsPart(c: Ctx, accountId: string, base: string, words: Words) {
  const { accountTx: tx } = c.var;
  const [journey, sent] = await Promise.all([
    readJourney(tx),
    listDocuments(tx, accountId, beforeOf(c)),
  ]);
  return <PortalDocuments {...{ journey, base, words }} {...sent} isFirst={!beforeOf(c)} />;
}

/** The file that the page before ended with. */
export function beforeOf(c: Ctx): string | undefined {
  const before = c.req.query("before");
  return before && new RegExp(`^${UUID}$`).test(before) ? before : undefined;
}
