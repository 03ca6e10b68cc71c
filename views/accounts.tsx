import { formatDay } from "../domain/base/calendar.ts";
import type {
  AccountFilter,
  AccountPage,
  ListedAccount,
} from "../domain/accounts/account_lists.ts";
import { type View, VIEWS } from "../domain/accounts/account_words.ts";
import type { SavedView as Saved } from "../domain/accounts/saved_views.ts";
import { isNarrowed, listAddress, queryOf } from "./account_address.ts";
import { AccountFilters } from "./account_filters.tsx";
import { AccountHealth } from "./account_health.tsx";
import { NoAccounts } from "./accounts_empty.tsx";
import { Button } from "./parts/buttons.tsx";
import { FilterBar, SavedView } from "./parts/filters.tsx";
import { Banner, HxPartial } from "./parts/notices.tsx";
import { Tabs } from "./parts/page_header.tsx";
import { Progress, StatusLabel } from "./parts/status.tsx";
import { BulkBar, Pagination, SelectCell, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface AccountsProps {
  page: AccountPage;
  filter: AccountFilter;
  counts: Record<View, number>;
  csms: { id: string; name: string }[];
  industries: string[];
  saved: Saved[];
  /** Those that this person may apply. */
  templates: { id: string; name: string }[];
  may: { change: boolean; assign: boolean; archive: boolean; seeAll: boolean };
  /** Why the last press did nothing. */
  refusal?: string;
  /** The name that was refused for a view. */
  viewName?: string;
}

export function Accounts(props: AccountsProps) {
  const { page, filter, may, refusal } = props;
  return (
    <>
      {refusal && <Banner kind="bad" title="Nothing was changed">{refusal}</Banner>}
      <ViewTabs {...props} />
      <AccountFilters {...props} />
      <SavedViews {...props} />
      {page.accounts.length > 0 ? <AccountTable {...props} /> : <NoAccounts {...props} />}
      <Pagination
        previous={page.previous && listAddress(filter, { before: page.previous })}
        next={page.next && listAddress(filter, { after: page.next })}
      />
      {page.accounts.length > 0 && (may.assign || may.archive) && filter.view !== "archived" && (
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

function AccountTable({ page, filter, may }: AccountsProps) {
  const selectable = (may.assign || may.archive) && filter.view !== "archived";
  const ids = page.accounts.map(({ id }) => id).join(",");
  return (
    <>
      <Table
        caption="Accounts"
        columns={[
          ...(selectable ? [{ label: "Select", quiet: true }] : []),
          { label: "Account", sort: sortLink(filter, "name") },
          { label: "Segment", wideOnly: true },
          { label: "Milestone", wideOnly: true },
          { label: "Done", wideOnly: true },
          { label: "Health" },
          { label: "Go-live", sort: sortLink(filter, "go-live") },
          { label: "Next action", wideOnly: true },
          { label: "CSM", wideOnly: true },
        ]}
      >
        {page.accounts.map((account) => <AccountRow account={account} selectable={selectable} />)}
      </Table>
      <div
        hx-get={`/accounts/rows?ids=${ids}${selectable ? "&select=on" : ""}`}
        hx-trigger="account from:#live throttle:1s"
        hx-swap="none"
      >
      </div>
    </>
  );
}

function sortLink(filter: AccountFilter, sort: "name" | "go-live") {
  return {
    href: listAddress({ ...filter, sort, after: undefined, before: undefined }),
    direction: filter.sort === sort ? "ascending" as const : undefined,
  };
}

/** Each row in its own place: what changed is shown, and no row moves under the pointer. */
export function LiveRows(
  { accounts, selectable }: { accounts: ListedAccount[]; selectable: boolean },
) {
  return (
    <>
      {accounts.map((account) => (
        <HxPartial target={`#account-${account.id}`}>
          <AccountRow account={account} selectable={selectable} />
        </HxPartial>
      ))}
    </>
  );
}

function AccountRow({ account, selectable }: { account: ListedAccount; selectable: boolean }) {
  return (
    <tr id={`account-${account.id}`}>
      {selectable && <SelectCell group="bulk-accounts" value={account.id} label={account.name} />}
      <th scope="row">
        <a href={`/accounts/${account.id}`} id={`account-link-${account.id}`}>{account.name}</a>
        {account.test && <StatusLabel kind="info" chip>Test</StatusLabel>}
        {account.archived_at && <StatusLabel kind="none" chip>Archived</StatusLabel>}
      </th>
      <td class="wide-only">{account.segment}</td>
      <td class="wide-only">{account.milestone_name}</td>
      <td class="wide-only">
        {account.actions_total > 0 && (
          <Progress
            value={account.actions_done}
            max={account.actions_total}
            text={`${account.actions_done} / ${account.actions_total}`}
            label={`Actions done for ${account.name}`}
          />
        )}
      </td>
      <td>
        <AccountHealth health={account.health} />
      </td>
      <td>{account.go_live_on && formatDay(account.go_live_on, "en-GB", "medium")}</td>
      <td class={account.is_late ? "wide-only late" : "wide-only"}>
        {account.next_due_at && <RelativeTime at={account.next_due_at} />}
      </td>
      <td class="wide-only">{account.csm ?? <span class="muted">Nobody</span>}</td>
    </tr>
  );
}

function Bulk({ csms, templates, may, filter }: AccountsProps) {
  return (
    <BulkBar group="bulk-accounts" action="/accounts/archivals" noun="accounts">
      <input type="hidden" name="back" value={listAddress(filter)} />
      {may.assign && (
        <>
          <select class="input select" name="csm_id" aria-label="Assign to">
            <option value="">Nobody</option>
            {csms.map(({ id, name }) => <option value={id}>{name}</option>)}
          </select>
          <Button type="submit" formaction="/accounts/assignments">Assign</Button>
        </>
      )}
      {templates.length > 0 && (
        <>
          <select class="input select" name="template_id" aria-label="Template to apply">
            <option value="">Choose a template</option>
            {templates.map(({ id, name }) => <option value={id}>{name}</option>)}
          </select>
          <label class="bulk-tick">
            <input type="checkbox" name="start_first" value="on" class="checkbox" />
            Start at once
          </label>
          <Button type="submit" formaction="/accounts/plans">Apply</Button>
        </>
      )}
      {may.archive && <Button type="submit" formaction="/accounts/archivals">Archive</Button>}
    </BulkBar>
  );
}
