import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { diffContent } from "../domain/onboarding/template_diff.ts";
import { EMPTY_CONTENT } from "../domain/onboarding/template_content.ts";
import { publishForm } from "../domain/onboarding/template_forms.ts";
import {
  findRevision,
  listRevisions,
  publishTemplate,
} from "../domain/onboarding/template_revisions.ts";
import { findTemplate } from "../domain/onboarding/templates.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PublicationPage, RevisionPage, Revisions } from "../views/template_publication.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { showTemplate, templateHead } from "./template_page.tsx";
import { requires } from "./tenant.ts";

const change = requires("templates.change");

export const templatePublications = new Hono<Env>()
  .get(`/:id{${UUID}}/publication`, change, (c) => publicationPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/publication`, change, async (c) => {
    const id = c.req.param("id");
    await findTemplate(c.var.tx, id);
    const form = await readForm(c, publishForm);
    if (!form.ok) return await publicationPage(c, id, form);
    const { version, note } = form.value;
    try {
      const { number, name } = await publishTemplate(c.var.tx, id, version, note);
      return goAndSay(c, `/templates/${id}`, `Revision ${number} of ${name} is published.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await publicationPage(
        c,
        id,
        { typed: { note }, errors: { form: error.message } },
        409,
      );
    }
  })
  .get(`/:id{${UUID}}/revisions`, async (c) => {
    const { tx } = c.var;
    const template = await findTemplate(tx, c.req.param("id"));
    const before = c.req.query("before") ?? "";
    const from = /^\d{1,6}$/.test(before) ? Number(before) : undefined;
    const revisions = await listRevisions(tx, template.id, from);
    const last = revisions.at(-1)?.number ?? 1;
    return await showTemplate(c, template, "revisions", () => (
      <Revisions
        template={template}
        revisions={revisions}
        more={last > 1 ? last : undefined}
      />
    ));
  })
  .get(`/:id{${UUID}}/revisions/:number{[1-9]\\d{0,5}}`, async (c) => {
    const { tx } = c.var;
    const template = await findTemplate(tx, c.req.param("id"));
    const number = Number(c.req.param("number"));
    const revision = await findRevision(tx, template.id, number);
    const before = number > 1 ? await findRevision(tx, template.id, number - 1) : undefined;
    return await showPage(
      c,
      {
        title: `Revision ${number}`,
        header: {
          back: { href: `/templates/${template.id}/revisions`, label: template.name },
        },
        notice: takeNotice(c),
      },
      <RevisionPage
        revision={revision}
        changes={before && diffContent(before.content, revision.content)}
      />,
    );
  });

async function publicationPage(c: Ctx, id: string, form?: FormState, status: 409 | 422 = 422) {
  const { tx } = c.var;
  const template = await findTemplate(tx, id);
  const published = template.published_number === null
    ? EMPTY_CONTENT
    : (await findRevision(tx, id, template.published_number)).content;
  return await showPage(
    c,
    { title: `Publish ${template.name}`, header: templateHead(template) },
    <PublicationPage
      template={template}
      changes={diffContent(published, template.draft)}
      form={form}
    />,
    form ? status : 200,
  );
}
