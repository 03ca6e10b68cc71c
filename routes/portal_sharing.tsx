import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { invitationPath, portalPath } from "../domain/base/portal_links.ts";
import { questionsAskedLetter, taskHandedLetter } from "../domain/messages/sharing_letters.ts";
import { delegateTask, endDelegation } from "../domain/portal/delegations.ts";
import { askTeammate, stopAsking } from "../domain/portal/question_asks.ts";
import type { Task } from "../domain/portal/submissions.ts";
import type { LetIn } from "../domain/portal/teammates.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { typedAgain } from "./forms.ts";
import { portalLink, postOrgLetter } from "./letters.ts";
import { goAndSay } from "./notices.ts";
import { contactOf } from "./portal_door.ts";
import { readPortalForm } from "./portal_forms.ts";
import { asksForm, delegationForm } from "./portal_sharing_forms.ts";
import { taskOf, taskPage } from "./portal_tasks.tsx";
import { readerWords, refusalIn, wordsOf } from "./portal_words.ts";

const TASK = `/tasks/:task{${UUID}}`;

/** Mounted at /p. What members do with a task beside answering it: others are given a hand in it. */
export const portalSharing = new Hono<Env>()
  .post(`${TASK}/delegations`, async (c) => {
    const task = await taskOf(c);
    const form = await readPortalForm(c, wordsOf(c), delegationForm);
    if (!form.ok) return await taskPage(c, task, undefined, 422, { delegation: form });
    const { name, email } = form.value;
    try {
      const colleague = await delegateTask(c.var.accountTx, contactOf(c), task, form.value);
      await tellHanded(c, task, form.value, colleague);
    } catch (error) {
      return await refused(c, task, error, "delegation", "email");
    }
    return goAndSay(c, at(task), wordsOf(c).t("sharing.isHanded", { name, email }));
  })
  .post(`${TASK}/delegations/:delegation{${UUID}}/end`, async (c) => {
    const task = await taskOf(c);
    const { accountTx: tx } = c.var;
    const name = await endDelegation(tx, contactOf(c), task, c.req.param("delegation"));
    return goAndSay(c, at(task), wordsOf(c).t("sharing.isEnded", { name }));
  })
  .post(`${TASK}/asks`, async (c) => {
    const task = await taskOf(c);
    const form = await readPortalForm(c, wordsOf(c), asksForm);
    if (!form.ok) return await taskPage(c, task, undefined, 422, { asks: form });
    const { contact, question } = form.value;
    try {
      const told = await askTeammate(c.var.accountTx, contactOf(c), task, contact, question);
      if (told.questions.length > 0) await tellAsked(c, task, told);
      return goAndSay(c, at(task), wordsOf(c).t("asks.done", { name: told.name }));
    } catch (error) {
      return await refused(c, task, error, "asks", "question");
    }
  })
  .post(`${TASK}/asks/:question{[a-zA-Z0-9_-]{1,40}}/removal`, async (c) => {
    const task = await taskOf(c);
    await stopAsking(c.var.accountTx, task, c.req.param("question"));
    return goAndSay(c, at(task), wordsOf(c).t("asks.stopped"));
  });

const at = (task: Task) => `/p/tasks/${task.id}`;

async function refused(
  c: Ctx,
  task: Task,
  error: unknown,
  which: "delegation" | "asks",
  field: string,
) {
  if (!(error instanceof Refused)) throw error;
  const errors = { [field]: refusalIn(wordsOf(c), error) };
  const form = { typed: await typedAgain(c), errors };
  return await taskPage(c, task, undefined, 409, { [which]: form });
}

async function tellHanded(
  c: Ctx,
  task: Task,
  { name, email, note }: { name: string; email: string; note: string },
  { token }: LetIn,
) {
  const { orgId, orgName: org, accountName: account, name: by } = contactOf(c);
  const path = token ? invitationPath(orgId, token) : portalPath(orgId, task.id);
  const link = await portalLink(c, c.var.accountTx, path);
  const letter = taskHandedLetter(await readerWords(c, email), {
    name,
    by,
    org,
    account,
    task: task.label,
    note,
    link,
  });
  await postOrgLetter(c, c.var.accountTx, letter, {
    class: "notice",
    to: { name, address: email },
  });
}

async function tellAsked(
  c: Ctx,
  task: Task,
  { name, email, questions }: { name: string; email: string; questions: string[] },
) {
  const { orgId, orgName: org, name: by } = contactOf(c);
  const link = await portalLink(c, c.var.accountTx, portalPath(orgId, task.id));
  const letter = questionsAskedLetter(await readerWords(c, email), {
    name,
    by,
    org,
    task: task.label,
    questions,
    link,
  });
  await postOrgLetter(c, c.var.accountTx, letter, {
    class: "notice",
    to: { name, address: email },
  });
}
