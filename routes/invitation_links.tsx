import { Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import { brandOf } from "../domain/people/branding.ts";
import { type Invitation, invitationOf } from "../domain/people/invitations.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { InvitationFront } from "../views/invitation_front.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { askForLetter, TOKEN } from "./mail_proofs.ts";
import { showFront } from "./page.tsx";
import { inWords } from "./sign_in_forms.ts";
import { goTo } from "./tenant.ts";

const LINK = "/:org/:token";
const WHOLE = new RegExp(`^${UUID} ${TOKEN}$`);

interface Found {
  invitation: Invitation;
  orgName: string;
  brand: { css?: string; logo?: string };
}

/**
 * Mounted at /invitations. An invitation travels in a letter for 14 days and may be forwarded, or
 * opened and pressed by a robot that reads mail. So it is no way in: for a new person as for a known
 * one it only sends a fresh proof to the address it is bound to, and says nothing about which of the
 * two that is. Joining is a button of its own, behind that proof.
 */
export const invitationLinks = new Hono<Env>()
  .get(LINK, async (c) => {
    const found = await find(c);
    return found ? await linkPage(c, found) : await unknownPage(c);
  })
  .post(LINK, async (c) => {
    const found = await find(c);
    if (!found) return await unknownPage(c);
    if (found.invitation.state !== "open") return await linkPage(c, found);
    const { email } = found.invitation;
    if (c.var.session?.email === email) return goTo(c, "/welcome");
    const wait = await askForLetter(c, { kind: "sign_up", email, next: "/welcome" });
    if (wait === 0) return goTo(c, "/verification");
    return await linkPage(c, found, `A letter is on its way. Ask again in ${inWords(wait)}.`);
  });

/** Whoever has the link may see who invites whom; anything else about the organisation stays shut. */
async function find(c: Ctx): Promise<Found | undefined> {
  const { org, token } = c.req.param() as { org: string; token: string };
  if (!WHOLE.test(`${org} ${token}`)) return undefined; // Mail programs break links.
  const actor = { kind: "outside", cause: "invitation" } as const;
  return await inOrg(c.var.house.db, org, actor, async (tx) => {
    const invitation = await invitationOf(tx, token);
    return invitation && {
      invitation,
      orgName: (await findOrg(tx)).name,
      brand: await brandOf(tx, org),
    };
  }, { readOnly: true });
}

const GONE = { expired: true, revoked: true, accepted: true, open: false };

function linkPage(c: Ctx, { invitation, orgName, brand }: Found, problem?: string) {
  const { state } = invitation;
  return showFront(
    c,
    {
      title: "Invitation",
      org: { name: orgName, logoUrl: brand.logo },
      brandCss: brand.css,
      heading: GONE[state] ? "This invitation is closed" : `Join ${orgName}`,
      below: GONE[state] && <a href="/sign-in">Sign in</a>,
    },
    <InvitationFront
      invitation={invitation}
      orgName={orgName}
      signedInAs={c.var.session?.email}
      problem={problem}
    />,
    GONE[state] ? 410 : problem ? 429 : 200,
  );
}

function unknownPage(c: Ctx) {
  return showFront(
    c,
    { title: "Invitation", heading: "This link does not work" },
    <p class="lead">
      It may be incomplete, or a newer letter has replaced it. Use the newest letter, or ask the
      person who invited you to send it again.
    </p>,
    404,
  );
}
