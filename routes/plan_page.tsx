import type { Child } from "hono/jsx";
import type { AccountWithPeople } from "../domain/accounts/accounts.ts";
import { failingContacts } from "../domain/accounts/contacts.ts";
import { dayIn } from "../domain/base/calendar.ts";
import { Refused } from "../domain/base/errors.ts";
import { namesIn, peopleOf } from "../domain/onboarding/plan_records.ts";
import { reasonsFor } from "../domain/onboarding/plan_reasons.ts";
import { type PlanWithParts, planWithParts } from "../domain/onboarding/plans.ts";
import { newerRevision } from "../domain/onboarding/upgrade_previews.ts";
import { findOrg } from "../domain/people/orgs.ts";
import { may, whoMay } from "../domain/people/roles.ts";
import { AccountLead, AccountStatus, AccountTabs } from "../views/account.tsx";
import { HxPartial } from "../views/parts/notices.tsx";
import type { PlanScene } from "../views/plan_action.tsx";
import { NoPlan } from "../views/plan_choice.tsx";
import { PlanBody, PlanTab } from "../views/plan.tsx";
import { accountOf } from "./account_access.ts";
import { showAccount } from "./account_pages.tsx";
import type { Ctx } from "./env.ts";
import { goAndSay } from "./notices.ts";
import { isFragment, safePath, signedInAs } from "./tenant.ts";

/** What every row of an account's plan is drawn with. */
export async function sceneOf(
  c: Ctx,
  account: AccountWithPeople,
  { plan, milestones }: Partial<PlanWithParts> & Pick<PlanWithParts, "milestones">,
): Promise<PlanScene> {
  const { tx, house } = c.var;
  const { roles } = signedInAs(c).member;
  const actions = milestones.flatMap(({ actions }) => actions);
  const { members, contacts } = peopleOf(actions);
  const now = house.outside.now();
  const [org, people, failing] = await Promise.all([
    findOrg(tx),
    namesIn(tx, [...members, plan?.applied_by ?? null], contacts),
    failingContacts(tx, account.id),
  ]);
  const timeZone = account.time_zone ?? org.time_zone;
  return {
    account,
    may: {
      change: may(roles, "plans.change"),
      work: may(roles, "actions.work"),
      apply: may(roles, "plans.apply"),
    },
    today: dayIn(timeZone, now),
    timeZone,
    reasons: await reasonsFor(tx, account, { plan, milestones }, {
      ...{ now, failing },
      zone: timeZone,
    }),
    people,
    failing,
  };
}

/** The Implementation tab: the plan, or the way to one. */
export async function planPage(
  c: Ctx,
  account: AccountWithPeople,
  { refusal, status = 200 }: { refusal?: string; status?: 200 | 409 | 422 } = {},
) {
  const parts = await planWithParts(c.var.tx, account.id);
  if (!parts) return await noPlanPage(c, account, "/plan");
  const [scene, newest] = await Promise.all([
    sceneOf(c, account, parts),
    newerRevision(c.var.tx, account.id),
  ]);
  const props = { scene, ...parts, newest, showHidden: showsHidden(c), refusal };
  if (!isFragment(c)) return await showAccount(c, account, <PlanTab {...props} />, { status });
  return c.html(
    <>
      <PlanBody {...props} />
      <AccountHead account={account} />
    </>,
    status,
  );
}

export async function noPlanPage(
  c: Ctx,
  account: AccountWithPeople,
  current: "/plan" | "/timeline",
) {
  const mayApply = may(signedInAs(c).member.roles, "plans.apply") && !account.archived_at;
  const part = (
    <>
      <AccountTabs id={account.id} current={current} />
      <NoPlan accountId={account.id} mayApply={mayApply} grantedBy={whoMay("plans.apply")} />
    </>
  );
  return await showAccount(c, account, part);
}

/** What stands above the tabs, in its place. */
export function AccountHead({ account }: { account: AccountWithPeople }): Child {
  return (
    <>
      <HxPartial target="#account-status">
        <AccountStatus account={account} />
      </HxPartial>
      <HxPartial target="#account-lead">
        <AccountLead account={account} />
      </HxPartial>
    </>
  );
}

/** The switch is in the address, which a press within the page sends along. */
function showsHidden(c: Ctx): boolean {
  if (c.req.query("hidden") === "shown") return true;
  const page = isFragment(c) && c.req.header("HX-Current-URL");
  return Boolean(page) && URL.parse(page as string)?.searchParams.get("hidden") === "shown";
}

/**
 * Does what a button of the plan says. Whoever pressed it sees the plan as it is then, or why
 * nothing was done.
 */
export async function pressed(
  c: Ctx,
  work: () => Promise<string>,
  { part, page }: {
    /** What was pressed, to come back to. */
    part?: string;
    /** Draws the page that it was pressed on, where that is not the plan. */
    page?: { path: string; draw: (refusal?: string, status?: 409) => Promise<Response> };
  } = {},
): Promise<Response> {
  const id = c.req.param("id")!;
  const there = page && cameFrom(c, page.path);
  try {
    const said = await work();
    if (cameFrom(c, "/")) return goAndSay(c, "/", said);
    if (!isFragment(c)) {
      const plan = `/accounts/${id}/plan${part ? `#part-${part}` : ""}`;
      return goAndSay(c, there ? page.path : plan, said);
    }
    return there ? await page.draw() : await planPage(c, await accountOf(c));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (there) return await page.draw(error.message, 409);
    if (cameFrom(c, "/")) return goAndSay(c, `/accounts/${id}/plan`, error.message);
    return await planPage(c, await accountOf(c), { refusal: error.message, status: 409 });
  }
}

function cameFrom(c: Ctx, path: string): boolean {
  const from = c.req.header("HX-Current-URL") ?? c.req.header("referer");
  return from !== undefined && safePath(from, c.req.url).split("?")[0] === path;
}

/** The place one step from where something stands; the first stays first. */
export function placeAfter(at: number, step: "up" | "down"): number {
  return Math.max(0, at + (step === "up" ? -1 : 1));
}
