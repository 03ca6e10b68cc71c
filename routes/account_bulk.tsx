import { Hono } from "hono";
import {
  bulkArchiveForm,
  bulkAssignForm,
  savedViewForm,
} from "../domain/accounts/account_forms.ts";
import { archiveAccount } from "../domain/accounts/account_states.ts";
import { findAccount } from "../domain/accounts/accounts.ts";
import { assign } from "../domain/accounts/assignments.ts";
import { forgetView, saveView } from "../domain/accounts/saved_views.ts";
import { Refused } from "../domain/base/errors.ts";
import { viewerOf } from "./account_access.ts";
import { tellAssigned } from "./account_letters.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { requires, safePath } from "./tenant.ts";

/** What the bar below the list does to all that is ticked, and the views that a person keeps. */
export const accountBulk = new Hono<Env>()
  .use(requires("accounts.read"))
  .post("/archivals", requires("accounts.archive"), async (c) => {
    const form = await readForm(c, bulkArchiveForm);
    if (!form.ok) throw new Refused(Object.values(form.errors).join(" "));
    const { id, back } = form.value;
    await forEach(c, id, (account) => archiveAccount(c.var.tx, account));
    return goAndSay(c, listOf(c, back), `${counted(id)} archived.`);
  })
  .post("/assignments", requires("accounts.assign"), async (c) => {
    const form = await readForm(c, bulkAssignForm);
    if (!form.ok) throw new Refused(Object.values(form.errors).join(" "));
    const { id, csm_id, back } = form.value;
    await forEach(c, id, async (account) => {
      await tellAssigned(c, await assign(c.var.tx, account, "csm", csm_id));
    });
    return goAndSay(c, listOf(c, back), `${counted(id)} assigned.`);
  })
  .post("/views", async (c) => {
    const form = await readForm(c, savedViewForm);
    if (!form.ok) throw new Refused(Object.values(form.errors).join(" "));
    const { name, query } = form.value;
    const kept = new URLSearchParams(query).toString();
    await saveView(c.var.tx, viewerOf(c).id, name, kept);
    return goAndSay(c, `/accounts?${kept}`, `The view "${name}" is saved.`);
  })
  .post(`/views/:view{${UUID}}/removal`, async (c) => {
    const { name } = await forgetView(c.var.tx, viewerOf(c).id, c.req.param("view"));
    return goAndSay(c, "/accounts", `The view "${name}" is forgotten.`);
  });

/** All or none, in one order, so that two people with the same ticks do not wait for each other. */
async function forEach(c: Ctx, ids: string[], work: (id: string) => Promise<unknown>) {
  for (const id of ids.sort()) {
    await findAccount(c.var.tx, viewerOf(c), id);
    await work(id);
  }
}

function listOf(c: Ctx, back: string | undefined): string {
  const path = safePath(back, c.req.url);
  return path.startsWith("/accounts") ? path : "/accounts";
}

const counted = (ids: string[]) => ids.length === 1 ? "1 account is" : `${ids.length} accounts are`;
