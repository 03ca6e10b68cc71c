import type { OrgDb } from "../base/db.ts";

const MOST = 500;

/** What the rows of an import may name: templates with a revision to apply. */
export async function importableTemplates(tx: OrgDb): Promise<{ id: string; name: string }[]> {
  return await tx.selectFrom("templates").select(["id", "name"])
    .where("status", "=", "published").where("published_revision_id", "is not", null)
    .orderBy("name_key").orderBy("id").limit(MOST).execute();
}
