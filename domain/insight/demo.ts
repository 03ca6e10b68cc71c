import { sql } from "kysely";
import { createAccount } from "../accounts/accounts.ts";
import { assign } from "../accounts/assignments.ts";
import { addDays } from "../base/calendar.ts";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import { applyTemplate } from "../onboarding/plan_applications.ts";
import { refreshPlans } from "../onboarding/projections.ts";
import type { DemoMembers } from "../people/demo.ts";

interface Past {
  name: string;
  segment: string;
  template: "Enterprise onboarding" | "SMB quick start";
  csm: "maya" | "leo";
  arr: number;
  /** How many days ago it went live. */
  ago: number;
  /** How many days its onboarding took, and how many of them later than planned. */
  took: number;
  slip: number;
  /** Of those days, the ones that waited for the customer, and that were blocked. */
  waited: number;
  blocked: number;
}

const PAST: Past[] = [
  past("VanArsdel", "SMB", "leo", 12_000, [4, 17, -2, 5, 0]),
  past("Bellows College", "Enterprise", "maya", 84_000, [9, 41, 3, 14, 2]),
  past("Nod Publishers", "Enterprise", "maya", 132_000, [13, 38, -1, 9, 0]),
  past("City Power & Light", "Mid-market", "leo", 54_000, [18, 33, 0, 10, 0]),
  past("Coho Winery", "SMB", "leo", 7_200, [24, 15, 0, 3, 0]),
  past("Consolidated Messenger", "Mid-market", "maya", 40_000, [31, 36, 5, 16, 3]),
  past("Wingtip Toys", "SMB", "leo", 10_800, [37, 19, 2, 8, 0]),
  past("Best For You Organics", "Mid-market", "leo", 28_000, [45, 35, -3, 7, 0]),
  past("Humongous Insurance", "Enterprise", "maya", 190_000, [52, 52, 9, 18, 8]),
  past("Datum Corporation", "SMB", "leo", 16_000, [59, 22, 1, 6, 0]),
  past("Margie's Travel", "SMB", "maya", 9_000, [68, 20, -1, 4, 0]),
  past("Munson's Pickles", "Mid-market", "leo", 31_000, [77, 44, 6, 20, 4]),
  past("Relecloud", "Enterprise", "maya", 150_000, [95, 57, 12, 24, 5]),
  past("School of Fine Art", "SMB", "leo", 8_400, [108, 27, 4, 11, 0]),
  past("First Up Consultants", "Mid-market", "maya", 36_000, [121, 49, 8, 19, 6]),
  past("Trey Research", "Enterprise", "maya", 118_000, [139, 58, 7, 22, 4]),
  past("Woodgrove Bank", "Enterprise", "maya", 240_000, [156, 63, 15, 25, 9]),
];

/** What the demo's company finished before today, so that its metrics have something to say. */
export async function seedDemoPast(db: Db, orgId: string, members: DemoMembers): Promise<void> {
  const actor = { kind: "member", id: members.ana!, cause: "demo" } as const;
  await inOrg(db, orgId, actor, async (tx) => {
    const there = await tx.selectFrom("accounts").select("id").where("name", "=", PAST[0]!.name)
      .executeTakeFirst();
    if (there) return;
    const { rows: [day] } = await sql<{ today: string }>`select current_date as today`.execute(tx);
    for (const one of PAST) await tell(tx, one, members, day!.today);
  });
}

async function tell(tx: OrgDb, one: Past, members: DemoMembers, today: string) {
  const template = await tx.selectFrom("templates").select("id").where("name", "=", one.template)
    .executeTakeFirst();
  if (!template) return;
  const live = addDays(today, -one.ago);
  const { id } = await createAccount(tx, {
    name: one.name,
    domain: `${one.name.toLowerCase().replaceAll(/[^a-z]+/g, "-")}.example`,
    segment: one.segment,
    industry: null,
    product_line: "Cloud suite",
    use_case: null,
    arr_cents: one.arr * 100,
    arr_currency: "USD",
    closed_on: addDays(live, -one.took - 6),
    go_live_on: addDays(live, -one.slip),
    fields: {},
  });
  await assign(tx, id, "csm", members[one.csm]!);
  await assign(tx, id, "ae", members.tom!);
  await applyTemplate(tx, id, template.id, { startFirst: false });
  await finishBackThen(tx, id, one);
  await refreshPlans(tx, [id]);
}

/** Each milestone took its share of the days. */
async function finishBackThen(tx: OrgDb, accountId: string, one: Past) {
  const { ago, took, slip, waited, blocked } = one;
  const at = (days: ReturnType<typeof sql>) => sql`now() - make_interval(days => (${days})::int)`;
  await sql`
    with share as (
      select id, sum(duration_days) over (order by position) as until, duration_days,
        sum(duration_days) over () as whole
      from milestones where account_id = ${accountId}
    )
    update milestones m set state = 'done',
      started_at = ${
    at(sql`${ago + took}::int - (until - s.duration_days) * ${took}::int / whole`)
  },
      finished_at = ${at(sql`${ago + took}::int - until * ${took}::int / whole`)},
      planned_on = current_date - ${ago + slip}::int
    from share s where m.id = s.id`.execute(tx);
  await sql`
    update actions x set state = 'completed', due_at = m.started_at, finished_at = m.finished_at
    from milestones m where m.id = x.milestone_id and x.account_id = ${accountId}`.execute(tx);
  await sql`
    update plans set finished_at = now() - make_interval(days => ${ago}::int),
      applied_at = now() - make_interval(days => ${ago + took}::int),
      planned_on = current_date - ${ago + slip}::int
    where account_id = ${accountId}`.execute(tx);
  await sql`
    update account_facts set ours_seconds = ${took - waited - blocked}::int * 86400,
      theirs_seconds = ${waited}::int * 86400, blocked_seconds = ${blocked}::int * 86400
    where account_id = ${accountId}`.execute(tx);
}

function past(
  name: string,
  segment: string,
  csm: Past["csm"],
  arr: number,
  [ago, took, slip, waited, blocked]: [number, number, number, number, number],
): Past {
  const template = segment === "SMB" ? "SMB quick start" : "Enterprise onboarding";
  return { name, segment, template, csm, arr, ago, took, slip, waited, blocked };
}
