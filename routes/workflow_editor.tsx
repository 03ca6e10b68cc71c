import { Hono } from "hono";
import { NotFound } from "../domain/base/errors.ts";
import { bePresent, othersPresent } from "../domain/people/presences.ts";
import { may } from "../domain/people/roles.ts";
import { lastEdit } from "../domain/workflows/draft_edits.ts";
import { editorModel, palette } from "../domain/workflows/editor_model.ts";
import { findWorkflow, type Workflow } from "../domain/workflows/workflows.ts";
import { Banner } from "../views/parts/notices.tsx";
import { EditAnswer } from "../views/workflow_answers.tsx";
import { Others, WorkflowEditor } from "../views/workflow_editor.tsx";
import { PanelStep } from "../views/workflow_panel.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { isFragment, requires, signedInAs } from "./tenant.ts";

const at = `/:id{${UUID}}`;

/** The page of one workflow, each step at an address of its own. */
export const workflowEditor = new Hono<Env>()
  .get(at, async (c) => {
    const workflow = await findWorkflow(c.var.tx, c.req.param("id"));
    return await editorPage(c, workflow, []);
  })
  .get(`${at}/steps/:step{[a-z]\\d{1,6}}`, async (c) => {
    const { id, step } = c.req.param();
    const workflow = await findWorkflow(c.var.tx, id);
    const { nodes, notes } = workflow.draft;
    if (![...nodes, ...notes].some((one) => one.id === step)) {
      throw new NotFound("This step is not there any more");
    }
    if (!isFragment(c)) return await editorPage(c, workflow, [step]);
    const model = await editorModel(c.var.tx, workflow, [step], mayChange(c));
    return c.html(<PanelStep model={model} />);
  })
  .get(`${at}/news`, async (c) => {
    const workflow = await findWorkflow(c.var.tx, c.req.param("id"));
    const { rev, chosen, was } = newsAsked(c);
    if (rev === workflow.rev) return c.body(null, 204);
    const model = await editorModel(c.var.tx, workflow, chosen, mayChange(c));
    const last = await lastEdit(c.var.tx, workflow.id);
    const says = last ? `${last.by} ${last.what}` : "This workflow was changed";
    const panelStays = model.step !== undefined && model.step.stamp === was;
    return c.html(
      <EditAnswer model={model} says={says} panelStays={panelStays} news />,
    );
  })
  .post(`${at}/presence`, requires("workflows.read"), async (c) => {
    const { tx } = c.var;
    const { id } = await findWorkflow(tx, c.req.param("id"));
    const { member } = signedInAs(c);
    await bePresent(tx, id, member.id);
    return c.html(<Others names={await othersPresent(tx, id, member.id)} />);
  });

export function mayChange(c: Ctx): boolean {
  return may(signedInAs(c).member.roles, "workflows.change");
}

export async function editorPage(
  c: Ctx,
  workflow: Workflow,
  chosen: string[],
  refusal?: { says: string; status: 409 | 422 },
) {
  const { member } = signedInAs(c);
  const [model, others] = await Promise.all([
    editorModel(c.var.tx, workflow, chosen, mayChange(c)),
    othersPresent(c.var.tx, workflow.id, member.id),
  ]);
  return await showPage(
    c,
    { title: workflow.name, notice: takeNotice(c) },
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal.says}</Banner>}
      {workflow.state === "archived" && (
        <Banner kind="warn">This workflow is archived. Nothing in it can be changed.</Banner>
      )}
      <WorkflowEditor
        model={model}
        palette={palette(workflow.draft)}
        others={others}
        tab={chosen.length > 0 ? "step" : "steps"}
      />
    </>,
    refusal?.status,
  );
}

/** What the page shows, as far as it can be understood. */
function newsAsked(c: Ctx) {
  const { rev, chosen = "", was } = c.req.query();
  return {
    was,
    rev: /^\d{1,9}$/.test(rev ?? "") ? Number(rev) : undefined,
    chosen: chosen.split(",").filter((id) => /^[a-z]\d{1,6}$/.test(id)).slice(0, 400),
  };
}
