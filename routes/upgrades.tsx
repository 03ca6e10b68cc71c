import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { undoForm, upgradeForm } from "../domain/onboarding/upgrade_forms.ts";
import { type Preview, previewUpgrade } from "../domain/onboarding/upgrade_previews.ts";
import { undoUpgrade } from "../domain/onboarding/upgrade_undoing.ts";
import { listUpgrades, upgradePlan } from "../domain/onboarding/upgrades.ts";
import { currentPlan } from "../domain/onboarding/plans.ts";
import { findOrg } from "../domain/people/orgs.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { NothingToUpgrade, UpgradePage } from "../views/upgrade.tsx";
import { ACCOUNT, accountOf, requiresOnAccount } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";

const change = requiresOnAccount("plans.change");

/** Bringing the plan of one account to a newer revision, and taking that back. */
export const upgrades = new Hono<Env>()
  .get(`${ACCOUNT}/upgrade`, change, (c) => upgradePage(c))
  .post(`${ACCOUNT}/upgrade`, change, async (c) => {
    const account = await accountOf(c);
    const typed = await typedAgain(c);
    const preview = await previewUpgrade(c.var.tx, account.id, numberOf(typed.to));
    if (!preview || preview.seen !== typed.seen) return await changedMeanwhile(c);
    const form = await readForm(c, upgradeForm(preview.hunks));
    if (!form.ok) return await upgradePage(c, { form, status: 422, preview });
    const { version, to, choices } = form.value;
    try {
      const done = await upgradePlan(c.var.tx, account.id, version, to, choices);
      const said = `${account.name} follows revision ${done.to_number} now.`;
      return goAndSay(c, `/accounts/${account.id}/upgrade`, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await upgradePage(c, { refusal: error.message, status: 409 });
    }
  })
  .post(`${ACCOUNT}/upgrades/:upgrade{${UUID}}/undoing`, change, async (c) => {
    const account = await accountOf(c);
    const form = await readForm(c, undoForm);
    try {
      const undone = await undoUpgrade(c.var.tx, account.id, c.req.param("upgrade"));
      const plan = await currentPlan(c.var.tx, account.id);
      const back = form.ok && form.value.from && undone.round_id
        ? `/templates/${plan!.template_id}/upgrades/${undone.round_id}`
        : `/accounts/${account.id}/upgrade`;
      const said = `${account.name} follows revision ${undone.from_number} again.`;
      return goAndSay(c, back, said);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await upgradePage(c, { refusal: error.message, status: 409 });
    }
  });

async function changedMeanwhile(c: Ctx) {
  return await upgradePage(c, {
    refusal: "This plan, or its template, changed while you had this open, so nothing was done. " +
      "Look at what is proposed now, then choose again.",
    status: 409,
  });
}

async function upgradePage(
  c: Ctx,
  { form, refusal, status = 200, preview }: {
    form?: FormState;
    refusal?: string;
    status?: 200 | 409 | 422;
    preview?: Preview;
  } = {},
) {
  const { tx } = c.var;
  const account = await accountOf(c);
  const shown = preview ?? await previewUpgrade(tx, account.id, numberOf(c.req.query("to")));
  const [earlier, plan, { time_zone: timeZone }] = await Promise.all([
    listUpgrades(tx, account.id),
    currentPlan(tx, account.id),
    findOrg(tx),
  ]);
  const common = { earlier, refusal, timeZone };
  const part = shown
    ? <UpgradePage {...common} preview={shown} form={form} />
    : <NothingToUpgrade {...common} account={account} plan={plan} />;
  const back = { href: `/accounts/${account.id}/plan`, label: account.name };
  return await showPage(
    c,
    { title: "Upgrade the plan", header: { back }, notice: takeNotice(c) },
    part,
    status,
  );
}

function numberOf(typed: string | string[] | undefined): number | undefined {
  return typeof typed === "string" && /^[1-9]\d{0,5}$/.test(typed) ? Number(typed) : undefined;
}
