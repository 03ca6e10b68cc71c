import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { answerForm, suggestionForm } from "../domain/onboarding/template_forms.ts";
import {
  listSuggestions,
  settleSuggestion,
  suggestChange,
} from "../domain/onboarding/template_suggestions.ts";
import { findTemplate } from "../domain/onboarding/templates.ts";
import { may } from "../domain/people/roles.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { Suggestions } from "../views/template_suggestions.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { showTemplate } from "./template_page.tsx";
import { requires, signedInAs } from "./tenant.ts";

export const templateSuggestions = new Hono<Env>()
  .get(`/:id{${UUID}}/suggestions`, (c) => suggestionsPage(c, c.req.param("id")))
  .post(`/:id{${UUID}}/suggestions`, requires("templates.suggest"), async (c) => {
    const id = c.req.param("id");
    await findTemplate(c.var.tx, id);
    const form = await readForm(c, suggestionForm);
    if (!form.ok) return await suggestionsPage(c, id, { form });
    await suggestChange(c.var.tx, id, signedInAs(c).member.id, form.value);
    return goAndSay(c, `/templates/${id}/suggestions`, "Your suggestion is kept.");
  })
  .post(
    `/:id{${UUID}}/suggestions/:suggestion{${UUID}}`,
    requires("templates.change"),
    async (c) => {
      const { id, suggestion } = c.req.param();
      await findTemplate(c.var.tx, id);
      const form = await readForm(c, answerForm);
      if (!form.ok) return await suggestionsPage(c, id, { answer: { id: suggestion, form } });
      const { id: memberId } = signedInAs(c).member;
      try {
        await settleSuggestion(c.var.tx, id, suggestion, memberId, form.value);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        const refused = { typed: { ...form.value }, errors: { form: error.message } };
        return await suggestionsPage(c, id, { form: refused }, 409);
      }
      return goAndSay(c, `/templates/${id}/suggestions`, "Your answer is kept.");
    },
  );

async function suggestionsPage(
  c: Ctx,
  id: string,
  refused: { form?: FormState; answer?: { id: string; form: FormState } } = {},
  status: 409 | 422 = 422,
) {
  const { roles } = signedInAs(c).member;
  const template = await findTemplate(c.var.tx, id);
  const suggestions = await listSuggestions(c.var.tx, id);
  return await showTemplate(c, template, "suggestions", (mayChange) => (
    <Suggestions
      template={template}
      suggestions={suggestions}
      maySuggest={may(roles, "templates.suggest")}
      mayAnswer={mayChange}
      {...refused}
    />
  ), refused.form || refused.answer ? status : 200);
}
