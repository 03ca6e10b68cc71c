import { Hono } from "hono";
import { sql } from "kysely";
import { may } from "../domain/people/roles.ts";
import { Counts } from "../views/shell.tsx";
import type { Ctx, Env } from "./env.ts";
import { signedInAs } from "./tenant.ts";

/** Asked again by the sidebar when the live stream tells of what it counts. */
export const counts = new Hono<Env>()
  .get("/", async (c) => c.html(<Counts counts={await countsFor(c)} />));

/** What waits for this person, beside the sidebar's items. Partial indexes hold just these rows. */
export async function countsFor(c: Ctx): Promise<Record<string, number>> {
  const { roles } = signedInAs(c).member;
  const seesRequests = may(roles, "members.change");
  const seesJobs = may(roles, "jobs.read");
  const seesMails = may(roles, "mails.settle");
  if (!seesRequests && !seesJobs && !seesMails) return {};
  const { rows: [row] } = await sql<{ members: number; jobs: number; mails: number }>`
    select (select count(*) from access_requests
        where org_id = current_org() and settled_at is null) as members,
      (select count(*) from jobs where org_id = current_org() and parked_at is not null) as jobs,
      (select count(*) from mails where org_id = current_org() and state in ('unknown', 'failed'))
        as mails`.execute(c.var.tx);
  return {
    ...(seesRequests ? { members: row!.members } : {}),
    ...(seesJobs ? { jobs: row!.jobs } : {}),
    ...(seesMails ? { mails: row!.mails } : {}),
  };
}
