import { Hono } from "hono";
import { createTemplate } from "../domain/onboarding/template_changes.ts";
import { MOST_YAML_BYTES, readYaml, type YamlProblem } from "../domain/onboarding/template_yaml.ts";
import type { FormState } from "../views/parts/fields.tsx";
import { ImportPage, ImportPreview } from "../views/template_import.tsx";
import type { Ctx, Env } from "./env.ts";
import { formData } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

/** So much is read that a file which is too large can be named, and not only refused. */
export const MOST_IMPORT_BYTES = 12_000_000;

export const templateImports = new Hono<Env>()
  .use(requires("templates.change"))
  .get("/", (c) => importPage(c))
  .post("/", async (c) => {
    const fields = await formData(c);
    const sent = await sentText(fields);
    const save = fields.get("save");
    if (!sent.ok) {
      const typed = { yaml: String(fields.get("yaml") ?? "").slice(0, MOST_YAML_BYTES) };
      return await importPage(c, { typed, errors: sent.errors });
    }
    const read = readYaml(sent.text);
    if (!read.ok) {
      const [{ field, says } = { field: "file", says: "" }] = read.problems;
      const typed = { yaml: sent.text.length <= MOST_YAML_BYTES ? sent.text : "" };
      const errors = { yaml: field === "file" ? says : `${field}: ${says}` };
      return await importPage(c, { typed, errors }, read.problems);
    }
    if (save === "yes") {
      const template = await createTemplate(c.var.tx, read.facts, read.content);
      return goAndSay(c, `/templates/${template.id}`, `${template.name} is imported as a draft.`);
    }
    return await showPage(
      c,
      {
        title: `Import ${read.facts.name}`,
        header: { back: { href: "/templates/imports", label: "Import" } },
      },
      <ImportPreview facts={read.facts} content={read.content} yaml={sent.text} />,
    );
  });

const FIELDS = new Set(["file", "yaml", "save"]);

/** A file that was chosen comes before what stands in the box. */
async function sentText(
  fields: FormData,
): Promise<{ ok: true; text: string } | { ok: false; errors: Record<string, string> }> {
  const stranger = [...fields.keys()].find((name) => !FIELDS.has(name));
  if (stranger) {
    const says = `This form has no field named ${stranger.slice(0, 100)}`;
    return { ok: false, errors: { form: says } };
  }
  if (![null, "yes"].includes(fields.get("save") as string | null)) {
    return { ok: false, errors: { form: "Press one of the buttons." } };
  }
  const file = fields.get("file");
  if (file instanceof File && (file.size > 0 || file.name !== "")) {
    if (file.size > MOST_YAML_BYTES) {
      const size = (file.size / 1_000_000).toFixed(1);
      const says = `A template file has at most 1 MB. This one has ${size} MB.`;
      return { ok: false, errors: { file: says } };
    }
    try {
      const bytes = await file.arrayBuffer();
      return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch {
      return { ok: false, errors: { file: "This is no text file in UTF-8." } };
    }
  }
  const text = fields.get("yaml");
  if (typeof text !== "string" || !text.trim()) {
    return { ok: false, errors: { file: "Choose a file, or paste its text." } };
  }
  return { ok: true, text };
}

async function importPage(
  c: Ctx,
  form?: FormState,
  problems?: YamlProblem[],
) {
  return await showPage(
    c,
    {
      title: "Import a template",
      narrow: true,
      header: { back: { href: "/templates", label: "Templates" } },
      notice: takeNotice(c),
    },
    <ImportPage form={form} problems={problems} />,
    form ? 422 : 200,
  );
}
