import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import {
  addMilestone,
  changeMilestone,
  moveMilestone,
  removeMilestone,
} from "../domain/onboarding/milestone_edits.ts";
import {
  finishMilestone,
  reopenMilestone,
  skipMilestone,
  startMilestone,
} from "../domain/onboarding/milestones.ts";
import {
  plannedMilestoneForm,
  pressForm,
  stepForm,
  whyForm,
} from "../domain/onboarding/plan_forms.ts";
import { findMilestone } from "../domain/onboarding/plan_records.ts";
import { currentPlan, planWithParts } from "../domain/onboarding/plans.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PlanMilestoneForm, StepPage } from "../views/plan_forms.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { placeAfter, planPage, pressed } from "./plan_page.tsx";

const MILESTONE = `${ACCOUNT}/milestones/:milestone{${UUID}}` as const;
const changes = requiresOnAccount("plans.change");

/** The milestones of one account: their way, and what is changed of them here alone. */
export const planMilestones = new Hono<Env>()
  .get(`${ACCOUNT}/milestones/new`, changes, (c) => newPage(c))
  .post(`${ACCOUNT}/milestones`, changes, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, plannedMilestoneForm);
    if (!form.ok) return await newPage(c, form, 422);
    const { version, ...facts } = form.value;
    try {
      const { id } = await addMilestone(c.var.tx, account.id, version, facts);
      const said = `${facts.name} is added to this account.`;
      return goAndSay(c, `/accounts/${account.id}/plan#part-${id}`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await newPage(c, await kept(c, error), 409);
    }
  })
  .get(MILESTONE, changes, (c) => editPage(c))
  .post(MILESTONE, changes, async (c) => {
    const { account, milestone } = await findPart(c);
    const form = await readForm(c, plannedMilestoneForm);
    if (!form.ok) return await editPage(c, form, 422);
    const { version, ...facts } = form.value;
    try {
      await changeMilestone(c.var.tx, milestone.id, version, facts);
      const said = `${facts.name} is saved for this account.`;
      return goAndSay(c, `/accounts/${account.id}/plan#part-${milestone.id}`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await editPage(c, await kept(c, error), 409);
    }
  })
  .post(`${MILESTONE}/start`, changes, (c) => {
    return press(c, async ({ id, name }, version) => {
      await startMilestone(c.var.tx, id, version);
      return `${name} has started.`;
    });
  })
  .post(`${MILESTONE}/finish`, changes, (c) => {
    return press(c, async ({ id, name }, version) => {
      await finishMilestone(c.var.tx, id, version);
      return `${name} is finished.`;
    });
  })
  .post(`${MILESTONE}/reopening`, changes, (c) => {
    return press(c, async ({ id, name }, version) => {
      await reopenMilestone(c.var.tx, id, version);
      return `${name} is open again.`;
    });
  })
  .post(`${MILESTONE}/position`, changes, async (c) => {
    const { account, milestone } = await findPart(c);
    const form = await readForm(c, stepForm);
    if (!form.ok) return await planPage(c, account, { refusal: firstOf(form), status: 422 });
    const { version, step } = form.value;
    return await pressed(c, async () => {
      const { milestones } = (await planWithParts(c.var.tx, account.id))!;
      const at = milestones.findIndex(({ id }) => id === milestone.id);
      await moveMilestone(c.var.tx, milestone.id, version, placeAfter(at, step));
      return `${milestone.name} is moved.`;
    }, { part: milestone.id });
  })
  .get(`${MILESTONE}/skip`, changes, (c) => skipPage(c))
  .post(`${MILESTONE}/skip`, changes, async (c) => {
    const { account, milestone } = await findPart(c);
    const form = await readForm(c, whyForm);
    if (!form.ok) return await skipPage(c, form, 422);
    const { version, why } = form.value;
    try {
      await skipMilestone(c.var.tx, milestone.id, version, why);
      return goAndSay(c, `/accounts/${account.id}/plan`, `${milestone.name} is skipped.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await skipPage(c, await kept(c, error), 409);
    }
  })
  .get(`${MILESTONE}/removal`, changes, (c) => removalPage(c))
  .post(`${MILESTONE}/removal`, changes, async (c) => {
    const { account, milestone } = await findPart(c);
    const form = await readForm(c, pressForm);
    if (!form.ok) return await removalPage(c, form, 422);
    try {
      await removeMilestone(c.var.tx, milestone.id, form.value.version);
      const said = `${milestone.name} is removed from this account.`;
      return goAndSay(c, `/accounts/${account.id}/plan`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await removalPage(c, await kept(c, error), 409);
    }
  });

async function findPart(c: Ctx) {
  const account = await accountOf(c);
  const milestone = await findMilestone(c.var.tx, account.id, c.req.param("milestone")!);
  return { account, milestone };
}

type Part = Awaited<ReturnType<typeof findPart>>["milestone"];

async function press(c: Ctx, work: (milestone: Part, version: number) => Promise<string>) {
  const { account, milestone } = await findPart(c);
  const form = await readForm(c, pressForm);
  if (!form.ok) return await planPage(c, account, { refusal: firstOf(form), status: 422 });
  return await pressed(c, () => work(milestone, form.value.version), { part: milestone.id });
}

const firstOf = ({ errors }: FormState) => Object.values(errors).join(" ");

async function kept(c: Ctx, error: Refused): Promise<FormState> {
  return { typed: await typedAgain(c), errors: { form: error.message } };
}

async function newPage(c: Ctx, form?: FormState, status?: 409 | 422) {
  const account = await accountOf(c);
  const plan = await currentPlan(c.var.tx, account.id);
  if (!plan) throw new NotFound();
  const back = `/accounts/${account.id}/plan`;
  const to = `/accounts/${account.id}/milestones`;
  const part = <PlanMilestoneForm to={to} back={back} version={plan.version} form={form} />;
  return await showAccount(c, account, part, {
    title: "New milestone",
    status,
    back: { href: back, label: account.name },
  });
}

async function editPage(c: Ctx, form?: FormState, status?: 409 | 422) {
  return await below(
    c,
    "",
    status,
    ({ to, back, milestone }) => (
      <PlanMilestoneForm
        to={to}
        back={back}
        version={milestone.version}
        milestone={milestone}
        form={form}
      />
    ),
  );
}

async function skipPage(c: Ctx, form?: FormState, status?: 409 | 422) {
  return await below(c, "Skip", status, ({ to, back, milestone }) => (
    <StepPage
      to={`${to}/skip`}
      back={back}
      version={milestone.version}
      field={{ name: "why", label: "Why is it skipped?", required: true }}
      form={form}
      confirm={`Skip ${milestone.name}`}
    >
      <p>
        {milestone.open > 0
          ? `${counted(milestone.open, "action")} of it that ${
            milestone.open === 1 ? "is" : "are"
          } not done will be cancelled, and never reach the customer.`
          : "All of its actions are done."}
      </p>
    </StepPage>
  ));
}

async function removalPage(c: Ctx, form?: FormState, status?: 409 | 422) {
  return await below(c, "Remove", status, ({ to, back, milestone }) => (
    <StepPage
      to={`${to}/removal`}
      back={back}
      version={milestone.version}
      form={form}
      confirm="Remove milestone"
      danger
    >
      <p>
        It goes from this account with its actions. The template and other accounts keep theirs.
      </p>
    </StepPage>
  ));
}

async function below(
  c: Ctx,
  verb: string,
  status: 409 | 422 | undefined,
  draw: (props: { to: string; back: string; milestone: Part }) => Parameters<typeof showAccount>[2],
) {
  const { account, milestone } = await findPart(c);
  const to = `/accounts/${account.id}/milestones/${milestone.id}`;
  const back = `/accounts/${account.id}/plan#part-${milestone.id}`;
  return await showAccount(c, account, draw({ to, back, milestone }), {
    title: verb ? `${verb} ${milestone.name}` : milestone.name,
    status,
    back: { href: back, label: account.name },
  });
}
