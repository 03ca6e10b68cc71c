import { Hono } from "hono";
import { skippedRowsCsv } from "../domain/accounts/import_downloads.ts";
import { confirmForm } from "../domain/accounts/import_forms.ts";
import { countRows, importedAccounts } from "../domain/accounts/import_rows.ts";
import { confirmImport } from "../domain/accounts/import_runs.ts";
import { planUndo, undoImport } from "../domain/accounts/import_undo.ts";
import type { ListedImport } from "../domain/accounts/imports.ts";
import { importableTemplates } from "../domain/onboarding/import_templates.ts";
import { ImportConfirm, ImportResult, ImportUndo } from "../views/import_confirm.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { atStep, IMPORT, importOf, placeOf, showImport } from "./import_access.tsx";
import { sayRefusal } from "./import_columns.tsx";
import { goTo, requires, signedInAs } from "./tenant.ts";

/** The last step, what came of it, and the way back. */
export const importResults = new Hono<Env>()
  .use(requires("imports.run"))
  .get(`${IMPORT}/confirm`, (c) => atStep(c, ["review"], (found) => confirmPage(c, found)))
  .post(`${IMPORT}/confirmation`, async (c) => {
    const found = await importOf(c);
    const form = await readForm(c, confirmForm);
    if (!form.ok) return await confirmPage(c, found, { form, status: 422 });
    const { version, template } = form.value;
    const known = await importableTemplates(c.var.tx);
    if (template && !known.some(({ id }) => id === template)) {
      const errors = { template: "Choose a template from the list." };
      const kept = { typed: await typedAgain(c), errors };
      return await confirmPage(c, found, { form: kept, status: 422 });
    }
    return await sayRefusal(async () => {
      const memberId = signedInAs(c).member.id;
      await confirmImport(c.var.tx, found.id, { version, templateId: template, memberId });
      return goTo(c, placeOf(await importOf(c)));
    }, async (refusal) => confirmPage(c, await importOf(c), { refusal, status: 409 }));
  })
  .get(`${IMPORT}/result`, (c) =>
    atStep(c, ["done", "undone"], async (found) => {
      const { tx } = c.var;
      const [accounts, undo] = await Promise.all([
        importedAccounts(tx, found.id),
        planUndo(tx, found),
      ]);
      return await showImport(
        c,
        found,
        <ImportResult found={found} accounts={accounts} undo={undo} />,
      );
    }))
  .get(`${IMPORT}/skipped.csv`, (c) =>
    atStep(c, ["review", "done", "undone"], async (found) => {
      const csv = await skippedRowsCsv(c.var.tx, found);
      return c.body(`\ufeff${csv}`, 200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="left-out.csv"',
      });
    }))
  .get(`${IMPORT}/undo`, (c) => atStep(c, ["done"], (found) => undoPage(c, found)))
  .post(`${IMPORT}/undoing`, async (c) => {
    const found = await importOf(c);
    return await sayRefusal(async () => {
      await undoImport(c.var.tx, found.id, signedInAs(c).member.id);
      return goTo(c, placeOf(await importOf(c)));
    }, (refusal) => undoPage(c, found, refusal));
  });

async function confirmPage(
  c: Ctx,
  found: ListedImport,
  { status, ...shown }: { form?: FormState; refusal?: string; status?: 409 | 422 } = {},
) {
  const [counts, templates] = await Promise.all([
    countRows(c.var.tx, found.id),
    importableTemplates(c.var.tx),
  ]);
  const props = { found, counts, templates, ...shown };
  return await showImport(c, found, <ImportConfirm {...props} />, { status, narrow: true });
}

async function undoPage(c: Ctx, found: ListedImport, refusal?: string) {
  const undo = await planUndo(c.var.tx, found);
  return await showImport(
    c,
    found,
    <ImportUndo found={found} undo={undo} refusal={refusal} />,
    { title: "Undo import", narrow: true, status: refusal ? 409 : 200 },
  );
}
