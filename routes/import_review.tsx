import { Hono } from "hono";
import { listFields } from "../domain/accounts/account_fields.ts";
import { assignable } from "../domain/accounts/assignments.ts";
import {
  type BulkEdit,
  chooseDayOrder,
  confirmGuesses,
  editRow,
  editRows,
  repairRows,
  undoLastEdit,
} from "../domain/accounts/import_edits.ts";
import { importFields } from "../domain/accounts/import_fields.ts";
import { bulkForm, dayOrderForm, repairForm, rowForm } from "../domain/accounts/import_forms.ts";
import {
  countRows,
  findRow,
  type ImportRow,
  listRepairs,
  listRows,
  type RowFilter,
} from "../domain/accounts/import_rows.ts";
import { shownTexts } from "../domain/accounts/import_values.ts";
import type { ListedImport } from "../domain/accounts/imports.ts";
import { countedRows } from "../domain/accounts/import_words.ts";
import { Refused } from "../domain/base/errors.ts";
import type { Typed } from "../domain/base/forms.ts";
import { importableTemplates } from "../domain/onboarding/import_templates.ts";
import { ImportReview, ReviewHead, type ShownRow } from "../views/import_review.tsx";
import { ReviewRow } from "../views/import_row.tsx";
import { HxPartial } from "../views/parts/notices.tsx";
import type { Ctx, Env } from "./env.ts";
import { readForm, typedAgain } from "./forms.ts";
import { atStep, checkSource, IMPORT, importOf, placeOf, showImport } from "./import_access.tsx";
import { sayRefusal } from "./import_columns.tsx";
import { goAndSay } from "./notices.ts";
import { isFragment, requires, signedInAs } from "./tenant.ts";

/** The grid in which every row is seen, and put right, before anything is created. */
export const importReview = new Hono<Env>()
  .use(requires("imports.run"))
  .get(`${IMPORT}/review`, (c) => atStep(c, ["review"], (found) => reviewPage(c, found)))
  .post(`${IMPORT}/rows/:row{[1-9]\\d{0,4}}`, async (c) => {
    const { tx } = c.var;
    const found = await importOf(c);
    const rowNo = Number(c.req.param("row"));
    const form = await readForm(c, rowForm);
    const strangers = form.ok && await unknownFields(c, Object.keys(form.value.texts));
    if (!form.ok || strangers) {
      await findRow(tx, found.id, rowNo);
      const says = form.ok ? "Open this page again." : Object.values(form.errors).join(" ");
      return await rowAnswer(c, rowNo, says, 422);
    }
    try {
      await editRow(tx, found.id, rowNo, form.value, await editorOf(c));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return await rowAnswer(c, rowNo, error.message, 409);
    }
    return await rowAnswer(c, rowNo);
  })
  .post(`${IMPORT}/bulk`, (c) =>
    change(c, bulkForm, async ({ row, does, field, fill }, id) => {
      if (does === "set" && (!field || await unknownFields(c, [field]))) {
        throw new Refused("Choose a column from the list.");
      }
      const edit = bulkEdit(does, field, fill);
      return changed(await editRows(c.var.tx, id, row, edit, await editorOf(c)));
    }))
  .post(`${IMPORT}/repairs`, (c) =>
    change(c, repairForm, async (repair, id) => {
      return changed(await repairRows(c.var.tx, id, repair, await editorOf(c)));
    }))
  .post(`${IMPORT}/day-order`, (c) =>
    change(c, dayOrderForm, async ({ order }, id) => {
      await chooseDayOrder(c.var.tx, id, order, signedInAs(c).member.id);
      await checkSource(c, id);
      return "The dates are";
    }))
  .post(`${IMPORT}/guesses/confirmation`, (c) =>
    change(c, undefined, async (_, id) => {
      return changed(await confirmGuesses(c.var.tx, id, await editorOf(c)));
    }))
  .post(`${IMPORT}/last-edit/removal`, (c) =>
    change(c, undefined, async (_, id) => {
      const count = await undoLastEdit(c.var.tx, id, await editorOf(c));
      return `The last edit is taken back: ${changed(count)}`;
    }));

const changed = (count: number) => `${countedRows(count)} ${count === 1 ? "is" : "are"}`;

function bulkEdit(does: string, field?: string, text?: string): BulkEdit {
  if (does === "set") return { kind: "set", field: field!, text: text ?? "" };
  if (does === "confirm") return { kind: "confirm" };
  const decision = does === "automatic" ? null : does as "create" | "update" | "skip";
  return { kind: "decide", decision };
}

/** A form above or below the rows: what it did is said, or why it did nothing. */
async function change<T>(
  c: Ctx,
  schema: Parameters<typeof readForm<T>>[1] | undefined,
  work: (value: T, id: string) => Promise<string>,
): Promise<Response> {
  const found = await importOf(c);
  const form = schema ? await readForm(c, schema) : { ok: true as const, value: undefined as T };
  if (!form.ok) {
    const refusal = Object.values(form.errors).join(" ");
    return await refusedPage(c, found, refusal, 422);
  }
  return await sayRefusal(async () => {
    const what = await work(form.value, found.id);
    const show = (await typedAgain(c)).show;
    const after = await importOf(c);
    const query = after.state === "review" && typeof show === "string" && SHOWN.has(show)
      ? `?show=${show}`
      : "";
    return goAndSay(c, `${placeOf(after)}${query}`, `${what} changed.`);
  }, (refusal) => refusedPage(c, found, refusal, 409));
}

/** The page that the form stood on, with what was typed. */
async function refusedPage(
  c: Ctx,
  found: ListedImport,
  refusal: string,
  status: 409 | 422,
  row?: number,
) {
  if (found.state !== "review") throw new Refused(refusal);
  return await reviewPage(c, found, { refusal, status, row, typed: await typedAgain(c) });
}

async function editorOf(c: Ctx) {
  const templates = await importableTemplates(c.var.tx);
  return { memberId: signedInAs(c).member.id, templates };
}

async function unknownFields(c: Ctx, fields: string[]): Promise<boolean> {
  const known = new Set(importFields(await listFields(c.var.tx)).map(({ field }) => field));
  return fields.some((field) => !known.has(field));
}

const SHOWN = new Set(["all", "ready", "fix", "duplicate"]);

function readRowFilter(c: Ctx): RowFilter {
  const { show = "all", after, before } = c.req.query();
  const number = (text: string | undefined) =>
    text && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
  return {
    show: SHOWN.has(show) ? show as RowFilter["show"] : "all",
    after: number(after),
    before: number(before),
  };
}

/** Everything that stands around the rows. */
async function reviewOf(c: Ctx, found: ListedImport, filter: RowFilter) {
  const { tx } = c.var;
  const columnOf = Object.fromEntries(
    found.columns.map(({ field }, at) => [field, at]).filter(([field]) => field),
  );
  const [own, counts, repairs, csms, templates] = await Promise.all([
    listFields(tx),
    countRows(tx, found.id),
    listRepairs(tx, found.id, columnOf),
    assignable(tx, "csm"),
    importableTemplates(tx),
  ]);
  const used = new Set([...Object.keys(columnOf), ...Object.keys(found.defaults), ...ALWAYS]);
  used.delete("arr_currency");
  if ("arr_currency" in columnOf) used.add("arr_currency");
  const fields = importFields(own).filter(({ field }) => used.has(field));
  return { found, filter, fields, counts, repairs, csms, templates };
}

const ALWAYS = ["name", "contact_name", "contact_email", "csm", "template"];

interface ReviewRefusal {
  refusal?: string;
  status?: 409 | 422;
  typed?: Typed;
  /** The row whose cells were typed. */
  row?: number;
}

async function reviewPage(
  c: Ctx,
  found: ListedImport,
  { refusal, status, typed, row: typedRow }: ReviewRefusal = {},
) {
  const filter: RowFilter = typedRow ? { show: "all", after: typedRow - 1 } : readRowFilter(c);
  const [review, page] = await Promise.all([
    reviewOf(c, found, filter),
    listRows(c.var.tx, found.id, filter),
  ]);
  const some = typedRow ? page.rows.slice(0, 1) : page.rows;
  const rows = some.map((row) => shownRow(row, found, typedRow ? typed : undefined));
  const props = { ...review, ...page, rows, refusal, typed };
  return await showImport(c, found, <ImportReview {...props} />, { status });
}

function shownRow(row: ImportRow, found: ListedImport, typed?: Typed): ShownRow {
  const texts = shownTexts(row, found);
  const original = Object.fromEntries(
    found.columns.map(({ field }, at) => [field, row.cells[at] ?? ""]).filter(([field]) => field),
  );
  const unconfirmed = Object.fromEntries(
    Object.entries(row.guesses).filter(([field]) => !(field in row.edits) && texts[field]),
  );
  for (const [name, text] of Object.entries(typed ?? {})) {
    if (name.startsWith("cell_")) texts[name.slice(5)] = [text].flat()[0] ?? "";
  }
  return { ...row, texts, original, unconfirmed };
}

/** The row as it is now, and what its edit changed above. Refused, it keeps what was typed. */
async function rowAnswer(c: Ctx, rowNo: number, refusal?: string, status?: 409 | 422) {
  const found = await importOf(c);
  if (!isFragment(c)) {
    if (refusal) return await refusedPage(c, found, `Row ${rowNo}: ${refusal}`, status!, rowNo);
    return goAndSay(c, `/import/${found.id}/review#row-${rowNo}`, `Row ${rowNo} is saved.`);
  }
  const [row, review] = await Promise.all([
    findRow(c.var.tx, found.id, rowNo),
    reviewOf(c, found, shownOnPage(c)),
  ]);
  const shown = shownRow(row, found, refusal ? await typedAgain(c) : undefined);
  return c.html(
    <>
      <HxPartial target={`#row-${rowNo}`}>
        <ReviewRow importId={found.id} row={shown} fields={review.fields} refusal={refusal} />
      </HxPartial>
      <HxPartial target="#import-head">
        <ReviewHead {...review} rows={[]} />
      </HxPartial>
    </>,
    status ?? 200,
  );
}

/** The tab that the page of this fragment is on. */
function shownOnPage(c: Ctx): RowFilter {
  const page = URL.parse(c.req.header("HX-Current-URL") ?? "");
  const show = page?.searchParams.get("show") ?? "all";
  return { show: SHOWN.has(show) ? show as RowFilter["show"] : "all" };
}
