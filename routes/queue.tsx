import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { bePresent, othersPresent } from "../domain/people/presences.ts";
import { may } from "../domain/people/roles.ts";
import { findQueue, membersOfQueue } from "../domain/workflows/queues.ts";
import { accountFacts } from "../domain/workflows/task_accounts.ts";
import { claimTask, reassignTask, releaseTask } from "../domain/workflows/task_claims.ts";
import { candidatesFor, decideTask } from "../domain/workflows/task_decisions.ts";
import {
  claimForm,
  type Decision,
  decisionForm,
  reassignForm,
} from "../domain/workflows/task_forms.ts";
import { countTasks, listTasks, nextTask, queuesFor } from "../domain/workflows/task_lists.ts";
import { goesOnWords, runSoFar } from "../domain/workflows/task_runs.ts";
import { readTaskPlace, taskAddress } from "../domain/workflows/task_search.ts";
import { findTask, mayWorkOn, type TaskWithNames } from "../domain/workflows/tasks.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { Queue } from "../views/queue.tsx";
import { Presence, TaskLead, TaskPage } from "../views/task.tsx";
import { viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

const TASK = `/:task{${UUID}}` as const;

/** What workflows wait for, and the page of each task. */
export const queue = new Hono<Env>()
  .use(requires("tasks.work"))
  .get("/", async (c) => {
    const { tx } = c.var;
    const viewer = viewerOf(c);
    const place = readTaskPlace(new URL(c.req.url).searchParams);
    const readsAll = may(viewer.roles, "tasks.readAll");
    const [page, counts, queues] = await Promise.all([
      listTasks(tx, viewer, place),
      countTasks(tx, viewer),
      queuesFor(tx, viewer, readsAll),
    ]);
    const props = {
      ...{ place, page, counts, queues, me: viewer.id },
      worksOnAll: may(viewer.roles, "queues.change"),
      isOutside: !readsAll && queues.length === 0,
    };
    const lead = "What workflows wait for. They go on by themselves once it is decided.";
    const shell = { title: "Queue", header: { lead }, notice: takeNotice(c) };
    return await showPage(c, shell, <Queue {...props} />);
  })
  .get(TASK, (c) => taskPage(c))
  .post(`${TASK}/claim`, async (c) => {
    const form = await readForm(c, claimForm);
    return await unlessRefused(c, async () => {
      const viewer = viewerOf(c);
      const task = await findTask(c.var.tx, viewer, c.req.param("task"));
      if (task.kind === "assignment") return await take(c, task, listOf(form));
      await claimTask(c.var.tx, viewer, task.id);
      return goAndSay(c, listOf(form) ?? pathOf(c), `"${task.title}" is yours to decide.`);
    });
  })
  .post(`${TASK}/release`, (c) =>
    unlessRefused(c, async () => {
      const { title } = await releaseTask(c.var.tx, viewerOf(c), c.req.param("task"));
      return goAndSay(c, pathOf(c), `"${title}" is open to everybody of its queue again.`);
    }))
  .post(`${TASK}/reassignment`, async (c) => {
    const form = await readForm(c, reassignForm);
    if (!form.ok) return await taskPage(c, { form, status: 422 });
    return await unlessRefused(c, async () => {
      const { member_id } = form.value;
      const { to } = await reassignTask(c.var.tx, viewerOf(c), c.req.param("task"), member_id);
      return goAndSay(c, pathOf(c), `${to} has this task now.`);
    });
  })
  .post(`${TASK}/decision`, async (c) => {
    const task = await findTask(c.var.tx, viewerOf(c), c.req.param("task"));
    const form = await readForm(c, decisionForm(task));
    const waits = task.state === "open" || task.state === "claimed";
    if (!form.ok && waits) return await taskPage(c, { form, status: 422 });
    return await unlessRefused(c, () => decide(c, task, form.ok ? form.value : NOTHING));
  })
  .post(`${TASK}/presence`, async (c) => {
    const { tx } = c.var;
    const viewer = viewerOf(c);
    const { id } = await findTask(tx, viewer, c.req.param("task"));
    await bePresent(tx, id, viewer.id);
    return c.html(<Presence id={id} present={await othersPresent(tx, id, viewer.id)} />);
  });

/** For a task that nobody can decide any more: what was typed does not matter. */
const NOTHING: Decision = { decision: "done", reason: "" };

const pathOf = (c: Ctx) => `/queue/${c.req.param("task")}`;

type Read = { ok: true; value: { list?: string } } | { ok: false };

/** The list that the press came from: only ever a place among the tasks. */
function listOf(form: Read): string | undefined {
  const list = form.ok ? form.value.list : undefined;
  return list === undefined ? undefined : listAddress(list);
}

function listAddress(list: string): string {
  return taskAddress(readTaskPlace(new URLSearchParams(list.split("?")[1] ?? "")));
}

/** Of an assignment, claiming is taking the account over. */
async function take(c: Ctx, task: TaskWithNames, list: string | undefined) {
  const viewer = viewerOf(c);
  const decision: Decision = { decision: "assigned", reason: "", csmId: viewer.id, list };
  const candidates = await candidatesFor(c.var.tx, task);
  if (candidates.some(({ id }) => id === viewer.id)) return await decide(c, task, decision);
  await claimTask(c.var.tx, viewer, task.id);
  return goAndSay(c, pathOf(c), "It is yours to decide. Choose who takes the account over.");
}

async function decide(c: Ctx, task: TaskWithNames, decision: Decision) {
  await decideTask(c.var.tx, viewerOf(c), task.id, decision);
  const done = await findTask(c.var.tx, viewerOf(c), task.id);
  const goesOn = task.run_id ? await goesOnWords(c.var.tx, task.run_id, task.node_id!) : "";
  const list = decision.list === undefined ? undefined : listAddress(decision.list);
  return goAndSay(c, list ?? pathOf(c), `${DECIDED[decision.decision](done)} ${goesOn}`.trim());
}

const DECIDED: Record<Decision["decision"], (task: TaskWithNames) => string> = {
  approved: () => "Approved.",
  rejected: () => "Rejected.",
  assigned: ({ csm }) => `Given to ${csm}.`,
  done: () => "Done.",
};

/** Whoever came second reads on the task's own page what has happened meanwhile. */
async function unlessRefused(c: Ctx, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const form = { typed: await typedAgain(c), errors: {} };
    return await taskPage(c, { refusal: error.message, form, status: 409 });
  }
}

async function taskPage(
  c: Ctx,
  { form, refusal, status = 200 }: {
    form?: FormState;
    refusal?: string;
    status?: 200 | 409 | 422;
  } = {},
) {
  const { tx } = c.var;
  const viewer = viewerOf(c);
  const task = await findTask(tx, viewer, c.req.param("task")!);
  const works = await mayWorkOn(tx, viewer, task.id);
  const [queue, account, run, present, colleagues, candidates, next] = await Promise.all([
    findQueue(tx, task.queue_id),
    task.account_id ? accountFacts(tx, viewer, task.account_id) : undefined,
    task.run_id ? runSoFar(tx, task.run_id) : undefined,
    othersPresent(tx, task.id, viewer.id),
    works ? membersOfQueue(tx, task.queue_id) : [],
    works ? candidatesFor(tx, task) : [],
    nextTask(tx, viewer, task.id),
  ]);
  const props = {
    ...{ task, account, run, present, colleagues, candidates, next, form, refusal },
    about: queue.about,
    me: viewer.id,
    may: { work: works, manage: may(viewer.roles, "queues.change") },
  };
  const back = { href: "/queue", label: "Queue" };
  const header = { back, lead: <TaskLead task={task} /> };
  const shell = { title: task.title, header, notice: takeNotice(c) };
  return await showPage(c, shell, <TaskPage {...props} />, status);
}
