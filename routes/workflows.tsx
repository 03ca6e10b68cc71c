import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { thingsToChoose } from "../domain/workflows/chosen_things.ts";
import { findStarter, newGraph, starters } from "../domain/workflows/starters.ts";
import { triggerOf } from "../domain/workflows/triggers.ts";
import {
  archiveWorkflow,
  createWorkflow,
  describeWorkflow,
  duplicateWorkflow,
  unarchiveWorkflow,
} from "../domain/workflows/workflow_changes.ts";
import { copyForm, detailsForm, newWorkflowForm } from "../domain/workflows/workflow_forms.ts";
import { writeYaml } from "../domain/workflows/workflow_yaml.ts";
import {
  findWorkflow,
  listWorkflows,
  type WorkflowFilter,
  type WorkflowRow,
} from "../domain/workflows/workflows.ts";
import { may } from "../domain/people/roles.ts";
import { LinkButton } from "../views/parts/buttons.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ArchivalPage, CopyPage, DetailsPage, NewWorkflowPage } from "../views/workflow_forms.tsx";
import { Workflows } from "../views/workflows.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const change = requires("workflows.change");

/** The list, and what a workflow is as a whole: its name, its copies, its files. */
export const workflows = new Hono<Env>()
  .use(requires("workflows.read"))
  .get("/", async (c) => {
    const filter = readFilter(c);
    const mayChange = may(signedInAs(c).member.roles, "workflows.change");
    const page = await listWorkflows(c.var.tx, filter);
    const listed = page.workflows.map((row) => ({ ...row, trigger: triggerWords(row) }));
    const actions = mayChange && (
      <>
        <LinkButton href="/workflows/imports">Import</LinkButton>
        <LinkButton kind="primary" href="/workflows/new" hotkey="c">New workflow</LinkButton>
      </>
    );
    return await showPage(
      c,
      { title: "Workflows", header: { actions }, notice: takeNotice(c) },
      <Workflows
        page={{ ...page, workflows: listed }}
        filter={filter}
        mayChange={mayChange}
        starters={starters()}
      />,
    );
  })
  .get("/new", change, (c) => newPage(c))
  .post("/", change, async (c) => {
    const form = await readForm(c, newWorkflowForm);
    if (!form.ok) return await newPage(c, form);
    const { starter, ...facts } = form.value;
    const graph = starter === "blank" ? newGraph() : findStarter(starter)?.graph;
    const typed = { ...facts, starter };
    if (!graph) return await newPage(c, { typed, errors: { starter: "Choose how to begin." } });
    return await unlessRefused(
      async () => {
        const { id, name } = await createWorkflow(c.var.tx, facts, graph);
        return goAndSay(c, `/workflows/${id}`, `${name} is created as a draft.`);
      },
      (says) => newPage(c, { typed, errors: { name: says } }, 409),
    );
  })
  .get(`/:id{${UUID}}/details`, change, (c) => detailsPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/details`, change, async (c) => {
    const id = c.req.param("id");
    await findWorkflow(c.var.tx, id);
    const form = await readForm(c, detailsForm);
    if (!form.ok) return await detailsPage(c, id, form);
    const { version, owner, ...facts } = form.value;
    return await unlessRefused(
      async () => {
        await describeWorkflow(c.var.tx, id, version, { ...facts, owner_id: owner || null });
        return goAndSay(c, `/workflows/${id}`, "Saved.");
      },
      (says) => detailsPage(c, id, { typed: { ...facts, owner }, errors: { form: says } }, 409),
    );
  })
  .get(`/:id{${UUID}}/copies`, change, (c) => copyPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/copies`, change, async (c) => {
    const id = c.req.param("id");
    await findWorkflow(c.var.tx, id);
    const form = await readForm(c, copyForm);
    if (!form.ok) return await copyPage(c, id, form);
    const { name } = form.value;
    return await unlessRefused(
      async () => {
        const copy = await duplicateWorkflow(c.var.tx, id, name);
        return goAndSay(c, `/workflows/${copy.id}`, `This is the copy, ${copy.name}.`);
      },
      (says) => copyPage(c, id, { typed: { name }, errors: { name: says } }, 409),
    );
  })
  .get(`/:id{${UUID}}/archival`, change, (c) => archivalPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/archival`, change, async (c) => {
    const id = c.req.param("id");
    return await unlessRefused(
      async () => {
        const { name } = await archiveWorkflow(c.var.tx, id);
        return goAndSay(c, "/workflows", `${name} is archived.`);
      },
      (says) => archivalPage(c, id, says),
    );
  })
  .post(`/:id{${UUID}}/restoration`, change, async (c) => {
    const { id, name } = await unarchiveWorkflow(c.var.tx, c.req.param("id"));
    return goAndSay(c, `/workflows/${id}`, `${name} is restored.`);
  })
  .get(`/:id{${UUID}}/export`, async (c) => {
    const workflow = await findWorkflow(c.var.tx, c.req.param("id"));
    c.header("content-type", "application/yaml; charset=utf-8");
    c.header("content-disposition", `attachment; filename="${fileName(workflow.name)}"`);
    return c.body(writeYaml(workflow, workflow.draft));
  });

async function unlessRefused(
  work: () => Promise<Response>,
  refused: (says: string) => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await refused(error.message);
  }
}

/** Of what is published; of a draft, what it would start on. */
function triggerWords({ starts_on, draft_starts_on }: WorkflowRow): string {
  return triggerOf(starts_on ?? draft_starts_on ?? undefined)?.label ?? "None yet";
}

async function newPage(c: Ctx, form?: FormState, status: 409 | 422 = 422) {
  const asked = findStarter(c.req.query("starter") ?? "")?.id;
  return await showPage(
    c,
    {
      title: "New workflow",
      narrow: true,
      header: { back: { href: "/workflows", label: "Workflows" } },
    },
    <NewWorkflowPage form={form} starters={starters()} starter={asked} />,
    form ? status : 200,
  );
}

async function detailsPage(c: Ctx, id: string, form?: FormState, status: 409 | 422 = 422) {
  const workflow = await findWorkflow(c.var.tx, id);
  const members = (await thingsToChoose(c.var.tx)).filter(({ what }) => what === "member")
    .map(({ id, name }) => ({ value: id, label: name }));
  return await showPage(
    c,
    {
      title: "Name and owner",
      narrow: true,
      header: { back: { href: `/workflows/${id}`, label: workflow.name } },
    },
    <DetailsPage workflow={workflow} members={members} form={form} />,
    form ? status : 200,
  );
}

async function copyPage(c: Ctx, id: string, form?: FormState, status: 409 | 422 = 422) {
  const workflow = await findWorkflow(c.var.tx, id);
  return await showPage(
    c,
    {
      title: `Duplicate ${workflow.name}`,
      narrow: true,
      header: { back: { href: `/workflows/${id}`, label: workflow.name } },
    },
    <CopyPage workflow={workflow} form={form} />,
    form ? status : 200,
  );
}

async function archivalPage(c: Ctx, id: string, refusal?: string) {
  const workflow = await findWorkflow(c.var.tx, id);
  return await showPage(
    c,
    {
      title: `Archive ${workflow.name}?`,
      narrow: true,
      header: { back: { href: `/workflows/${id}`, label: workflow.name } },
    },
    <ArchivalPage workflow={workflow} refusal={refusal} />,
    refusal ? 409 : 200,
  );
}

/** An address that somebody mistyped filters by what can be understood of it. */
function readFilter(c: Ctx): WorkflowFilter {
  const query = c.req.query();
  const q = query.q?.toWellFormed().replaceAll(/\p{Cc}/gu, "").trim().slice(0, 100);
  return {
    q: q || undefined,
    state: (["draft", "active", "paused", "archived"] as const).find((one) => one === query.state),
    after: idOf(query.after),
    before: idOf(query.before),
  };
}

function idOf(text: string | undefined): string | undefined {
  return text && new RegExp(`^${UUID}$`).test(text) ? text : undefined;
}

/** Letters that every file system and every header takes. */
function fileName(name: string): string {
  const plain = name.normalize("NFD").replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  return `${plain.toLowerCase().slice(0, 80) || "workflow"}.yaml`;
}
