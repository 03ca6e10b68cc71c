import { Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import { portalPath } from "../domain/base/portal_links.ts";
import { invitationOfPortal } from "../domain/accounts/portal_access.ts";
import { PortalInvitation } from "../views/portal_sign_in.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { TOKEN } from "./mail_proofs.ts";
import { askForPortalLetter } from "./portal_letters.ts";
import { portalFront } from "./portal_page.tsx";
import { inWords } from "./sign_in_forms.ts";
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
    return await linkPage(c, found, `A letter is on its way. Ask again in ${inWords(wait)}.`);
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

function linkPage(c: Ctx, found: Found, problem?: string) {
  return portalFront(
    c,
    c.req.param("org"),
    { title: "Invitation", heading: `Welcome, ${found.name}` },
    <PortalInvitation action={c.req.path} {...found} problem={problem} />,
    problem ? 429 : 200,
  );
}

function deadPage(c: Ctx) {
  const org = c.req.param("org")!;
  return portalFront(
    c,
    org,
    {
      title: "Invitation",
      heading: "This link does not work any more",
      lead: "It is older than 14 days, or a newer letter has replaced it. If you were invited, " +
        "you can sign in with your address.",
      below: <a href={portalPath(org)}>Sign in</a>,
    },
    null,
    410,
  );
}
