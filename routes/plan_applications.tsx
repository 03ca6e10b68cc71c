import { Hono } from "hono";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { NotFound, Refused } from "../domain/base/errors.ts";
import {
  applyTemplate,
  lossesOf,
  reapplyTemplate,
} from "../domain/onboarding/plan_applications.ts";
import { applicationForm, reapplicationForm } from "../domain/onboarding/plan_forms.ts";
import { currentPlan, type Plan } from "../domain/onboarding/plans.ts";
import { findRevision } from "../domain/onboarding/template_revisions.ts";
import {
  categoriesInUse,
  findTemplate,
  listTemplates,
  type TemplateFilter,
} from "../domain/onboarding/templates.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { ApplicationPage, HasPlan, TemplateChoice } from "../views/plan_choice.tsx";
import { ReapplicationPage } from "../views/plan_reapply.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { readFilter } from "./templates.tsx";

const applies = requiresOnAccount("plans.apply");
const ID = new RegExp(`^${UUID}$`);

/** How an account gets its plan, and how it begins anew. */
export const planApplications = new Hono<Env>()
  .get(`${ACCOUNT}/plan/application`, applies, async (c) => {
    const account = await accountOf(c);
    if (await currentPlan(c.var.tx, account.id)) {
      return await belowPlan(c, account, "Apply a template", <HasPlan accountId={account.id} />);
    }
    const chosen = c.req.query("template");
    try {
      if (chosen && ID.test(chosen)) return await applicationPage(c, account, chosen);
    } catch (error) {
      if (!(error instanceof NotFound)) throw error; // Then there is another to choose.
    }
    return await choicePage(c, account, readFilter(c));
  })
  .post(`${ACCOUNT}/plan/application`, applies, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, applicationForm);
    if (!form.ok) {
      const id = String(form.typed.template_id ?? "");
      return ID.test(id)
        ? await applicationPage(c, account, id, form, 422)
        : await choicePage(c, account, {}, 422);
    }
    const { template_id, start } = form.value;
    try {
      const plan = await applyTemplate(c.var.tx, account.id, template_id, { startFirst: start });
      const said = `${account.name} follows revision ${plan.revision_number} of ` +
        `${plan.template_name} now.`;
      return goAndSay(c, `/accounts/${account.id}/plan`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await applicationPage(c, account, template_id, refused, 409);
    }
  })
  .get(`${ACCOUNT}/plan/reapplication`, applies, async (c) => {
    const account = await accountOf(c);
    return await reapplicationPage(c, account);
  })
  .post(`${ACCOUNT}/plan/reapplication`, applies, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, reapplicationForm);
    if (!form.ok) return await reapplicationPage(c, account, form, 422);
    const { version, start } = form.value;
    try {
      const plan = await reapplyTemplate(c.var.tx, account.id, version, { startFirst: start });
      const said = `${account.name} begins anew with revision ${plan.revision_number} of ` +
        `${plan.template_name}.`;
      return goAndSay(c, `/accounts/${account.id}/plan`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await reapplicationPage(c, account, refused, 409);
    }
  });

async function choicePage(
  c: Ctx,
  account: AccountWithPeople,
  filter: TemplateFilter,
  status?: 422,
) {
  const { tx } = c.var;
  const [page, inUse] = await Promise.all([
    listTemplates(tx, { ...filter, status: "published" }),
    categoriesInUse(tx),
  ]);
  const part = <TemplateChoice accountId={account.id} page={page} filter={filter} inUse={inUse} />;
  return await belowPlan(c, account, "Apply a template", part, status);
}

async function applicationPage(
  c: Ctx,
  account: AccountWithPeople,
  templateId: string,
  form?: FormState,
  status?: 409 | 422,
) {
  const template = await findTemplate(c.var.tx, templateId);
  if (template.published_number === null || template.status === "archived") throw new NotFound();
  const revision = await findRevision(c.var.tx, template.id, template.published_number);
  const props = { accountId: account.id, accountName: account.name, template, revision, form };
  const part = <ApplicationPage {...props} />;
  return await belowPlan(c, account, `Apply ${template.name}`, part, status);
}

async function reapplicationPage(
  c: Ctx,
  account: AccountWithPeople,
  form?: FormState,
  status?: 409 | 422,
) {
  const { tx } = c.var;
  const plan = await currentPlan(tx, account.id);
  if (!plan) throw new NotFound();
  const [newest, losses] = await Promise.all([newestOf(c, plan), lossesOf(tx, account.id)]);
  if (!newest) throw new Refused("This plan does not come from a template that is in use.");
  const props = { accountName: account.name, plan, newest, losses, form };
  const part = <ReapplicationPage {...props} />;
  return await belowPlan(c, account, "Apply the template again", part, status, false);
}

async function newestOf(c: Ctx, { template_id }: Plan) {
  if (!template_id) return undefined;
  const { published_number: number } = await findTemplate(c.var.tx, template_id);
  if (number === null) return undefined;
  const { content } = await findRevision(c.var.tx, template_id, number);
  return { number, first: content.milestones[0]?.name };
}

async function belowPlan(
  c: Ctx,
  account: AccountWithPeople,
  title: string,
  part: Parameters<typeof showAccount>[2],
  status?: 409 | 422,
  wide = true,
) {
  return await showAccount(c, account, part, {
    title,
    status,
    wide,
    back: { href: `/accounts/${account.id}/plan`, label: account.name },
  });
}
