import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { newId } from "../domain/base/tokens.ts";
import { editDraft } from "../domain/onboarding/template_changes.ts";
import {
  milestoneForm,
  newMilestoneForm,
  positionForm,
  versionForm,
} from "../domain/onboarding/template_forms.ts";
import * as edits from "../domain/onboarding/template_edits.ts";
import { findTemplate, type Template } from "../domain/onboarding/templates.ts";
import { NotFound } from "../domain/base/errors.ts";
import { TemplateEditor } from "../views/template_editor.tsx";
import { MilestonePage } from "../views/template_milestone.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { HxPartial } from "../views/parts/notices.tsx";
import { TemplateStatus } from "../views/templates.tsx";
import { CustomerView } from "../views/template_customer.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { showPage } from "./page.tsx";
import { showTemplate, templateHead } from "./template_page.tsx";
import { goTo, isFragment, requires } from "./tenant.ts";

const change = requires("templates.change");
const PART = `/:id{${UUID}}/milestones/:milestone{${UUID}}`;

/** Milestones: their page, their texts, their order. */
export const templateEditor = new Hono<Env>()
  .get(`/:id{${UUID}}`, async (c) => {
    const template = await findTemplate(c.var.tx, c.req.param("id"));
    return await showTemplate(
      c,
      template,
      "content",
      (mayChange) => <TemplateEditor template={template} mayChange={mayChange} />,
    );
  })
  .get(`/:id{${UUID}}/customer-view`, async (c) => {
    const template = await findTemplate(c.var.tx, c.req.param("id"));
    return await showTemplate(c, template, "customer", () => <CustomerView template={template} />);
  })
  .post(`/:id{${UUID}}/milestones`, change, async (c) => {
    const id = c.req.param("id");
    const template = await findTemplate(c.var.tx, id);
    const form = await readForm(c, newMilestoneForm);
    if (!form.ok) return await showEditor(c, template, { form }, 422);
    const { version, ...facts } = form.value;
    const milestone = { id: newId(), ...facts, our_text: "", your_text: "", actions: [] };
    return await edited(
      c,
      id,
      version,
      (draft) => edits.addMilestone(draft, milestone),
      `Added ${facts.name}.`,
    );
  })
  .get(PART, change, (c) => milestonePage(c))
  .post(PART, change, async (c) => {
    const { id, milestone } = c.req.param();
    await findPart(c, id, milestone);
    const form = await readForm(c, milestoneForm);
    if (!form.ok) return await milestonePage(c, form);
    const { version, ...facts } = form.value;
    try {
      const change = (draft: Template["draft"]) => edits.changeMilestone(draft, milestone, facts);
      await editDraft(c.var.tx, id, version, change);
      return goTo(c, `/templates/${id}#part-${milestone}`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const typed = { ...facts, duration_days: String(facts.duration_days) };
      return await milestonePage(c, { typed, errors: { form: error.message } }, 409);
    }
  })
  .post(`${PART}/removal`, change, async (c) => {
    const { id, milestone } = c.req.param();
    const part = await findPart(c, id, milestone);
    const form = await readForm(c, versionForm);
    if (!form.ok) return await milestonePage(c, form);
    const remove = (draft: Template["draft"]) => edits.removeMilestone(draft, milestone);
    await editDraft(c.var.tx, id, form.value.version, remove);
    return goAndSay(c, `/templates/${id}`, `${part.milestone.name} is removed.`);
  })
  .post(`${PART}/position`, change, async (c) => {
    const { id, milestone } = c.req.param();
    const part = await findPart(c, id, milestone);
    const form = await readForm(c, positionForm);
    if (!form.ok) return await showEditor(c, part.template, { refusal: "Say where to." }, 422);
    const { version, step, index } = form.value;
    return await edited(
      c,
      id,
      version,
      (draft) =>
        step
          ? edits.stepMilestone(draft, milestone, step)
          : edits.moveMilestone(draft, milestone, index ?? 0),
      `Moved ${part.milestone.name}.`,
      milestone,
    );
  });

/** Saves a change of the draft, and answers with the editor as it is then. */
export async function edited(
  c: Ctx,
  id: string,
  version: number,
  edit: (draft: Template["draft"]) => Template["draft"],
  says: string,
  part?: string,
) {
  try {
    const template = await editDraft(c.var.tx, id, version, edit);
    if (!isFragment(c)) return goTo(c, `/templates/${id}${part ? `#part-${part}` : ""}`);
    return c.html(
      <>
        <TemplateEditor template={template} mayChange />
        <HxPartial target={`#status-${id}`} swap="outerHTML">
          <TemplateStatus template={template} />
        </HxPartial>
        <HxPartial target="#status" swap="innerHTML">{says}</HxPartial>
      </>,
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await showEditor(c, await findTemplate(c.var.tx, id), { refusal: error.message }, 409);
  }
}

export async function showEditor(
  c: Ctx,
  template: Template,
  refused: { form?: FormState; refusal?: string },
  status: 409 | 422,
) {
  const editor = <TemplateEditor template={template} mayChange {...refused} />;
  if (isFragment(c)) return c.html(editor, status);
  return await showTemplate(c, template, "content", () => editor, status);
}

async function findPart(c: Ctx, id: string, milestoneId: string) {
  const template = await findTemplate(c.var.tx, id);
  const milestone = edits.findMilestone(template.draft, milestoneId);
  if (!milestone) throw new NotFound();
  return { template, milestone };
}

async function milestonePage(c: Ctx, form?: FormState, status: 409 | 422 = 422) {
  const { id, milestone: part } = c.req.param() as { id: string; milestone: string };
  const { template, milestone } = await findPart(c, id, part);
  return await showPage(
    c,
    { title: milestone.name || "Milestone", narrow: true, header: templateHead(template) },
    <MilestonePage template={template} milestone={milestone} form={form} />,
    form ? status : 200,
  );
}
