import { Hono } from "hono";
import { Refused } from "../domain/base/errors.ts";
import { addFile, readFile, type StoredFile } from "../domain/portal/files.ts";
import { type Ctx, type Env, UUID } from "./env.ts";
import { formData } from "./forms.ts";
import { goAndSay } from "./notices.ts";
import { contactOf } from "./portal_door.ts";
import { taskOf, taskPage } from "./portal_tasks.tsx";
import { refusalIn, wordsOf } from "./portal_words.ts";

/** A file and the words around it. */
export const MOST_UPLOAD_BYTES = 26 * 1024 * 1024;

/** Mounted at /p. */
export const portalFiles = new Hono<Env>()
  .post(`/tasks/:task{${UUID}}/files/:slot{[a-z0-9][a-z0-9_-]*}`, async (c) => {
    const task = await taskOf(c);
    const slot = c.req.param("slot");
    const field = `file_${slot}`;
    const form = await formData(c);
    const refuse = (message: string, status: 409 | 422) =>
      taskPage(c, task, { typed: {}, errors: { [field]: message } }, status);
    const words = wordsOf(c);
    const strange = [...form.keys()].find((name) => name !== field);
    if (strange) return await refuse(words.t("form.strangeField", { field: strange }), 422);
    const [sent, another] = form.getAll(field);
    if (!(sent instanceof File) || another || sent.name === "") {
      return await refuse(words.t("files.chooseFirst"), 422);
    }
    try {
      const bytes = new Uint8Array(await sent.arrayBuffer());
      const name = await addFile(c.var.accountTx, contactOf(c), task, slot, {
        name: sent.name,
        bytes,
      });
      return goAndSay(c, `/p/tasks/${task.id}`, words.t("files.added", { file: name }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await refuse(refusalIn(words, error), 409);
    }
  })
  .get(`/files/:file{${UUID}}`, async (c) => {
    const { accountId } = contactOf(c);
    return handOut(c, await readFile(c.var.accountTx, accountId, c.req.param("file")));
  });

/** A stranger's file is handed out to be kept, and never shown as a page of ours. */
export function handOut(c: Ctx, { name, bytes }: StoredFile) {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, "_");
  c.header("content-type", "application/octet-stream");
  c.header(
    "content-disposition",
    `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
  );
  c.header(
    "content-security-policy",
    "default-src 'none'; sandbox; frame-ancestors 'none'",
  );
  return c.body(bytes as Uint8Array<ArrayBuffer>);
}
