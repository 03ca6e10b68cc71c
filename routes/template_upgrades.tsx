import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { type BehindEdge, countBehind, listBehind } from "../domain/onboarding/upgrade_behind.ts";
import { roundForm } from "../domain/onboarding/upgrade_forms.ts";
import {
  findRound,
  listRoundAccounts,
  listRounds,
  startRound,
} from "../domain/onboarding/upgrade_rounds.ts";
import { undoUpgrades } from "../domain/onboarding/upgrade_round_undo.ts";
import { findRevision } from "../domain/onboarding/template_revisions.ts";
import { findTemplate } from "../domain/onboarding/templates.ts";
import { findOrg } from "../domain/people/orgs.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { RoundPage, TemplateUpgrades } from "../views/template_upgrades.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { templateHead } from "./template_page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const change = requires("plans.change");

/** Bringing the accounts that follow a template to its newest revision, many at once. */
export const templateUpgrades = new Hono<Env>()
  .get(`/:id{${UUID}}/upgrades`, change, (c) => upgradesPage(c))
  .post(`/:id{${UUID}}/upgrades`, change, async (c) => {
    const { id } = await findTemplate(c.var.tx, c.req.param("id"));
    const form = await readForm(c, roundForm);
    if (!form.ok) return await upgradesPage(c, form, 422);
    try {
      const round = await startRound(c.var.tx, id, form.value);
      return goAndSay(c, `/templates/${id}/upgrades/${round.id}`, "It has begun.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const refused = { typed: await typedAgain(c), errors: { form: error.message } };
      return await upgradesPage(c, refused, 409);
    }
  })
  .get(`/:id{${UUID}}/upgrades/:round{${UUID}}`, change, async (c) => {
    const { tx } = c.var;
    const template = await findTemplate(tx, c.req.param("id"));
    const round = await findRound(tx, template.id, c.req.param("round"));
    const after = c.req.query("after");
    const { lines, next } = await listRoundAccounts(
      tx,
      round.id,
      after && ID.test(after) ? after : undefined,
    );
    return await showPage(
      c,
      {
        title: `To revision ${round.revision_number}`,
        header: { back: { href: `/templates/${template.id}/upgrades`, label: template.name } },
        notice: takeNotice(c),
      },
      <RoundPage round={round} lines={lines} next={next} />,
    );
  })
  .post(`/:id{${UUID}}/upgrades/:round{${UUID}}/undoing`, change, async (c) => {
    const { id, round } = c.req.param();
    const at = `/templates/${id}/upgrades/${round}`;
    try {
      await undoUpgrades(c.var.tx, id, round, signedInAs(c).member.id);
      return goAndSay(c, at, "They are being taken back.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return goAndSay(c, at, error.message);
    }
  });

const ID = new RegExp(`^${UUID}$`);

async function upgradesPage(c: Ctx, form?: FormState, status: 200 | 409 | 422 = 200) {
  const { tx } = c.var;
  const template = await findTemplate(tx, c.req.param("id")!);
  const number = template.published_number;
  const [{ time_zone: timeZone }, rounds, count] = await Promise.all([
    findOrg(tx),
    listRounds(tx, template.id),
    countBehind(tx, template),
  ]);
  const page = number === null || count === 0
    ? { accounts: [] }
    : await listBehind(tx, template, await findRevision(tx, template.id, number), edgeOf(c));
  return await showPage(
    c,
    {
      title: "Accounts behind",
      header: templateHead(template),
      notice: takeNotice(c),
    },
    <TemplateUpgrades
      template={template}
      page={page}
      count={count}
      rounds={rounds}
      timeZone={timeZone}
      form={form}
    />,
    status,
  );
}

/** Such as "2.0198b000-…": the last revision and plan of the page before. */
function edgeOf(c: Ctx): BehindEdge | undefined {
  const [number = "", planId = ""] = (c.req.query("after") ?? "").split(".");
  return /^[1-9]\d{0,5}$/.test(number) && ID.test(planId)
    ? { number: Number(number), planId }
    : undefined;
}
