import type { OrgDb } from "../base/db.ts";

export interface TemplateChoice {
  id: string;
  name: string;
  number: number;
}

const MOST = 500;

/** The templates that can be applied: published, and not archived. */
export async function templateChoices(tx: OrgDb): Promise<TemplateChoice[]> {
  const rows = await tx.selectFrom("templates").select(["id", "name", "published_number"])
    .where("status", "=", "published").orderBy("name_key").orderBy("id").limit(MOST).execute();
  return rows.map(({ id, name, published_number }) => ({ id, name, number: published_number! }));
}

export async function canBeApplied(tx: OrgDb, id: string): Promise<boolean> {
  const row = await tx.selectFrom("templates").select("id").where("id", "=", id)
    .where("status", "=", "published").executeTakeFirst();
  return row !== undefined;
}
