import type { AccountFilter, AccountPage } from "../domain/accounts/account_lists.ts";
import { type View, VIEWS } from "../domain/accounts/account_words.ts";
import type { SavedView as Saved } from "../domain/accounts/saved_views.ts";
import { isNarrowed, listAddress, queryOf } from "./account_address.ts";
import { AccountFilters } from "./account_filters.tsx";
import { AccountRow, ListNews, type When } from "./account_rows.tsx";
import { NoAccounts } from "./accounts_empty.tsx";
import { Button } from "./parts/buttons.tsx";
import { FilterBar, SavedView } from "./parts/filters.tsx";
import { Banner } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { BulkBar, Pagination, Table } from "./parts/table.tsx";

export interface AccountsProps {
  page: AccountPage;
  filter: AccountFilter;
  counts: Record<View, number>;
  csms: { id: string; name: string }[];
  industries: string[];
  saved: Saved[];
  /** Those that this person may apply. */
  templates: { id: string; name: string }[];
  may: { change: boolean; seeAll: boolean; runRounds: boolean };
  /** Why the last press did nothing. */
  refusal?: string;
  /** The name that was refused for a view. */
  viewName?: string;
  when: When;
}

export function Accounts(props: AccountsProps) {
  const { page, filter, may, refusal } = props;
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <ViewTabs {...props} />
      <AccountFilters {...props} />
      <SavedViews {...props} />
      <ListNews filter={filter} moved={0} />
      {page.accounts.length > 0 ? <AccountTable {...props} /> : <NoAccounts {...props} />}
      <Pagination
        previous={page.previous && listAddress(filter, { before: page.previous })}
        next={page.next && listAddress(filter, { after: page.next })}
      />
      {page.accounts.length > 0 && may.runRounds && filter.view !== "archived" && (
        <Bulk {...props} />
      )}
    </>
  );
}

function ViewTabs({ filter, counts }: AccountsProps) {
  const tabs = VIEWS.map(({ view, label }) => ({
    href: listAddress({ view, sort: filter.sort }),
    label,
    count: view === "archived" ? undefined : counts[view],
    current: view === filter.view,
  }));
  return (
    <Tabs label="Accounts" tabs={tabs}>
      <FilterBar
        action="/accounts"
        label="Filter by words of the account, its contacts and notes"
        query={filter.q}
        clear={isNarrowed(filter)
          ? listAddress({ view: filter.view, sort: filter.sort })
          : undefined}
      >
        <HiddenFilters filter={filter} />
      </FilterBar>
    </Tabs>
  );
}

/** What the form with the typed words keeps of the others. */
function HiddenFilters({ filter }: { filter: AccountFilter }) {
  const kept = new URLSearchParams(queryOf({ ...filter, q: undefined }));
  return <>{[...kept].map(([name, value]) => <input type="hidden" name={name} value={value} />)}</>;
}

function SavedViews({ saved, filter, viewName }: AccountsProps) {
  const here = queryOf(filter);
  const isSaved = saved.some(({ query }) => query === here);
  if (saved.length === 0 && !isNarrowed(filter)) return null;
  return (
    <div class="row account-views">
      {saved.map(({ id, name, query }) => (
        <SavedView
          name={name}
          href={`/accounts?${query}`}
          current={query === here}
          remove={`/accounts/views/${id}/removal`}
        />
      ))}
      {isNarrowed(filter) && !isSaved && (
        <form class="row" method="post" action="/accounts/views">
          <input type="hidden" name="query" value={here} />
          <input
            class="input short"
            name="name"
            aria-label="Name of this view"
            placeholder="Name this view"
            value={viewName}
            required
            maxlength={60}
          />
          <Button type="submit" small>Save view</Button>
        </form>
      )}
    </div>
  );
}

function AccountTable({ page, filter, may, when }: AccountsProps) {
  const selectable = may.runRounds && filter.view !== "archived";
  return (
    <>
      <Table
        caption="Accounts"
        columns={[
          ...(selectable ? [{ label: "Select", selects: GROUP }] : []),
          { label: "Account", sort: sortLink(filter, "name") },
          { label: "Segment", roomyOnly: true },
          { label: "Milestone", wideOnly: true },
          { label: "Done", wideOnly: true },
          { label: "Health" },
          { label: "Go-live", sort: sortLink(filter, "go-live") },
          { label: "Next action", wideOnly: true },
          { label: "Drafts", roomyOnly: true, numeric: true },
          { label: "CSM", wideOnly: true },
        ]}
      >
        {page.accounts.map((account) => (
          <AccountRow account={account} selectable={selectable} when={when} />
        ))}
      </Table>
      <div hx-get={rowsAddress(page, filter, selectable)} hx-trigger={NEWS} hx-swap="none"></div>
    </>
  );
}

/** What changes a row of the list. */
const NEWS = ["account", "plan", "milestone", "action", "draft"]
  .map((noun) => `${noun} from:#live throttle:2s`).join(", ");

function rowsAddress({ accounts }: AccountPage, filter: AccountFilter, selectable: boolean) {
  const query = new URLSearchParams(listAddress(filter, filter).split("?")[1]);
  query.set("ids", accounts.map(({ id }) => id).join(","));
  if (selectable) query.set("select", "on");
  return `/accounts/rows?${query}`;
}

function sortLink(filter: AccountFilter, sort: "name" | "go-live") {
  return {
    href: listAddress({ ...filter, sort, after: undefined, before: undefined }),
    direction: filter.sort === sort ? "ascending" as const : undefined,
  };
}

const GROUP = "bulk-accounts";

/** Each button leads to a page that says what it would do, and to whom. */
function Bulk({ csms, templates, counts, filter, page }: AccountsProps) {
  const everything = (page.next || page.previous) && (
    <label class="bulk-tick">
      <input type="checkbox" name="everything" value="on" class="checkbox" data-bulk-all="" />
      {everythingIn(filter, counts[filter.view])}
    </label>
  );
  return (
    <BulkBar group={GROUP} action="/accounts/rounds" noun="accounts" head={everything}>
      <input type="hidden" name="query" value={queryOf(filter)} />
      <span class="bulk-control">
        <select class="input select" name="csm_id" aria-label="Assign to">
          <option value="">Nobody</option>
          {csms.map(({ id, name }) => <option value={id}>{name}</option>)}
        </select>
        <Button type="submit" name="kind" value="assign">Assign</Button>
      </span>
      {templates.length > 0 && (
        <span class="bulk-control">
          <select class="input select" name="template_id" aria-label="Template to apply">
            <option value="">Choose a template</option>
            {templates.map(({ id, name }) => <option value={id}>{name}</option>)}
          </select>
          <label class="bulk-tick">
            <input type="checkbox" name="start_first" value="on" class="checkbox" />
            Start at once
          </label>
          <Button type="submit" name="kind" value="apply">Apply</Button>
        </span>
      )}
      <Button type="submit" name="kind" value="archive">Archive</Button>
    </BulkBar>
  );
}

function everythingIn(filter: AccountFilter, count: number): string {
  if (isNarrowed(filter)) return "All that match the filters, on every page";
  return `All ${count >= 1000 ? "accounts" : count}, on every page`;
}
