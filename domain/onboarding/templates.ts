import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound } from "../base/errors.ts";
import type { Templates } from "../base/schema.ts";
import { type Content, contentSchema } from "./template_content.ts";

export type Template = Omit<Selectable<Templates>, "draft"> & { draft: Content };

/** What a list shows: everything but the content, which may be large. */
export type TemplateRow = Omit<Template, "draft">;

export const CATEGORIES = ["segment", "product_line", "use_case", "industry"] as const;
export type Category = typeof CATEGORIES[number];
export type Categories = Record<Category, string>;

export interface TemplateFilter extends Partial<Categories> {
  q?: string;
  status?: "draft" | "published" | "archived";
  /** The id of the template after, or before, which the page stands. */
  after?: string;
  before?: string;
}

export interface TemplatePage {
  templates: TemplateRow[];
  previous?: string;
  next?: string;
}

const PAGE = 50;

export async function findTemplate(tx: OrgDb, id: string): Promise<Template> {
  const row = await tx.selectFrom("templates").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw new NotFound();
  return { ...row, draft: contentSchema.parse(row.draft) };
}

/** Archived ones are left out unless they are asked for. */
export async function listTemplates(tx: OrgDb, filter: TemplateFilter): Promise<TemplatePage> {
  const backwards = filter.before !== undefined && filter.after === undefined;
  const edge = filter.after ?? filter.before;
  const compare = backwards ? sql`<` : sql`>`;
  const direction = backwards ? "desc" : "asc";
  let query = tx.selectFrom("templates").select(ROW)
    .where("status", filter.status ? "=" : "<>", filter.status ?? "archived");
  for (const category of CATEGORIES) {
    if (filter[category]) query = query.where(category, "=", filter[category]);
  }
  if (filter.q) query = query.where(sql<boolean>`position(lower(${filter.q}) in name_key) > 0`);
  if (edge) {
    query = query.where(
      sql<
        boolean
      >`(name_key, id) ${compare} (select name_key, id from templates where id = ${edge})`,
    );
  }
  const found = await query.orderBy("name_key", direction).orderBy("id", direction)
    .limit(PAGE + 1).execute();
  const more = found.length > PAGE;
  const templates = found.slice(0, PAGE);
  if (backwards) templates.reverse();
  return {
    templates,
    previous: (backwards ? more : Boolean(edge)) ? templates[0]?.id : undefined,
    next: (backwards || more) ? templates.at(-1)?.id : undefined,
  };
}

const ROW = [
  "org_id",
  "id",
  "name",
  "name_key",
  "description",
  ...CATEGORIES,
  "status",
  "milestones_count",
  "actions_count",
  "draft_changed",
  "published_revision_id",
  "published_number",
  "usage_count",
  "version",
  "created_at",
  "created_by",
  "changed_at",
  "changed_by",
  "archived_at",
] as const;

const MOST_NAMES = 800;

/** The names that are in use for each category, to choose from. */
export async function categoriesInUse(tx: OrgDb): Promise<Record<Category, string[]>> {
  const names = (category: Category) =>
    tx.selectFrom("templates").select([
      sql<Category>`${category}::text`.as("category"),
      `${category} as name`,
    ])
      .distinct().where(category, "<>", "");
  const rows = await names("segment").unionAll(names("product_line"))
    .unionAll(names("use_case")).unionAll(names("industry")).limit(MOST_NAMES).execute();
  const inUse: Record<Category, string[]> = {
    segment: [],
    product_line: [],
    use_case: [],
    industry: [],
  };
  for (const { category, name } of rows) inUse[category].push(name);
  for (const list of Object.values(inUse)) list.sort((a, b) => a.localeCompare(b));
  return inUse;
}
