import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { handedTasks, hasTask } from "../domain/portal/delegations.ts";
import { mostFileBytes } from "../domain/portal/file_quotas.ts";
import { readJourney } from "../domain/portal/journey.ts";
import { listAsks } from "../domain/portal/question_asks.ts";
import { findTask, saveAnswers, submitTask, type Task } from "../domain/portal/submissions.ts";
import { problemsOfTask } from "../domain/portal/tasks.ts";
import { listUnderWay } from "../domain/portal/uploads.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PortalDelegate } from "../views/portal_delegate.tsx";
import { NotSaved, Saved, versionOf } from "../views/portal_form.tsx";
import { PortalReview } from "../views/portal_sent.tsx";
import { PortalTask, TaskHead } from "../views/portal_task.tsx";
import { PortalTasks } from "../views/portal_tasks.tsx";
import { PortalTimeline } from "../views/portal_timeline.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { contactOf } from "./portal_door.ts";
import { answersForm, messageForm, readPortalForm, sendForm } from "./portal_forms.ts";
import { sendMessage } from "./portal_notes.ts";
import { portalPage } from "./portal_page.tsx";
import { sharingOf } from "./portal_sharing_part.tsx";
import { problemsIn, refusalIn, wordsOf } from "./portal_words.ts";
import { isFragment } from "./tenant.ts";

const TASK = `/tasks/:task{${UUID}}`;

/** Mounted at /p. What the customer is asked for, and how far they are. */
export const portalTasks = new Hono<Env>()
  .get("/", async (c) => {
    if (c.var.portalRole === "delegate") return await delegatePage(c);
    const journey = await readJourney(c.var.accountTx);
    const { name } = contactOf(c);
    const words = wordsOf(c);
    const part = <PortalTasks journey={journey} base="/p" name={name} words={words} />;
    return await portalPage(c, { title: words.t("place.tasks"), place: "" }, part);
  })
  .get("/timeline", async (c) => {
    const journey = await readJourney(c.var.accountTx);
    const words = wordsOf(c);
    const part = <PortalTimeline journey={journey} base="/p" words={words} />;
    return await portalPage(c, { title: words.t("place.timeline"), place: "/timeline" }, part);
  })
  .get(TASK, async (c) => await taskPage(c, await taskOf(c)))
  .post(`${TASK}/answers`, async (c) => {
    const task = await taskOf(c);
    const words = wordsOf(c);
    const form = await readPortalForm(c, words, answersForm(task.asked.questions ?? []));
    if (!form.ok) return await refuseAnswers(c, task, form, 422);
    const { version, then, answers } = form.value;
    try {
      await saveAnswers(c.var.accountTx, contactOf(c), task, version, answers);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: refusalIn(words, error) };
      return await refuseAnswers(c, await taskOf(c), { typed: await typedAgain(c), errors }, 409);
    }
    const saved = await taskOf(c);
    if (isFragment(c)) {
      const props = { version: versionOf(saved), task: saved, timeZone: saved.zone, words };
      return c.html(<Saved {...props} by={contactOf(c).name} />);
    }
    if (then !== "review") {
      return goAndSay(c, "/p", words.t("task.isSaved"));
    }
    const problems = problemsOfTask(saved);
    if (Object.keys(problems).length === 0) return c.redirect(`/p/tasks/${task.id}/review`, 303);
    const errors = problemsIn(words, problems);
    return await taskPage(c, saved, { typed: await typedAgain(c), errors }, 422);
  })
  .get(`${TASK}/review`, async (c) => {
    const task = await taskOf(c);
    if (task.isClosed) return c.redirect(`/p/tasks/${task.id}`, 303);
    const words = wordsOf(c);
    const { t } = words;
    return await portalPage(
      c,
      { title: t("task.checkTitle", { task: task.label }), place: "" },
      <>
        <TaskHead task={task} base="/p" title={t("task.check")} words={words} />
        <PortalReview task={task} base="/p" problems={problemsOfTask(task)} words={words} />
      </>,
    );
  })
  .post(`${TASK}/submission`, async (c) => {
    const task = await taskOf(c);
    const words = wordsOf(c);
    const form = await readPortalForm(c, words, sendForm);
    if (!form.ok) return await taskPage(c, task, form, 422);
    const problems = problemsOfTask(task);
    if (!task.isClosed && Object.keys(problems).length > 0) {
      return await taskPage(c, task, { typed: {}, errors: problemsIn(words, problems) }, 422);
    }
    try {
      await submitTask(c.var.accountTx, contactOf(c), task, form.value.version);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: refusalIn(words, error) };
      return await taskPage(c, await taskOf(c), { typed: {}, errors }, 409);
    }
    return goAndSay(c, "/p", words.t("sent.thanks", { task: task.label }));
  })
  .post(`${TASK}/change-requests`, async (c) => {
    const task = await taskOf(c);
    const words = wordsOf(c);
    const form = await readPortalForm(c, words, messageForm);
    if (!form.ok) return await taskPage(c, task, form, 422);
    await sendMessage(c, form.value.body, task);
    return goAndSay(c, `/p/tasks/${task.id}`, words.t("sent.wishGone"));
  });

export async function taskOf(c: Ctx): Promise<Task> {
  return await findTask(c.var.accountTx, c.req.param("task")!);
}

export async function taskPage(
  c: Ctx,
  task: Task,
  form?: FormState,
  status: 200 | 409 | 413 | 422 = 200,
  sharing: { delegation?: FormState; asks?: FormState } = {},
) {
  const { accountTx: tx, portalRole: role } = c.var;
  const { contactId: me } = contactOf(c);
  const asks = role === "delegate" ? [] : await listAsks(tx, task.id);
  const readOnly = role === "viewer" && !await hasTask(tx, me, task.id);
  const sending = readOnly ? undefined : await sendingOf(c, task);
  const props = { task, base: "/p", form, sending, readOnly, asked: { asks, me } };
  return await portalPage(
    c,
    { title: task.label, place: "" },
    <>
      <PortalTask {...props} words={wordsOf(c)} />
      {role === "member" && await sharingOf(c, task, sharing)}
    </>,
    status,
  );
}

async function delegatePage(c: Ctx) {
  const handed = await handedTasks(c.var.accountTx, contactOf(c).contactId);
  const words = wordsOf(c);
  const part = <PortalDelegate {...handed} words={words} />;
  return await portalPage(c, { title: words.t("place.tasks"), place: "" }, part);
}

/** What a page needs that takes files. */
async function sendingOf(c: Ctx, { id, asked }: Task) {
  const takesFiles = asked.files || asked.questions?.some(({ type }) => type === "file");
  if (!takesFiles) return;
  const { accountTx: tx } = c.var;
  const [mostBytes, underWay] = await Promise.all([
    mostFileBytes(tx),
    listUnderWay(tx, contactOf(c).contactId, id),
  ]);
  return { mostBytes, underWay };
}

/** What was typed while a colleague saved stays on the page, and the next save keeps it. */
async function refuseAnswers(c: Ctx, task: Task, form: FormState, status: 409 | 422) {
  if (!isFragment(c)) return await taskPage(c, task, form, status);
  const why = Object.values(form.errors)[0] ?? wordsOf(c).t("task.couldNotSave");
  return c.html(<NotSaved version={versionOf(task)} why={why} />, status);
}
