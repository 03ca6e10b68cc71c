import { Hono } from "hono";
import { dayIn, timeIn } from "../domain/base/calendar.ts";
import type { Role } from "../domain/base/schema.ts";
import { whatNeeds } from "../domain/onboarding/needs.ts";
import { listAccessRequests } from "../domain/people/access_requests.ts";
import { listActivity } from "../domain/people/activity.ts";
import { gettingStarted } from "../domain/people/checklist.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { type Emphasis, Home } from "../views/home.tsx";
import type { Env } from "./env.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { signedInAs } from "./tenant.ts";

export const home = new Hono<Env>().get("/", async (c) => {
  const { tx, house } = c.var;
  const { member } = signedInAs(c);
  const readsLog = may(member.roles, "audit.read");
  const answers = may(member.roles, "members.change");
  const emphasis = emphasisOf(member.roles);
  const [{ time_zone: timeZone }, steps, requests, needs, log] = await Promise.all([
    findOrg(tx),
    emphasis === "set_up" ? gettingStarted(tx, member.roles) : [],
    answers ? listAccessRequests(tx) : [],
    carriesCustomers(member.roles) ? whatNeeds(tx, member.id) : undefined,
    readsLog ? listActivity(tx, {}, 8) : undefined,
  ]);
  return await showPage(
    c,
    {
      title: "Home",
      header: { title: greeting(member.name, timeIn(timeZone, house.outside.now())) },
      notice: takeNotice(c),
    },
    <Home
      emphasis={emphasis}
      steps={steps}
      waiting={requests.length}
      needs={needs && (emphasis !== "handoffs" || needs.pressing.length + needs.drafts.length > 0)
        ? { needs, timeZone, today: dayIn(timeZone, house.outside.now()) }
        : undefined}
      events={log?.events}
      timeZone={timeZone}
    />,
  );
});

/** Account executives have work of their own in the accounts that they sold. */
const carriesCustomers = (roles: readonly Role[]) => roles.includes("csm") || roles.includes("ae");

function emphasisOf(roles: readonly Role[]): Emphasis {
  if (roles.includes("admin") || roles.includes("ops")) return "set_up";
  if (roles.includes("leader")) return "overview";
  return roles.includes("csm") ? "customers" : "handoffs";
}

function greeting(name: string, time: string): string {
  const hour = Number(time.slice(0, 2));
  const part = hour < 5 ? "evening" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  return `Good ${part}, ${name.split(" ")[0]}`;
}
