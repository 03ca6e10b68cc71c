import { Hono } from "hono";
import { uploadId } from "../domain/accounts/import_forms.ts";
import { MOST_BYTES } from "../domain/accounts/import_limits.ts";
import { findImport, listImports, removeImport, startImport } from "../domain/accounts/imports.ts";
import { STATES } from "../domain/accounts/import_words.ts";
import { Refused } from "../domain/base/errors.ts";
import { newId } from "../domain/base/tokens.ts";
import { ImportProgress } from "../views/import_confirm.tsx";
import { ImportList, NewImport } from "../views/imports.tsx";
import { LinkButton } from "../views/parts/buttons.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import { type Ctx, type Env, UUID } from "./env.ts";
import { formData } from "./forms.ts";
import { IMPORT, importOf, placeOf, readSource, showImport } from "./import_access.tsx";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage, showPart } from "./page.tsx";
import { goTo, requires, signedInAs } from "./tenant.ts";

/** So much is read that a file which is too large can be named, and not only refused. */
export const MOST_UPLOAD_BYTES = MOST_BYTES + 2_000_000;

export const imports = new Hono<Env>()
  .use(requires("imports.run"))
  .get("/", async (c) => {
    const before = c.req.query("before");
    const page = await listImports(c.var.tx, ID.test(before ?? "") ? before : undefined);
    const actions = (
      <LinkButton kind="primary" href="/import/new" hotkey="c">New import</LinkButton>
    );
    const lead = "Accounts in bulk: from a sheet, an export or a pasted list.";
    const header = { lead, actions, back: { href: "/accounts", label: "Accounts" } };
    return await showPage(
      c,
      { title: "Import", header, notice: takeNotice(c) },
      <ImportList page={page} />,
    );
  })
  .get("/new", (c) => newPage(c))
  .post("/", async (c) => {
    const fields = await formData(c);
    const sent = await readUpload(fields);
    if (!sent.ok) return await newPage(c, refusedUpload(fields, sent.errors), 422);
    const { id, name, bytes } = sent;
    const memberId = signedInAs(c).member.id;
    try {
      await startImport(c.var.tx, { id, name, bytes, memberId });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const errors = { [sent.field]: error.message };
      return await newPage(c, refusedUpload(fields, errors), 422);
    }
    await readSource(c, id);
    return goTo(c, placeOf(await findImport(c.var.tx, id)));
  })
  .get(IMPORT, async (c) => goTo(c, placeOf(await importOf(c))))
  .get(`${IMPORT}/progress`, async (c) => {
    const found = await importOf(c);
    if (!STATES[found.state].running) return goTo(c, placeOf(found));
    const progress = <ImportProgress found={found} />;
    return await showPart(c, progress, () => showImport(c, found, progress, { narrow: true }));
  })
  .post(`${IMPORT}/removal`, async (c) => {
    const { name } = await removeImport(c.var.tx, c.req.param("id"));
    return goAndSay(c, "/import", `The import of ${name} is discarded. Nothing was created.`);
  });

const MOST_SENT_BACK = 200_000;
const ID = new RegExp(`^${UUID}$`);
const FIELDS = new Set(["id", "text", "file"]);

type Upload =
  | { ok: true; id: string; name: string; bytes: Uint8Array; field: "file" | "text" }
  | { ok: false; errors: Record<string, string> };

/** A file that was chosen comes before what stands in the box. */
async function readUpload(fields: FormData): Promise<Upload> {
  const refuse = (field: string, says: string) =>
    ({ ok: false, errors: { [field]: says } }) as const;
  const stranger = [...fields.keys()].find((name) => !FIELDS.has(name));
  if (stranger) return refuse("form", `This form has no field named ${stranger.slice(0, 100)}`);
  const id = uploadId.safeParse(fields.get("id"));
  if (!id.success) return refuse("form", "Open this page again.");
  const file = fields.get("file");
  if (file instanceof File && (file.size > 0 || file.name !== "")) {
    const bytes = file.size > MOST_BYTES ? new Uint8Array() : await file.bytes();
    if (file.size > MOST_BYTES) {
      const size = (file.size / 1_000_000).toFixed(1);
      return refuse("file", `A file has at most 10 MB. This one has ${size} MB.`);
    }
    return { ok: true, id: id.data, name: file.name, bytes, field: "file" };
  }
  const text = fields.get("text");
  if (typeof text !== "string" || !text.trim()) {
    return refuse("text", "Paste something, or choose a file.");
  }
  const bytes = new TextEncoder().encode(text);
  return { ok: true, id: id.data, name: "Pasted text", bytes, field: "text" };
}

/** A very long text is not sent back: the browser has it still. */
function refusedUpload(fields: FormData, errors: Record<string, string>): FormState {
  const text = fields.get("text");
  const isShort = typeof text === "string" && text.length <= MOST_SENT_BACK;
  return { typed: isShort ? { text } : { text: "" }, errors };
}

async function newPage(c: Ctx, form?: FormState, status: 200 | 422 = 200) {
  return await showPage(
    c,
    { title: "New import", narrow: true, header: { back: { href: "/import", label: "Import" } } },
    <NewImport id={newId()} form={form} />,
    status,
  );
}
