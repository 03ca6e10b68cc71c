import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { DemoMembers } from "../people/demo.ts";
import { accountSources } from "./account_sources.ts";
import { putAnswers, saveAnswer, standingAnswers } from "./handoff_answers.ts";
import { answerByRules } from "./handoff_rules.ts";
import { listHandoffTemplates } from "./handoff_templates.ts";
import { askHandoff, type Handoff, lockHandoff, pickCsm, submitHandoff } from "./handoffs.ts";

/** One handoff that waits for Tom, and one that he has submitted to Maya. */
export async function seedDemoHandoffs(
  db: Db,
  orgId: string,
  members: DemoMembers,
): Promise<void> {
  const submitted = await inOrg(
    db,
    orgId,
    { kind: "member", id: members.olivia!, cause: "demo" },
    async (tx) => {
      if (await tx.selectFrom("handoffs").select("id").limit(1).executeTakeFirst()) return;
      await ask(tx, "Litware", members);
      return await ask(tx, "Contoso Health", members);
    },
  );
  if (!submitted) return;
  const tom = { kind: "member", id: members.tom!, cause: "demo" } as const;
  await inOrg(db, orgId, tom, (tx) => submit(tx, submitted, members));
}

async function ask(tx: OrgDb, name: string, members: DemoMembers): Promise<Handoff | undefined> {
  const account = await tx.selectFrom("accounts").select("id").where("name", "=", name)
    .executeTakeFirst();
  if (!account) return;
  const [set] = await listHandoffTemplates(tx);
  const handoff = await askHandoff(tx, {
    accountId: account.id,
    templateId: set!.id,
    aeId: members.tom!,
    askedBy: members.olivia!,
  });
  const sources = await accountSources(tx, account.id);
  const written = handoff.questions.map((question) => ({
    questionId: question.id,
    writtenBy: "rules" as const,
    sources,
    ...answerByRules(question, sources, name),
  }));
  await putAnswers(tx, handoff.id, written, { anew: false });
  return handoff;
}

const TYPED: Record<string, string> = {
  use_case: "Plans the onboarding of 40 clinics onto the patient portal, one region a month.",
  goals: "First ten clinics live before the spring campaign; half as many calls to their desk.",
  risks: "Their privacy officer is on leave in December. Two clinics still use the old scheduler.",
  promises: "A named CSM and a training day on site. No discount beyond the first year.",
};

async function submit(tx: OrgDb, { id }: Handoff, members: DemoMembers) {
  const answers = await standingAnswers(tx, id);
  for (const [question, body] of Object.entries(TYPED)) {
    const version = answers.get(question)?.version ?? 0;
    await saveAnswer(tx, id, question, { version, body, by: members.tom! });
  }
  await pickCsm(tx, id, members.maya!);
  const { version } = await lockHandoff(tx, id);
  await submitHandoff(tx, id, version, members.tom!);
}
