import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { assignable } from "../domain/accounts/assignments.ts";
import { Refused } from "../domain/base/errors.ts";
import { earlierAnswers, standingAnswers } from "../domain/onboarding/handoff_answers.ts";
import { askForm } from "../domain/onboarding/handoff_forms.ts";
import { listHandoffTemplates } from "../domain/onboarding/handoff_templates.ts";
import { askHandoff, handoffOf, type HandoffWithNames } from "../domain/onboarding/handoffs.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { AccountHandoff, AskHandoff } from "../views/account_handoff.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { signedInAs } from "./tenant.ts";

const AT = `${ACCOUNT}/handoff` as const;

export const accountHandoff = new Hono<Env>()
  .get(AT, async (c) => handoffTab(c, await accountOf(c)))
  .get(`${AT}/new`, requiresOnAccount("handoffs.ask"), async (c) => askPage(c, await accountOf(c)))
  .post(AT, requiresOnAccount("handoffs.ask"), async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, askForm);
    if (!form.ok) return await askPage(c, account, form, 422);
    const { template_id: templateId, ae_id: aeId } = form.value;
    const askedBy = signedInAs(c).member.id;
    try {
      await askHandoff(c.var.tx, { accountId: account.id, templateId, aeId, askedBy });
      const to = `/accounts/${account.id}/handoff`;
      return goAndSay(c, to, "The answers are being drafted, and the account executive is told.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const again = { typed: await typedAgain(c), errors: { form: error.message } };
      return await askPage(c, account, again, 409);
    }
  });

async function handoffTab(c: Ctx, account: AccountWithPeople) {
  const handoff = await handoffOf(c.var.tx, account.id);
  const mayAsk = may(signedInAs(c).member.roles, "handoffs.ask") && !account.archived_at;
  const details = handoff && await detailsOf(c, handoff);
  return await showAccount(
    c,
    account,
    <AccountHandoff account={account} details={details} mayAsk={mayAsk} />,
  );
}

async function detailsOf(c: Ctx, handoff: HandoffWithNames) {
  const [answers, earlier, { time_zone }] = await Promise.all([
    standingAnswers(c.var.tx, handoff.id),
    earlierAnswers(c.var.tx, handoff.id),
    findOrg(c.var.tx),
  ]);
  const reopen = may(signedInAs(c).member.roles, "handoffs.change");
  const mays = { complete: false, reopen };
  return { handoff, answers, earlier, roster: [], may: mays, timeZone: time_zone };
}

async function askPage(
  c: Ctx,
  account: AccountWithPeople,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const [templates, executives] = await Promise.all([
    listHandoffTemplates(c.var.tx),
    assignable(c.var.tx, "ae"),
  ]);
  const props = { account, templates, executives, form };
  return await showAccount(c, account, <AskHandoff {...props} />, {
    status,
    title: "Trigger set-up",
  });
}
