import type { Assignment } from "../domain/accounts/assignments.ts";
import {
  accountPassedOnLetter,
  accountReceivedLetter,
} from "../domain/messages/account_letters.ts";
import type { Letter } from "../domain/messages/letters.ts";
import type { Member } from "../domain/people/members.ts";
import type { Ctx } from "./env.ts";
import { postOrgLetter, publicLink } from "./letters.ts";
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
  const tell = async (member: Member, letter: Letter) => {
    if (member.deactivated_at) return;
    const to = { name: member.name, address: member.email };
    const about = { accountId: account.id, subjectId: member.id };
    await postOrgLetter(c, c.var.tx, letter, { class: "notice", to, ...about });
  };
  const isOwnChoice = !before && after?.id === signedInAs(c).member.id;
  if (after && !isOwnChoice) await tell(after, accountReceivedLetter(handover));
  if (before) await tell(before, accountPassedOnLetter(handover));
}
