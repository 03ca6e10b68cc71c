import { Hono } from "hono";
import { csmRoster } from "../domain/accounts/roster.ts";
import { Forbidden, Refused } from "../domain/base/errors.ts";
import {
  earlierAnswers,
  regenerateAnswer,
  saveAnswer,
  standingAnswers,
} from "../domain/onboarding/handoff_answers.ts";
import {
  answerForm,
  errorsByField,
  faultsInTyped,
  handoffForm,
  type TypedHandoff,
} from "../domain/onboarding/handoff_forms.ts";
import {
  cancelHandoff,
  findHandoff,
  handoffsWaiting,
  type HandoffWithNames,
  lockHandoff,
  pickCsm,
  reopenHandoff,
  submitHandoff,
  Unanswered,
} from "../domain/onboarding/handoffs.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may, whoMay } from "../domain/people/roles.ts";
import { HandoffPage, HandoffStatus } from "../views/handoff.tsx";
import { AnswerSaved } from "../views/handoff_answer.tsx";
import { HandoffList } from "../views/handoff_list.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { isFragment, requires, signedInAs } from "./tenant.ts";

const HANDOFF = `/:handoff{${UUID}}` as const;
const ANSWER = `${HANDOFF}/answers/:question` as const;

export const handoffs = new Hono<Env>()
  .use(requires("accounts.read"))
  .get("/", async (c) => {
    const waiting = await handoffsWaiting(c.var.tx, signedInAs(c).member.id);
    const props = { title: "Handoffs", header: {}, notice: takeNotice(c) };
    return await showPage(c, props, <HandoffList handoffs={waiting} />);
  })
  .get(HANDOFF, async (c) => handoffPage(c, await handoffOfPath(c)))
  .post(HANDOFF, async (c) => {
    const handoff = await forCompleting(c);
    const form = await readForm(c, handoffForm(handoff.questions));
    if (!form.ok) return await handoffPage(c, handoff, form, 422);
    const faults = faultsInTyped(handoff.questions, form.value);
    if (Object.keys(faults).length > 0) return await refused(c, handoff, faults, 422);
    try {
      return await saveWhole(c, handoff, form.value);
    } catch (error) {
      if (error instanceof Unanswered) {
        return await refused(c, await handoffOfPath(c), errorsByField(error.faults), 422);
      }
      if (!(error instanceof Refused)) throw error;
      return await refused(c, await handoffOfPath(c), { form: error.message }, 409);
    }
  })
  .post(ANSWER, async (c) => {
    const handoff = await forCompleting(c);
    const { id, form } = await readAnswer(c);
    if (!form.ok) throw new Refused(Object.values(form.errors).join(" "));
    const by = signedInAs(c).member.id;
    try {
      await saveAnswer(c.var.tx, handoff.id, id, { ...form.value, by });
      return await savedPart(c, handoff.id, id);
    } catch (error) {
      if (!(error instanceof Refused) || !isFragment(c)) throw error;
      return await savedPart(c, handoff.id, id, error.message, form.value.version);
    }
  })
  .post(`${ANSWER}/anew`, async (c) => {
    const handoff = await forCompleting(c);
    const form = await readForm(c, handoffForm(handoff.questions));
    if (!form.ok) return await handoffPage(c, handoff, form, 422);
    await saveAll(c, handoff, form.value);
    const question = c.req.param("question")!;
    await regenerateAnswer(c.var.tx, handoff.id, question);
    return goAndSay(
      c,
      `/handoffs/${handoff.id}#question-${question}`,
      "The answer is being written anew. The one that stands is kept under Earlier texts.",
    );
  })
  .post(`${HANDOFF}/reopening`, requires("handoffs.change"), async (c) => {
    const { id, ae } = await handoffOfPath(c);
    await reopenHandoff(c.var.tx, id);
    return goAndSay(c, `/handoffs/${id}`, `The handoff is open again for ${ae}.`);
  })
  .post(`${HANDOFF}/cancellation`, requires("handoffs.ask"), async (c) => {
    const { id, account_id } = await handoffOfPath(c);
    await cancelHandoff(c.var.tx, id);
    return goAndSay(c, `/accounts/${account_id}/handoff`, "The handoff is taken back.");
  });

function handoffOfPath(c: Ctx): Promise<HandoffWithNames> {
  return findHandoff(c.var.tx, viewerOf(c), c.req.param("handoff")!);
}

/** The account executive who was asked, or somebody who may stand in for them. */
async function forCompleting(c: Ctx): Promise<HandoffWithNames> {
  const handoff = await handoffOfPath(c);
  if (!mayComplete(c, handoff)) {
    throw new Forbidden(
      "This handoff is somebody else's",
      `${handoff.ae} or ${whoMay("handoffs.change")}`,
    );
  }
  return handoff;
}

function mayComplete(c: Ctx, { ae_id }: HandoffWithNames): boolean {
  const { id, roles } = signedInAs(c).member;
  return may(roles, "handoffs.change") || (id === ae_id && may(roles, "handoffs.complete"));
}

async function saveWhole(c: Ctx, handoff: HandoffWithNames, typed: TypedHandoff) {
  await lockHandoff(c.var.tx, handoff.id, typed.version);
  await saveAll(c, handoff, typed);
  const at = `/handoffs/${handoff.id}`;
  if (!typed.submits) return goAndSay(c, at, "Saved. Submit it when you are ready.");
  const { version } = await handoffOfPath(c);
  const by = signedInAs(c).member;
  const { assignment } = await submitHandoff(c.var.tx, handoff.id, version, by.id);
  return goAndSay(
    c,
    at,
    `The handoff is submitted. ${assignment.after?.name ?? "The CSM"} takes over.`,
  );
}

async function saveAll(c: Ctx, { id, csm_id }: HandoffWithNames, typed: TypedHandoff) {
  const by = signedInAs(c).member.id;
  for (const { id: question, ...answer } of typed.answers) {
    await saveAnswer(c.var.tx, id, question, { ...answer, by });
  }
  if (typed.csmId !== csm_id) await pickCsm(c.var.tx, id, typed.csmId);
}

async function readAnswer(c: Ctx) {
  const id = c.req.param("question")!;
  return { id, form: await readForm(c, answerForm(id)) };
}

async function savedPart(c: Ctx, id: string, question: string, problem?: string, version?: number) {
  const [answers, { time_zone }] = await Promise.all([
    standingAnswers(c.var.tx, id),
    findOrg(c.var.tx),
  ]);
  const form = version === undefined
    ? undefined
    : { typed: { [`v_${question}`]: String(version) }, errors: {} };
  const props = { answer: answers.get(question), timeZone: time_zone, problem, form };
  return isFragment(c)
    ? c.html(<AnswerSaved id={question} {...props} />)
    : c.redirect(`/handoffs/${id}#question-${question}`, 303);
}

async function refused(
  c: Ctx,
  handoff: HandoffWithNames,
  errors: Record<string, string>,
  status: 409 | 422,
) {
  return await handoffPage(c, handoff, { typed: await typedAgain(c), errors }, status);
}

async function handoffPage(
  c: Ctx,
  handoff: HandoffWithNames,
  form?: FormState,
  status: 200 | 409 | 422 = 200,
) {
  const { tx } = c.var;
  const [answers, earlier, roster, { time_zone }] = await Promise.all([
    standingAnswers(tx, handoff.id),
    earlierAnswers(tx, handoff.id),
    csmRoster(tx),
    findOrg(tx),
  ]);
  const reopen = may(signedInAs(c).member.roles, "handoffs.change");
  const props = {
    title: `Hand over ${handoff.account}`,
    narrow: true,
    header: {
      back: { href: `/accounts/${handoff.account_id}`, label: handoff.account },
      status: <HandoffStatus state={handoff.state} />,
    },
    notice: takeNotice(c),
  };
  const mays = { complete: mayComplete(c, handoff), reopen };
  const page = { handoff, answers, earlier, roster, may: mays, timeZone: time_zone, form };
  return await showPage(c, props, <HandoffPage {...page} />, status);
}
