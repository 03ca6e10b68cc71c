import type { ImportField } from "../domain/accounts/import_fields.ts";
import { formatMoney } from "../domain/accounts/money.ts";
import { formatDay } from "../domain/base/calendar.ts";
import type { ShownRow } from "./import_review.tsx";
import { Icon } from "./icons.tsx";
import { SelectCell } from "./parts/table.tsx";
import { StatusLabel } from "./parts/status.tsx";

const STATUS = {
  ready: { kind: "ok", label: "Ready" },
  fix: { kind: "bad", label: "Needs fixing" },
  duplicate: { kind: "warn", label: "Duplicate" },
} as const;

export interface ReviewRowProps {
  importId: string;
  row: ShownRow;
  fields: ImportField[];
  /** Why what was typed is not saved. */
  refusal?: string;
}

/** One request a row, whatever cell of it changed. Its form also works without script. */
export function ReviewRow({ importId, row, fields, refusal }: ReviewRowProps) {
  const at = `/import/${importId}/rows/${row.row_no}`;
  const form = `form-row-${row.row_no}`;
  return (
    <tr
      id={`row-${row.row_no}`}
      class={`import-row ${row.status}`}
      hx-post={at}
      hx-trigger="change target:.import-input"
      hx-include="this"
      hx-swap="none"
      hx-sync="this:queue all"
    >
      <SelectCell
        group="bulk-rows"
        name="row"
        value={String(row.row_no)}
        label={`row ${row.row_no}`}
      />
      <th scope="row">
        {row.row_no}
        <StatusLabel kind={STATUS[row.status].kind}>{STATUS[row.status].label}</StatusLabel>
        {row.snippet && <Snippet row={row} />}
        {refusal && <p class="field-error" role="alert">{refusal}</p>}
      </th>
      {fields.map(({ field, label }) => <Cell row={row} form={form} field={field} label={label} />)}
      <td>
        <Decision row={row} form={form} />
      </td>
      <td>
        <form id={form} method="post" action={at} hx-post={at} hx-swap="none">
          <input type="hidden" name="version" value={String(row.version)} />
          <button type="submit" class="button quiet small import-save">
            Save<span class="hidden">row {row.row_no}</span>
          </button>
        </form>
      </td>
    </tr>
  );
}

function Snippet({ row }: { row: ShownRow }) {
  const id = `source-${row.row_no}`;
  return (
    <>
      <button
        type="button"
        class="icon-button"
        popovertarget={id}
        aria-label={`Source of row ${row.row_no}`}
        title={row.snippet!}
      >
        <Icon name="info" />
      </button>
      <div id={id} popover="auto" class="menu import-source">{row.snippet}</div>
    </>
  );
}

interface CellProps {
  row: ShownRow;
  form: string;
  field: string;
  label: string;
}

function Cell({ row, form, field, label }: CellProps) {
  const text = row.texts[field] ?? "";
  const problem = row.problems[field];
  const guess = row.unconfirmed[field];
  const note = problem ?? readingOf(row, field, text);
  const id = `cell-${row.row_no}-${field}`;
  return (
    <td class={guess ? "import-cell guess" : "import-cell"}>
      <input
        id={id}
        class={`input import-input ${field}`}
        name={`cell_${field}`}
        form={form}
        value={text}
        maxlength={1000}
        autocomplete="off"
        list={field === "csm" || field === "template" ? `import-${field}s` : undefined}
        aria-label={`${label}, row ${row.row_no}`}
        aria-invalid={problem ? "true" : undefined}
        aria-describedby={note || guess ? `${id}-note` : undefined}
        title={originalOf(row, field)}
      />
      {(note || guess) && (
        <p class={problem ? "field-error" : "import-note"} id={`${id}-note`}>
          {guess && <span class="import-guess" title={`Taken from: ${guess}`}>Guessed</span>}
          {note}
        </p>
      )}
    </td>
  );
}

/** What an amount or a day was understood as, where that is not what stands in the cell. */
function readingOf({ reading, edits }: ShownRow, field: string, text: string): string | undefined {
  const account = reading.account;
  if (!account || text === "") return undefined;
  if (field === "arr" && account.arr_cents !== null) {
    return formatMoney({ cents: account.arr_cents, currency: account.arr_currency });
  }
  if (field !== "closed_on" && field !== "go_live_on") return undefined;
  const day = account[field];
  return day && (day !== text || field in edits) ? formatDay(day, "en-GB", "medium") : undefined;
}

function originalOf({ edits, original }: ShownRow, field: string): string | undefined {
  if (!(field in edits)) return undefined;
  return original[field] ? `In the source: ${original[field]}` : "Empty in the source";
}

const PLANS = { create: "Create", update: "Update", skip: "Skip" } as const;

function Decision({ row, form }: { row: ShownRow; form: string }) {
  const meant = row.decision === null ? PLANS[row.plan] : "Decide again";
  return (
    <div class="import-decision">
      <select
        class="input select import-input"
        id={`decision-${row.row_no}`}
        name="decision"
        form={form}
        aria-label={`What happens to row ${row.row_no}`}
        disabled={row.status === "fix" && row.decision === null}
      >
        <option value="">{meant}</option>
        <option value="create" selected={row.decision === "create"}>Create</option>
        {row.twin_account_id && (
          <option value="update" selected={row.decision === "update"}>Update</option>
        )}
        <option value="skip" selected={row.decision === "skip"}>Skip</option>
      </select>
      {row.status === "fix" && row.decision === null && (
        <input type="hidden" name="decision" value="" form={form} />
      )}
      {row.status === "duplicate" && <p class="import-note">{whatItMatches(row)}</p>}
    </div>
  );
}

function whatItMatches({ twin, twin_row, twin_unclear, twin_account_id }: ShownRow) {
  return (
    <>
      {twin_row !== null && <>Same company as row {twin_row}.</>}
      {twin_account_id && (
        <>
          {twin_unclear ? "May be more than one account, such as " : "Is there already: "}
          <a href={`/accounts/${twin_account_id}`}>{twin}</a>.
        </>
      )}
    </>
  );
}
