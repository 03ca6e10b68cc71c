import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import { newId } from "../domain/base/tokens.ts";
import { versionForm } from "../domain/onboarding/handoff_forms.ts";
import { questionForm } from "../domain/onboarding/handoff_questions.ts";
import { activeMembers } from "../domain/people/members.ts";
import { archiveForm, newQueueForm, queueForm } from "../domain/workflows/queue_forms.ts";
import {
  moveQueueQuestion,
  removeQueueQuestion,
  saveQueueQuestion,
} from "../domain/workflows/queue_questions.ts";
import {
  addQueue,
  archiveQueue,
  changeQueue,
  findQueue,
  listQueues,
  membersOfQueue,
  restoreQueue,
} from "../domain/workflows/queues.ts";
import { kindLabel } from "../domain/workflows/task_words.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { QueueList, QueuePage, QueueQuestionPage } from "../views/queue_settings.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

const AT = "/settings/queues";
const QUEUE = `/:queue{${UUID}}` as const;
const QUESTION = `${QUEUE}/questions/:question` as const;

export const queueSettings = new Hono<Env>()
  .use(requires("queues.change"))
  .get("/", (c) => listPage(c))
  .post("/", async (c) => {
    const form = await readForm(c, newQueueForm);
    if (!form.ok) return await listPage(c, form, 422);
    return await unlessRefused(c, listPage, async () => {
      const { id } = await addQueue(c.var.tx, form.value);
      return goAndSay(c, `${AT}/${id}`, "The queue is added. Say who works on it.");
    });
  })
  .get(QUEUE, (c) => queuePage(c))
  .post(QUEUE, async (c) => {
    const form = await readForm(c, queueForm);
    if (!form.ok) return await queuePage(c, form, 422);
    return await unlessRefused(c, queuePage, async () => {
      const { version, change } = form.value;
      await changeQueue(c.var.tx, c.req.param("queue"), version, change);
      return goAndSay(c, pathOf(c), "The queue is saved.");
    });
  })
  .post(`${QUEUE}/archival`, async (c) => {
    const form = await readForm(c, archiveForm);
    if (!form.ok) return await queuePage(c, form, 422);
    return await unlessRefused(c, queuePage, async () => {
      const { name } = await archiveQueue(c.var.tx, c.req.param("queue"), form.value);
      return goAndSay(c, AT, `"${name}" is archived.`);
    });
  })
  .post(`${QUEUE}/restoration`, async (c) => {
    const { name } = await restoreQueue(c.var.tx, c.req.param("queue"));
    return goAndSay(c, pathOf(c), `"${name}" takes tasks again.`);
  })
  .get(`${QUEUE}/questions/new`, (c) => questionPage(c))
  .post(`${QUEUE}/questions`, (c) => saveTyped(c, newId()))
  .get(QUESTION, (c) => questionPage(c))
  .post(QUESTION, (c) => saveTyped(c, c.req.param("question")))
  .post(`${QUESTION}/removal`, async (c) => {
    const { version } = await versionOf(c);
    await removeQueueQuestion(c.var.tx, c.req.param("queue"), version, c.req.param("question"));
    return goAndSay(c, pathOf(c), "The question is removed.");
  })
  .post(`${QUESTION}/:direction{up|down}`, async (c) => {
    const { version } = await versionOf(c);
    const { queue, question, direction } = c.req.param();
    await moveQueueQuestion(c.var.tx, queue, version, question, direction === "up" ? -1 : 1);
    return goAndSay(c, pathOf(c), "The order is saved.");
  });

const pathOf = (c: Ctx) => `${AT}/${c.req.param("queue")}`;

async function versionOf(c: Ctx) {
  const form = await readForm(c, versionForm);
  if (!form.ok) throw new Refused("Open the page again and send it once more.");
  return form.value;
}

async function saveTyped(c: Ctx, questionId: string) {
  const form = await readForm(c, questionForm);
  if (!form.ok) return await questionPage(c, form, 422);
  return await unlessRefused(c, questionPage, async () => {
    const { version, question } = form.value;
    const saved = { id: questionId, ...question };
    await saveQueueQuestion(c.var.tx, c.req.param("queue")!, version, saved);
    return goAndSay(c, pathOf(c), "The question is saved.");
  });
}

type Page = (c: Ctx, form?: FormState, status?: 200 | 409 | 422) => Promise<Response>;

async function unlessRefused(c: Ctx, again: Page, work: () => Promise<Response>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await again(c, { typed: await typedAgain(c), errors: { form: error.message } }, 409);
  }
}

async function listPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const queues = await listQueues(c.var.tx);
  const props = { title: "Settings", header: {}, notice: takeNotice(c) };
  return await showPage(c, props, <QueueList queues={queues} form={form} />, status);
}

async function queuePage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const queue = await findQueue(tx, c.req.param("queue")!);
  const [members, people, queues] = await Promise.all([
    membersOfQueue(tx, queue.id),
    activeMembers(tx),
    listQueues(tx),
  ]);
  const others = queues.filter(({ id, kind, archived_at }) =>
    id !== queue.id && kind === queue.kind && !archived_at
  );
  const waiting = queues.find(({ id }) => id === queue.id)?.waiting ?? 0;
  const header = { back: { href: AT, label: "Queues" }, lead: kindLabel(queue.kind) };
  const props = { title: queue.name, narrow: true, header, notice: takeNotice(c) };
  const page = <QueuePage {...{ queue, members, people, others, waiting, form }} />;
  return await showPage(c, props, page, status);
}

async function questionPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const queue = await findQueue(c.var.tx, c.req.param("queue")!);
  const id = c.req.param("question");
  const question = queue.questions.find((one) => one.id === id);
  if (id && !question) throw new NotFound();
  const back = { href: `${AT}/${queue.id}`, label: queue.name };
  const props = { title: question?.label ?? "New question", narrow: true, header: { back } };
  const part = <QueueQuestionPage queue={queue} question={question} form={form} />;
  return await showPage(c, props, part, status);
}
