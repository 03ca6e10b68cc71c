import { Hono } from "hono";
import { listAccounts, type ListedAccount } from "../domain/accounts/account_lists.ts";
import { dayIn, timeIn } from "../domain/base/calendar.ts";
import type { Role } from "../domain/base/schema.ts";
import { countStandings } from "../domain/insight/account_counts.ts";
import { countOverdue } from "../domain/insight/finished.ts";
import { type Needs, whatNeeds } from "../domain/onboarding/needs.ts";
import { listAccessRequests } from "../domain/people/access_requests.ts";
import { listActivity } from "../domain/people/activity.ts";
import { gettingStarted } from "../domain/people/checklist.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may } from "../domain/people/roles.ts";
import { tasksNeeding } from "../domain/workflows/task_lists.ts";
import { type Emphasis, Home } from "../views/home.tsx";
import { viewerOf } from "./account_access.ts";
import type { Ctx, Env } from "./env.ts";
import { readScope } from "./metric_scope.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { signedInAs } from "./tenant.ts";

export const home = new Hono<Env>().get("/", async (c) => {
  const { tx, house } = c.var;
  const { member } = signedInAs(c);
  const readsLog = may(member.roles, "audit.read");
  const answers = may(member.roles, "members.change");
  const emphasis = emphasisOf(member.roles);
  const [{ time_zone: timeZone }, steps, numbers, requests, needs, tasks, log] = await Promise.all([
    findOrg(tx),
    emphasis === "set_up" ? gettingStarted(tx, member.roles) : [],
    emphasis === "overview" ? numbersOf(c) : undefined,
    answers ? listAccessRequests(tx) : [],
    carriesCustomers(member.roles) ? needsOf(c) : undefined,
    tasksNeeding(tx, viewerOf(c)),
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
      numbers={numbers}
      waiting={requests.length}
      needs={needs && (emphasis !== "handoffs" || isWaiting(needs))
        ? { ...needs, timeZone, today: dayIn(timeZone, house.outside.now()) }
        : undefined}
      tasks={tasks}
      me={member.id}
      events={log?.events}
      timeZone={timeZone}
    />,
  );
});

async function numbersOf(c: Ctx) {
  const { scope } = await readScope(c);
  const [standings, overdue] = await Promise.all([
    countStandings(c.var.tx, scope),
    countOverdue(c.var.tx, scope),
  ]);
  return { standings, overdue, scope };
}

/** Account executives have work of their own in the accounts that they sold. */
const carriesCustomers = (roles: readonly Role[]) => roles.includes("csm") || roles.includes("ae");

/** What waits, and the accounts in trouble of which nothing is listed yet. */
async function needsOf(c: Ctx) {
  const [needs, { accounts }] = await Promise.all([
    whatNeeds(c.var.tx, signedInAs(c).member.id),
    listAccounts(c.var.tx, viewerOf(c), { view: "needs-me", sort: "go-live" }),
  ]);
  const listed = new Set(
    [...needs.pressing, ...needs.drafts].map(({ account_id }) => account_id),
  );
  const inTrouble = ({ id, health }: ListedAccount) =>
    !listed.has(id) && (health === "at_risk" || health === "blocked");
  return { needs, troubled: accounts.filter(inTrouble).slice(0, SHOWN) };
}

const SHOWN = 8;

const isWaiting = ({ needs }: { needs: Needs }) => needs.pressing.length + needs.drafts.length > 0;

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
