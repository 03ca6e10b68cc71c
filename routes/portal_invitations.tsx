import { Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import { portalPath } from "../domain/base/portal_links.ts";
import { invitationOfPortal } from "../domain/accounts/portal_access.ts";
import { PortalInvitation } from "../views/portal_sign_in.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { TOKEN } from "./mail_proofs.ts";
import { askForPortalLetter } from "./portal_letters.ts";
import { portalFront } from "./portal_page.tsx";
import { visitorWords, waitIn } from "./portal_words.ts";
import { goTo } from "./tenant.ts";

const LINK = `/:org{${UUID}}/invitations/:token{${TOKEN}}` as const;

/**
 * Mounted at /p. An invitation travels in a letter for 14 days and may be forwarded or pressed by a
 * robot, so it is no way in: it only sends a fresh proof to the address it is bound to.
 */
export const portalInvitations = new Hono<Env>()
  .get(LINK, async (c) => {
    const found = await find(c);
    return found ? await linkPage(c, found) : await deadPage(c);
  })
  .post(LINK, async (c) => {
    const found = await find(c);
    if (!found) return await deadPage(c);
    const next = portalPath(c.req.param("org"));
    if (c.var.portal?.email === found.email) return goTo(c, next);
    const wait = await askForPortalLetter(c, found.email, next);
    if (wait === 0) return goTo(c, "/p/code");
    return await linkPage(c, found, wait);
  });

type Found = NonNullable<Awaited<ReturnType<typeof invitationOfPortal>>>;

async function find(c: Ctx): Promise<Found | undefined> {
  const { org, token } = c.req.param() as { org: string; token: string };
  const actor = { kind: "outside", cause: "invitation" } as const;
  return await inOrg(
    c.var.house.db,
    org,
    actor,
    (tx) => invitationOfPortal(tx, token),
    { readOnly: true },
  );
}

async function linkPage(c: Ctx, found: Found, wait?: number) {
  const org = c.req.param("org");
  const words = await visitorWords(c, org);
  const { t } = words;
  const problem = wait === undefined ? undefined : waitIn(words, "invitation", wait);
  return await portalFront(
    c,
    org,
    {
      title: t("invitation.title"),
      heading: t("invitation.welcome", { name: found.name }),
      words,
    },
    <PortalInvitation action={c.req.path} {...found} problem={problem} words={words} />,
    wait ? 429 : 200,
  );
}

async function deadPage(c: Ctx) {
  const org = c.req.param("org")!;
  const words = await visitorWords(c, org);
  const { t } = words;
  return await portalFront(
    c,
    org,
    {
      title: t("invitation.title"),
      heading: t("invitation.dead"),
      lead: t("invitation.deadLead"),
      below: <a href={portalPath(org)}>{t("signIn.title")}</a>,
      words,
    },
    null,
    410,
  );
}
