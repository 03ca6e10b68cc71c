import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { changeTeammate } from "../domain/portal/portal_roles.ts";
import { inviteTeammate, listTeam } from "../domain/portal/teammates.ts";
import { listMessages } from "../domain/messages/conversations.ts";
import { readCsm, readZone } from "../domain/portal/journey.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PortalMessages } from "../views/portal_messages.tsx";
import { PortalTeam } from "../views/portal_team.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { goAndSay } from "./notices.ts";
import { contactOf } from "./portal_door.ts";
import { messageForm, readPortalForm, teammateForm } from "./portal_forms.ts";
import { postTeammateInvitation, sendMessage } from "./portal_notes.ts";
import { portalPage } from "./portal_page.tsx";
import { teammateRoleForm } from "./portal_sharing_forms.ts";
import { refusalIn, wordsOf } from "./portal_words.ts";

/** Mounted at /p. The people on both sides, and what they write to each other. */
export const portalTeam = new Hono<Env>()
  .get("/team", (c) => teamPage(c))
  .post("/team", async (c) => {
    const words = wordsOf(c);
    const form = await readPortalForm(c, words, teammateForm);
    if (!form.ok) return await teamPage(c, form, 422);
    try {
      const { token } = await inviteTeammate(c.var.accountTx, contactOf(c), form.value);
      await postTeammateInvitation(c, form.value, token);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await teamPage(
        c,
        { typed: form.value, errors: { email: refusalIn(words, error) } },
        409,
      );
    }
    return goAndSay(c, "/p/team", words.t("team.isInvited", { name: form.value.name }));
  })
  .post(`/team/:contact{${UUID}}/role`, async (c) => {
    const words = wordsOf(c);
    const form = await readPortalForm(c, words, teammateRoleForm);
    if (!form.ok) return await teamPage(c, undefined, 422, Object.values(form.errors)[0]);
    const { role } = form.value;
    try {
      const contact = c.req.param("contact");
      const name = await changeTeammate(c.var.accountTx, contactOf(c), contact, role);
      const said = role === "viewer" ? "standing.isViewer" : "standing.isMember";
      return goAndSay(c, "/p/team", words.t(said, { name }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await teamPage(c, undefined, 409, refusalIn(words, error));
    }
  })
  .get("/messages", (c) => messagesPage(c))
  .post("/messages", async (c) => {
    const words = wordsOf(c);
    const form = await readPortalForm(c, words, messageForm);
    if (!form.ok) return await messagesPage(c, form, 422);
    await sendMessage(c, form.value.body);
    return goAndSay(c, "/p/messages", words.t("messages.sent"));
  });

async function teamPage(
  c: Ctx,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
  refusal?: string,
) {
  const { accountTx: tx } = c.var;
  const [team, timeZone] = await Promise.all([listTeam(tx), readZone(tx)]);
  const words = wordsOf(c);
  const { contactId: me } = contactOf(c);
  const readOnly = c.var.portalRole !== "member";
  const props = { team, timeZone, form, words, me, readOnly, refusal };
  const part = <PortalTeam {...props} base="/p" />;
  return await portalPage(c, { title: words.t("place.team"), place: "/team" }, part, status);
}

async function messagesPage(c: Ctx, form?: FormState, status: 200 | 422 = 200) {
  const { accountTx: tx } = c.var;
  const { accountId } = contactOf(c);
  const [messages, csm, timeZone] = await Promise.all([
    listMessages(tx, accountId),
    readCsm(tx),
    readZone(tx),
  ]);
  const words = wordsOf(c);
  const readOnly = c.var.portalRole !== "member";
  const props = {
    ...{ messages, csm: csm?.name, timeZone, form, words, readOnly },
    ...{ action: "/p/messages", files: "/p" },
  };
  const part = <PortalMessages {...props} />;
  const title = words.t("place.messages");
  return await portalPage(c, { title, place: "/messages" }, part, status);
}
