import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { newId } from "../domain/base/tokens.ts";
import { nameForm, versionForm } from "../domain/onboarding/handoff_forms.ts";
import { questionForm } from "../domain/onboarding/handoff_questions.ts";
import {
  addHandoffTemplate,
  archiveHandoffTemplate,
  findHandoffTemplate,
  listHandoffTemplates,
  makeDefault,
  moveQuestion,
  removeQuestion,
  renameHandoffTemplate,
  saveQuestion,
} from "../domain/onboarding/handoff_templates.ts";
import { HandoffTemplatePage, HandoffTemplates, QuestionPage } from "../views/handoff_settings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

const AT = "/settings/handoffs";
const SET = `/:set{${UUID}}` as const;
const QUESTION = `${SET}/questions/:question` as const;

export const handoffSettings = new Hono<Env>()
  .use(requires("handoffs.change"))
  .get("/", (c) => setsPage(c))
  .post("/", async (c) => {
    const form = await readForm(c, nameForm);
    if (!form.ok) return await setsPage(c, form, 422);
    return await unlessRefused(c, (again) => setsPage(c, again, 409), async () => {
      const { id } = await addHandoffTemplate(c.var.tx, form.value.name);
      return goAndSay(c, `${AT}/${id}`, "The set is added. Change its questions below.");
    });
  })
  .get(SET, (c) => setPage(c))
  .post(SET, async (c) => {
    const form = await readForm(c, nameForm);
    if (!form.ok) return await setPage(c, form, 422);
    return await unlessRefused(c, (again) => setPage(c, again, 409), async () => {
      const { version = 0, name } = form.value;
      await renameHandoffTemplate(c.var.tx, c.req.param("set"), version, name);
      return goAndSay(c, pathOf(c), "The name is saved.");
    });
  })
  .post(`${SET}/default`, async (c) => {
    await makeDefault(c.var.tx, c.req.param("set"));
    return goAndSay(c, AT, "New handoffs ask these questions from now on.");
  })
  .post(`${SET}/removal`, async (c) => {
    const { name } = await archiveHandoffTemplate(c.var.tx, c.req.param("set"));
    return goAndSay(c, AT, `"${name}" is removed. Handoffs that ask it keep their questions.`);
  })
  .get(`${SET}/questions/new`, (c) => questionPage(c))
  .post(`${SET}/questions`, (c) => saveTyped(c, newId()))
  .get(QUESTION, (c) => questionPage(c))
  .post(QUESTION, (c) => saveTyped(c, c.req.param("question")))
  .post(`${QUESTION}/removal`, async (c) => {
    const { version } = await versionOf(c);
    await removeQuestion(c.var.tx, c.req.param("set"), version, c.req.param("question"));
    return goAndSay(c, pathOf(c), "The question is removed.");
  })
  .post(`${QUESTION}/:direction{up|down}`, async (c) => {
    const { version } = await versionOf(c);
    const { set, question, direction } = c.req.param();
    await moveQuestion(c.var.tx, set, version, question, direction === "up" ? -1 : 1);
    return goAndSay(c, pathOf(c), "The order is saved.");
  });

const pathOf = (c: Ctx) => `${AT}/${c.req.param("set")}`;

async function versionOf(c: Ctx) {
  const form = await readForm(c, versionForm);
  if (!form.ok) throw new Refused("Open the page again and send it once more.");
  return form.value;
}

async function saveTyped(c: Ctx, questionId: string) {
  const form = await readForm(c, questionForm);
  if (!form.ok) return await questionPage(c, form, 422);
  return await unlessRefused(c, (again) => questionPage(c, again, 409), async () => {
    const { version, question } = form.value;
    const saved = { id: questionId, ...question };
    await saveQuestion(c.var.tx, c.req.param("set")!, version, saved);
    return goAndSay(c, pathOf(c), "The question is saved.");
  });
}

async function unlessRefused(
  c: Ctx,
  again: (form: FormState) => Promise<Response>,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await again({ typed: await typedAgain(c), errors: { form: error.message } });
  }
}

async function setsPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const sets = await listHandoffTemplates(c.var.tx);
  const props = { title: "Settings", header: {}, notice: takeNotice(c) };
  return await showPage(c, props, <HandoffTemplates sets={sets} form={form} />, status);
}

async function setPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const set = await findHandoffTemplate(c.var.tx, c.req.param("set")!);
  const back = { href: AT, label: "Handoffs" };
  const props = { title: set.name, narrow: true, header: { back }, notice: takeNotice(c) };
  return await showPage(c, props, <HandoffTemplatePage set={set} form={form} />, status);
}

async function questionPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const set = await findHandoffTemplate(c.var.tx, c.req.param("set")!);
  const id = c.req.param("question");
  const question = set.questions.find((one) => one.id === id);
  if (id && !question) throw new NotFound();
  const back = { href: `${AT}/${set.id}`, label: set.name };
  const props = { title: question?.label ?? "New question", narrow: true, header: { back } };
  const part = <QuestionPage set={set} question={question} form={form} />;
  return await showPage(c, props, part, status);
}
