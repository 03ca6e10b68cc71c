import type { Assignment } from "../domain/accounts/assignments.ts";
import {
  accountPassedOnLetter,
  accountReceivedLetter,
} from "../domain/messages/account_letters.ts";
import { postMail } from "../domain/messages/outbox.ts";
import type { Member } from "../domain/people/members.ts";
import type { Ctx } from "./env.ts";
import { publicLink } from "./letters.ts";
import { signedInAs } from "./tenant.ts";

/** Informs both CSMs of a transfer, in the transaction that makes it. */
export async function tellAssigned(c: Ctx, { account, before, after }: Assignment) {
  const handover = {
    account: account.name,
    by: signedInAs(c).member.name,
    before: before?.name,
    after: after?.name,
    link: publicLink(c, `/accounts/${account.id}`),
  };
  const tell = async (member: Member, letter: { subject: string; text: string }) => {
    if (member.deactivated_at) return;
    await postMail(c.var.tx, {
      class: "notice",
      to: { name: member.name, address: member.email },
      accountId: account.id,
      subjectId: member.id,
      ...letter,
    });
  };
  const isOwnChoice = !before && after?.id === signedInAs(c).member.id;
  if (after && !isOwnChoice) await tell(after, accountReceivedLetter(handover));
  if (before) await tell(before, accountPassedOnLetter(handover));
}
