import { type Brief, templateSource } from "./briefs.ts";
import { type Fact, factsAbout } from "./facts.ts";
import { type Sentence, splitSentences, type Written } from "./sentences.ts";
import type { Source } from "./sources.ts";

const MOST_FACTS = 3;
const NOTED = "This is what I have noted so far. Please correct me where it is wrong:";
const KNOWN = "You need not repeat what we know already:";

/** The template's mail, with what the handoff and the notes say about this step. Nothing is invented. */
export function writeMail(brief: Brief): Written {
  const text = brief.text.trim() || greeted(brief);
  const [start, end] = beforeSignature(text, brief.senderName);
  return {
    subject: brief.subject?.trim() || `${brief.label}: ${brief.company}`,
    ...assemble(brief, [own(start), factsFor(brief, NOTED), own(end)]),
  };
}

export function writeFormIntro(brief: Brief): Written {
  const count = brief.items?.length ?? 0;
  const fallback = `${milestoneText(brief)}${
    count === 1 ? "One question is enough" : `${count || "A few"} short questions`
  }, and you can stop and go on later.`;
  return assemble(brief, [own(brief.text.trim() || fallback), factsFor(brief, KNOWN)]);
}

export function writeRequest(brief: Brief): Written {
  const fallback = `${
    milestoneText(brief)
  }Please upload what is listed here. If something does not exist, say so and we find another way.`;
  return assemble(brief, [own(brief.text.trim() || fallback), factsFor(brief, NOTED)]);
}

/** Read by colleagues only, so it may say more. */
export function writeSlack(brief: Brief): Written {
  const text = brief.text.trim() || `${brief.company}: ${brief.label}`;
  return assemble(brief, [own(text), factsFor(brief, "From the handoff and the notes:", false)]);
}

export interface Asked {
  id: string;
  label: string;
}

export interface Answered {
  id: string;
  /** Empty where no source says anything about it. */
  text: string;
  sentences: Sentence[];
}

/** Answers of a handoff, each in the words of its sources. */
export function writeAnswers(questions: Asked[], sources: Source[]): Answered[] {
  return questions.map(({ id, label }) => {
    const facts = factsAbout(label, sources.map(asNote), {
      most: 2,
      forCustomer: false,
      sharing: 1,
    });
    const sentences = facts.map(({ text, source }) => ({ text, source }));
    return { id, text: sentences.map(({ text }) => text).join(" "), sentences };
  });
}

/** No kind counts for itself: only what is about the question answers it. */
const asNote = (source: Source): Source => ({ ...source, kind: "note" });

/** One part of a text: its words as they will stand, and the sentences in it. */
interface Part {
  text: string;
  sentences: Sentence[];
}

function own(text: string): Part {
  return { text, sentences: splitSentences(text).map((text) => ({ text, source: 0 })) };
}

function factsFor(brief: Brief, intro: string, forCustomer = true): Part {
  const about = templateSource(brief).text;
  const facts = factsAbout(`${brief.label} ${about}`, brief.sources, {
    most: MOST_FACTS,
    forCustomer,
  });
  if (facts.length === 0) return { text: "", sentences: [] };
  // The template stands before all other sources.
  const lines = facts.map((fact) => ({ text: lineOf(fact), source: fact.source + 1 }));
  return {
    text: [intro, "", ...lines.map(({ text }) => `- ${text}`)].join("\n"),
    sentences: [{ text: intro }, ...lines],
  };
}

function lineOf({ text, label }: Fact): string {
  const plain = text.replaceAll(/[\\`*_[\]<>#|~]/g, "\\$&");
  if (label === "" || /^note\b/i.test(label)) return plain;
  return `${label.replaceAll(/[\\`*_[\]<>#|~]/g, "\\$&")}${
    label.endsWith("?") ? "" : ":"
  } ${plain}`;
}

function assemble(brief: Brief, parts: Part[]): Omit<Written, "subject"> {
  return {
    body: parts.map(({ text }) => text).filter(Boolean).join("\n\n"),
    sentences: parts.flatMap(({ sentences }) => sentences),
    sources: [templateSource(brief), ...brief.sources],
  };
}

function greeted(brief: Brief): string {
  const { contactFirstName, senderName, label } = brief;
  const hello = contactFirstName ? `Hi ${contactFirstName},` : "Hello,";
  const about = milestoneText(brief).trim() || `This is about our next step: ${label}.`;
  return [hello, about, senderName ? `Best,\n${senderName}` : ""].filter(Boolean).join("\n\n");
}

function milestoneText({ milestone }: Brief): string {
  const text = milestone?.yourText.trim() || milestone?.ourText.trim();
  return text ? `${text} ` : "";
}

const SIGNED =
  /^(best|kind|warm|many thanks|thanks|thank you|regards|cheers|sincerely|yours|talk soon|see you|viele|beste|mit |bien|cordialement|saludos)/i;

/** What is added stands before the signature, if there is one. */
function beforeSignature(text: string, sender?: string): [string, string] {
  const paragraphs = text.split(/\n{2,}/);
  const last = paragraphs.at(-1)!.trim();
  const isSigned = paragraphs.length > 1 && last.length < 120 &&
    (SIGNED.test(last) || (sender !== undefined && last === sender));
  return isSigned ? [paragraphs.slice(0, -1).join("\n\n"), last] : [text, ""];
}
