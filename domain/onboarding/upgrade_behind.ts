import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { type Revision, revisionById } from "./template_revisions.ts";
import type { TemplateRow } from "./templates.ts";
import { plansToUpgrade } from "./upgrade_plans.ts";
import { previewOf, type Summary, summaryOf } from "./upgrade_previews.ts";

/** An account that follows an older revision, and what an upgrade would be for it. */
export interface Behind {
  planId: string;
  accountId: string;
  name: string;
  csm: string | null;
  milestone: string | null;
  number: number;
  summary: Summary;
}

export interface BehindEdge {
  number: number;
  planId: string;
}

export interface BehindPage {
  accounts: Behind[];
  next?: BehindEdge;
}

const PAGE = 25;
const COUNTED = 1000;

type Published = Pick<TemplateRow, "id" | "published_number">;

/** Those that are furthest behind first. Finished plans and archived accounts are left as they are. */
export async function listBehind(
  tx: OrgDb,
  template: Published,
  to: Revision,
  after?: BehindEdge,
): Promise<BehindPage> {
  const found = await behind(tx, template)
    .leftJoin("members as m", "m.id", "a.csm_id")
    .select(["p.id as planId", "a.id as accountId", "a.name", "m.name as csm"])
    .select(["a.milestone_name as milestone", "p.revision_number as number"])
    .$if(after !== undefined, (q) =>
      q.where(
        sql<boolean>`(p.revision_number, p.id) > (${after!.number}::int, ${after!.planId}::uuid)`,
      ))
    .orderBy("p.revision_number").orderBy("p.id").limit(PAGE + 1).execute();
  const page = found.slice(0, PAGE);
  const summaries = await summariesOf(tx, page.map(({ accountId }) => accountId), to);
  const last = page.at(-1);
  return {
    accounts: page.map((row) => ({
      ...row,
      number: row.number!,
      summary: summaries.get(row.accountId)!,
    })),
    next: found.length > PAGE && last ? { number: last.number!, planId: last.planId } : undefined,
  };
}

/** Up to a thousand. */
export async function countBehind(tx: OrgDb, template: Published): Promise<number> {
  const { rows: [row] } = await sql<{ count: number }>`select count(*)::int as count from
    (${behind(tx, template).select("p.id").limit(COUNTED)}) counted`.execute(tx);
  return row!.count;
}

export function behind(tx: OrgDb, { id, published_number }: Published) {
  return tx.selectFrom("plans as p").innerJoin("accounts as a", "a.id", "p.account_id")
    .where("p.template_id", "=", id).where("p.revision_number", "<", published_number ?? 0)
    .where("p.ended_at", "is", null).where("p.finished_at", "is", null)
    .where("a.archived_at", "is", null);
}

async function summariesOf(tx: OrgDb, accountIds: string[], to: Revision) {
  const plans = await plansToUpgrade(tx, accountIds);
  const bases = await basesOf(tx, plans.map(({ plan }) => plan.revision_id!));
  return new Map(
    plans.map((one) => [
      one.account.id,
      summaryOf(previewOf(one, bases.get(one.plan.revision_id!)!, to)),
    ]),
  );
}

/** Each revision once, however many accounts follow it. */
export async function basesOf(tx: OrgDb, ids: string[]): Promise<Map<string, Revision>> {
  const revisions = await Promise.all([...new Set(ids)].map((id) => revisionById(tx, id)));
  return new Map(revisions.map((revision) => [revision.id, revision]));
}
