import { Hono } from "hono";
import { inAccount, inOrg } from "../domain/base/db.ts";
import { readJourney } from "../domain/portal/journey.ts";
import { visitSponsorPage } from "../domain/portal/sponsors.ts";
import { SponsorPage } from "../views/sponsor_page.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { TOKEN } from "./mail_proofs.ts";
import { portalFront } from "./portal_page.tsx";
import { visitorWords } from "./portal_words.ts";

/** Mounted at /p, for anybody who has the address. Nothing can be changed from here. */
export const sponsorPages = new Hono<Env>()
  .get(`/:org{${UUID}}/progress/:token{${TOKEN}}`, async (c) => {
    const { org, token } = c.req.param();
    const { db } = c.var.house;
    const actor = { kind: "outside", cause: "sponsor page" } as const;
    const agent = c.req.header("user-agent") ?? "";
    const link = await inOrg(db, org, actor, (tx) => visitSponsorPage(tx, token, agent));
    c.header("x-robots-tag", "noindex, nofollow");
    if (!link) return await closedPage(c, org);
    // As the customer sees it, in a transaction that writes nothing.
    const journey = await inAccount(db, org, link.accountId, link.id, readJourney, {
      readOnly: true,
    });
    const words = await visitorWords(c, org);
    return await portalFront(
      c,
      org,
      { title: journey.account.name, words, isUnlisted: true, wide: true },
      <SponsorPage journey={journey} words={words} />,
    );
  });

async function closedPage(c: Ctx, org: string) {
  const words = await visitorWords(c, org);
  const lead = words.t("sponsor.closedLead");
  return await portalFront(
    c,
    org,
    { title: words.t("sponsor.closed"), lead, words, isUnlisted: true },
    null,
    410,
  );
}
