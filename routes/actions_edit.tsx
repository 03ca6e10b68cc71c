import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import type { Typed } from "../domain/base/forms.ts";
import { newId } from "../domain/base/tokens.ts";
import {
  addAction,
  changeAction,
  moveAction,
  removeAction,
} from "../domain/onboarding/action_edits.ts";
import { readAction, typedAction } from "../domain/onboarding/action_forms.ts";
import { pressInList } from "../domain/onboarding/action_lists.ts";
import { ACTION_TYPES, actionType } from "../domain/onboarding/action_types.ts";
import { plannedActionForm, pressForm, stepForm } from "../domain/onboarding/plan_forms.ts";
import { findMilestone } from "../domain/onboarding/plan_records.ts";
import { planWithParts, templateAction } from "../domain/onboarding/plans.ts";
import { type Action, newAction } from "../domain/onboarding/template_content.ts";
import { problemsOf } from "../domain/onboarding/template_problems.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { nameOfAction } from "../views/plan_press.tsx";
import { ActionTypeChoice, PlanActionForm, StepPage } from "../views/plan_forms.tsx";
import { TextPreview } from "../views/template_action.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { ACTION, below, findPart, pressedHere } from "./actions.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { placeAfter, planPage } from "./plan_page.tsx";
import { previewOf } from "./template_actions.tsx";

const MILESTONE = `${ACCOUNT}/milestones/:milestone{${UUID}}` as const;
const changes = requiresOnAccount("plans.change");

/** Actions as one account has them: neither the template nor another account changes with them. */
export const actionsEdit = new Hono<Env>()
  .get(`${MILESTONE}/actions/new`, changes, (c) => newPage(c))
  .post(`${MILESTONE}/actions`, changes, async (c) => {
    const { account, milestone } = await findMilestonePart(c);
    const form = await readForm(c, plannedActionForm);
    const { type: wanted, version: _, ...typed } = (form.ok ? form.value : form.typed) as Typed;
    const type = ACTION_TYPES.find((known) => known.type === wanted)?.type;
    if (!type) return await newPage(c);
    const blank = newAction(type, newId(), "");
    if (!form.ok) return await newPage(c, blank, form, 422);
    const read = readTyped(blank, typed as Typed);
    if (!read.ok) return await newPage(c, blank, read.form, read.status);
    try {
      const action = await addAction(c.var.tx, milestone.id, read.action);
      const said = `${read.action.label} is added to this account.`;
      return goAndSay(c, `/accounts/${account.id}/plan#part-${action.id}`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: typed as Typed, errors: { form: error.message } };
      return await newPage(c, blank, refused, 409);
    }
  })
  .post(`${ACCOUNT}/actions/preview`, changes, async (c) => {
    await accountOf(c);
    const form = await readForm(c, plannedActionForm);
    const typed = (form.ok ? form.value : form.typed) as Typed;
    const type = "content.text" in typed ? "SLACK" : "SEND_EMAIL";
    return c.html(<TextPreview preview={previewOf(type, typed)} />);
  })
  .get(`${ACTION}/edit`, changes, (c) => editPage(c))
  .post(`${ACTION}/edit`, changes, async (c) => {
    const { account, action } = await findPart(c);
    const form = await readForm(c, plannedActionForm);
    if (!form.ok) return await editPage(c, form, 422);
    const { version, ...typed } = form.value;
    const read = readTyped(templateAction(action), typed as Typed);
    if (!read.ok) return await editPage(c, read.form, read.status);
    try {
      await changeAction(c.var.tx, action.id, version, read.action);
      const said = `${read.action.label} is saved for this account.`;
      return goAndSay(c, `/accounts/${account.id}/plan#part-${action.id}`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: typed as Typed, errors: { form: error.message } };
      return await editPage(c, refused, 409);
    }
  })
  .post(`${ACTION}/position`, changes, async (c) => {
    const { account, action } = await findPart(c);
    const form = await readForm(c, stepForm);
    if (!form.ok) {
      const refusal = Object.values(form.errors).join(" ");
      return await planPage(c, account, { refusal, status: 422 });
    }
    const { version, step } = form.value;
    return await pressedHere(c, action, async () => {
      const { milestones } = (await planWithParts(c.var.tx, account.id))!;
      const siblings = milestones.find(({ id }) => id === action.milestone_id)?.actions ?? [];
      const at = siblings.findIndex(({ id }) => id === action.id);
      await moveAction(c.var.tx, action.id, version, { index: placeAfter(at, step) });
      return `${nameOfAction(action)} is moved.`;
    });
  })
  .get(`${ACTION}/removal`, changes, (c) => removalPage(c))
  .post(`${ACTION}/removal`, changes, async (c) => {
    const { account, action } = await findPart(c);
    const form = await readForm(c, pressForm);
    if (!form.ok) return await removalPage(c, form, 422);
    try {
      await removeAction(c.var.tx, action.id, form.value.version);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await removalPage(c, refused, 409);
    }
    const said = `${nameOfAction(action)} is removed from this account.`;
    return goAndSay(c, `/accounts/${account.id}/plan`, said);
  });

type ReadTyped =
  | { ok: true; action: Action }
  | { ok: false; form: FormState; status: 200 | 422 };

/**
 * What a form says of an action. A button of its lists saves nothing: the form comes back with the
 * list as it is then. What a template could not publish cannot be saved here.
 */
function readTyped({ type, id }: Action, { press, ...typed }: Typed): ReadTyped {
  const read = readAction(type, id, typed);
  if (!read.ok) return { ok: false, form: { typed, errors: read.errors }, status: 422 };
  if (typeof press === "string") {
    const pressed = pressInList(read.action, press, newId);
    return { ok: false, form: { typed: typedAction(pressed), errors: {} }, status: 200 };
  }
  const problems = problemsOf(read.action);
  if (problems.length === 0) return { ok: true, action: read.action };
  return { ok: false, form: { typed, errors: { form: problems.join(" ") } }, status: 422 };
}

async function findMilestonePart(c: Ctx) {
  const account = await accountOf(c);
  const milestone = await findMilestone(c.var.tx, account.id, c.req.param("milestone")!);
  return { account, milestone };
}

async function newPage(c: Ctx, action?: Action, form?: FormState, status?: 200 | 409 | 422) {
  const { account, milestone } = await findMilestonePart(c);
  const at = `/accounts/${account.id}/milestones/${milestone.id}/actions`;
  const back = `/accounts/${account.id}/plan#part-${milestone.id}`;
  const wanted = ACTION_TYPES.find(({ type }) => type === c.req.query("type"))?.type;
  const shown = action ?? (wanted && newAction(wanted, newId(), ""));
  const state = form ?? (shown && { typed: typedAction(shown), errors: {} });
  const part = shown && state
    ? (
      <PlanActionForm
        to={at}
        back={back}
        previewAt={`/accounts/${account.id}/actions`}
        action={shown}
        form={state}
        preview={previewOf(shown.type, state.typed)}
      />
    )
    : <ActionTypeChoice at={`${at}/new`} />;
  return await showAccount(c, account, part, {
    title: shown ? `New action: ${actionType(shown.type).label}` : "New action",
    lead: `In ${milestone.name}, on this account only`,
    wide: Boolean(shown),
    status,
    back: { href: back, label: account.name },
  });
}

async function editPage(c: Ctx, form?: FormState, status?: 200 | 409 | 422) {
  const { account, action } = await findPart(c);
  if (action.ended_at) throw new NotFound();
  const shown = templateAction(action);
  const state = form ?? { typed: typedAction(shown), errors: {} };
  const back = `/accounts/${account.id}/plan#part-${action.id}`;
  const part = (
    <PlanActionForm
      to={`/accounts/${account.id}/actions/${action.id}/edit`}
      back={back}
      previewAt={`/accounts/${account.id}/actions`}
      action={shown}
      form={state}
      preview={previewOf(shown.type, state.typed)}
      version={action.version}
    />
  );
  return await showAccount(c, account, part, {
    title: `Edit ${nameOfAction(action)}`,
    lead: "On this account only: the template and other accounts stay as they are.",
    wide: true,
    status,
    back: { href: back, label: account.name },
  });
}

async function removalPage(c: Ctx, form?: FormState, status?: 409 | 422) {
  return await below(c, "Remove", status, ({ to, back, action }) => (
    <StepPage
      to={`${to}/removal`}
      back={back}
      version={action.version}
      form={form}
      confirm="Remove action"
      danger
    >
      <p>
        It goes from this account, with a draft that has not been sent. The template and other
        accounts keep theirs.
      </p>
    </StepPage>
  ));
}
