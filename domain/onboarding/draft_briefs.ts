import type { Brief } from "../writing/briefs.ts";
import type { DraftKind } from "../writing/prompts.ts";
import { writeFormIntro, writeMail, writeRequest, writeSlack } from "../writing/rules.ts";
import { splitSentences, type Written } from "../writing/sentences.ts";
import type { DraftContext } from "./draft_context.ts";
import { resolveRecipients } from "./draft_recipients.ts";
import { ownPlaces, sourcesOf } from "./draft_sources.ts";
import { valuesOf } from "./draft_values.ts";
import { fillVariables } from "./variables.ts";

/** What a writer is given, and who would get the result. */
export interface Order {
  kind: DraftKind;
  brief: Brief;
  to: string[];
  cc: string[];
  bcc: string[];
  /** Why a role stands for nobody. */
  problems: string[];
  /** What stands around the text of a request, whoever wrote that. */
  frame?: { before: string; after: string };
}

/** What leaves without review says nothing that only stands in a note or an answer. */
export function orderOf(context: DraftContext, publicUrl: URL): Order {
  const { account, action, contacts, csm, draft, milestone } = context;
  const values = valuesOf(context, publicUrl);
  const { kind, lists, subject, text, items } = saidIn(action);
  const fill = (words: string) => fillVariables(words, values).text;
  const { problems, ...recipients } = resolveRecipients(lists, context);
  return {
    kind,
    ...recipients,
    problems: kind === "slack" ? [] : problems,
    brief: {
      label: action.label,
      ...(subject === undefined ? {} : { subject: fill(subject) }),
      text: fill(text),
      items: items?.map(fill),
      company: account.name,
      contactFirstName: contacts.length > 0 ? values.contact_first_name : undefined,
      senderName: csm?.name,
      milestone: {
        name: milestone.name,
        ourText: fill(milestone.our_text),
        yourText: fill(milestone.your_text),
      },
      sources: sourcesOf(context).filter(({ kind }) =>
        !action.send_without_review || kind === "account" || kind === "contact"
      ),
      wish: draft.wish || undefined,
      allowed: ownPlaces(context, publicUrl),
    },
    frame: kind === "request" || kind === "form"
      ? frameOf(items ?? [], csm?.name ?? context.org.name, fill)
      : undefined,
  };
}

const RULES = {
  mail: writeMail,
  form: writeFormIntro,
  request: writeRequest,
  slack: writeSlack,
} satisfies Record<DraftKind, (brief: Brief) => Written>;

export function writeByRules({ kind, brief }: Order): Written {
  return RULES[kind](brief);
}

/** The whole text of a mail from what was written: a request names what it asks for, and where. */
export function framed(
  { frame, brief }: Order,
  { subject, body, sentences }: Pick<Written, "subject" | "body" | "sentences">,
) {
  if (!frame) return { subject: subject ?? "", body, sentences };
  const own = (text: string) => splitSentences(text).map((text) => ({ text, source: 0 }));
  return {
    subject: `${brief.label}: ${brief.company}`,
    body: [frame.before, body, frame.after].filter(Boolean).join("\n\n"),
    sentences: [...own(frame.before), ...sentences, ...own(frame.after)],
  };
}

const TO_CONTACT = { to: ["primary_contact"], cc: [], bcc: [] };
const TO_NOBODY = { to: [], cc: [], bcc: [] };

function saidIn(action: DraftContext["action"]): {
  kind: DraftKind;
  lists: { to: string[]; cc: string[]; bcc: string[] };
  subject?: string;
  text: string;
  items?: string[];
} {
  switch (action.type) {
    case "SEND_EMAIL": {
      const { subject, body, ...lists } = action.content;
      return { kind: "mail", lists, subject, text: body };
    }
    case "REQUEST_DOCS":
    case "REQUEST_ASSETS": {
      const { intro, files } = action.content;
      const items = files.map(({ name, required }) => required ? name : `${name} (optional)`);
      return { kind: "request", lists: TO_CONTACT, text: intro, items };
    }
    case "COLLECT_INFO": {
      const { intro, questions } = action.content;
      const items = questions.map(({ label }) => label);
      return { kind: "form", lists: TO_CONTACT, text: intro, items };
    }
    case "SLACK":
      return { kind: "slack", lists: TO_NOBODY, text: action.content.text };
    case "SCHEDULE_MEETING":
      return { kind: "slack", lists: TO_NOBODY, text: action.content.agenda };
  }
}

const NAMED_ITEMS = 20;

function frameOf(items: string[], sender: string, fill: (text: string) => string) {
  const named = items.slice(0, NAMED_ITEMS).map((item) => `- ${fill(item)}`);
  if (items.length > NAMED_ITEMS) named.push(`- and ${items.length - NAMED_ITEMS} more`);
  return {
    before: fill("Hello {{contact_first_name}},"),
    after: fill(
      [
        named.length > 0 ? `This is what we ask for:\n\n${named.join("\n")}` : "",
        "You can answer in your portal: {{portal_link}}",
      ].filter(Boolean).join("\n\n"),
    ) + `\n\nBest regards,\n${sender}`,
  };
}
