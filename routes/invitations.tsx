import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { invitationLetter } from "../domain/messages/people_letters.ts";
import {
  listAccessRequests,
  refuseAccess,
  settleByInvitation,
} from "../domain/people/access_requests.ts";
import {
  inviteMember,
  listInvitations,
  resendInvitation,
  revokeInvitation,
  type SentInvitation,
} from "../domain/people/invitations.ts";
import { inviteForm } from "../domain/people/people_forms.ts";
import { Invitations, InviteForm } from "../views/invitations.tsx";
import { LinkButton } from "../views/parts/buttons.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { postOrgLetter, publicLink } from "./letters.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requiresFresh } from "./step_up.tsx";
import { requires, signedInAs } from "./tenant.ts";

const LIST = "/members/invitations";

/** Mounted at /members. An invitation can make an admin, so sending one wants a fresh proof. */
export const invitations = new Hono<Env>()
  .use("/invitations/*", requires("members.change"))
  .use("/requests/*", requires("members.change"))
  .get("/invitations", (c) => invitationsPage(c))
  .get("/invitations/new", requiresFresh, async (c) => {
    return await invitePage(c, undefined, c.req.query("email")?.slice(0, 254));
  })
  .post("/invitations", requiresFresh, async (c) => {
    const form = await readForm(c, inviteForm);
    if (!form.ok) return await invitePage(c, form);
    const { tx } = c.var;
    const { member } = signedInAs(c);
    const { email, roles } = form.value;
    try {
      const sent = await inviteMember(tx, member.id, email, roles);
      await settleByInvitation(tx, email, member.id);
      await postInvitation(c, sent);
      return goAndSay(c, LIST, `${email} has been invited.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await invitePage(c, { typed: { email, roles }, errors: { email: error.message } });
    }
  })
  .post(`/invitations/:id{${UUID}}/letters`, requiresFresh, async (c) => {
    return await orSayWhyNot(c, async () => {
      const sent = await resendInvitation(c.var.tx, c.req.param("id"));
      await postInvitation(c, sent);
      return `A new letter is on its way to ${sent.invitation.email}; the older link is dead.`;
    });
  })
  .post(`/invitations/:id{${UUID}}/revocation`, async (c) => {
    return await orSayWhyNot(c, async () => {
      const { email } = await revokeInvitation(c.var.tx, c.req.param("id"));
      return `The invitation of ${email} is revoked.`;
    });
  })
  .post(`/requests/:id{${UUID}}/refusal`, async (c) => {
    return await orSayWhyNot(c, async () => {
      const { member } = signedInAs(c);
      const { email } = await refuseAccess(c.var.tx, c.req.param("id"), member.id);
      return `The request of ${email} is declined. They are not told.`;
    });
  });

async function orSayWhyNot(c: Ctx, work: () => Promise<string>) {
  try {
    return goAndSay(c, LIST, await work());
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await invitationsPage(c, error.message);
  }
}

async function invitationsPage(c: Ctx, refusal?: string) {
  const { tx } = c.var;
  const actions = <LinkButton kind="primary" href={`${LIST}/new`} hotkey="c">Invite</LinkButton>;
  return await showPage(
    c,
    { title: "Members", header: { actions }, notice: takeNotice(c) },
    <Invitations
      invitations={await listInvitations(tx)}
      requests={await listAccessRequests(tx)}
      refusal={refusal}
    />,
    refusal ? 409 : 200,
  );
}

async function invitePage(c: Ctx, refused?: FormState, email?: string) {
  const lead = "They get a letter, confirm their address and join with the roles you choose here.";
  return await showPage(
    c,
    {
      title: "Invite somebody",
      narrow: true,
      header: { back: { href: LIST, label: "Invitations" }, lead },
    },
    <InviteForm form={refused} email={email} />,
    refused ? 422 : 200,
  );
}

/** The token leaves in this letter and is stored nowhere else. */
async function postInvitation(c: Ctx, { invitation, token }: SentInvitation) {
  const { org } = signedInAs(c);
  const letter = invitationLetter({
    inviter: signedInAs(c).member.name,
    orgName: org.name,
    roles: invitation.roles,
    link: publicLink(c, `/invitations/${org.id}/${token}`),
  });
  await postOrgLetter(c, c.var.tx, letter, {
    class: "sign_in",
    to: { name: "", address: invitation.email },
    subjectId: invitation.id,
  });
}
