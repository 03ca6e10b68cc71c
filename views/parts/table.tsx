import type { Child } from "hono/jsx";
import { Icon } from "../icons.tsx";
import { safeUrl } from "./link.tsx";

export interface Column {
  label: string;
  numeric?: boolean;
  /** The label is read aloud but not shown, as over a column of buttons. */
  quiet?: boolean;
  /** Left out on phones; its cells carry the same class. */
  wideOnly?: boolean;
  /** Left out where a table is not very wide; its cells carry the same class. */
  roomyOnly?: boolean;
  sort?: { href: string; direction?: "ascending" | "descending" };
  /** The group whose rows on this page one box ticks, where there is script. */
  selects?: string;
}

export interface TableProps {
  caption: string;
  captionShown?: boolean;
  columns: Column[];
  id?: string;
  /** The id of the body, where live rows are put. */
  bodyId?: string;
  compact?: boolean;
  /** No row holds a link or button: the table itself can then be reached, to scroll it by keys. */
  still?: boolean;
  children?: Child;
}

/**
 * The children are plain `<tr>` with a `<th scope="row">` first: a page writes its own rows, so a
 * row costs one template and no component for each cell.
 */
export function Table(
  { caption, captionShown, columns, id, bodyId, compact, still, children }: TableProps,
) {
  return (
    <div
      class="table-scroll"
      tabindex={still ? 0 : undefined}
      role={still ? "region" : undefined}
      aria-label={still ? caption : undefined}
    >
      <table class={compact ? "table compact" : "table"} id={id}>
        <caption class={captionShown ? undefined : "hidden"}>{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <Head {...column} />)}</tr>
        </thead>
        <tbody id={bodyId}>{children}</tbody>
      </table>
    </div>
  );
}

function Head({ label, numeric, quiet, wideOnly, roomyOnly, sort, selects }: Column) {
  if (selects) return <SelectHead group={selects} label={label} />;
  const names = [numeric && "numeric", wideOnly && "wide-only", roomyOnly && "roomy-only"]
    .filter(Boolean).join(" ");
  return (
    <th scope="col" class={names || undefined} aria-sort={sort?.direction}>
      {sort
        ? (
          <a class="sort" href={safeUrl(sort.href)}>
            {label}
            <Icon
              name={!sort.direction
                ? "arrowUpDown"
                : sort.direction === "ascending"
                ? "arrowUp"
                : "arrowDown"}
            />
          </a>
        )
        : quiet
        ? <span class="hidden">{label}</span>
        : label}
    </th>
  );
}

function SelectHead({ group, label }: { group: string; label: string }) {
  return (
    <th scope="col" class="select-cell">
      <span class="hidden">{label}</span>
      <input
        type="checkbox"
        class="checkbox scripted"
        autocomplete="off"
        data-select-page={group}
        aria-label="Select all on this page"
      />
    </th>
  );
}

/** The cell of a row's own buttons. */
export function RowActions({ children }: { children?: Child }) {
  return (
    <td class="row-actions">
      <div>{children}</div>
    </td>
  );
}

/** The cell that ticks a row. The bulk bar with the same group counts them. */
export function SelectCell(
  { group, value, label, name = "id" }: {
    group: string;
    value: string;
    label: string;
    name?: string;
  },
) {
  return (
    <td class="select-cell">
      <input
        type="checkbox"
        class="checkbox"
        name={name}
        value={value}
        form={group}
        data-select={group}
        aria-label={`Select ${label}`}
      />
    </td>
  );
}

/** Shown while rows are ticked. The form's id is the group; its buttons say where they post. */
export function BulkBar(
  { group, action, noun, head, children }: {
    group: string;
    action?: string;
    noun: string;
    /** Beside the count: what else can be chosen. */
    head?: Child;
    children?: Child;
  },
) {
  return (
    <form
      class="bulk-bar"
      id={group}
      method="post"
      action={safeUrl(action)}
      data-bulk={group}
      aria-label={`Selected ${noun}`}
    >
      <div class="bulk-head">
        <p>
          <strong data-bulk-count>0</strong> selected
        </p>
        {head}
        <button type="reset" class="button quiet small">Clear</button>
      </div>
      <div class="bulk-buttons">{children}</div>
    </form>
  );
}

/** Keyset pages: what comes before and after, never a page number. */
export function Pagination(
  { previous, next, summary, label = "Pages" }: {
    previous?: string;
    next?: string;
    summary?: Child;
    label?: string;
  },
) {
  if (!previous && !next && !summary) return null;
  return (
    <nav class="pagination" aria-label={label}>
      {summary && <p>{summary}</p>}
      {previous && (
        <a class="button plain small" href={safeUrl(previous)} rel="prev">
          <Icon name="chevronLeft" />Previous
        </a>
      )}
      {next && (
        <a class="button plain small" href={safeUrl(next)} rel="next">
          Next<Icon name="chevronRight" />
        </a>
      )}
    </nav>
  );
}
