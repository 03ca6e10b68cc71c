import type { DraftSentence, DraftSource } from "../base/schema.ts";
import type { DraftContext } from "./draft_context.ts";
import { resolveRecipients } from "./draft_recipients.ts";
import { valuesOf } from "./draft_values.ts";
import { fillVariables } from "./variables.ts";

/** What fills a draft, whoever wrote it. */
export interface WrittenDraft {
  to: string[];
  cc: string[];
  bcc: string[];
  subject: string;
  body: string;
  sources: DraftSource[];
  sentences: DraftSentence[];
  written_by: "model" | "rules";
  model?: string;
  tokens?: number;
  /** What keeps it from being approved as it is, such as a role that nobody has. */
  problems: string[];
}

/** Says what the action says, with this account's own values in it. */
export function writeByRules(context: DraftContext, publicUrl: URL): WrittenDraft {
  const { subject, body, ...lists } = textOf(context);
  const values = valuesOf(context, publicUrl);
  const { problems, ...recipients } = resolveRecipients(lists, context);
  return {
    ...recipients,
    subject: fillVariables(subject, values).text,
    body: fillVariables(body, values).text,
    sources: [],
    sentences: [],
    written_by: "rules",
    problems: context.action.type === "SLACK" ? [] : problems,
  };
}

const TO_CONTACT = { to: ["primary_contact"], cc: [], bcc: [] };
const NOBODY = { to: [], cc: [], bcc: [] };

function textOf({ action }: DraftContext) {
  switch (action.type) {
    case "SEND_EMAIL":
      return action.content;
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS": {
      const { intro, files } = action.content;
      const asked = files.map(({ name, required }) => `- ${name}${required ? "" : " (optional)"}`);
      return { ...TO_CONTACT, subject: action.label, body: request(intro, asked.join("\n")) };
    }
    case "COLLECT_INFO": {
      const { intro, questions } = action.content;
      const asked = questions.map(({ label }) => `- ${label}`);
      return { ...TO_CONTACT, subject: action.label, body: request(intro, asked.join("\n")) };
    }
    case "SLACK":
      return { ...NOBODY, subject: "", body: action.content.text };
    case "SCHEDULE_MEETING":
      return { ...NOBODY, subject: action.label, body: action.content.agenda };
  }
}

function request(intro: string, asked: string): string {
  return [
    "Hello {{contact_first_name}},",
    intro,
    asked && `This is what we need from you:\n\n${asked}`,
    "You can answer in your portal: {{portal_link}}",
    "Best regards,\n{{csm_name}}",
  ].filter(Boolean).join("\n\n");
}
