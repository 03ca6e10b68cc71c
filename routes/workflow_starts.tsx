import { Hono } from "hono";
import { findAccount } from "../domain/accounts/accounts.ts";
import { Forbidden, NotFound, Refused } from "../domain/base/errors.ts";
import { may } from "../domain/people/roles.ts";
import { faultIn, readValue } from "../domain/workflows/asked_values.ts";
import { listDeliveries, openHook } from "../domain/workflows/hooks.ts";
import type { StartConfig } from "../domain/workflows/nodes/start.ts";
import { publishedOf } from "../domain/workflows/published.ts";
import { startRun } from "../domain/workflows/starts.ts";
import { keyringFrom } from "../domain/workflows/step_secrets.ts";
import { findWorkflow } from "../domain/workflows/workflows.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { HookPage } from "../views/workflow_hook.tsx";
import { StartPage } from "../views/workflow_start.tsx";
import { viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { formData, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedIn, signedInAs } from "./tenant.ts";

const START = `/:id{${UUID}}/start` as const;
const HOOK = `/:id{${UUID}}/hook` as const;

/** A workflow that a person starts, and one that another system calls. */
export const workflowStarts = new Hono<Env>()
  .get(START, signedIn, (c) => startPage(c))
  .post(START, signedIn, async (c) => {
    const { workflow, config } = await startable(c);
    const typed = await typedAgain(c);
    const input: Record<string, unknown> = {};
    const errors: Record<string, string> = {};
    for (const row of config.fields) {
      const given = typed[`field_${row.id}`];
      const value = readValue(row, Array.isArray(given) ? given.at(-1) : given);
      const missing = row.required && value === undefined && `Enter "${row.label}".`;
      const fault = missing || faultIn(row, value);
      if (fault) errors[`field_${row.id}`] = fault;
      input[row.id] = value;
    }
    const known = new Set(["account", ...config.fields.map(({ id }) => `field_${id}`)]);
    const strange = Object.keys(typed).find((name) => !known.has(name));
    if (strange) errors.form = `This form has no field ${strange}.`;
    if (Object.keys(errors).length > 0) return await startPage(c, { typed, errors });
    const accountId = await accountIn(c, config, typed.account);
    const { id, isNew } = await startRun(c.var.tx, {
      workflowId: workflow.id,
      input,
      accountId,
      startedBy: signedInAs(c).member.id,
      cause: config.on === "form" ? "form" : "member",
    });
    const said = isNew ? `${workflow.name} is started.` : "There is a run for this record already.";
    const seesRuns = may(signedInAs(c).member.roles, "runs.read");
    return goAndSay(c, seesRuns ? `/runs/${id}` : `/workflows/${workflow.id}/start`, said);
  })
  .get(HOOK, requires("workflows.change"), (c) => hookPage(c))
  .post(HOOK, requires("workflows.change"), async (c) => {
    await formData(c);
    const { id } = await findWorkflow(c.var.tx, c.req.param("id"));
    const ring = await keyringFrom(c.var.house.outside);
    const { token, secret } = await openHook(c.var.tx, ring, id);
    const address = new URL(`/hooks/w/${token}`, c.var.house.settings.publicUrl).href;
    return await hookPage(c, { address, secret });
  });

/** By a form, any member starts it; by hand, whoever may start workflows. */
async function startable(c: Ctx) {
  const { tx } = c.var;
  const workflow = await findWorkflow(tx, c.req.param("id")!);
  if (!workflow.published_id) throw new NotFound();
  const published = (await publishedOf(tx, [workflow.published_id]))(workflow.published_id);
  const config = published.start.config as unknown as StartConfig;
  const { roles } = signedInAs(c).member;
  if (config.on === "manual" && !may(roles, "runs.start")) {
    throw new Forbidden("Starting this workflow by hand is not part of your role.", "an admin");
  }
  if (config.on !== "manual" && config.on !== "form") throw new NotFound();
  return { workflow, config };
}

async function accountIn(c: Ctx, config: StartConfig, given: unknown): Promise<string | null> {
  if (!config.account) return null;
  if (typeof given !== "string" || !new RegExp(`^${UUID}$`).test(given)) {
    throw new Refused("Start this workflow on the page of an account.");
  }
  return (await findAccount(c.var.tx, viewerOf(c), given)).id;
}

async function startPage(c: Ctx, form?: FormState) {
  const { workflow, config } = await startable(c);
  const asked = c.req.query("account") ?? form?.typed.account;
  const accountId = await accountIn(c, config, asked).catch(() => null);
  const account = accountId ? await findAccount(c.var.tx, viewerOf(c), accountId) : undefined;
  return await showPage(
    c,
    {
      title: `Start ${workflow.name}`,
      header: { lead: workflow.about || "What it starts with." },
      notice: takeNotice(c),
    },
    <StartPage {...{ workflow, config, account, form }} />,
    form ? 422 : 200,
  );
}

async function hookPage(c: Ctx, made?: { address: string; secret: string }) {
  const workflow = await findWorkflow(c.var.tx, c.req.param("id")!);
  const deliveries = await listDeliveries(c.var.tx, workflow.id);
  return await showPage(
    c,
    {
      title: `Calls of ${workflow.name}`,
      header: { back: { href: `/workflows/${workflow.id}`, label: workflow.name } },
      notice: takeNotice(c),
    },
    <HookPage {...{ workflow, deliveries, made }} />,
  );
}
