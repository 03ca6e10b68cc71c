import { Hono } from "hono";
import {
  bulkApplyForm,
  bulkArchiveForm,
  bulkAssignForm,
  savedViewForm,
} from "../domain/accounts/account_forms.ts";

import { findAccount, lockAccount } from "../domain/accounts/accounts.ts";
import { assign, mayBeAssigned } from "../domain/accounts/assignments.ts";
import { forgetView, saveView } from "../domain/accounts/saved_views.ts";
import { Refused } from "../domain/base/errors.ts";
import { applyToAccounts } from "../domain/onboarding/plan_applications.ts";
import { archiveWithPlan } from "../domain/onboarding/account_archival.ts";
import { viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readAccountFilter } from "./account_filter.ts";
import { listPage } from "./accounts.tsx";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires, safePath } from "./tenant.ts";

/** What the bar below the list does to all that is ticked, and the views that a person keeps. */
export const accountBulk = new Hono<Env>()
  .use(requires("accounts.read"))
  .post("/archivals", requires("accounts.archive"), async (c) => {
    const form = await readForm(c, bulkArchiveForm);
    if (!form.ok) return await refusedPage(c, Object.values(form.errors).join(" "), 422);
    const { id, back } = form.value;
    const done = await forEach(c, id, (account) => archiveWithPlan(c.var.tx, account));
    return goAndSay(c, listOf(c, back), `${counted(done)} archived.`);
  })
  .post("/assignments", requires("accounts.assign"), async (c) => {
    const form = await readForm(c, bulkAssignForm);
    if (!form.ok) return await refusedPage(c, Object.values(form.errors).join(" "), 422);
    const { id, csm_id, back } = form.value;
    if (csm_id && !(await mayBeAssigned(c.var.tx, "csm", csm_id))) {
      return await refusedPage(c, "Choose from the people shown.", 422);
    }
    const done = await forEach(c, id, async (account) => {
      await assign(c.var.tx, account, "csm", csm_id);
    });
    return goAndSay(c, listOf(c, back), `${counted(done)} assigned.`);
  })
  .post("/plans", requires("plans.apply"), async (c) => {
    const form = await readForm(c, bulkApplyForm);
    if (!form.ok) return await refusedPage(c, Object.values(form.errors).join(" "), 422);
    const { id, template_id, start_first, back } = form.value;
    const { plans, refused } = await applyOrSay(c, id, template_id, start_first);
    if (plans.length === 0) {
      return await refusedPage(c, refused.map(({ why }) => why).join(" "), 409);
    }
    const left = refused.map(({ why }) => why).join(" ");
    const given = plans.length === 1 ? "1 account follows" : `${plans.length} accounts follow`;
    return goAndSay(c, listOf(c, back), `${given} the template now. ${left}`.trim());
  })
  .post("/views", async (c) => {
    const form = await readForm(c, savedViewForm);
    if (!form.ok) return await refusedPage(c, Object.values(form.errors).join(" "), 422);
    const { name, query } = form.value;
    const kept = new URLSearchParams(query).toString();
    try {
      await saveView(c.var.tx, viewerOf(c).id, name, kept);
      return goAndSay(c, `/accounts?${kept}`, `The view "${name}" is saved.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refusedPage(c, error.message, 409);
    }
  })
  .post(`/views/:view{${UUID}}/removal`, async (c) => {
    const { name } = await forgetView(c.var.tx, viewerOf(c).id, c.req.param("view"));
    return goAndSay(c, "/accounts", `The view "${name}" is forgotten.`);
  });

/** What stands in the way of the template itself is said like what stands in the way of each. */
async function applyOrSay(c: Ctx, ids: string[], templateId: string, startFirst: boolean) {
  try {
    return await applyToAccounts(c.var.tx, ids, templateId, { startFirst });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { plans: [], refused: [{ why: error.message }] };
  }
}

/** The list that the form stood on, with what was typed. */
async function refusedPage(c: Ctx, refusal: string, status: 409 | 422) {
  const { query, back, name } = await typedAgain(c);
  const search = typeof query === "string" ? query : String(back ?? "").split("?")[1] ?? "";
  const filter = readAccountFilter(Object.fromEntries(new URLSearchParams(search)));
  const viewName = typeof name === "string" ? name : undefined;
  return await listPage(c, { filter, refusal, viewName, status });
}

/** In one order, so that two people with the same ticks do not wait for each other in a circle. */
async function forEach(c: Ctx, ids: string[], work: (id: string) => Promise<unknown>) {
  let done = 0;
  for (const id of ids.sort()) {
    await findAccount(c.var.tx, viewerOf(c), id);
    const { archived_at } = await lockAccount(c.var.tx, id);
    if (archived_at) continue; // Somebody was quicker.
    await work(id);
    done++;
  }
  return done;
}

function listOf(c: Ctx, back: string | undefined): string {
  const path = safePath(back, c.req.url);
  return path.startsWith("/accounts") ? path : "/accounts";
}

const counted = (count: number) => count === 1 ? "1 account is" : `${count} accounts are`;
