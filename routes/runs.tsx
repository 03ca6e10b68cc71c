import { sql } from "kysely";
import { Hono } from "hono";
import { z } from "zod";
import { NotFound } from "../domain/base/errors.ts";
import { may } from "../domain/people/roles.ts";
import { retryAllOf } from "../domain/workflows/bulk_retries.ts";
import {
  failedGroups,
  listRuns,
  type RunFilter,
  workflowChoices,
} from "../domain/workflows/run_lists.ts";
import { cancelRun, restartRun, retryRun, skipStep } from "../domain/workflows/run_repairs.ts";
import { lookedAt, seeRun } from "../domain/workflows/run_views.ts";
import { CAUSES, RUN_STATES } from "../domain/workflows/run_words.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { fixName, typedValue } from "../views/run_repairs.tsx";
import { RunPage, runTitle } from "../views/run.tsx";
import { Runs } from "../views/runs.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const RUN = `/:run{${UUID}}` as const;
const repair = requires("runs.repair");

/** Every record that a workflow followed, and what to do where one stopped. */
export const runs = new Hono<Env>()
  .use(requires("runs.read"))
  .get("/", async (c) => {
    const { tx } = c.var;
    const filter = readFilter(c);
    const [page, groups, workflows, now] = await Promise.all([
      listRuns(tx, filter),
      failedGroups(tx),
      workflowChoices(tx),
      nowOf(c),
    ]);
    const lead = "Each record that a workflow follows, newest first.";
    const shell = { title: "Runs", header: { lead }, notice: takeNotice(c) };
    return await showPage(
      c,
      shell,
      <Runs {...{ ...page, filter, groups, workflows, now }} mayRepair={mayRepair(c)} />,
    );
  })
  .post("/retries", repair, async (c) => {
    const form = await readForm(c, sameCauseForm);
    if (!form.ok) throw new NotFound();
    const { workflow, node, cause } = form.value;
    const asked = { workflowId: workflow, nodeId: node, cause };
    const count = await retryAllOf(c.var.tx, asked, signedInAs(c).member.id);
    return goAndSay(
      c,
      "/runs",
      count === 1 ? "1 run is tried again." : `${count} runs are tried again.`,
    );
  })
  .get(RUN, (c) => runPage(c))
  .post(`${RUN}/retry`, repair, async (c) => {
    const id = c.req.param("run");
    const { uses } = await seeRun(c.var.tx, id);
    const fields = uses.map((_, at) => [fixName(at), z.string().max(2000).optional()]);
    const form = await readForm(c, z.strictObject(Object.fromEntries(fields)));
    if (!form.ok) return await runPage(c, form);
    const fixes = uses.flatMap((one, at) => {
      const typed = (form.value as Record<string, string | undefined>)[fixName(at)];
      return typed === undefined || typed.trim() === typedValue(one)
        ? []
        : [[one.path, typed.trim()]];
    });
    const { state } = await retryRun(c.var.tx, id, Object.fromEntries(fixes));
    const said = state === "failed"
      ? "It failed again. The cause stands below."
      : "The run goes on.";
    return goAndSay(c, `/runs/${id}`, said);
  })
  .post(`${RUN}/skip`, repair, async (c) => {
    const form = await readForm(c, skipForm);
    if (!form.ok) return await runPage(c, form);
    await skipStep(c.var.tx, c.req.param("run"), form.value);
    return goAndSay(c, `/runs/${c.req.param("run")}`, "The step is skipped, and the run goes on.");
  })
  .post(`${RUN}/cancel`, repair, async (c) => {
    const form = await readForm(c, cancelForm);
    if (!form.ok) return await runPage(c, form);
    await cancelRun(c.var.tx, c.req.param("run"), form.value.cancel_reason);
    return goAndSay(c, `/runs/${c.req.param("run")}`, "The run is cancelled.");
  })
  .post(`${RUN}/restart`, repair, async (c) => {
    const id = await restartRun(c.var.tx, c.req.param("run"), signedInAs(c).member.id);
    return goAndSay(c, `/runs/${id}`, "This is the new run.");
  });

const reason = z.string({ error: "Say why." }).trim().min(1, "Say why.").max(
  500,
  "Say it shorter.",
);
const skipForm = z.strictObject({ port: z.string().min(1, "Choose a way.").max(80), reason });
const cancelForm = z.strictObject({ cancel_reason: reason });
const uuid = z.string().regex(new RegExp(`^${UUID}$`));
const sameCauseForm = z.strictObject({
  workflow: uuid,
  node: z.string().min(1).max(40),
  cause: z.enum(CAUSES.map(({ cause }) => cause)),
});

async function runPage(c: Ctx, form?: FormState) {
  const id = c.req.param("run")!;
  const asked = c.req.query("step");
  const seen = await seeRun(c.var.tx, id, asked);
  const step = asked ?? lookedAt(seen.run, seen.steps);
  return await showPage(
    c,
    {
      title: runTitle(seen),
      header: { back: { href: "/runs", label: "Runs" } },
      notice: takeNotice(c),
    },
    <RunPage {...{ seen, step, form }} mayRepair={mayRepair(c)} now={await nowOf(c)} />,
    form ? 422 : 200,
  );
}

export function mayRepair(c: Ctx): boolean {
  return may(signedInAs(c).member.roles, "runs.repair");
}

export async function nowOf(c: Ctx): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(c.var.tx);
  return rows[0]!.now;
}

/** Anything that is none of the choices is no filter. */
function readFilter(c: Ctx): RunFilter {
  const asked = (name: string) => c.req.query(name);
  const id = (name: string) => uuid.safeParse(asked(name)).data;
  return {
    workflow: id("workflow"),
    account: id("account"),
    state: RUN_STATES.find(({ state }) => state === asked("state"))?.state,
    cause: CAUSES.find(({ cause }) => cause === asked("cause"))?.cause,
    days: [1, 7, 30].find((days) => String(days) === asked("days")),
    before: id("before"),
  };
}
