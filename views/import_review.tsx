import type { ImportField } from "../domain/accounts/import_fields.ts";
import type { ImportRow, Repair, RowCounts, RowFilter } from "../domain/accounts/import_rows.ts";
import type { ListedImport } from "../domain/accounts/imports.ts";
import type { Typed } from "../domain/base/forms.ts";
import { countedRows } from "../domain/accounts/import_words.ts";
import { ReviewRow } from "./import_row.tsx";
import { Repairs } from "./import_repairs.tsx";
import { ImportSteps } from "./imports.tsx";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { Banner } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { BulkBar, Pagination, Table } from "./parts/table.tsx";

/** A row with its texts by field, as they stand in its cells. */
export interface ShownRow extends ImportRow {
  texts: Record<string, string>;
  /** Fields whose text is a guess that nobody confirmed, and what it was taken from. */
  unconfirmed: Record<string, string>;
  /** What stands in the source. */
  original: Record<string, string>;
}

export interface ImportReviewProps {
  found: ListedImport;
  /** The columns of the grid: what the source has, and whose rows always have. */
  fields: ImportField[];
  rows: ShownRow[];
  counts: RowCounts;
  repairs: Repair[];
  filter: RowFilter;
  previous?: number;
  next?: number;
  csms: { name: string; email: string }[];
  templates: { name: string }[];
  refusal?: string;
  /** What stood in the form that was refused. */
  typed?: Typed;
}

export function ImportReview(props: ImportReviewProps) {
  const { found, rows, filter, previous, next, refusal, counts } = props;
  const at = `/import/${found.id}/review`;
  const page = (query: string) => `${at}?show=${filter.show}&${query}`;
  return (
    <>
      <ImportSteps current={3} />
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <ReviewHead {...props} />
      {rows.length > 0
        ? <Grid {...props} />
        : (
          <EmptyState title={filter.show === "fix" ? "Nothing needs fixing" : "No such rows"}>
            <a href={at}>See all {countedRows(counts.all)}</a>
          </EmptyState>
        )}
      <Pagination
        label="Pages of rows"
        previous={previous === undefined ? undefined : page(`before=${previous}`)}
        next={next === undefined ? undefined : page(`after=${next}`)}
      />
      {rows.length > 0 && <Bulk {...props} />}
      <Names
        id="import-csms"
        names={props.csms.map(({ email, name }) => ({ value: email, name }))}
      />
      <Names id="import-templates" names={props.templates.map(({ name }) => ({ value: name }))} />
    </>
  );
}

/** What an edit of one row may change above the rows. */
export function ReviewHead(props: ImportReviewProps) {
  const { found, counts, filter, repairs } = props;
  const at = `/import/${found.id}`;
  const tab = (show: RowFilter["show"], label: string, count: number) => ({
    href: `${at}/review?show=${show}`,
    label,
    count,
    current: filter.show === show,
  });
  return (
    <div id="import-head" class="import-head">
      <Tabs
        label="Rows"
        tabs={[
          tab("all", "All", counts.all),
          tab("ready", "Ready", counts.ready),
          tab("fix", "Needs fixing", counts.fix),
          tab("duplicate", "Duplicates", counts.duplicate),
        ]}
      >
        <div class="row">
          {found.changes > 0 && (
            <form method="post" action={`${at}/last-edit/removal`}>
              <Button type="submit" small kind="quiet">Undo the last edit</Button>
            </form>
          )}
          <LinkButton kind="primary" href={`${at}/confirm`} small>
            Confirm
          </LinkButton>
        </div>
      </Tabs>
      <Repairs
        found={found}
        repairs={repairs}
        fields={props.fields}
        counts={counts}
        typed={props.typed}
      />
    </div>
  );
}

function Grid({ found, rows, fields }: ImportReviewProps) {
  return (
    <div class="import-grid">
      <Table
        caption="Rows of the import"
        columns={[
          { label: "Select", quiet: true },
          { label: "Row" },
          ...fields.map(({ label }) => ({ label })),
          { label: "What happens" },
          { label: "Save", quiet: true },
        ]}
        compact
      >
        {rows.map((row) => <ReviewRow importId={found.id} row={row} fields={fields} />)}
      </Table>
    </div>
  );
}

function Names({ id, names }: { id: string; names: { value: string; name?: string }[] }) {
  return (
    <datalist id={id}>
      {names.map(({ value, name }) => <option value={value}>{name}</option>)}
    </datalist>
  );
}

/** Ticked rows of this page: one text for a column of all, or what happens to them. */
function Bulk({ found, fields, filter, typed }: ImportReviewProps) {
  return (
    <BulkBar group="bulk-rows" action={`/import/${found.id}/bulk`} noun="rows">
      <input type="hidden" name="show" value={filter.show} />
      <select class="input select" name="field" aria-label="Column to fill">
        {fields.map(({ field, label }) => (
          <option value={field} selected={field === typed?.field}>{label}</option>
        ))}
      </select>
      <input
        class="input short"
        name="fill"
        aria-label="What to put into it"
        placeholder="Text"
        value={typed?.fill?.toString()}
        maxlength={1000}
      />
      <Button type="submit" name="does" value="set">Fill in</Button>
      <Button type="submit" name="does" value="confirm">Confirm guesses</Button>
      <Button type="submit" name="does" value="create">Create</Button>
      <Button type="submit" name="does" value="update">Update</Button>
      <Button type="submit" name="does" value="skip">Skip</Button>
      <Button type="submit" name="does" value="automatic">Decide again</Button>
    </BulkBar>
  );
}
