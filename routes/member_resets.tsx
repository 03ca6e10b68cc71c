import { Hono } from "hono";
import { inOrg } from "../domain/base/db.ts";
import { Refused } from "../domain/base/errors.ts";
import { recordMemberReset } from "../domain/people/member_resets.ts";
import { askByMail } from "../domain/people/sign_ins.ts";
import { mailLanes, takeTurn } from "../domain/people/throttles.ts";
import { helpedResetLetter } from "../domain/messages/identity_letters.ts";
import { type Env, UUID } from "./env.ts";
import { askingOf } from "./entrance.ts";
import { postLetter } from "./letters.ts";
import { inLetter } from "./mail_proofs.ts";
import { goAndSay } from "./notices.ts";
import { tooManyLetters } from "./sign_in_links.tsx";
import { requiresFresh } from "./step_up.tsx";
import { requires, signedIn, signedInAs } from "./tenant.ts";

/**
 * An admin helps a member who cannot get in. The letter goes to the member alone, and the admin's
 * browser is not the one that asked: the admin learns neither the link nor the code.
 */
export const memberResets = new Hono<Env>()
  .post(
    `/password-resets/members/:id{${UUID}}`,
    signedIn,
    requires("members.change"),
    requiresFresh,
    async (c) => {
      const { db } = c.var.house;
      const { org, member: admin } = signedInAs(c);
      const id = c.req.param("id");
      const actor = { kind: "member", id: admin.id, cause: "request" } as const;
      const { name, email } = await inOrg(db, org.id, actor, (tx) => recordMemberReset(tx, id));
      const wait = await takeTurn(db, await mailLanes(db, askingOf(c, email)));
      if (wait > 0) throw new Refused(tooManyLetters(wait));
      const { secrets } = await askByMail(db, "reset", email);
      const links = inLetter(c, "/password-resets", secrets);
      const letter = helpedResetLetter({ ...links, admin: admin.name, org: org.name });
      await postLetter(c, { name, address: email }, letter);
      return goAndSay(c, `/members/${id}`, `${name} has a letter to set a new password.`);
    },
  );
