import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { parseForm, type Typed, typedValues } from "../domain/base/forms.ts";
import { Stale } from "../domain/people/versions.ts";
import { findClip, keepClip } from "../domain/workflows/clips.ts";
import { formShape } from "../domain/workflows/config_forms.ts";
import { editWorkflow, redoEdit, type Saved, undoEdit } from "../domain/workflows/draft_edits.ts";
import { editorModel } from "../domain/workflows/editor_model.ts";
import {
  type Gesture,
  gestureForm,
  perform,
  secretOf,
  stampOf,
} from "../domain/workflows/gestures.ts";
import { findNode, type Graph } from "../domain/workflows/graph.ts";
import { kindOf } from "../domain/workflows/kinds.ts";
import { copyThings } from "../domain/workflows/step_edits.ts";
import { keepStepSecret, keyringFrom } from "../domain/workflows/step_secrets.ts";
import { findWorkflow, type Workflow } from "../domain/workflows/workflows.ts";
import { EditAnswer } from "../views/workflow_answers.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { formData } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { isFragment, requires, signedInAs } from "./tenant.ts";
import { editorPage } from "./workflow_editor.tsx";

/** Every gesture on the canvas and every button beside it: one POST, one answer. */
export const workflowEdits = new Hono<Env>()
  .post(`/:id{${UUID}}/edits`, requires("workflows.change"), async (c) => {
    const workflow = await findWorkflow(c.var.tx, c.req.param("id"));
    const form = await gestureData(c);
    const gesture = parseForm(gestureForm, form);
    if (!gesture.ok) {
      const says = Object.values(gesture.errors)[0] ?? "This could not be read.";
      return await refuse(c, workflow, says, 422);
    }
    try {
      const saved = await save(c, workflow, gesture.value, typedValues(form));
      return await answer(c, gesture.value, saved, workflow.draft);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refuse(
        c,
        workflow,
        error.message,
        error instanceof Stale ? 409 : 422,
        gesture.value,
      );
    }
  });

/** A button says all it means in one value, such as "op=place&kind=delay&after=n2". */
async function gestureData(c: Ctx): Promise<FormData> {
  const form = await formData(c);
  const does = form.get("do");
  form.delete("do");
  if (typeof does !== "string") return form;
  for (const [name, value] of new URLSearchParams(does.slice(0, 6000))) form.set(name, value);
  return form;
}

async function save(
  c: Ctx,
  workflow: Workflow,
  gesture: Gesture,
  typed: Typed,
): Promise<Saved> {
  const { id, draft } = workflow;
  const { tx } = c.var;
  const { member } = signedInAs(c);
  const { op, rev } = gesture;
  if (op === "undo") return await undoEdit(tx, id, rev);
  if (op === "redo") return await redoEdit(tx, id, rev);
  if (op === "copy") {
    const { fragment, says } = copyThings(draft, kindOf, gesture.nodes ?? []);
    await keepClip(tx, member.id, fragment);
    return { workflow, says };
  }
  const fragment = op === "paste" ? await findClip(tx, member.id) : undefined;
  const secret = secretOf(draft, gesture, typed);
  const ring = secret === undefined ? undefined : await keyringFrom(c.var.house.outside);
  const saved = await editWorkflow(tx, id, rev, perform(gesture, typed, fragment));
  if (ring) await keepStepSecret(tx, ring, { workflowId: id, nodeId: gesture.node! }, secret!);
  return saved;
}

const FOCUSES = new Set(["place", "paste", "delete", "note"]);

async function answer(c: Ctx, gesture: Gesture, saved: Saved, before: Graph) {
  const { workflow, says, focus } = saved;
  const leads = FOCUSES.has(gesture.op) || gesture.to?.startsWith("new-");
  const chosen = leads && focus ? [focus] : gesture.chosen ?? [gesture.node ?? ""].filter(Boolean);
  if (!isFragment(c)) {
    const step = focus ?? gesture.node ?? gesture.chosen?.[0];
    const there = [...workflow.draft.nodes, ...workflow.draft.notes].some(({ id }) => id === step);
    const path = there ? `/workflows/${workflow.id}/steps/${step}` : `/workflows/${workflow.id}`;
    return goAndSay(c, path, sentence(says));
  }
  const model = await editorModel(c.var.tx, workflow, chosen, true);
  const panelStays = model.step !== undefined && staysOpen(gesture, before, workflow.draft, chosen);
  return c.html(
    <EditAnswer
      model={model}
      says={says}
      panelStays={panelStays}
      sameStep={model.step?.node.id === gesture.open}
    />,
  );
}

/** Whether the form in the panel still says what the step says, and is laid out alike. */
function staysOpen(gesture: Gesture, before: Graph, after: Graph, [id = ""]: string[]): boolean {
  const [old, now] = [findNode(before, id), findNode(after, id)];
  if (!old || !now || gesture.open !== id) return false;
  if (gesture.op !== "configure") return gesture.was === stampOf(now);
  const shape = (graph: Graph, { kind, config }: typeof old) =>
    formShape(graph, config, kindOf(kind)?.fields(config) ?? []);
  return shape(before, old) === shape(after, now);
}

async function refuse(
  c: Ctx,
  { id }: Workflow,
  says: string,
  status: 409 | 422,
  gesture?: Gesture,
) {
  const workflow = await findWorkflow(c.var.tx, id);
  const chosen = gesture?.chosen ?? [gesture?.node ?? ""].filter(Boolean);
  if (!isFragment(c)) return await editorPage(c, workflow, chosen.slice(0, 1), { says, status });
  const model = await editorModel(c.var.tx, workflow, chosen, true);
  return c.html(
    <EditAnswer
      model={model}
      says={says}
      refused
      panelStays={status === 422 && model.step?.node.id === gesture?.open}
    />,
    status,
  );
}

const sentence = (says: string) => `${says.charAt(0).toUpperCase()}${says.slice(1)}.`;
