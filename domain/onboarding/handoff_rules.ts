import type { HandoffQuestion } from "../base/schema.ts";
import { type Sentence, splitSentences } from "../writing/sentences.ts";
import type { Source } from "../writing/sources.ts";

/** What notes say of the questions that most organisations ask. */
const WORDS: Record<string, RegExp> = {
  use_case: /\b(use|uses|using|used|want|wants|need|needs|replace|workflow|track|manage)\w*/i,
  goals:
    /\b(goal|aim|target|success|achieve|reduce|increase|save|by (q[1-4]|end of)|go.?live|kpi)\w*/i,
  risks:
    /\b(risk|concern|worr|delay|block|late|budget|security|legal|issue|problem|churn|depend)\w*/i,
  stakeholders: /\b(sponsor|champion|decision|owner|cfo|cto|ceo|coo|director|head of|manager)\w*/i,
  promises: /\b(promis|commit|agreed|discount|free|guarantee|roadmap|custom|exception)\w*/i,
};

const MOST_SENTENCES = 6;

export interface RuleAnswer {
  body: string;
  sentences: Sentence[];
}

/**
 * Answers a question with the sentences of the sources that speak of it, word for word. Where none
 * does it says so, and nothing is made up.
 */
export function answerByRules(
  question: HandoffQuestion,
  sources: Source[],
  account: string,
): RuleAnswer {
  if (question.type === "choice") return chosen(question, sources);
  if (question.type === "yes_no") return { body: "", sentences: [] };
  const sentences = [...given(question, sources), ...spoken(question, sources)]
    .slice(0, question.type === "text" ? 1 : MOST_SENTENCES);
  const said = sentences.length > 0 ? sentences : [{
    text: `Nothing is noted about ${question.label.toLowerCase()} at ${account} yet.`,
  }];
  return { body: said.map(({ text }) => text).join("\n"), sentences: said };
}

/** What has a place of its own: the use case among the facts, people among the contacts. */
function given({ id }: HandoffQuestion, sources: Source[]): Sentence[] {
  const kind = { use_case: "account", stakeholders: "contact" }[id];
  return sources.flatMap((source, index) =>
    source.kind !== kind ? [] : source.text.split("\n")
      .filter((line) => kind === "contact" || /^(use case|product line):/i.test(line))
      .map((text) => ({ text, source: index }))
  );
}

function spoken({ id, label }: HandoffQuestion, sources: Source[]): Sentence[] {
  const about = WORDS[id] ?? wordsOf(label);
  if (!about) return [];
  return sources.flatMap((source, index) =>
    source.kind === "account" || source.kind === "contact"
      ? []
      : splitSentences(source.text).filter((text) => about.test(text))
        .map((text) => ({ text: text.slice(0, 1000), source: index }))
  );
}

/** The words of a question of the organisation's own, without those that every question has. */
function wordsOf(label: string): RegExp | undefined {
  const words = (label.match(/\p{L}{5,}/gu) ?? []).filter((word) =>
    !COMMON.has(word.toLowerCase())
  );
  return words.length > 0 ? new RegExp(`(^|\\P{L})(${words.join("|")})`, "iu") : undefined;
}

const COMMON = new Set(
  "about after again customer their there these those which while would could should where"
    .split(" "),
);

function chosen({ options }: HandoffQuestion, sources: Source[]): RuleAnswer {
  const named = options.flatMap((option) => {
    const at = sources.findIndex(({ text }) => text.toLowerCase().includes(option.toLowerCase()));
    return at < 0 ? [] : [{ text: option, source: at }];
  });
  return named.length === 1
    ? { body: named[0]!.text, sentences: named }
    : { body: "", sentences: [] };
}
