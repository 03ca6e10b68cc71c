import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import {
  archiveTemplate,
  createTemplate,
  describeTemplate,
  duplicateTemplate,
  restoreTemplate,
} from "../domain/onboarding/template_changes.ts";
import { EMPTY_CONTENT } from "../domain/onboarding/template_content.ts";
import { copyForm, describeForm, newTemplateForm } from "../domain/onboarding/template_forms.ts";
import { findStarter, starters } from "../domain/onboarding/template_starters.ts";
import { writeYaml } from "../domain/onboarding/template_yaml.ts";
import {
  CATEGORIES,
  categoriesInUse,
  findTemplate,
  listTemplates,
  type TemplateFilter,
} from "../domain/onboarding/templates.ts";
import { may } from "../domain/people/roles.ts";
import { LinkButton } from "../views/parts/buttons.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { ArchivalPage, CopyPage, DetailsPage, NewTemplatePage } from "../views/template_forms.tsx";
import { Templates } from "../views/templates.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const change = requires("templates.change");

export const templates = new Hono<Env>()
  .use(requires("templates.read"))
  .get("/", async (c) => {
    const { tx } = c.var;
    const filter = readFilter(c);
    const mayChange = may(signedInAs(c).member.roles, "templates.change");
    const [page, inUse] = [await listTemplates(tx, filter), await categoriesInUse(tx)];
    const actions = mayChange && (
      <>
        <LinkButton href="/templates/imports">Import</LinkButton>
        <LinkButton href="/templates/proposals">Describe your onboarding</LinkButton>
        <LinkButton kind="primary" href="/templates/new" hotkey="c">New template</LinkButton>
      </>
    );
    return await showPage(
      c,
      { title: "Templates", header: { actions }, notice: takeNotice(c) },
      <Templates page={page} filter={filter} inUse={inUse} mayChange={mayChange} />,
    );
  })
  .get("/new", change, (c) => newPage(c))
  .post("/", change, async (c) => {
    const form = await readForm(c, newTemplateForm);
    if (!form.ok) return await newPage(c, form);
    const { starter, ...facts } = form.value;
    const begun = findStarter(starter);
    if (!begun && starter !== "blank") {
      const typed = { ...facts, starter };
      return await newPage(c, { typed, errors: { starter: "Choose how to begin." } });
    }
    const made = await createTemplate(c.var.tx, facts, begun?.content ?? EMPTY_CONTENT);
    return goAndSay(c, `/templates/${made.id}`, `${made.name} is created as a draft.`);
  })
  .get(`/:id{${UUID}}/details`, change, (c) => detailsPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/details`, change, async (c) => {
    const id = c.req.param("id");
    await findTemplate(c.var.tx, id);
    const form = await readForm(c, describeForm);
    if (!form.ok) return await detailsPage(c, id, form);
    const { version, ...description } = form.value;
    try {
      await describeTemplate(c.var.tx, id, version, description);
      return goAndSay(c, `/templates/${id}`, "Saved.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { form: error.message };
      return await detailsPage(c, id, { typed: { ...description }, errors }, 409);
    }
  })
  .get(`/:id{${UUID}}/copies`, change, (c) => copyPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/copies`, change, async (c) => {
    const id = c.req.param("id");
    await findTemplate(c.var.tx, id);
    const form = await readForm(c, copyForm);
    if (!form.ok) return await copyPage(c, id, form);
    const copy = await duplicateTemplate(c.var.tx, id, form.value.name);
    return goAndSay(c, `/templates/${copy.id}`, `This is the copy, ${copy.name}.`);
  })
  .get(`/:id{${UUID}}/archival`, change, (c) => archivalPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/archival`, change, async (c) => {
    try {
      const { name } = await archiveTemplate(c.var.tx, c.req.param("id"));
      return goAndSay(c, "/templates", `${name} is archived.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await archivalPage(c, c.req.param("id"), error.message);
    }
  })
  .post(`/:id{${UUID}}/restoration`, change, async (c) => {
    const { id, name } = await restoreTemplate(c.var.tx, c.req.param("id"));
    return goAndSay(c, `/templates/${id}`, `${name} is restored.`);
  })
  .get(`/:id{${UUID}}/export`, async (c) => {
    const template = await findTemplate(c.var.tx, c.req.param("id"));
    c.header("content-type", "application/yaml; charset=utf-8");
    c.header("content-disposition", `attachment; filename="${fileName(template.name)}"`);
    return c.body(writeYaml(template, template.draft));
  });

async function newPage(c: Ctx, form?: FormState) {
  return await showPage(
    c,
    {
      title: "New template",
      narrow: true,
      header: { back: { href: "/templates", label: "Templates" } },
    },
    <NewTemplatePage
      form={form}
      inUse={await categoriesInUse(c.var.tx)}
      starters={starters()}
    />,
    form ? 422 : 200,
  );
}

async function detailsPage(c: Ctx, id: string, form?: FormState, status: 409 | 422 = 422) {
  const template = await findTemplate(c.var.tx, id);
  return await showPage(
    c,
    {
      title: "Name and categories",
      narrow: true,
      header: { back: { href: `/templates/${id}`, label: template.name } },
    },
    <DetailsPage template={template} form={form} inUse={await categoriesInUse(c.var.tx)} />,
    form ? status : 200,
  );
}

async function copyPage(c: Ctx, id: string, form?: FormState) {
  const template = await findTemplate(c.var.tx, id);
  return await showPage(
    c,
    {
      title: `Duplicate ${template.name}`,
      narrow: true,
      header: { back: { href: `/templates/${id}`, label: template.name } },
    },
    <CopyPage template={template} form={form} />,
    form ? 422 : 200,
  );
}

async function archivalPage(c: Ctx, id: string, refusal?: string) {
  const template = await findTemplate(c.var.tx, id);
  return await showPage(
    c,
    {
      title: `Archive ${template.name}?`,
      narrow: true,
      header: { back: { href: `/templates/${id}`, label: template.name } },
    },
    <ArchivalPage template={template} refusal={refusal} />,
    refusal ? 409 : 200,
  );
}

/** An address that somebody mistyped filters by what can be understood of it. */
export function readFilter(c: Ctx): TemplateFilter {
  const query = c.req.query();
  const words = (text?: string) =>
    text?.toWellFormed().replaceAll(/\p{Cc}/gu, "").trim().slice(0, 100) || undefined;
  const status = (["draft", "published", "archived"] as const)
    .find((known) => known === query.status);
  return {
    q: words(query.q),
    status,
    ...Object.fromEntries(CATEGORIES.map((category) => [category, words(query[category])])),
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
  return `${plain.toLowerCase().slice(0, 80) || "template"}.yaml`;
}
