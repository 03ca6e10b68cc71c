import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { sponsorPath } from "../domain/base/portal_links.ts";
import { readZone } from "../domain/portal/journey.ts";
import { endSponsorLink, listSponsorLinks, makeSponsorLink } from "../domain/portal/sponsors.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { SponsorLinks } from "../views/sponsor_links.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { typedAgain } from "./forms.ts";
import { portalLink } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { contactOf } from "./portal_door.ts";
import { readPortalForm } from "./portal_forms.ts";
import { portalPage } from "./portal_page.tsx";
import { sponsorForm } from "./portal_sharing_forms.ts";
import { refusalIn, wordsOf } from "./portal_words.ts";

/** Mounted at /p. Pages that a member of the customer's team makes for people who never sign in. */
export const portalSponsors = new Hono<Env>()
  .get("/sponsors", (c) => sponsorsPage(c))
  .post("/sponsors", async (c) => {
    const form = await readPortalForm(c, wordsOf(c), sponsorForm);
    if (!form.ok) return await sponsorsPage(c, { form, status: 422 });
    const { accountTx: tx } = c.var;
    const { accountId, contactId, orgId } = contactOf(c);
    try {
      const token = await makeSponsorLink(tx, accountId, form.value, { contact: contactId });
      const made = await portalLink(c, tx, sponsorPath(orgId, token));
      return await sponsorsPage(c, { made });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: refusalIn(wordsOf(c), error) };
      return await sponsorsPage(c, { form: { typed: await typedAgain(c), errors }, status: 409 });
    }
  })
  .post(`/sponsors/:link{${UUID}}/end`, async (c) => {
    const { accountId } = contactOf(c);
    const label = await endSponsorLink(c.var.accountTx, accountId, c.req.param("link"));
    return goAndSay(c, "/p/sponsors", wordsOf(c).t("sponsors.isClosed", { label }));
  });

async function sponsorsPage(
  c: Ctx,
  { form, made, status = 200 }: { form?: FormState; made?: string; status?: 200 | 409 | 422 } = {},
) {
  const { accountTx: tx, portalRole } = c.var;
  const [links, timeZone] = await Promise.all([
    listSponsorLinks(tx, contactOf(c).accountId),
    readZone(tx),
  ]);
  const props = { links, timeZone, form, made, mayChange: portalRole === "member" };
  const title = wordsOf(c).t("sponsors.title");
  const part = (
    <>
      <h1>{title}</h1>
      <SponsorLinks {...props} at="/p/sponsors" words={wordsOf(c)} />
    </>
  );
  return await portalPage(c, { title, place: "/team" }, part, status);
}
