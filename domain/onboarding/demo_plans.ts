import { sql } from "kysely";
import { type Db, inOrg, type OrgDb } from "../base/db.ts";
import type { DemoMembers } from "../people/demo.ts";
import { completeAction, startAction } from "./actions.ts";
import { activateDue } from "./due_actions.ts";
import { setDeadlines } from "./milestone_starts.ts";
import { finishMilestone } from "./milestones.ts";
import { markOverdue } from "./overdue_actions.ts";
import { applyTemplate } from "./plan_applications.ts";
import { planWithParts } from "./plans.ts";
import { refreshPlans } from "./projections.ts";

interface Story {
  account: string;
  template: "Enterprise onboarding" | "SMB quick start";
  csm: "maya" | "leo";
  /** How long each milestone took; the last one still runs. Nothing: it has not begun. */
  days: number[];
  /** What has been done in the milestone that runs. */
  done?: string[];
  through?: boolean;
}

const STORIES: Story[] = [
  story("Northwind Traders", "Enterprise onboarding", "maya", [9, 12], ["Brand assets"]),
  story("Fabrikam", "Enterprise onboarding", "leo", [1], ["Tell the team"]),
  story("Contoso Health", "Enterprise onboarding", "maya", [12, 20, 2]),
  story("Tailspin Toys", "SMB quick start", "leo", [1], ["Welcome email"]),
  story("Adventure Works", "SMB quick start", "leo", [4, 1]),
  story("Wide World Importers", "Enterprise onboarding", "maya", [10], ["Kickoff call"]),
  story("Litware", "Enterprise onboarding", "leo", []),
  { ...story("Proseware", "SMB quick start", "maya", [5, 6, 9]), through: true },
];

const MOST = 1000;

/** The demo's accounts at every stage of their plans, brought there by the verbs that people use. */
export async function seedDemoPlans(db: Db, orgId: string, members: DemoMembers): Promise<void> {
  const first = await inOrg(
    db,
    orgId,
    { kind: "operator", cause: "demo" },
    (tx) => tx.selectFrom("plans").select("id").limit(1).executeTakeFirst(),
  );
  if (first) return;
  for (const one of STORIES) {
    const actor = { kind: "member", id: members[one.csm]!, cause: "demo" } as const;
    await inOrg(db, orgId, actor, (tx) => tell(tx, one));
  }
}

async function tell(tx: OrgDb, { account, template, days, done = [], through }: Story) {
  const [accountId, templateId] = await Promise.all([
    idNamed(tx, "accounts", account),
    idNamed(tx, "templates", template),
  ]);
  if (!accountId || !templateId) return;
  await applyTemplate(tx, accountId, templateId, { startFirst: days.length > 0 });
  for (const [at, spent] of days.entries()) {
    await letPass(tx, accountId, spent);
    await activateDue(tx, MOST);
    const runs = at === days.length - 1 && !through;
    await complete(tx, accountId, runs ? done : undefined);
    if (!runs) await finishRunning(tx, accountId);
  }
  await markOverdue(tx, MOST);
  await refreshPlans(tx, [accountId]);
}

/** What its plan holds happened so many days earlier. */
async function letPass(tx: OrgDb, accountId: string, days: number) {
  const ago = sql`make_interval(days => ${days}::int)`;
  await sql`update plans set applied_at = applied_at - ${ago}, planned_on = planned_on - ${days}::int
    where account_id = ${accountId}`.execute(tx);
  await sql`update milestones set started_at = started_at - ${ago},
      finished_at = finished_at - ${ago}, planned_on = planned_on - ${days}::int
    where account_id = ${accountId}`.execute(tx);
  const { rows } = await sql<{ id: string; account_id: string; due_at: Date; due_days: number }>`
    update actions set due_at = due_at - ${ago}, opened_at = opened_at - ${ago},
      finished_at = finished_at - ${ago}
    where account_id = ${accountId} returning id, account_id, due_at, due_days`.execute(tx);
  await setDeadlines(tx, rows);
}

/** These, or all of the milestone that runs. */
async function complete(tx: OrgDb, accountId: string, labels?: string[]) {
  const { milestones } = (await planWithParts(tx, accountId))!;
  const running = milestones.find(({ state }) => state === "active");
  for (const { id, label, state } of running?.actions ?? []) {
    if (labels && !labels.includes(label)) continue;
    if (state === "pending") await startAction(tx, id);
    await completeAction(tx, id, { note: "" });
  }
}

async function finishRunning(tx: OrgDb, accountId: string) {
  const { milestones } = (await planWithParts(tx, accountId))!;
  const running = milestones.find(({ state }) => state === "active");
  if (running) await finishMilestone(tx, running.id);
}

async function idNamed(tx: OrgDb, table: "accounts" | "templates", name: string) {
  const row = await tx.selectFrom(table).select("id").where("name", "=", name).executeTakeFirst();
  return row?.id;
}

function story(
  account: string,
  template: Story["template"],
  csm: Story["csm"],
  days: number[],
  done?: string[],
): Story {
  return { account, template, csm, days, done };
}
