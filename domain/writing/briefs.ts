import type { Source } from "./sources.ts";

/** All that is known when one action's text is written. Nothing else may stand in it. */
export interface Brief {
  /** What the action is called. */
  label: string;
  /** The template's texts with their variables filled: a mail has a subject, the others have none. */
  subject?: string;
  text: string;
  /** What a form asks, or which files a request lists. */
  items?: string[];
  company: string;
  contactFirstName?: string;
  senderName?: string;
  milestone?: { name: string; ourText: string; yourText: string };
  /** Account and contact facts, notes, handoff, answers, earlier mail: the newest of a kind first. */
  sources: Source[];
  /** What a person of the organisation asks for when they want it written anew. Rules cannot read it. */
  wish?: string;
  /** Hosts and addresses that belong to the account or to the organisation; see `strangersIn`. */
  allowed: string[];
}

/** The team's own words for this step, which the first source of every draft holds. */
export function templateSource({ label, subject, text, items = [], milestone }: Brief): Source {
  const parts = [
    subject && `Subject: ${subject}`,
    text,
    items.length > 0 && `It asks for:\n${items.map((item) => `- ${item}`).join("\n")}`,
    milestone && `Milestone: ${milestone.name}`,
    milestone?.ourText && `What we are doing: ${milestone.ourText}`,
    milestone?.yourText && `What the customer is doing: ${milestone.yourText}`,
  ];
  return { kind: "template", label, text: parts.filter(Boolean).join("\n\n") };
}
