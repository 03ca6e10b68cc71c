import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import type { HandoffQuestion, HandoffTemplates } from "../base/schema.ts";
import { newId } from "../base/tokens.ts";
import { staleError } from "../people/versions.ts";
import { DEFAULT_QUESTIONS, MOST_QUESTIONS } from "./handoff_questions.ts";

export type HandoffTemplate = Selectable<HandoffTemplates>;

const MOST_TEMPLATES = 100;

/** The default one first. An organisation that has none of its own asks the common questions. */
export async function listHandoffTemplates(tx: OrgDb): Promise<HandoffTemplate[]> {
  const found = await living(tx).execute();
  return found.length > 0 ? found : [await standard(tx)];
}

/** Stands for the common questions until somebody uses or changes them: a page only reads. */
async function standard(tx: OrgDb): Promise<HandoffTemplate> {
  const { id: org_id, created_at } = await tx.selectFrom("orgs").select(["id", "created_at"])
    .where("id", "=", sql<string>`current_org()`).executeTakeFirstOrThrow();
  return {
    org_id,
    id: org_id,
    name: "Standard handoff",
    questions: DEFAULT_QUESTIONS,
    is_default: true,
    archived_at: null,
    version: 1,
    created_at,
  };
}

/** Called by every verb before it looks for a set. */
async function keepStandard(tx: OrgDb): Promise<void> {
  const [first] = await living(tx).limit(1).execute();
  if (first) return;
  const { id, name } = await standard(tx);
  await tx.insertInto("handoff_templates")
    .values({ id, name, questions: sql`${DEFAULT_QUESTIONS}::jsonb`, is_default: true })
    .onConflict((conflict) => conflict.doNothing()).execute();
}

function living(tx: OrgDb) {
  return tx.selectFrom("handoff_templates").selectAll().where("archived_at", "is", null)
    .orderBy("is_default", "desc").orderBy("name").orderBy("id").limit(MOST_TEMPLATES);
}

export async function findHandoffTemplate(tx: OrgDb, id: string): Promise<HandoffTemplate> {
  const template = (await listHandoffTemplates(tx)).find((one) => one.id === id);
  if (!template) throw new NotFound();
  return template;
}

/** As a row that others can point at. */
export async function useHandoffTemplate(tx: OrgDb, id: string): Promise<HandoffTemplate> {
  await keepStandard(tx);
  return await findHandoffTemplate(tx, id);
}

export async function addHandoffTemplate(tx: OrgDb, name: string): Promise<HandoffTemplate> {
  await keepStandard(tx);
  const others = await listHandoffTemplates(tx);
  if (others.length >= MOST_TEMPLATES) throw new Refused(`${MOST_TEMPLATES} sets are the most.`);
  refuseTwin(others, name);
  const template = await tx.insertInto("handoff_templates")
    .values({ id: newId(), name, questions: sql`${DEFAULT_QUESTIONS}::jsonb` })
    .returningAll().executeTakeFirstOrThrow();
  await record(tx, "handoff_template.added", template);
  return template;
}

export async function renameHandoffTemplate(
  tx: OrgDb,
  id: string,
  version: number,
  name: string,
): Promise<void> {
  refuseTwin((await listHandoffTemplates(tx)).filter((other) => other.id !== id), name);
  await change(tx, id, version, () => ({ name }));
}

/** Adds a question where none has this id, else puts it in the other's place. */
export async function saveQuestion(
  tx: OrgDb,
  id: string,
  version: number,
  question: HandoffQuestion,
): Promise<void> {
  await change(tx, id, version, ({ questions }) => {
    const at = questions.findIndex((one) => one.id === question.id);
    if (at < 0 && questions.length >= MOST_QUESTIONS) {
      throw new Refused(`${MOST_QUESTIONS} questions are the most.`);
    }
    return { questions: at < 0 ? [...questions, question] : questions.with(at, question) };
  });
}

export async function removeQuestion(tx: OrgDb, id: string, version: number, questionId: string) {
  await change(tx, id, version, ({ questions }) => {
    const rest = questions.filter((one) => one.id !== questionId);
    if (rest.length === 0) throw new Refused("A handoff asks at least one question.");
    return { questions: rest };
  });
}

export async function moveQuestion(
  tx: OrgDb,
  id: string,
  version: number,
  questionId: string,
  by: -1 | 1,
) {
  await change(tx, id, version, ({ questions }) => {
    const from = questions.findIndex((one) => one.id === questionId);
    const to = from + by;
    if (from < 0 || to < 0 || to >= questions.length) return {};
    return { questions: questions.with(from, questions[to]!).with(to, questions[from]!) };
  });
}

/** Taken from now on where no other set is chosen. */
export async function makeDefault(tx: OrgDb, id: string): Promise<void> {
  const template = await useHandoffTemplate(tx, id);
  await tx.updateTable("handoff_templates").set({ is_default: false })
    .where("is_default", "=", true).execute();
  await tx.updateTable("handoff_templates").set({ is_default: true }).where("id", "=", id)
    .execute();
  await record(tx, "handoff_template.made_default", template);
}

/** Handoffs under way keep their copy. */
export async function archiveHandoffTemplate(tx: OrgDb, id: string): Promise<HandoffTemplate> {
  const template = await useHandoffTemplate(tx, id);
  if (template.is_default) throw new Refused("Make another set the default before removing this.");
  await tx.updateTable("handoff_templates").set({ archived_at: sql<Date>`now()` })
    .where("id", "=", id).execute();
  await record(tx, "handoff_template.removed", template);
  return template;
}

async function change(
  tx: OrgDb,
  id: string,
  version: number,
  edit: (template: HandoffTemplate) => Partial<Pick<HandoffTemplate, "name" | "questions">>,
) {
  await keepStandard(tx);
  await tx.selectFrom("handoff_templates").select("id").where("id", "=", id).forUpdate().execute();
  const template = await findHandoffTemplate(tx, id);
  if (template.version !== version) throw await staleError(tx, template.name, id);
  const { name = template.name, questions = template.questions } = edit(template);
  await tx.updateTable("handoff_templates").set({
    name,
    questions: sql`${questions}::jsonb`,
    version: version + 1,
  }).where("id", "=", id).execute();
  await record(tx, "handoff_template.changed", { ...template, name });
}

function refuseTwin(others: HandoffTemplate[], name: string) {
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase())) {
    throw new Refused(`There is a set named "${name}" already.`);
  }
}

const record = (tx: OrgDb, kind: string, { id, name }: Pick<HandoffTemplate, "id" | "name">) =>
  recordEvent(tx, { kind, subjectId: id, data: { name } });
