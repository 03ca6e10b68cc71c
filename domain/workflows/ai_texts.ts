import { DRAFT_SYSTEM, paragraphsOf, PROSE_ANSWER, proseSchema } from "../writing/prompts.ts";
import { askModel } from "../writing/model.ts";
import { joinParagraphs } from "../writing/sentences.ts";
import type { Errand } from "./node.ts";
import type { AiConfig } from "./nodes/ai.ts";

/** A text for later steps. Where no model answers, it is what was given, in as many words. */
export async function draftedText({ db, out, orgId, config, signal }: Errand<AiConfig>) {
  const asked = await askModel(db, out, orgId, {
    name: "write",
    system: DRAFT_SYSTEM,
    instructions: `Write a short text from the source. ${
      config.wish
        ? `The team asks for this: ${JSON.stringify(config.wish)}`
        : "Two to six sentences."
    }\n${PROSE_ANSWER}`,
    sources: [{ kind: "note", label: "Text", text: config.text }],
    answer: proseSchema,
    mostTokens: 2_000,
    signal,
  });
  if (!asked.ok) return { text: config.text.slice(0, 2_000), by: "rules", why: asked.words };
  return { text: joinParagraphs(paragraphsOf(asked.value)), by: "model" };
}
