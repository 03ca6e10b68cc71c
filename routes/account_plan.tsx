import { Hono } from "hono";
import { namedDaysOf } from "../domain/onboarding/account_days.ts";
import { currentPlan, planWithParts } from "../domain/onboarding/plans.ts";
import { TimelineTab } from "../views/timeline.tsx";
import { ACCOUNT, accountOf } from "./account_access.ts";
import { overview, showAccount } from "./account_pages.tsx";
import type { Env } from "./env.ts";
import { noPlanPage, planPage, sceneOf } from "./plan_page.tsx";

/** The tabs of an account that are about its plan. */
export const accountPlan = new Hono<Env>()
  .get(ACCOUNT, async (c) => {
    const account = await accountOf(c);
    return await currentPlan(c.var.tx, account.id) ? await planPage(c, account) : await overview(c);
  })
  .get(`${ACCOUNT}/plan`, async (c) => await planPage(c, await accountOf(c)))
  .get(`${ACCOUNT}/timeline`, async (c) => {
    const account = await accountOf(c);
    const parts = await planWithParts(c.var.tx, account.id);
    if (!parts) return await noPlanPage(c, account, "/timeline");
    const [scene, calendar] = await Promise.all([
      sceneOf(c, account, parts),
      namedDaysOf(c.var.tx, account.id),
    ]);
    const part = <TimelineTab scene={scene} {...parts} calendar={calendar} />;
    return await showAccount(c, account, part);
  });
