import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { DemoMembers } from "../people/demo.ts";
import { createTemplate, editDraft } from "./template_changes.ts";
import { changeMilestone } from "./template_edits.ts";
import { publishTemplate } from "./template_revisions.ts";
import { findStarter } from "./template_starters.ts";
import { suggestChange } from "./template_suggestions.ts";

/** Templates of the demo's company, made by the verbs that people use. */
export async function seedDemoTemplates(
  db: Db,
  orgId: string,
  members: DemoMembers,
): Promise<void> {
  await inOrg(db, orgId, { kind: "member", id: members.olivia!, cause: "demo" }, async (tx) => {
    if (await tx.selectFrom("templates").select("id").limit(1).executeTakeFirst()) return;
    const enterprise = await begin(tx, "enterprise", "Cloud suite", "");
    await publishTemplate(tx, enterprise.id, enterprise.version, "The way we do it today");
    const quick = await begin(tx, "quick-start", "Cloud suite", "");
    await publishTemplate(tx, quick.id, quick.version, "");
    await begin(tx, "data-heavy", "Cloud suite", "Health");
    const [kickoff] = enterprise.draft.milestones;
    await editDraft(
      tx,
      enterprise.id,
      enterprise.version + 1,
      (draft) => changeMilestone(draft, kickoff!.id, { duration_days: 10 }),
    );
  });
  await inOrg(db, orgId, { kind: "member", id: members.maya!, cause: "demo" }, async (tx) => {
    if (await tx.selectFrom("template_suggestions").select("id").limit(1).executeTakeFirst()) {
      return;
    }
    const enterprise = await tx.selectFrom("templates").select("id")
      .where("name", "=", "Enterprise onboarding").executeTakeFirst();
    if (!enterprise) return;
    await suggestChange(tx, enterprise.id, members.maya!, {
      about: "Implementation: Brand assets",
      body: "Customers ask which size the logo should have. Say it in the help.",
    });
  });
}

async function begin(tx: OrgDb, id: string, product_line: string, industry: string) {
  const { name, does, segment, use_case, content } = findStarter(id)!;
  const facts = { name, description: does, segment, use_case, product_line, industry };
  return await createTemplate(tx, facts, content);
}
