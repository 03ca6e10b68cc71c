import { Hono } from "hono";
import { isDay } from "../domain/base/calendar.ts";
import { type ActivityFilter, listActivity } from "../domain/people/activity.ts";
import { NOUNS } from "../domain/people/happening_nouns.ts";
import { findMember, listMembers } from "../domain/people/members.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { ActivityLog } from "../views/activity.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

export const activity = new Hono<Env>()
  .use(requires("audit.read"))
  .get("/", async (c) => {
    const { tx } = c.var;
    const { time_zone: timeZone } = await findOrg(tx);
    const filter = { ...readFilter(c), timeZone };
    const actor = filter.actor ? await findMember(tx, filter.actor) : undefined;
    const [page, { members }] = await Promise.all([listActivity(tx, filter), listMembers(tx, {})]);
    return await showPage(
      c,
      {
        title: "Activity",
        header: { lead: "Who did what, and when. Nothing here can be edited." },
      },
      <ActivityLog
        page={page}
        filter={filter}
        actor={actor}
        members={members}
        timeZone={timeZone}
        problem={problemWith(filter)}
      />,
    );
  });

function readFilter(c: Ctx): ActivityFilter {
  const { actor, about, from, to, before, after } = c.req.query();
  return {
    actor: actor && new RegExp(`^${UUID}$`).test(actor) ? actor : undefined,
    noun: NOUNS.find(({ noun }) => noun === about)?.noun,
    from: dayOf(from),
    to: dayOf(to),
    before: numberOf(before),
    after: numberOf(after),
  };
}

function problemWith({ from, to }: ActivityFilter): string | undefined {
  return from && to && from > to ? "The first day comes after the last one." : undefined;
}

function dayOf(text: string | undefined): string | undefined {
  return text && isDay(text) && text >= "1970-01-01" ? text : undefined;
}

function numberOf(text: string | undefined): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
