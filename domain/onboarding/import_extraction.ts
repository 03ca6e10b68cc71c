import { z } from "zod";
import { listFields } from "../accounts/account_fields.ts";
import { type ImportField, importFields } from "../accounts/import_fields.ts";
import type { Proposal } from "../accounts/import_free_text.ts";
import { keepProposals, readImport, sourceText } from "../accounts/import_reading.ts";
import { changeImport, findImport, lockImport } from "../accounts/imports.ts";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { enqueue } from "../base/queue.ts";
import { type Answer, askModel } from "../writing/model.ts";

/** What one question holds. Longer texts are read by rules. */
export const MOST_ASKED = 20_000;

const ACTOR: Actor = { kind: "system", cause: "job:extract_import" };
const NOT_IN_TEXT = "This does not stand in the text: the AI made it up or changed it.";

const SYSTEM =
  `You turn a pasted text about customers of a software company into records. You copy, you never complete.`;

const TASK =
  `The source is a text that somebody pasted. Answer one record for each customer company in it, in its order. For each value give the field it belongs to, the value exactly as it is written in the text (do not convert amounts or dates), and a quote: the words of the text in which the value stands. Leave out what the text does not say. The fields are:`;

/** Leaves a free text to the model. A job asks it, so no page waits. */
export async function askForExtraction(tx: OrgDb, importId: string): Promise<void> {
  await changeImport(tx, importId, { state: "extracting" });
  await enqueue(tx, "extract_import", { importId }, { key: importId });
}

/** Whatever the model answers or does not, the import goes on: with its proposals, or by rules. */
export async function extractImport(
  db: Db,
  out: Outside,
  orgId: string,
  importId: string,
  signal: AbortSignal,
): Promise<void> {
  const asked = await inOrg(db, orgId, ACTOR, (tx) => textToAsk(tx, importId));
  if (!asked) return;
  const answer = await askModel(db, out, orgId, {
    name: "accounts",
    system: SYSTEM,
    instructions: `${TASK}\n${
      asked.fields.map(({ field, label }) => `${field}: ${label}`).join("\n")
    }`,
    sources: [{ kind: "note", label: "Pasted text", text: asked.text }],
    answer: recordsSchema(asked.fields),
    signal,
  });
  await inOrg(db, orgId, ACTOR, (tx) => keepAnswer(tx, importId, asked.text, answer));
}

async function textToAsk(tx: OrgDb, importId: string) {
  const found = await findImport(tx, importId).catch((error) => {
    if (error instanceof NotFound) return undefined; // Somebody discarded it.
    throw error;
  });
  if (found?.state !== "extracting") return undefined;
  return { text: await sourceText(tx, found), fields: importFields(await listFields(tx)) };
}

function recordsSchema(fields: ImportField[]) {
  const names = fields.map(({ field }) => field) as [string, ...string[]];
  return z.strictObject({
    records: z.array(z.strictObject({
      values: z.array(z.strictObject({
        field: z.enum(names),
        value: z.string().max(500),
        quote: z.string().max(1000),
      })).max(60),
    })).max(500),
  });
}

type Records = z.infer<ReturnType<typeof recordsSchema>>;

async function keepAnswer(
  tx: OrgDb,
  importId: string,
  text: string,
  answer: Answer<Records>,
): Promise<void> {
  const found = await lockImport(tx, importId);
  if (found.state !== "extracting") return;
  if (answer.ok) {
    const remark =
      `Read by AI (${answer.model}). Every value is marked, with where it was found, until you confirm it.`;
    try {
      return await keepProposals(tx, found, proposalsIn(answer.value, text), remark);
    } catch (error) {
      if (!(error instanceof Refused)) throw error; // It found nothing, or too much.
    }
  }
  const why = answer.ok ? "The AI found no account." : answer.words;
  await readImport(tx, found);
  const remark = `AI unavailable: the text is kept, and was matched by rules. ${why}`;
  await changeImport(tx, importId, { remark: remark.slice(0, 500) });
}

/** A value counts as found where its quote stands in the text and holds it. */
export function proposalsIn({ records }: Records, text: string): Proposal[] {
  const plain = spaced(text);
  return records.map(({ values }) => {
    const filled = values.filter(({ value }) => value.trim() !== "");
    const sources = filled.map(({ field, value, quote }) => {
      const isThere = plain.includes(spaced(quote)) && spaced(quote).includes(spaced(value));
      return [field, isThere ? quote : NOT_IN_TEXT] as const;
    });
    const [first] = filled.filter(({ quote }) => plain.includes(spaced(quote)));
    return {
      line: first ? lineOf(text, first.quote) : 1,
      snippet: [...new Set(sources.map(([, quote]) => quote))].join("\n").slice(0, 4000),
      values: Object.fromEntries(filled.map(({ field, value }) => [field, value.trim()])),
      sources: Object.fromEntries(sources),
    };
  });
}

const spaced = (text: string) => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

function lineOf(text: string, quote: string): number {
  const at = text.indexOf(quote.split("\n")[0]!);
  return at < 0 ? 1 : text.slice(0, at).split("\n").length;
}
