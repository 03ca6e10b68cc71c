import { Hono } from "hono";
import { z } from "zod";
import { Refused } from "../domain/base/errors.ts";
import { findQuota, limitFiles, MEGABYTE, MOST_FILE_BYTES } from "../domain/portal/file_quotas.ts";
import { FileSettings } from "../views/file_settings.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm } from "./forms.ts";
import { goAndSay, takeNotice } from "./notices.ts";
import { showPage } from "./page.tsx";
import { requires } from "./tenant.ts";

const MOST = MOST_FILE_BYTES / MEGABYTE;
const WRONG = `Enter a whole number from 1 to ${MOST}.`;

const limitForm = z.strictObject({
  version: z.string().regex(/^\d{1,9}$/, "Open the page again.").transform(Number),
  megabytes: z.string(WRONG).trim().regex(/^\d{1,4}$/, WRONG).transform(Number)
    .refine((megabytes) => megabytes >= 1 && megabytes <= MOST, WRONG),
});

/** Mounted at /settings/files. How much customers may send. */
export const fileSettings = new Hono<Env>()
  .use(requires("org.change"))
  .get("/", (c) => filePage(c))
  .post("/", async (c) => {
    const form = await readForm(c, limitForm);
    if (!form.ok) return await filePage(c, form);
    const { version, megabytes } = form.value;
    try {
      await limitFiles(c.var.tx, version, megabytes * MEGABYTE);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const typed = { megabytes: String(megabytes) };
      return await filePage(c, { typed, errors: { form: error.message } }, 409);
    }
    return goAndSay(c, "/settings/files", "The limit is saved.");
  });

async function filePage(c: Ctx, form?: FormState, status: 409 | 422 = 422) {
  return await showPage(
    c,
    { title: "Settings", header: {}, notice: takeNotice(c) },
    <FileSettings quota={await findQuota(c.var.tx)} most={MOST} form={form} />,
    form ? status : 200,
  );
}
