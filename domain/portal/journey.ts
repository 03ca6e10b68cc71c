import { sql } from "kysely";
import type { AccountDb } from "../base/db.ts";
import type { Day } from "../base/calendar.ts";
import type { ActionState, Answers, FileState, MilestoneState } from "../base/schema.ts";
import type { ActionType, Owner } from "../onboarding/action_types.ts";
import type { AskedFile, Question } from "../onboarding/template_content.ts";

/** What one customer sees of their onboarding. Nothing of it is for staff only. */
export interface Journey {
  account: JourneyAccount;
  csm?: Csm;
  plan?: { goLiveOn: Day | null; isFinished: boolean; finishedOn: Day | null };
  milestones: SeenMilestone[];
}

export interface JourneyAccount {
  name: string;
  goLiveOn: Day | null;
  /** The day it is where the customer is. */
  today: Day;
  zone: string;
}

export interface Csm {
  name: string;
  email: string;
  jobTitle: string;
  bookingUrl: string | null;
}

export interface SeenMilestone {
  id: string;
  name: string;
  yourText: string;
  state: MilestoneState;
  startedOn: Day | null;
  finishedOn: Day | null;
  targetOn: Day | null;
  actions: SeenAction[];
}

/** Only of the types that the portal asks the customer for does it hold what is asked. */
export interface SeenAction {
  id: string;
  milestoneId: string;
  type: ActionType;
  label: string;
  owner: Owner;
  state: ActionState;
  dueOn: Day | null;
  deadlineOn: Day | null;
  isOverdue: boolean;
  isOpened: boolean;
  finishedOn: Day | null;
  asked: Asked;
  /** What has been sent or begun, by whoever of the account. */
  submission: SeenSubmission | null;
  /** What has been sent for it. Of several under one name, the newest. */
  files: SeenFile[];
}

export interface Asked {
  intro?: string;
  questions?: Question[];
  files?: AskedFile[];
  minutes?: number;
  agenda?: string;
  booking_url?: string;
}

export interface SeenSubmission {
  id: string;
  state: "open" | "submitted" | "returned";
  answers: Answers;
  version: number;
  by: string | null;
  contactId: string | null;
  changedAt: string;
  submittedAt: string | null;
  returnedWhy: string | null;
}

export interface SeenFile {
  id: string;
  /** The file that was asked for. */
  slot: string;
  name: string;
  size: number;
  by: string;
  at: string;
  versions: number;
  state: FileState;
  /** Why it was asked for again. */
  why: string | null;
}

export async function readJourney(tx: AccountDb): Promise<Journey> {
  const [account, plan] = await Promise.all([readAccount(tx), readPlan(tx)]);
  const { csm, zone } = account;
  const milestones = plan ? await readMilestones(tx, plan.id, zone) : [];
  return { account, csm, plan, milestones };
}

async function readAccount(tx: AccountDb) {
  const row = await tx.selectFrom("accounts as a")
    .innerJoin("orgs as o", "o.id", "a.org_id")
    .leftJoin(
      "members as m",
      (on) => on.onRef("m.id", "=", "a.csm_id").on("m.deactivated_at", "is", null),
    )
    .select(["a.name", "a.go_live_on", "m.name as csm", "m.email", "m.job_title", "m.booking_url"])
    .select([
      sql<string>`coalesce(a.time_zone, o.time_zone)`.as("zone"),
      sql<Day>`(now() at time zone coalesce(a.time_zone, o.time_zone))::date`.as("today"),
    ])
    .executeTakeFirstOrThrow();
  const { name, go_live_on: goLiveOn, today, zone } = row;
  const csm = row.csm === null
    ? undefined
    : { name: row.csm, email: row.email!, jobTitle: row.job_title!, bookingUrl: row.booking_url };
  return { name, goLiveOn, today, zone, csm };
}

async function readPlan(tx: AccountDb) {
  const row = await tx.selectFrom("plans as p").innerJoin("accounts as a", "a.id", "p.account_id")
    .select([
      "p.id",
      sql<Day | null>`coalesce(p.projected_on, p.planned_on, a.go_live_on)`.as("goLiveOn"),
      sql<boolean>`p.finished_at is not null`.as("isFinished"),
      sql<Day | null>`p.finished_at::date`.as("finishedOn"),
    ])
    .where("p.ended_at", "is", null)
    .executeTakeFirst();
  return row;
}

async function readMilestones(tx: AccountDb, planId: string, zone: string) {
  const [milestones, actions] = await Promise.all([
    tx.selectFrom("milestones")
      .select(["id", "name", "your_text as yourText", "state"])
      .select([
        sql<Day | null>`(started_at at time zone ${zone})::date`.as("startedOn"),
        sql<Day | null>`(finished_at at time zone ${zone})::date`.as("finishedOn"),
        sql<Day | null>`coalesce(projected_on, planned_on)`.as("targetOn"),
      ])
      .where("plan_id", "=", planId)
      .orderBy("position").orderBy("id")
      .execute(),
    selectActions(tx, zone).where("a.plan_id", "=", planId).execute(),
  ]);
  return milestones.map((milestone) => ({
    ...milestone,
    actions: actions.filter(({ milestoneId }) => milestoneId === milestone.id),
  }));
}

/** Row security leaves those that are visible in the portal; the columns are those without secrets. */
export function selectActions(tx: AccountDb, zone: string) {
  return tx.selectFrom("actions as a")
    .select([
      "a.id",
      "a.milestone_id as milestoneId",
      "a.type",
      "a.label",
      "a.owner",
      "a.state",
      "a.deadline_on as deadlineOn",
      sql<Day | null>`(a.due_at at time zone ${zone})::date`.as("dueOn"),
      sql<boolean>`a.overdue_at is not null`.as("isOverdue"),
      sql<boolean>`a.opened_at is not null`.as("isOpened"),
      sql<Day | null>`(a.finished_at at time zone ${zone})::date`.as("finishedOn"),
      sql<Asked>`case when a.type in ('SEND_EMAIL', 'SLACK') then '{}'::jsonb
        else a.content - 'attendees' end`.as("asked"),
      sql<SeenSubmission | null>`(
        select jsonb_build_object('id', s.id, 'state', s.state, 'answers', s.answers,
          'version', s.version, 'by', c.name, 'contactId', s.contact_id, 'changedAt', s.changed_at,
          'submittedAt', s.submitted_at, 'returnedWhy', s.returned_why)
        from submissions s left join contacts c on c.id = s.contact_id
        where s.action_id = a.id order by s.id desc limit 1)`.as("submission"),
      sql<SeenFile[]>`coalesce((
        select jsonb_agg(jsonb_build_object('id', f.id, 'slot', f.slot, 'name', f.name,
          'size', f.size, 'by', c.name, 'at', f.created_at, 'versions', f.versions,
          'state', f.state, 'why', f.returned_why) order by f.id)
        from (select distinct on (slot, name) id, slot, name, size, contact_id, created_at, state,
            returned_why, count(*) over (partition by slot, name) as versions
          from files where action_id = a.id order by slot, name, id desc) f
        left join contacts c on c.id = f.contact_id), '[]')`.as("files"),
    ])
    .orderBy("a.position")
    .orderBy("a.id");
}

export async function readZone(tx: AccountDb): Promise<string> {
  const row = await tx.selectFrom("accounts as a").innerJoin("orgs as o", "o.id", "a.org_id")
    .select(sql<string>`coalesce(a.time_zone, o.time_zone)`.as("zone"))
    .executeTakeFirstOrThrow();
  return row.zone;
}

/** The one member whom row security shows a customer: who looks after them. */
export async function readCsm(
  tx: AccountDb,
): Promise<{ id: string; name: string; email: string } | undefined> {
  return await tx.selectFrom("members").select(["id", "name", "email"])
    .where("deactivated_at", "is", null).executeTakeFirst();
}
