import type { ImportPage, ListedImport } from "../domain/accounts/imports.ts";
import { countedRows, IMPORT_STEPS, STATES } from "../domain/accounts/import_words.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary, FileDrop, FormActions, StepIndicator } from "./parts/forms.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export function ImportList({ page }: { page: ImportPage }) {
  if (page.imports.length === 0) {
    return (
      <EmptyState
        title="Nothing was imported yet"
        action={<LinkButton kind="primary" href="/import/new">New import</LinkButton>}
        example={<p>A sheet of 40 customers, with their contacts, ARR and go-live, as CSV.</p>}
      >
        An import turns a sheet, an export or a pasted list into accounts. You see every row, and
        put right what is not clear, before anything is created.
      </EmptyState>
    );
  }
  return (
    <div
      id="imports"
      hx-get="/import"
      hx-trigger="import from:#live throttle:2s"
      hx-select="#imports"
      hx-target="this"
      hx-swap="outerMorph"
    >
      <Table
        caption="Imports"
        columns={[
          { label: "Import" },
          { label: "State" },
          { label: "Rows", numeric: true },
          { label: "Result", wideOnly: true },
          { label: "By", wideOnly: true },
          { label: "Begun" },
        ]}
      >
        {page.imports.map((one) => <ImportLine listed={one} />)}
      </Table>
      <Pagination next={page.older && `/import?before=${page.older}`} />
    </div>
  );
}

function ImportLine({ listed }: { listed: ListedImport }) {
  const { kind } = STATES[listed.state];
  return (
    <tr id={`import-${listed.id}`}>
      <th scope="row">
        <a href={`/import/${listed.id}`}>{listed.name}</a>
      </th>
      <td>
        <StatusLabel kind={kind}>{STATES[listed.state].label}</StatusLabel>
      </td>
      <td class="numeric">{listed.rows_count > 0 && listed.rows_count.toLocaleString("en")}</td>
      <td class="wide-only">{resultOf(listed)}</td>
      <td class="wide-only">{listed.by}</td>
      <td>
        <RelativeTime at={listed.created_at} />
      </td>
    </tr>
  );
}

/** "36 created, 2 updated, 4 left out", once the import runs. */
export function resultOf(one: ListedImport): string {
  const { created_count, updated_count, archived_count } = one;
  const out = one.skipped_count + one.rejected_count;
  if (created_count + updated_count + out === 0) return "";
  const parts = [`${created_count.toLocaleString("en")} created`];
  if (updated_count > 0) parts.push(`${updated_count.toLocaleString("en")} updated`);
  if (out > 0) parts.push(`${out.toLocaleString("en")} left out`);
  if (archived_count > 0) parts.push(`${archived_count.toLocaleString("en")} archived again`);
  return parts.join(", ");
}

export function ImportSteps({ current }: { current: number }) {
  return <StepIndicator steps={IMPORT_STEPS} current={current} />;
}

export function NewImport({ id, form }: { id: string; form?: FormState }) {
  return (
    <>
      <ImportSteps current={0} />
      <form class="form" method="post" action="/import" enctype="multipart/form-data">
        <ErrorSummary errors={form?.errors} />
        <input type="hidden" name="id" value={id} />
        <TextArea
          name="text"
          label="Paste rows, JSON or free text"
          form={form}
          rows={12}
          required={false}
          hint="Copy the cells of a spreadsheet with their headings, or write one customer a line."
          extra={{ spellcheck: "false", class: "input code" }}
        />
        <FileDrop
          name="file"
          label="or choose a file"
          accept=".csv,.tsv,.txt,.json,text/csv,text/plain,application/json"
          takes={`CSV, JSON or text. At most 10 MB and ${countedRows(50_000)}.`}
          error={form?.errors.file}
        />
        <FormActions>
          <Button type="submit" kind="primary">Read it</Button>
          <LinkButton kind="quiet" href="/import">Cancel</LinkButton>
        </FormActions>
        <p class="hint">Nothing is created before you have seen every row and confirmed.</p>
      </form>
    </>
  );
}
