import { Hono } from "hono";
import { z } from "zod";
import { Refused } from "../domain/base/errors.ts";
import { may } from "../domain/people/roles.ts";
import { chosenFrom, thingsToChoose } from "../domain/workflows/chosen_things.ts";
import { diffGraphs } from "../domain/workflows/graph_diff.ts";
import type { Graph } from "../domain/workflows/graph.ts";
import { looksOf } from "../domain/workflows/looks.ts";
import { problemsOf } from "../domain/workflows/problems.ts";
import {
  activate,
  findVersion,
  listVersions,
  pause,
  publish,
  restoreVersion,
} from "../domain/workflows/publications.ts";
import { namesIn } from "../domain/workflows/step_values.ts";
import { publishForm } from "../domain/workflows/workflow_forms.ts";
import { findWorkflow, type Workflow } from "../domain/workflows/workflows.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { PublicationPage, VersionPage, Versions } from "../views/workflow_versions.tsx";
import { StateChip, VersionChip } from "../views/workflows.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires, signedInAs } from "./tenant.ts";

const change = requires("workflows.change");
const at = `/:id{${UUID}}`;
const NUMBER = "[1-9]\\d{0,5}";
const NOTHING: Graph = { nodes: [], edges: [], notes: [] };

const stateForm = z.strictObject({
  state: z.enum(["active", "paused"], { error: "Press one of the buttons." }),
});

/** What runs follow: versions, and whether anything starts. */
export const workflowPublications = new Hono<Env>()
  .get(`${at}/publication`, change, (c) => publicationPage(c, c.req.param("id")))
  .post(`${at}/publication`, change, async (c) => {
    const { tx } = c.var;
    const id = c.req.param("id");
    await findWorkflow(tx, id);
    const form = await readForm(c, publishForm);
    if (!form.ok) return await publicationPage(c, id, form);
    const { rev, says, activate: now } = form.value;
    try {
      const { number } = await publish(tx, id, rev, says);
      const published = await findWorkflow(tx, id);
      const isNews = now && published.state !== "active";
      const { state } = isNews ? await activate(tx, id) : published;
      const runs = state === "active" ? "and active" : "and not active: nothing starts it yet";
      return goAndSay(c, `/workflows/${id}`, `Version ${number} is published ${runs}.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await publicationPage(
        c,
        id,
        { typed: { says }, errors: { form: error.message } },
        409,
      );
    }
  })
  .post(`${at}/activation`, change, async (c) => {
    const { tx } = c.var;
    const id = c.req.param("id");
    await findWorkflow(tx, id);
    const form = await readForm(c, stateForm);
    if (!form.ok) throw new Refused("Press one of the buttons.");
    const { name, state } = form.value.state === "active"
      ? await activate(tx, id)
      : await pause(tx, id);
    return goAndSay(
      c,
      `/workflows/${id}`,
      state === "active"
        ? `${name} is active.`
        : `${name} is paused. Runs that are under way go on.`,
    );
  })
  .get(`${at}/versions`, async (c) => {
    const { tx } = c.var;
    const workflow = await findWorkflow(tx, c.req.param("id"));
    const before = c.req.query("before") ?? "";
    const from = /^\d{1,6}$/.test(before) ? Number(before) : undefined;
    const versions = await listVersions(tx, workflow.id, from);
    const last = versions.at(-1)?.number ?? 1;
    return await showPage(
      c,
      { title: "Versions", header: headOf(workflow), notice: takeNotice(c) },
      <Versions
        workflow={workflow}
        versions={versions}
        more={last > 1 ? last : undefined}
        mayChange={mayChange(c, workflow)}
      />,
    );
  })
  .get(`${at}/versions/:number{${NUMBER}}`, (c) => versionPage(c))
  .post(`${at}/versions/:number{${NUMBER}}/restoration`, change, async (c) => {
    const { id, number } = c.req.param();
    await restoreVersion(c.var.tx, id, Number(number));
    return goAndSay(c, `/workflows/${id}`, `The draft says what version ${number} says.`);
  });

function headOf(workflow: Workflow) {
  return {
    back: { href: `/workflows/${workflow.id}`, label: workflow.name },
    status: (
      <>
        <StateChip state={workflow.state} /> <VersionChip workflow={workflow} />
      </>
    ),
  };
}

function mayChange(c: Ctx, { state }: Workflow): boolean {
  return may(signedInAs(c).member.roles, "workflows.change") && state !== "archived";
}

async function publicationPage(c: Ctx, id: string, form?: FormState, status: 409 | 422 = 422) {
  const { tx } = c.var;
  const workflow = await findWorkflow(tx, id);
  const { published_number, draft } = workflow;
  const before = published_number ? (await findVersion(tx, id, published_number)).graph : NOTHING;
  return await showPage(
    c,
    { title: `Publish ${workflow.name}`, header: headOf(workflow) },
    <PublicationPage
      workflow={workflow}
      problems={await problemsOf(tx, draft)}
      changes={await differences(c, before, draft)}
      form={form}
    />,
    form ? status : 200,
  );
}

/** Compared with the version before it, unless another is asked for. */
async function versionPage(c: Ctx) {
  const { tx } = c.var;
  const { id = "", number = "" } = c.req.param() as { id?: string; number?: string };
  const workflow = await findWorkflow(tx, id);
  const version = await findVersion(tx, id, Number(number));
  const asked = c.req.query("against") ?? "";
  const against = /^([1-9]\d{0,5}|draft)$/.test(asked)
    ? asked
    : version.number > 1
    ? String(version.number - 1)
    : undefined;
  const other = against === "draft"
    ? workflow.draft
    : against && (await findVersion(tx, id, Number(against))).graph;
  const later = against === "draft" || Number(against) > version.number;
  const names = namesIn(version.graph, chosenFrom(await thingsToChoose(tx)));
  return await showPage(
    c,
    { title: `Version ${version.number}`, header: headOf(workflow), notice: takeNotice(c) },
    <VersionPage
      workflow={workflow}
      version={version}
      against={against}
      numbers={(await listVersions(tx, id)).map((one) => one.number)}
      changes={other
        ? await differences(
          c,
          ...(later ? [version.graph, other] : [other, version.graph]) as [Graph, Graph],
        )
        : undefined}
      looks={looksOf(version.graph, names)}
      mayChange={mayChange(c, workflow)}
    />,
  );
}

async function differences(c: Ctx, before: Graph, after: Graph) {
  const chosen = chosenFrom(await thingsToChoose(c.var.tx));
  return diffGraphs(before, after, namesIn(after, chosen));
}
