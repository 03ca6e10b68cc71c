import { writeMessage } from "../domain/messages/conversations.ts";
import { portalInvitationLetter } from "../domain/messages/portal_letters.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { invitationPath, portalPath } from "../domain/base/portal_links.ts";
import type { Language } from "../domain/base/languages.ts";
import type { Ctx } from "./env.ts";
import { portalLink, postOrgLetter } from "./letters.ts";
import { contactOf } from "./portal_door.ts";

/** The event tells the CSM; see domain/messages/notification_rules.ts. */
export async function sendMessage(c: Ctx, body: string, about?: Task): Promise<void> {
  const { accountId, contactId } = contactOf(c);
  await writeMessage(c.var.accountTx, { accountId, contactId, actionId: about?.id, body });
}

/** The token leaves in this letter and is stored nowhere else. */
export async function postTeammateInvitation(
  c: Ctx,
  to: { name: string; email: string; language?: Language | null },
  token?: string,
): Promise<void> {
  const { orgId, orgName, accountName, name, orgLanguage, language } = contactOf(c);
  const words = c.var.house.wordsIn(to.language ?? language ?? orgLanguage);
  const letter = portalInvitationLetter(words, {
    name: to.name,
    inviter: name,
    org: orgName,
    account: accountName,
    link: await portalLink(
      c,
      c.var.accountTx,
      token ? invitationPath(orgId, token) : portalPath(orgId),
    ),
  });
  const posting = { class: "notice", to: { name: to.name, address: to.email } } as const;
  await postOrgLetter(c, c.var.accountTx, letter, posting);
}
