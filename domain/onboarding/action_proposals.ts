import type { Typed } from "../base/forms.ts";
import { countTyped } from "./action_forms.ts";
import type { ProposedMail, ProposedQuestions } from "./proposal_assignments.ts";
import type { Proposal } from "./proposals.ts";

/**
 * What stands in an action's form beside its proposal: what was typed when it was asked for, with the
 * proposed text in it once that is taken.
 */
export function typedWith(proposal: Proposal): Typed {
  const typed = proposal.typed as Typed;
  return proposal.state === "taken" ? { ...typed, ...proposedFields(proposal, typed) } : typed;
}

/** A mail takes the place of the one that stands there; questions are added to those that do. */
function proposedFields({ kind, answer }: Proposal, typed: Typed): Typed {
  if (kind === "email") {
    const { subject, body } = answer as ProposedMail;
    return { "content.subject": subject, "content.body": body };
  }
  const { questions } = answer as unknown as ProposedQuestions;
  const from = countTyped(typed, "questions");
  return Object.fromEntries(
    questions.flatMap(({ id, type, label, help, required, options }, at) => {
      const fields = { id, type, label, help, options: options.join("\n") };
      return Object.entries({ ...fields, ...required ? { required: "on" } : {} })
        .map(([field, value]) => [`content.questions.${from + at}.${field}`, value]);
    }),
  );
}

/** Puts back what the taken text replaced, and keeps all that was typed since beside it. */
export function typedBefore(proposal: Proposal, now: Typed): Typed {
  const before = proposal.typed as Typed;
  if (proposal.kind === "email") {
    const { "content.subject": subject = "", "content.body": body = "" } = before;
    return { ...now, "content.subject": subject, "content.body": body };
  }
  const added = new Set(
    (proposal.answer as unknown as ProposedQuestions).questions.map(({ id }) => id),
  );
  return withoutQuestions(now, added);
}

function withoutQuestions(typed: Typed, ids: Set<string>): Typed {
  const kept: Typed = {};
  let place = 0;
  for (let at = 0; at < countTyped(typed, "questions"); at++) {
    if (ids.has(String(typed[`content.questions.${at}.id`]))) continue;
    const prefix = `content.questions.${at}.`;
    for (const [name, value] of Object.entries(typed)) {
      if (name.startsWith(prefix)) {
        kept[`content.questions.${place}.${name.slice(prefix.length)}`] = value;
      }
    }
    place++;
  }
  const others = Object.entries(typed).filter(([name]) => !name.startsWith("content.questions."));
  return { ...Object.fromEntries(others), ...kept };
}
