import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { may } from "../domain/people/roles.ts";
import { countStarts } from "../domain/workflows/what_if_starts.ts";
import {
  askWhatIf,
  cancelWhatIf,
  findWhatIf,
  listReplayed,
  listWhatIfs,
  MOST_STARTS,
} from "../domain/workflows/what_ifs.ts";
import { findWorkflow } from "../domain/workflows/workflows.ts";
import { WhatIfList, WhatIfPage } from "../views/what_if.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const PLACE = `/:workflow{${UUID}}/what-ifs` as const;
const WHAT_IF = `${PLACE}/:whatIf{${UUID}}` as const;

/** What the draft would have done with what has started the workflow. */
export const whatIfs = new Hono<Env>()
  .get(PLACE, requires("workflows.read"), (c) => listPage(c))
  .post(PLACE, requires("workflows.change"), async (c) => {
    const workflow = await findWorkflow(c.var.tx, c.req.param("workflow"));
    try {
      const id = await askWhatIf(c.var.tx, workflow, signedInAs(c).member.id);
      return goAndSay(c, `${listOf(c)}/${id}`, "The replay has begun. You can leave this page.");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await listPage(c, error.message);
    }
  })
  .get(WHAT_IF, requires("workflows.read"), async (c) => {
    const { workflow, whatIf: id } = c.req.param();
    const whatIf = await findWhatIf(c.var.tx, workflow, id);
    const { name } = await findWorkflow(c.var.tx, workflow);
    const all = c.req.query("show") === "all";
    const [after, before] = [placeIn(c, "after"), placeIn(c, "before")];
    const page = await listReplayed(c.var.tx, id, { all, after, before });
    const { pathname, search } = new URL(c.req.url);
    const back = { href: listOf(c), label: "What if" };
    const props = { title: `What if: ${name}`, header: { back }, notice: takeNotice(c) };
    const here = pathname + search;
    return await showPage(c, props, <WhatIfPage {...{ whatIf, page, all, here, ...rights(c) }} />);
  })
  .post(`${WHAT_IF}/cancellation`, requires("workflows.change"), async (c) => {
    const { workflow, whatIf } = c.req.param();
    await cancelWhatIf(c.var.tx, workflow, whatIf);
    return goAndSay(c, `${listOf(c)}/${whatIf}`, "The replay is cancelled. What it found is kept.");
  });

const listOf = (c: Ctx) => `/workflows/${c.req.param("workflow")}/what-ifs`;

const rights = (c: Ctx) => ({ mayChange: may(signedInAs(c).member.roles, "workflows.change") });

function placeIn(c: Ctx, name: string): number | undefined {
  const text = c.req.query(name) ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

async function listPage(c: Ctx, refusal?: string) {
  const workflow = await findWorkflow(c.var.tx, c.req.param("workflow")!);
  const [asked, count] = await Promise.all([
    listWhatIfs(c.var.tx, workflow.id),
    countStarts(c.var.tx, workflow.id),
  ]);
  const back = { href: `/workflows/${workflow.id}`, label: workflow.name };
  const props = { title: "What if", header: { back }, notice: takeNotice(c) };
  const list = { workflow, whatIfs: asked, starts: Math.min(MOST_STARTS, count), refusal };
  const page = <WhatIfList {...list} {...rights(c)} />;
  return await showPage(c, props, page, refusal ? 409 : 200);
}
