import { writeMessage } from "../domain/messages/conversations.ts";
import type { Letter } from "../domain/messages/letters.ts";
import {
  customerWroteLetter,
  portalInvitationLetter,
  submittedLetter,
} from "../domain/messages/portal_letters.ts";
import { readCsm } from "../domain/portal/journey.ts";
import type { Task } from "../domain/portal/submissions.ts";
import { invitationPath } from "../domain/base/portal_links.ts";
import type { Language } from "../domain/base/languages.ts";
import type { Ctx } from "./env.ts";
import { postOrgLetter, publicLink } from "./letters.ts";
import { contactOf } from "./portal_door.ts";

/** What a customer writes reaches the CSM on the account's page, and as a letter. */
export async function sendMessage(c: Ctx, body: string, about?: Task): Promise<void> {
  const { accountId, contactId, name, accountName: account } = contactOf(c);
  await writeMessage(c.var.accountTx, { accountId, contactId, actionId: about?.id, body });
  const link = publicLink(c, `/accounts/${accountId}/messages`);
  await tellCsm(c, customerWroteLetter({ name, account, body, task: about?.label, link }));
}

export async function tellSubmitted(c: Ctx, { id, label }: Task): Promise<void> {
  const { accountId, name, accountName: account } = contactOf(c);
  const link = publicLink(c, `/accounts/${accountId}/submissions/${id}`);
  await tellCsm(c, submittedLetter({ name, account, task: label, link }));
}

/** The token leaves in this letter and is stored nowhere else. */
export async function postTeammateInvitation(
  c: Ctx,
  to: { name: string; email: string; language?: Language | null },
  token: string,
): Promise<void> {
  const { orgId, orgName, accountName, name, orgLanguage, language } = contactOf(c);
  const words = c.var.house.wordsIn(to.language ?? language ?? orgLanguage);
  const letter = portalInvitationLetter(words, {
    name: to.name,
    inviter: name,
    org: orgName,
    account: accountName,
    link: publicLink(c, invitationPath(orgId, token)),
  });
  const posting = { class: "notice", to: { name: to.name, address: to.email } } as const;
  await postOrgLetter(c, c.var.accountTx, letter, posting);
}

async function tellCsm(c: Ctx, letter: Letter): Promise<void> {
  const { accountTx: tx } = c.var;
  const csm = await readCsm(tx);
  if (!csm) return;
  await postOrgLetter(c, tx, letter, {
    class: "notice",
    to: { name: csm.name, address: csm.email },
    accountId: contactOf(c).accountId,
    subjectId: csm.id,
  });
}
