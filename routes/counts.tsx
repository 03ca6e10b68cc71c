import { Hono } from "hono";
import { sql } from "kysely";
import { unreadCounted } from "../domain/messages/notifications.ts";
import { mineCounted } from "../domain/onboarding/reviews.ts";
import { may } from "../domain/people/roles.ts";
import { tasksWaitingFor } from "../domain/workflows/task_lists.ts";
import { Counts } from "../views/shell.tsx";
import type { Ctx, Env } from "./env.ts";
import { signedInAs } from "./tenant.ts";

/** Asked again by the sidebar when the live stream tells of what it counts. */
export const counts = new Hono<Env>()
  .get("/", async (c) => c.html(<Counts counts={await countsFor(c)} />));

interface Waiting {
  review: number;
  queue: number;
  members: number;
  jobs: number;
  mails: number;
  notifications: number;
  runs: number;
}

/** What waits for this person, beside the sidebar's items. Partial indexes hold just these rows. */
export async function countsFor(c: Ctx): Promise<Record<string, number>> {
  const { id, roles } = signedInAs(c).member;
  const seesDrafts = may(roles, "drafts.review");
  const seesRequests = may(roles, "members.change");
  const seesJobs = may(roles, "jobs.read");
  const seesMails = may(roles, "mails.settle");
  const { rows: [row] } = await sql<Waiting>`
    select ${seesDrafts ? mineCounted(id) : sql`0`} as review,
      ${tasksWaitingFor(id)} as queue, (select count(*) from access_requests
        where org_id = current_org() and settled_at is null) as members,
      (select count(*) from jobs where org_id = current_org() and parked_at is not null) as jobs,
      (select count(*) from mails where org_id = current_org() and state in ('unknown', 'failed'))
        as mails, ${unreadCounted(id)} as notifications,
      (select coalesce(sum(failed_runs), 0)::integer from workflows
        where org_id = current_org() and failed_runs > 0) as runs`.execute(c.get("tx"));
  return {
    queue: row!.queue,
    notifications: row!.notifications,
    ...(seesDrafts ? { review: row!.review } : {}),
    ...(seesRequests ? { members: row!.members } : {}),
    ...(seesJobs ? { jobs: row!.jobs } : {}),
    ...(may(roles, "workflows.read") ? { workflows: row!.runs } : {}),
    ...(seesMails ? { mails: row!.mails } : {}),
  };
}
