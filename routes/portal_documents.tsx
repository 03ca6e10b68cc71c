import { Hono } from "hono";
import { listDocuments } from "../domain/portal/documents.ts";
import { readJourney } from "../domain/portal/journey.ts";
import { PortalDocuments } from "../views/portal_documents.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { contactOf } from "./portal_door.ts";
import { portalPage } from "./portal_page.tsx";

/** Mounted at /p. All that the customer has sent, and what is still asked for. */
export const portalDocuments = new Hono<Env>().get("/documents", async (c) => {
  const part = await documentsPart(c, contactOf(c).accountId, "/p");
  return await portalPage(c, { title: "Documents", place: "/documents" }, part);
});

/** Also of the preview. */
export async function documentsPart(c: Ctx, accountId: string, base: string) {
  const { accountTx: tx } = c.var;
  const [journey, sent] = await Promise.all([
    readJourney(tx),
    listDocuments(tx, accountId, beforeOf(c)),
  ]);
  return <PortalDocuments journey={journey} {...sent} base={base} isFirst={!beforeOf(c)} />;
}

/** The file that the page before ended with. */
export function beforeOf(c: Ctx): string | undefined {
  const before = c.req.query("before");
  return before && new RegExp(`^${UUID}$`).test(before) ? before : undefined;
}
