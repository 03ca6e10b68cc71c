import type { AccountFilter, ListedAccount } from "../domain/accounts/account_lists.ts";
import { dayIn, formatDay } from "../domain/base/calendar.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { lastDay, nearInWords } from "../domain/onboarding/plan_words.ts";
import { listAddress } from "./account_address.ts";
import { AccountHealth } from "./account_health.tsx";
import { HxPartial } from "./parts/notices.tsx";
import { Progress, StatusLabel } from "./parts/status.tsx";
import { SelectCell } from "./parts/table.tsx";

/** Where and when the reader is. */
export interface When {
  now: Date;
  timeZone: string;
}

/** Each row in its own place: what changed is shown, and no row moves under the pointer. */
export function LiveRows(
  { accounts, selectable, when, filter, moved }: {
    accounts: ListedAccount[];
    selectable: boolean;
    when: When;
    filter: AccountFilter;
    /** How many rows stand elsewhere, came or went, if the list is asked for anew. */
    moved: number;
  },
) {
  return (
    <>
      {accounts.map((account) => (
        <HxPartial target={`#account-${account.id}`}>
          <AccountRow account={account} selectable={selectable} when={when} />
        </HxPartial>
      ))}
      <HxPartial target="#list-news">
        <ListNews filter={filter} moved={moved} />
      </HxPartial>
    </>
  );
}

/** The order stays as it was until somebody asks for the new one. */
export function ListNews({ filter, moved }: { filter: AccountFilter; moved: number }) {
  return (
    <p id="list-news" class="list-news" role="status">
      {moved > 0 && (
        <a class="button plain small" href={listAddress(filter, filter)}>
          {counted(moved, "change")}, refresh order
        </a>
      )}
    </p>
  );
}

export function AccountRow(
  { account, selectable, when }: { account: ListedAccount; selectable: boolean; when: When },
) {
  return (
    <tr id={`account-${account.id}`}>
      {selectable && <SelectCell group="bulk-accounts" value={account.id} label={account.name} />}
      <th scope="row">
        <a class="account-name" href={`/accounts/${account.id}`} id={`account-link-${account.id}`}>
          {account.name}
        </a>
        {account.test && <StatusLabel kind="info" chip>Test</StatusLabel>}
        {account.archived_at && <StatusLabel kind="none" chip>Archived</StatusLabel>}
      </th>
      <td class="roomy-only">{account.segment}</td>
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
      <td class="one-line">
        {account.go_live_on && formatDay(account.go_live_on, "en-GB", "medium")}
      </td>
      <td class="wide-only">
        <NextAction account={account} when={when} />
      </td>
      <td class="roomy-only numeric">
        {account.drafts_waiting > 0 && (
          <a href={`/accounts/${account.id}/plan`}>
            {account.drafts_waiting}
            <span class="hidden">
              {account.drafts_waiting === 1 ? "draft waits" : "drafts wait"} for approval
            </span>
          </a>
        )}
      </td>
      <td class="wide-only one-line">{account.csm ?? <span class="muted">Nobody</span>}</td>
    </tr>
  );
}

/** What comes next, and how near it is. */
function NextAction({ account, when }: { account: ListedAccount; when: When }) {
  const { next_action, next_due_at, is_late } = account;
  if (!next_action && !next_due_at) return null;
  const zone = account.time_zone ?? when.timeZone;
  const near = next_due_at && nearInWords(
    lastDay(next_due_at, zone),
    dayIn(zone, when.now),
  );
  return (
    <span class="next-action">
      {next_action && <span class="next-what" title={next_action}>{next_action}</span>}
      {near && <span class={is_late ? "late" : "muted"}>{near.words}</span>}
    </span>
  );
}
