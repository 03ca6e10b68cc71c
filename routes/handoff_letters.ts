import type { Assignment } from "../domain/accounts/assignments.ts";
import { handedOverLetter, handoffLetter } from "../domain/messages/handoff_letters.ts";
import type { Handoff } from "../domain/onboarding/handoffs.ts";
import { findMember } from "../domain/people/members.ts";
import type { Ctx } from "./env.ts";
import { tellAssigned } from "./account_letters.ts";
import { postOrgLetter, publicLink } from "./letters.ts";
import { signedInAs } from "./tenant.ts";

/** The account executive's way to the one page that asks them. */
export async function tellAsked(c: Ctx, handoff: Handoff, account: string) {
  const { name, email } = await findMember(c.var.tx, handoff.ae_id);
  const link = publicLink(c, `/handoffs/${handoff.id}`);
  const letter = handoffLetter({ account, by: signedInAs(c).member.name, link });
  const to = { name, address: email };
  await postOrgLetter(c, c.var.tx, letter, { class: "notice", to, subjectId: handoff.id });
}

/** The new CSM reads of the handoff; whoever had the account before, of its leaving. */
export async function tellHandedOver(
  c: Ctx,
  handoff: { id: string; account: string },
  assignment: Assignment,
) {
  if (assignment.before) await tellAssigned(c, { ...assignment, after: undefined });
  const csm = assignment.after ?? await csmOf(c, assignment);
  if (!csm || csm.id === signedInAs(c).member.id) return;
  const link = publicLink(c, `/handoffs/${handoff.id}`);
  const by = signedInAs(c).member.name;
  const letter = handedOverLetter({ account: handoff.account, by, link });
  const to = { name: csm.name, address: csm.email };
  await postOrgLetter(c, c.var.tx, letter, { class: "notice", to, subjectId: handoff.id });
}

async function csmOf(c: Ctx, { account }: Assignment) {
  return account.csm_id ? await findMember(c.var.tx, account.csm_id) : undefined;
}
