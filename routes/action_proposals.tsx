import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import type { Typed } from "../domain/base/forms.ts";
import { typedBefore } from "../domain/onboarding/action_proposals.ts";
import { unsavedForm } from "../domain/onboarding/proposal_forms.ts";
import {
  askForText,
  dismissProposal,
  findActionProposal,
  keepTyped,
  takeText,
} from "../domain/onboarding/proposals.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { goTo, requires, signedInAs } from "./tenant.ts";

const ACTION = `/:id{${UUID}}/actions/:action{${UUID}}/proposals`;
const PROPOSAL = `${ACTION}/:proposal{${UUID}}`;

/**
 * A text for one action. Each of these takes the whole form of the action along and keeps it with
 * the proposal, so that the page that follows shows it as it was left.
 */
export const actionProposals = new Hono<Env>()
  .use(`${ACTION}/*`, requires("templates.change"))
  .use(ACTION, requires("templates.change"))
  .post(ACTION, async (c) => goTo(c, pageOf(c, await ask(c, false))))
  .post(`${PROPOSAL}/rules`, async (c) => {
    await findOne(c);
    return goTo(c, pageOf(c, await ask(c, true)));
  })
  .post(`${PROPOSAL}/look`, async (c) => {
    const { id } = await findOne(c);
    await keepTyped(c.var.tx, id, await unsaved(c));
    return goTo(c, pageOf(c, id));
  })
  .post(`${PROPOSAL}/taking`, async (c) => {
    const { id } = await findOne(c);
    await takeText(c.var.tx, id, await unsaved(c));
    return goAndSay(c, pageOf(c, id), "Taken. Save the action to keep it.");
  })
  .post(`${PROPOSAL}/dismissal`, async (c) => {
    const proposal = await findOne(c);
    const now = await unsaved(c);
    const typed = proposal.state === "taken" ? typedBefore(proposal, now) : now;
    await dismissProposal(c.var.tx, proposal.id, typed);
    return goTo(c, pageOf(c, proposal.id));
  });

async function ask(c: Ctx, rulesOnly: boolean): Promise<string> {
  const { id: templateId, action: actionId } = c.req.param() as { id: string; action: string };
  const typed = await unsaved(c);
  const { id: memberId } = signedInAs(c).member;
  return await askForText(c.var.tx, memberId, { templateId, actionId, typed, rulesOnly });
}

async function findOne(c: Ctx) {
  const { id, action, proposal } = c.req.param() as Record<string, string>;
  return await findActionProposal(c.var.tx, proposal!, id!, action!);
}

/** As far as it can be kept: what is wrong in it is said when it is saved. */
async function unsaved(c: Ctx): Promise<Typed> {
  const form = await readForm(c, unsavedForm);
  if (!form.ok) throw new Refused(Object.values(form.errors)[0] ?? "This form could not be read.");
  const { press: _, version, ...typed } = form.value;
  return { ...typed as Typed, version: String(version) };
}

const pageOf = (c: Ctx, proposalId: string) => {
  const { id, action } = c.req.param() as Record<string, string>;
  return `/templates/${id}/actions/${action}?proposal=${proposalId}#suggested`;
};
