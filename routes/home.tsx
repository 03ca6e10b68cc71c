import { Hono } from "hono";
import { listAccounts } from "../domain/accounts/account_lists.ts";
import { timeIn } from "../domain/base/calendar.ts";
import type { Role } from "../domain/base/schema.ts";
import { listAccessRequests } from "../domain/people/access_requests.ts";
import { listActivity } from "../domain/people/activity.ts";
import { gettingStarted } from "../domain/people/checklist.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { type Emphasis, Home } from "../views/home.tsx";
import { viewerOf } from "./account_access.ts";
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
  const [{ time_zone: timeZone }, steps, requests, needy, log] = await Promise.all([
    findOrg(tx),
    emphasis === "set_up" ? gettingStarted(tx, member.roles) : [],
    answers ? listAccessRequests(tx) : [],
    emphasis === "customers"
      ? listAccounts(tx, viewerOf(c), { view: "needs-me", sort: "go-live" })
      : undefined,
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
      accounts={needy?.accounts.slice(0, SHOWN) ?? []}
      events={log?.events}
      timeZone={timeZone}
    />,
  );
});

const SHOWN = 8;

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
