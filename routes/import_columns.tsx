import { Hono } from "hono";
import { listFields } from "../domain/accounts/account_fields.ts";
import { assignable } from "../domain/accounts/assignments.ts";
import { matchColumns } from "../domain/accounts/import_checks.ts";
import { importFields } from "../domain/accounts/import_fields.ts";
import { columnsForm, readingForm } from "../domain/accounts/import_forms.ts";
import { firstRows } from "../domain/accounts/import_rows.ts";
import { type ListedImport, readAgain } from "../domain/accounts/imports.ts";
import { Refused } from "../domain/base/errors.ts";
import { importableTemplates } from "../domain/onboarding/import_templates.ts";
import { ImportColumns } from "../views/import_columns.tsx";
import { ImportSource } from "../views/import_source.tsx";
import type { FormState } from "../views/parts/fields.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import {
  atStep,
  checkSource,
  IMPORT,
  importOf,
  placeOf,
  readSource,
  showImport,
} from "./import_access.tsx";
import { goTo, requires, signedInAs } from "./tenant.ts";

interface Refusal {
  form?: FormState;
  refusal?: string;
  status?: 409 | 422;
}

/** How a source is read, and which of its columns goes where. */
export const importColumns = new Hono<Env>()
  .use(requires("imports.run"))
  .get(`${IMPORT}/source`, (c) => atStep(c, SOURCE, (found) => sourcePage(c, found)))
  .post(`${IMPORT}/source`, async (c) => {
    const found = await importOf(c);
    const form = await readForm(c, readingForm);
    if (!form.ok) return await sourcePage(c, found, { form, status: 422 });
    const { version, ...choice } = form.value;
    return await sayRefusal(async () => {
      await readAgain(c.var.tx, found.id, version, choice, signedInAs(c).member.id);
      await readSource(c, found.id);
      return goTo(c, placeOf(await importOf(c)));
    }, async (refusal) => sourcePage(c, await importOf(c), { refusal, status: 409 }));
  })
  .get(`${IMPORT}/columns`, (c) => atStep(c, COLUMNS, (found) => columnsPage(c, found)))
  .post(`${IMPORT}/columns`, async (c) => {
    const found = await importOf(c);
    const form = await readForm(c, columnsForm);
    if (!form.ok) return await columnsPage(c, found, { form, status: 422 });
    const { version, fields, defaults } = form.value;
    const known = new Set(importFields(await listFields(c.var.tx)).map(({ field }) => field));
    const stranger = [...fields, ...Object.keys(defaults)].find((one) => one && !known.has(one));
    if (stranger || fields.length > found.columns.length) {
      const errors = { form: "Choose fields from the list." };
      return await columnsPage(c, found, {
        form: { typed: await typedAgain(c), errors },
        status: 422,
      });
    }
    return await sayRefusal(async () => {
      const memberId = signedInAs(c).member.id;
      await matchColumns(c.var.tx, found.id, version, { fields, defaults }, memberId);
      await checkSource(c, found.id);
      return goTo(c, placeOf(await importOf(c)));
    }, async (refusal) => {
      const kept = { typed: await typedAgain(c), errors: {} };
      return columnsPage(c, await importOf(c), { form: kept, refusal, status: 409 });
    });
  });

const SOURCE: ListedImport["state"][] = ["unreadable", "columns", "review"];
const COLUMNS: ListedImport["state"][] = ["columns", "review"];

/** What could not be done is said on the page that it was asked from. */
export async function sayRefusal(
  work: () => Promise<Response>,
  refused: (why: string) => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await refused(error.message);
  }
}

async function sourcePage(c: Ctx, found: ListedImport, { status, ...shown }: Refusal = {}) {
  const first = await firstRows(c.var.tx, found.id);
  return await showImport(c, found, <ImportSource found={found} first={first} {...shown} />, {
    status,
  });
}

async function columnsPage(c: Ctx, found: ListedImport, { status, ...shown }: Refusal = {}) {
  const { tx } = c.var;
  const [own, csms, templates] = await Promise.all([
    listFields(tx),
    assignable(tx, "csm"),
    importableTemplates(tx),
  ]);
  const props = { found, fields: importFields(own), csms, templates, ...shown };
  return await showImport(c, found, <ImportColumns {...props} />, { status });
}
