import { Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import { recordEvent } from "../domain/base/events.ts";
import { findLetterhead } from "../domain/messages/letterheads.ts";
import { signInHelpLetter } from "../domain/messages/people_letters.ts";
import { findMember, type Member } from "../domain/people/members.ts";
import { emptyForm } from "../domain/people/people_forms.ts";
import { askByMail } from "../domain/people/sign_ins.ts";
import { mailLanes, takeTurn } from "../domain/people/throttles.ts";
import { askingOf } from "./entrance.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { postLetter, publicLink } from "./letters.ts";
import { showMember } from "./members.tsx";
import { goAndSay } from "./notices.ts";
import { inWords } from "./sign_in_forms.ts";
import { requires, signedIn, signedInAs } from "./tenant.ts";

/**
 * An admin helps a member to a new password without seeing it: the letter belongs to the house,
 * which no organisation may read. It stands before the request's own transaction, because the proof
 * is opened in another one. The member's browser did not ask for it, so the link wants the code.
 */
export const signInHelp = new Hono<Env>()
  .post(`/:id{${UUID}}/sign-in-help`, signedIn, requires("members.change"), async (c) => {
    const { db, settings } = c.var.house;
    const { org, member: admin } = signedInAs(c);
    const id = c.req.param("id");
    const actor = { kind: "member", id: admin.id, cause: "request" } as const;
    const { member, head } = await inOrg(db, org.id, actor, async (tx) => ({
      member: await findMember(tx, id),
      head: await findLetterhead(tx, settings.publicUrl),
    }), { readOnly: true });
    const form = await readForm(c, emptyForm);
    if (!form.ok) return await refuse(c, member, "Open the page of this member again.");
    if (member.deactivated_at) return await refuse(c, member, `${member.name} is deactivated.`);
    const wait = await takeTurn(db, await mailLanes(db, askingOf(c, member.email)));
    if (wait > 0) {
      const words = `${member.email} was sent letters already. Wait ${inWords(wait)}.`;
      return await refuse(c, member, words);
    }
    const { secrets } = await askByMail(db, "reset", member.email);
    const letter = signInHelpLetter({
      name: member.name,
      by: admin.name,
      orgName: org.name,
      link: publicLink(c, `/password-resets/${secrets.token}`),
      code: secrets.code,
    });
    await postLetter(c, { name: member.name, address: member.email }, letter, { head });
    await inOrg(db, org.id, actor, (tx) =>
      recordEvent(tx, {
        kind: "member.sign_in_help_sent",
        subjectId: id,
        data: { name: member.name },
      }));
    return goAndSay(c, `/members/${id}`, `A letter is on its way to ${member.email}.`);
  });

function refuse(c: Ctx, member: Member, words: string) {
  const { org, member: admin } = signedInAs(c);
  const actor = { kind: "member", id: admin.id, cause: "request" } as const;
  return inOrg(c.var.house.db, org.id, actor, (tx) => {
    c.set("tx", tx);
    return showMember(c, member, words);
  }, { readOnly: true });
}
