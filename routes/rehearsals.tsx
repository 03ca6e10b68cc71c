import { Hono } from "hono";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import { Busy } from "../domain/base/errors.ts";
import { chosenFrom, thingsToChoose } from "../domain/workflows/chosen_things.ts";
import type { Graph } from "../domain/workflows/graph.ts";
import { looksOf } from "../domain/workflows/looks.ts";
import { rehearse, type Trial } from "../domain/workflows/rehearsals.ts";
import { namesIn } from "../domain/workflows/step_values.ts";
import { trialAsks, trialForm } from "../domain/workflows/trials.ts";
import { findWorkflow } from "../domain/workflows/workflows.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { ErrorSummary } from "../views/parts/forms.tsx";
import { Rehearsal } from "../views/rehearsal.tsx";
import { RehearsalResult, type RehearsalSeen } from "../views/rehearsal_result.tsx";
import { viewerOf } from "./account_access.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { readForm } from "./forms.ts";
import { takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { isFragment, requires, signedIn, signedInAs } from "./tenant.ts";

const PLACE = `/:workflow{${UUID}}/rehearsals` as const;

/** The page that asks what to try. */
export const rehearsals = new Hono<Env>()
  .get(PLACE, requires("workflows.change"), async (c) => {
    const model = await modelOf(c.var.tx, c.req.param("workflow"), c.req.query("from"));
    return await rehearsalPage(c, model);
  });

/** Mounted before the request's own transaction: a test has one that is never committed. */
export const rehearsing = new Hono<Env>()
  .post(PLACE, signedIn, requires("workflows.change"), async (c) => {
    const model = await reading(c, (tx) => modelOf(tx, c.req.param("workflow")));
    const form = await readForm(c, trialForm(model.asks));
    if (!form.ok) return await refused(c, model, form);
    const { id } = model.workflow;
    const trial = { workflowId: id, graph: model.graph, ...form.value, by: viewerOf(c) };
    if (isFragment(c)) return streamed(c, model, trial);
    const seen = await played(c, trial);
    const typed = { typed: form.value.typed, errors: {} };
    return await reading(c, (tx) => {
      c.set("tx", tx);
      return rehearsalPage(c, { ...model, seen, form: typed });
    });
  });

interface Model extends Awaited<ReturnType<typeof modelOf>> {
  form?: FormState;
  seen?: RehearsalSeen;
}

async function modelOf(tx: OrgDb, id: string, from?: string) {
  const workflow = await findWorkflow(tx, id);
  const graph: Graph = workflow.draft;
  const [asks, things] = await Promise.all([trialAsks(tx, id, graph, from), thingsToChoose(tx)]);
  return { workflow, graph, asks, looks: looksOf(graph, namesIn(graph, chosenFrom(things))) };
}

function reading<T>(c: Ctx, work: (tx: OrgDb) => Promise<T>): Promise<T> {
  const { org } = signedInAs(c);
  return inOrg(c.var.house.db, org.id, actorOf(c), work, { attempts: 1, readOnly: true });
}

const actorOf = (c: Ctx) => (
  { kind: "member", id: signedInAs(c).member.id, cause: "rehearsal" } as const
);

async function played(
  c: Ctx,
  trial: Trial,
  onStep?: (seen: RehearsalSeen) => void,
): Promise<RehearsalSeen> {
  const { org } = signedInAs(c);
  try {
    const rehearsed = await rehearse(
      c.var.house.db,
      org.id,
      actorOf(c),
      trial,
      onStep && ((steps) => onStep({ steps })),
    );
    return { steps: rehearsed.steps, rehearsed };
  } catch (error) {
    if (!isHeldUp(error)) throw error;
    return { steps: [], refusal: "Somebody is changing what it touches. Try it again." };
  }
}

/** A row that somebody else holds is not waited for any longer than a person would. */
function isHeldUp(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: string };
  return error instanceof Busy || code === "55P03" || code === "57014" || code === "40P01";
}

const encoder = new TextEncoder();

/** Each step as it is made, in the same connection, so that no page asks for it again. */
function streamed(c: Ctx, { graph, looks }: Model, trial: Trial) {
  let gone = false;
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (seen: RehearsalSeen) => {
        if (!gone) controller.enqueue(message(graph, looks, seen));
      };
      try {
        send({ steps: [] });
        send(await played(c, trial, send));
      } catch (error) {
        c.var.house.report(error as Error, { request: c.var.requestId });
        send({ steps: [], refusal: "Something went wrong in Thread. Nothing was changed." });
      }
      if (!gone) controller.close();
    },
    cancel() {
      gone = true;
    },
  });
  c.header("content-type", "text/event-stream");
  c.header("x-accel-buffering", "no");
  return c.body(body);
}

function message(graph: Graph, looks: Model["looks"], seen: RehearsalSeen): Uint8Array {
  const html = String(<RehearsalResult graph={graph} looks={looks} seen={seen} />);
  const lines = html.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`).join("");
  return encoder.encode(`${lines}\n`);
}

async function refused(c: Ctx, model: Model, form: FormState) {
  if (isFragment(c)) return c.html(<ErrorSummary errors={form.errors} />, 422);
  return await reading(c, (tx) => {
    c.set("tx", tx);
    return rehearsalPage(c, { ...model, form }, 422);
  });
}

async function rehearsalPage(c: Ctx, model: Model, status: 200 | 422 = 200) {
  const { workflow } = model;
  const back = { href: `/workflows/${workflow.id}`, label: workflow.name };
  const header = { back, lead: "Tries the draft as it stands, and leaves no trace." };
  const props = { title: "Run test", header, notice: takeNotice(c) };
  return await showPage(c, props, <Rehearsal {...model} />, status);
}
