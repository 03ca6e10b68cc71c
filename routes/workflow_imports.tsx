import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { chosenFrom, thingsToChoose } from "../domain/workflows/chosen_things.ts";
import { looksOf } from "../domain/workflows/looks.ts";
import { problemsOf } from "../domain/workflows/problems.ts";
import { namesIn } from "../domain/workflows/step_values.ts";
import { createWorkflow } from "../domain/workflows/workflow_changes.ts";
import {
  MOST_YAML_BYTES,
  readYaml,
  type YamlProblem,
  type YamlWorkflow,
} from "../domain/workflows/workflow_yaml.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { ImportPage, ImportPreview } from "../views/workflow_import.tsx";
import type { Ctx, Env } from "./env.ts";
import { formData } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

export const workflowImports = new Hono<Env>()
  .use(requires("workflows.change"))
  .get("/", (c) => importPage(c))
  .post("/", async (c) => {
    const fields = await formData(c);
    const sent = await sentText(fields);
    if (!sent.ok) {
      const typed = { yaml: String(fields.get("yaml") ?? "").slice(0, MOST_YAML_BYTES) };
      return await importPage(c, { typed, errors: sent.errors });
    }
    const read = readYaml(sent.text);
    if (!read.ok) return await refusedFile(c, sent.text, read.problems);
    if (fields.get("save") !== "yes") return await preview(c, read, sent.text);
    try {
      const { id, name } = await createWorkflow(c.var.tx, read.facts, read.graph);
      return goAndSay(c, `/workflows/${id}`, `${name} is imported as a draft.`);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const typed = { yaml: sent.text };
      return await importPage(c, { typed, errors: { yaml: error.message } }, [], 409);
    }
  });

async function preview(c: Ctx, { facts, graph }: YamlWorkflow & { ok: true }, yaml: string) {
  const names = namesIn(graph, chosenFrom(await thingsToChoose(c.var.tx)));
  return await showPage(
    c,
    {
      title: `Import ${facts.name}`,
      header: { back: { href: "/workflows/imports", label: "Import" } },
    },
    <ImportPreview
      facts={facts}
      graph={graph}
      looks={looksOf(graph, names)}
      problems={await problemsOf(c.var.tx, graph)}
      yaml={yaml}
    />,
  );
}

async function refusedFile(c: Ctx, text: string, problems: YamlProblem[]) {
  const [{ field, says } = { field: "file", says: "" }] = problems;
  const typed = { yaml: text.length <= MOST_YAML_BYTES ? text : "" };
  const errors = { yaml: field === "file" ? says : `${field}: ${says}` };
  return await importPage(c, { typed, errors }, problems);
}

const FIELDS = new Set(["file", "yaml", "save"]);

type Sent = { ok: true; text: string } | { ok: false; errors: Record<string, string> };

/** A file that was chosen comes before what stands in the box. */
async function sentText(fields: FormData): Promise<Sent> {
  const stranger = [...fields.keys()].find((name) => !FIELDS.has(name));
  if (stranger) return wrong("form", `This form has no field named ${stranger.slice(0, 100)}`);
  if (![null, "yes"].includes(fields.get("save") as string | null)) {
    return wrong("form", "Press one of the buttons.");
  }
  const file = fields.get("file");
  if (file instanceof File && (file.size > 0 || file.name !== "")) {
    if (file.size > MOST_YAML_BYTES) return wrong("file", "A workflow file has at most 1 MB.");
    try {
      const bytes = await file.arrayBuffer();
      return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch {
      return wrong("file", "This is no text file in UTF-8.");
    }
  }
  const text = fields.get("yaml");
  if (typeof text === "string" && text.trim()) return { ok: true, text };
  return wrong("file", "Choose a file, or paste its text.");
}

const wrong = (field: string, says: string): Sent => ({ ok: false, errors: { [field]: says } });

async function importPage(
  c: Ctx,
  form?: FormState,
  problems?: YamlProblem[],
  status: 409 | 422 = 422,
) {
  return await showPage(
    c,
    {
      title: "Import a workflow",
      narrow: true,
      header: { back: { href: "/workflows", label: "Workflows" } },
    },
    <ImportPage form={form} problems={problems} />,
    form ? status : 200,
  );
}
