import { newAction } from "../../domain/onboarding/template_content.ts";
import { idOf, type OrgName, type Row } from "./seeds.ts";

/** A template that was published and changed since, and one that is archived. */
export function templateRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  const id = idOf(org, "template");
  const author = idOf(org, "member", "admin");
  const template = (id: string) => ({
    org_id,
    id,
    name: say("templates.name"),
    description: say("templates.description"),
    segment: say("templates.segment").slice(0, 60),
    product_line: say("templates.product_line").slice(0, 60),
    use_case: say("templates.use_case").slice(0, 60),
    industry: say("templates.industry").slice(0, 60),
    draft: contentOf(org, say("templates.draft"), 9),
    milestones_count: 2,
    actions_count: 2,
    created_by: author,
  });
  return [
    ["templates", [
      {
        ...template(id),
        status: "published",
        published_revision_id: idOf(org, "revision"),
        published_number: 1,
      },
      { ...template(idOf(org, "template", "gone")), status: "archived", archived_at: "2026-01-01" },
    ]],
    ["template_revisions", [{
      org_id,
      id: idOf(org, "revision"),
      template_id: id,
      number: 1,
      name: say("template_revisions.name"),
      note: say("template_revisions.note"),
      content: contentOf(org, say("templates.draft"), 7),
      published_by: author,
    }]],
    ["template_suggestions", [{
      org_id,
      id: idOf(org, "suggestion"),
      template_id: id,
      body: say("template_suggestions.body"),
      about: say("template_suggestions.about"),
      note: say("template_suggestions.note"),
      suggested_by: idOf(org, "member", "csm"),
    }]],
  ];
}

/** What somebody asked for and has not taken: two templates, and the questions of an action. */
export function proposalRowsOf(org: OrgName, say: (column: string) => string): [string, Row[]][] {
  const org_id = idOf(org);
  const words = say("proposals.answer");
  const proposal = (kind: string, answer: object) => ({
    org_id,
    id: idOf(org, "proposal", kind),
    kind,
    wish: say("proposals.wish"),
    typed: { "content.intro": say("proposals.typed") },
    state: "written",
    written_by: "model",
    model: say("proposals.model"),
    problem: say("proposals.problem"),
    answer,
    asked_by: idOf(org, "member", "ops"),
    written_at: "2026-01-01",
  });
  const template = { name: words, description: words, content: contentOf(org, words, 9) };
  const asked = { type: "short_text", help: words, required: true, options: [] };
  const action_id = idOf(org, "action", "form");
  return [
    ["model_meters", [{ org_id, last_trouble: say("model_meters.last_trouble") }]],
    ["proposals", [
      proposal("template", template),
      { ...proposal("template", template), id: idOf(org, "proposal", "failed"), state: "failed" },
      {
        ...proposal("questions", { questions: [{ id: "one", label: words, ...asked }] }),
        template_id: idOf(org, "template"),
        action_id,
      },
    ]],
  ];
}

/** Whatever the text, the draft differs from what was published in its days, and reads as code. */
function contentOf(org: OrgName, text: string, duration_days: number) {
  const mail = newAction("SEND_EMAIL", idOf(org, "action"), text);
  Object.assign(mail.content, { subject: text, body: `\`\`\`\n${text}\n\`\`\`` });
  const form = newAction("COLLECT_INFO", idOf(org, "action", "form"), text);
  const question = { type: "short_text", label: text, help: text, required: true, options: [] };
  Object.assign(form.content, { questions: [{ id: "one", ...question }] });
  const milestone = (id: string, actions: object[]) => ({
    id,
    name: text,
    duration_days,
    our_text: text,
    your_text: text,
    actions,
  });
  return {
    milestones: [
      milestone(idOf(org, "milestone"), [mail]),
      milestone(idOf(org, "milestone", "second"), [form]),
    ],
  };
}
