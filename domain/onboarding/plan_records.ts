import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { Answers, Submissions } from "../base/schema.ts";
import { counted } from "./action_types.ts";
import type { PlannedAction, PlannedMilestone } from "./plans.ts";

/** What a customer answered, with the words of what was asked. */
export type SubmissionRow = Omit<Selectable<Submissions>, "asked" | "answers"> & {
  contact: string | null;
  said: { question: string; answer: string }[];
};

const MOST = 200;

/** Newest first; of one action or of all that the account has. */
export async function listSubmissions(
  tx: OrgDb,
  accountId: string,
  actionId?: string,
): Promise<SubmissionRow[]> {
  const rows = await tx.selectFrom("submissions as s")
    .leftJoin("contacts as c", "c.id", "s.contact_id")
    .innerJoin("actions as a", "a.id", "s.action_id")
    .selectAll("s").select(["c.name as contact", "a.content"])
    .where("s.account_id", "=", accountId)
    .$if(actionId !== undefined, (q) => q.where("s.action_id", "=", actionId!))
    .orderBy("s.id", "desc").limit(MOST).execute();
  return rows.map(({ asked, answers, content, ...row }) => ({
    ...row,
    said: saidIn((asked ?? content) as Asked, answers),
  }));
}

interface Asked {
  questions?: { id: string; label: string; type?: string }[];
  files?: { id: string; name: string }[];
}

/** As it was asked when it was submitted; before that, as it is asked now. Files are only counted. */
function saidIn(asked: Asked, answers: Answers): { question: string; answer: string }[] {
  const { questions = [], files = [] } = asked;
  const labels = new Map([
    ...questions.map(({ id, label }) => [id, label] as const),
    ...files.map(({ id, name }) => [id, name] as const),
  ]);
  const fileIds = new Set([
    ...questions.filter(({ type }) => type === "file").map(({ id }) => id),
    ...files.map(({ id }) => id),
  ]);
  return Object.entries(answers).map(([id, answer]) => {
    const all = [answer].flat();
    return {
      question: labels.get(id) ?? id,
      answer: fileIds.has(id) ? counted(all.length, "file") : all.join(", "),
    };
  });
}

/** Names for the people that a plan's rows name by id. */
export async function namesIn(
  tx: OrgDb,
  memberIds: Iterable<string | null>,
  contactIds: Iterable<string | null>,
): Promise<Record<string, string>> {
  const present = (ids: Iterable<string | null>) => [
    ...new Set([...ids].filter((id): id is string => id !== null)),
  ];
  const [members, contacts] = [present(memberIds), present(contactIds)];
  const found = await Promise.all([
    members.length > 0
      ? tx.selectFrom("members").select(["id", "name"]).where("id", "in", members).execute()
      : [],
    contacts.length > 0
      ? tx.selectFrom("contacts").select(["id", "name"]).where("id", "in", contacts).execute()
      : [],
  ]);
  return Object.fromEntries(found.flat().map(({ id, name }) => [id, name]));
}

export function peopleOf(actions: PlannedAction[]) {
  return {
    members: actions.flatMap(({ finished_by, executed_by }) => [finished_by, executed_by]),
    contacts: actions.map(({ finished_by_contact }) => finished_by_contact),
  };
}

export async function findMilestone(
  tx: OrgDb,
  accountId: string,
  id: string,
): Promise<PlannedMilestone & { open: number }> {
  const found = await tx.selectFrom("milestones as m").selectAll("m")
    .select((q) =>
      q.selectFrom("actions as a").whereRef("a.milestone_id", "=", "m.id")
        .where("a.finished_at", "is", null)
        .select(sql<number>`count(*)::int`.as("open")).as("open")
    )
    .where("m.id", "=", id).where("m.account_id", "=", accountId).executeTakeFirst();
  if (!found) throw new NotFound();
  return { ...found, open: found.open ?? 0 };
}
