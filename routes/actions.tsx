import { Hono } from "hono";
import { mergedIds } from "../domain/accounts/merges.ts";
import { Refused } from "../domain/base/errors.ts";
import {
  completeAction,
  findAction,
  reopenAction,
  skipAction,
  startAction,
} from "../domain/onboarding/actions.ts";
import { noteForm, pressForm, whyForm } from "../domain/onboarding/plan_forms.ts";
import { findMilestone, listSubmissions } from "../domain/onboarding/plan_records.ts";
import { type PlannedAction, templateAction } from "../domain/onboarding/plans.ts";
import { listActivity } from "../domain/people/activity.ts";
import { PlanActionPage } from "../views/action.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { nameOfAction } from "../views/plan_press.tsx";
import { StepPage } from "../views/plan_forms.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { planPage, pressed, sceneOf } from "./plan_page.tsx";
import { isFragment } from "./tenant.ts";

export const ACTION = `${ACCOUNT}/actions/:action{${UUID}}` as const;
const works = requiresOnAccount("actions.work");

/** One action of an account: all that is known of it, and its steps. */
export const actions = new Hono<Env>()
  .get(ACTION, (c) => actionPage(c))
  .post(`${ACTION}/start`, works, (c) => {
    return press(c, async (action, version) => {
      await startAction(c.var.tx, action.id, version);
      return `${nameOfAction(action)} has started.`;
    });
  })
  .post(`${ACTION}/reopening`, works, (c) => {
    return press(c, async (action, version) => {
      await reopenAction(c.var.tx, action.id, version);
      return `${nameOfAction(action)} is open again.`;
    });
  })
  .get(`${ACTION}/completion`, works, (c) => completionPage(c))
  .post(`${ACTION}/completion`, works, async (c) => {
    const { action } = await findPart(c);
    const form = await readForm(c, noteForm);
    if (!form.ok) return await completionPage(c, form, 422);
    return await pressedHere(c, action, async () => {
      await completeAction(c.var.tx, action.id, form.value);
      return `${nameOfAction(action)} is done.`;
    });
  })
  .get(`${ACTION}/skip`, works, (c) => skipPage(c))
  .post(`${ACTION}/skip`, works, async (c) => {
    const { account, action } = await findPart(c);
    const form = await readForm(c, whyForm);
    if (!form.ok) return await skipPage(c, form, 422);
    const { version, why } = form.value;
    try {
      await skipAction(c.var.tx, action.id, version, why);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await skipPage(c, refused, 409);
    }
    const said = `${nameOfAction(action)} is skipped.`;
    return goAndSay(c, `/accounts/${account.id}/plan#part-${action.id}`, said);
  });

export async function findPart(c: Ctx) {
  const account = await accountOf(c);
  return { account, action: await findAction(c.var.tx, account.id, c.req.param("action")!) };
}

async function press(c: Ctx, work: (action: PlannedAction, version: number) => Promise<string>) {
  const { account, action } = await findPart(c);
  const form = await readForm(c, pressForm);
  if (!form.ok) {
    return await planPage(c, account, {
      refusal: Object.values(form.errors).join(" "),
      status: 422,
    });
  }
  return await pressedHere(c, action, () => work(action, form.value.version));
}

/** Pressed in the plan, or on the action's own page: it answers with where it was. */
export async function pressedHere(
  c: Ctx,
  { id, account_id }: PlannedAction,
  work: () => Promise<string>,
) {
  const path = `/accounts/${account_id}/actions/${id}`;
  const draw = (refusal?: string, status?: 409) => actionPage(c, refusal, status);
  return await pressed(c, work, { part: id, page: { path, draw } });
}

async function actionPage(c: Ctx, refusal?: string, status: 200 | 409 = 200) {
  const { tx } = c.var;
  const { account, action } = await findPart(c);
  const [milestone, submissions, history] = await Promise.all([
    findMilestone(tx, account.id, action.milestone_id),
    listSubmissions(tx, account.id, action.id),
    mergedIds(tx, account.id).then((accountIds) =>
      listActivity(tx, { subjectId: action.id, accountIds })
    ),
  ]);
  const scene = await sceneOf(c, account, { milestones: [{ ...milestone, actions: [action] }] });
  const part = (
    <PlanActionPage
      scene={scene}
      milestone={milestone}
      action={action}
      content={templateAction(action)}
      submissions={submissions}
      history={history}
      refusal={refusal}
    />
  );
  if (isFragment(c)) return c.html(part, status);
  return await showAccount(c, account, part, {
    title: nameOfAction(action),
    wide: true,
    status,
    back: { href: `/accounts/${account.id}/plan#part-${action.id}`, label: account.name },
  });
}

async function completionPage(c: Ctx, form?: FormState, status?: 422) {
  return await below(c, "Complete", status, ({ to, back, action }) => (
    <StepPage
      to={`${to}/completion`}
      back={back}
      version={action.version}
      field={{ name: "note", label: "Note", required: false }}
      form={form}
      confirm="Mark complete"
    >
      <p>What was done, for whoever looks at it later. Customers do not see the note.</p>
    </StepPage>
  ));
}

async function skipPage(c: Ctx, form?: FormState, status?: 409 | 422) {
  return await below(c, "Skip", status, ({ to, back, action }) => (
    <StepPage
      to={`${to}/skip`}
      back={back}
      version={action.version}
      field={{ name: "why", label: "Why is it skipped?", required: true }}
      form={form}
      confirm="Skip this action"
    >
      <p>
        It no longer holds its milestone{action.portal_visible && ", and leaves the portal"}. A
        draft of it is discarded. It can be opened again while its milestone is in progress.
      </p>
    </StepPage>
  ));
}

/** A page about one step, which leads back to the row. */
export async function below(
  c: Ctx,
  verb: string,
  status: 409 | 422 | undefined,
  draw: (
    props: { to: string; back: string; action: PlannedAction },
  ) => Parameters<typeof showAccount>[2],
) {
  const { account, action } = await findPart(c);
  const back = `/accounts/${account.id}/plan#part-${action.id}`;
  const to = `/accounts/${account.id}/actions/${action.id}`;
  return await showAccount(c, account, draw({ to, back, action }), {
    title: `${verb} ${nameOfAction(action)}`,
    status,
    back: { href: back, label: account.name },
  });
}
