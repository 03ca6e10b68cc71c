import { Hono } from "hono";
import { NotFound, Refused } from "../domain/base/errors.ts";
import type { Typed } from "../domain/base/forms.ts";
import { newId } from "../domain/base/tokens.ts";
import { escapeMarkdown, readMarkdown } from "../domain/messages/markdown.ts";
import { readAction, typedAction } from "../domain/onboarding/action_forms.ts";
import { typedWith } from "../domain/onboarding/action_proposals.ts";
import { pressInList } from "../domain/onboarding/action_lists.ts";
import { ACTION_TYPES } from "../domain/onboarding/action_types.ts";
import { findActionProposal, openActionProposal } from "../domain/onboarding/proposals.ts";
import { editDraft } from "../domain/onboarding/template_changes.ts";
import { newAction } from "../domain/onboarding/template_content.ts";
import * as edits from "../domain/onboarding/template_edits.ts";
import { factsOfAction } from "../domain/onboarding/template_facts.ts";
import {
  newActionForm,
  positionForm,
  typedForm,
  versionForm,
} from "../domain/onboarding/template_forms.ts";
import { findTemplate } from "../domain/onboarding/templates.ts";
import { fillVariables, unknownVariables, VARIABLES } from "../domain/onboarding/variables.ts";
import { may } from "../domain/people/roles.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { Facts } from "../views/parts/page_header.tsx";
import { ActionPage, TextPreview } from "../views/template_action.tsx";
import { NewActionPage } from "../views/template_milestone.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { edited, showEditor } from "./template_editor.tsx";
import { templateHead } from "./template_page.tsx";
import { goTo, requires, signedInAs } from "./tenant.ts";

const change = requires("templates.change");
const MILESTONE = `/:id{${UUID}}/milestones/:milestone{${UUID}}`;
const ACTION = `/:id{${UUID}}/actions/:action{${UUID}}`;

export const templateActions = new Hono<Env>()
  .get(`${MILESTONE}/actions/new`, change, (c) => newPage(c))
  .post(`${MILESTONE}/actions`, change, async (c) => {
    const { id, milestone } = c.req.param();
    const form = await readForm(c, newActionForm);
    if (!form.ok) return await newPage(c, form);
    const { version, label, type: wanted } = form.value;
    const type = ACTION_TYPES.find((known) => known.type === wanted)?.type;
    const refuse = (errors: Record<string, string>, status?: 409) =>
      newPage(c, { typed: { type: wanted, label }, errors }, status);
    if (!type) return await refuse({ type: "Choose a type." });
    const action = newAction(type, newId(), label);
    try {
      const { draft } = await editDraft(
        c.var.tx,
        id,
        version,
        (draft) => edits.addAction(draft, milestone, action),
      );
      if (!edits.findAction(draft, action.id)) throw new NotFound();
      return goTo(c, `/templates/${id}/actions/${action.id}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refuse({ form: error.message }, 409);
    }
  })
  .get(ACTION, (c) => actionPage(c))
  .post(ACTION, change, async (c) => {
    const { id, action: actionId } = c.req.param();
    const { action } = await findPart(c);
    const form = await readForm(c, typedForm);
    if (!form.ok) return await actionPage(c, form);
    const { version, press, ...typed } = form.value;
    const read = readAction(action.type, actionId, typed as Typed);
    if (!read.ok) return await actionPage(c, { typed: typed as Typed, errors: read.errors });
    const changed = press ? pressInList(read.action, press, newId) : read.action;
    try {
      await editDraft(c.var.tx, id, version, (draft) => edits.changeAction(draft, changed));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await actionPage(c, { typed: typed as Typed, errors: { form: error.message } }, 409);
    }
    if (press) return goTo(c, `/templates/${id}/actions/${actionId}#${entryAfter(press, changed)}`);
    return goAndSay(c, `/templates/${id}#part-${actionId}`, `${changed.label} is saved.`);
  })
  .post(`${ACTION}/preview`, change, async (c) => {
    const { action } = await findPart(c);
    const form = await readForm(c, typedForm);
    const typed = (form.ok ? form.value : form.typed) as Typed;
    return c.html(<TextPreview preview={previewOf(action.type, typed)} />);
  })
  .post(`${ACTION}/position`, change, async (c) => {
    const { id, action: actionId } = c.req.param();
    const { template, action } = await findPart(c);
    const form = await readForm(c, positionForm);
    if (!form.ok) return await showEditor(c, template, { refusal: "Say where to." }, 422);
    const { version, step, milestone, index } = form.value;
    return await edited(
      c,
      id,
      version,
      (draft) =>
        step
          ? edits.stepAction(draft, actionId, step)
          : edits.moveAction(draft, actionId, { milestoneId: milestone, index: index ?? 0 }),
      `Moved ${action.label}.`,
      actionId,
    );
  })
  .post(`${ACTION}/removal`, change, async (c) => {
    const { id, action: actionId } = c.req.param();
    const { action } = await findPart(c);
    const form = await readForm(c, versionForm);
    if (!form.ok) return await actionPage(c, { ...form, typed: typedAction(action) });
    await editDraft(
      c.var.tx,
      id,
      form.value.version,
      (draft) => edits.removeAction(draft, actionId),
    );
    return goAndSay(c, `/templates/${id}`, `${action.label} is removed.`);
  });

async function findPart(c: Ctx) {
  const { id, action } = c.req.param() as { id: string; action: string };
  const template = await findTemplate(c.var.tx, id);
  const found = edits.findAction(template.draft, action);
  if (!found) throw new NotFound();
  return { template, ...found };
}

async function actionPage(c: Ctx, form?: FormState, status: 409 | 422 = 422) {
  const { template, action, milestone } = await findPart(c);
  const proposal = await proposalOnPage(c, template.id, action.id);
  const mayChange = may(signedInAs(c).member.roles, "templates.change");
  const editable = mayChange && template.status !== "archived";
  const page = {
    title: action.label || "Action",
    header: { ...templateHead(template), lead: milestone.name },
    notice: takeNotice(c),
  };
  if (!editable) {
    const facts = factsOfAction(action).map(([label, value]) => ({ label, value: value || "–" }));
    return await showPage(c, page, <Facts facts={facts} />);
  }
  const unsaved = proposal && c.req.query("proposal") ? typedWith(proposal) : undefined;
  const shown = form ?? { typed: unsaved ?? typedAction(action), errors: {} };
  return await showPage(
    c,
    page,
    <ActionPage
      template={template}
      action={action}
      form={shown}
      preview={previewOf(action.type, shown.typed)}
      proposal={proposal}
      isUnsaved={!form && unsaved !== undefined}
    />,
    form ? status : 200,
  );
}

/**
 * What was asked of a writer stands beside the form. Where the address names it, the form is as it
 * was left then; else it is the one that still waits for an answer.
 */
async function proposalOnPage(c: Ctx, templateId: string, actionId: string) {
  const { member } = signedInAs(c);
  if (!may(member.roles, "templates.change")) return;
  const id = c.req.query("proposal");
  if (!id) return await openActionProposal(c.var.tx, templateId, actionId, member.id);
  if (!new RegExp(`^${UUID}$`).test(id)) throw new NotFound();
  return await findActionProposal(c.var.tx, id, templateId, actionId);
}

async function newPage(c: Ctx, form?: FormState, status: 409 | 422 = 422) {
  const { id, milestone: part } = c.req.param() as { id: string; milestone: string };
  const template = await findTemplate(c.var.tx, id);
  const milestone = edits.findMilestone(template.draft, part);
  if (!milestone) throw new NotFound();
  return await showPage(
    c,
    {
      title: "New action",
      narrow: true,
      header: { ...templateHead(template), lead: milestone.name },
    },
    <NewActionPage template={template} milestone={milestone} form={form} />,
    form ? status : 200,
  );
}

const EXAMPLES = Object.fromEntries(
  VARIABLES.map(({ name, example }) => [name, escapeMarkdown(example)]),
);
const PLAIN_EXAMPLES = Object.fromEntries(VARIABLES.map(({ name, example }) => [name, example]));
const MOST_PREVIEWED = 20_000;

export function previewOf(type: string, typed: Typed) {
  const text = (name: string) => String(typed[`content.${name}`] ?? "").slice(0, MOST_PREVIEWED);
  const [subject, body] = [text("subject"), text(type === "SLACK" ? "text" : "body")];
  return {
    subject: type === "SEND_EMAIL" ? fillVariables(subject, PLAIN_EXAMPLES).text : undefined,
    blocks: readMarkdown(fillVariables(body, EXAMPLES).text),
    unknown: unknownVariables(`${subject}\n${body}`),
  };
}

/** Where the page goes on after a button of the list: at the entry that was added or moved. */
export function entryAfter(press: string, action: { content: object }): string {
  const [verb, at] = press.split(":");
  const entries = Object.values(action.content).find(Array.isArray) ?? [];
  if (verb === "add") return `entry-${entries.length - 1}`;
  if (verb === "up" || verb === "down") return `entry-${Number(at) + (verb === "up" ? -1 : 1)}`;
  return "entries";
}
