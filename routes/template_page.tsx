import type { Child } from "hono/jsx";
import { countOpenSuggestions } from "../domain/onboarding/template_suggestions.ts";
import type { Template } from "../domain/onboarding/templates.ts";
import { countBehind } from "../domain/onboarding/upgrade_behind.ts";
import { may, whoMay } from "../domain/people/roles.ts";
import { LinkButton } from "../views/parts/buttons.tsx";
import { Banner } from "../views/parts/notices.tsx";
import { TemplateTabs } from "../views/template_editor.tsx";
import { BehindBanner } from "../views/template_upgrades.tsx";
import { categoriesOf, TemplateMenu, TemplateStatus } from "../views/templates.tsx";
import type { Ctx } from "./env.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { signedInAs } from "./tenant.ts";

/** A tab of a template, with the head that all of them have. */
export async function showTemplate(
  c: Ctx,
  template: Template,
  tab: Parameters<typeof TemplateTabs>[0]["current"],
  children: (mayChange: boolean) => Child,
  status: 200 | 409 | 422 = 200,
) {
  const { roles } = signedInAs(c).member;
  const behind = may(roles, "plans.change") ? await countBehind(c.var.tx, template) : 0;
  const mayChange = may(roles, "templates.change");
  const editable = mayChange && template.status !== "archived";
  const at = `/templates/${template.id}`;
  const actions = (
    <>
      {!mayChange && may(roles, "templates.suggest") && (
        <LinkButton kind="primary" href={`${at}/suggestions`}>Suggest a change</LinkButton>
      )}
      {editable && <LinkButton kind="primary" href={`${at}/publication`}>Publish</LinkButton>}
      <TemplateMenu template={template} mayChange={mayChange} />
    </>
  );
  return await showPage(
    c,
    {
      title: template.name,
      header: {
        back: { href: "/templates", label: "Templates" },
        lead: categoriesOf(template) || undefined,
        status: <TemplateStatus template={template} />,
        actions,
      },
      notice: takeNotice(c),
    },
    <>
      <TemplateTabs
        template={template}
        current={tab}
        open={await countOpenSuggestions(c.var.tx, template.id)}
      />
      {!mayChange && tab === "content" && (
        <Banner>Templates are edited by {whoMay("templates.change")}.</Banner>
      )}
      {template.status === "archived" && (
        <Banner kind="warn">This template is archived. Nothing in it can be changed.</Banner>
      )}
      {behind > 0 && <BehindBanner template={template} count={behind} />}
      {children(mayChange)}
    </>,
    status,
  );
}

/** The head of a page within a template. */
export function templateHead(template: Template) {
  return { back: { href: `/templates/${template.id}`, label: template.name } };
}
