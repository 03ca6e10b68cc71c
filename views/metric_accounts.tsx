import type { Behind, BehindPage } from "../domain/insight/behind.ts";
import { type Detail, MOST_ROWS, type NumberKey, NUMBERS } from "../domain/insight/numbers.ts";
import type { Scope } from "../domain/insight/scope.ts";
import { formatDay } from "../domain/base/calendar.ts";
import { formatMoney } from "../domain/accounts/money.ts";
import { counted } from "../domain/onboarding/action_types.ts";
import { AccountHealth } from "./account_health.tsx";
import { metricsAddress, queryOf } from "./metric_address.ts";
import { HowCounted } from "./metric_parts.tsx";
import { CsvLink, MetricFilters, type MetricsFrame } from "./metrics.tsx";
import { LinkButton } from "./parts/buttons.tsx";
import { EmptyState } from "./parts/states.tsx";
import { Pagination, Table } from "./parts/table.tsx";

export interface MetricAccountsProps {
  frame: MetricsFrame;
  number: NumberKey;
  detail: Detail;
  page: BehindPage;
}

/** Exactly the accounts that a number counts, so that anybody can check it. */
export function MetricAccounts({ frame, number, detail, page }: MetricAccountsProps) {
  const { scope } = frame;
  const address = (path: string, more = {}) =>
    metricsAddress(path, scope, { ...queryOf(number, detail), ...more });
  return (
    <div class="metrics">
      <MetricFilters frame={frame} action="/metrics/accounts" more={plain(number, detail)} />
      <p class="metric-found">
        <strong>{counted(page.total, "account")}</strong>
        {detailWords(detail) && <span>{detailWords(detail)}</span>}
        <CsvLink href={address("/metrics/accounts.csv")} />
        {page.total > MOST_ROWS && (
          <span class="muted">The file holds the newest {MOST_ROWS.toLocaleString("en")}.</span>
        )}
      </p>
      {page.accounts.length > 0
        ? <BehindTable accounts={page.accounts} number={number} scope={scope} />
        : (
          <EmptyState
            title="No account is counted here"
            action={
              <LinkButton href={metricsAddress("/metrics", scope)}>Back to the metrics</LinkButton>
            }
          >
            {NUMBERS[number].means}
          </EmptyState>
        )}
      <Pagination next={page.next && address("/metrics/accounts", { after: page.next })} />
      <HowCounted numbers={[number]} />
    </div>
  );
}

function plain(number: NumberKey, detail: Detail): Record<string, string> {
  return Object.fromEntries(
    Object.entries(queryOf(number, detail)).filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, String(value)]),
  );
}

function detailWords({ atLeast, atMost, first, last, milestone }: Detail): string {
  const day = (text: string) => formatDay(text, "en-GB", "medium");
  return [
    milestone && `in "${milestone}"`,
    atLeast !== undefined && `after ${atLeast} days or more`,
    atMost !== undefined && `after ${atMost} days or fewer`,
    first && `from ${day(first)}`,
    last && `to ${day(last)}`,
  ].filter(Boolean).join(", ");
}

const LIVE: NumberKey[] = ["live", "on_time", "late"];

/** With the facts that the number was made of. */
export function BehindTable({ accounts, number, scope }: {
  accounts: Behind[];
  number: NumberKey;
  scope: Scope;
}) {
  const isLive = LIVE.includes(number);
  return (
    <Table
      caption={NUMBERS[number].label}
      columns={[
        { label: "Account" },
        { label: "Health" },
        { label: "CSM", wideOnly: true },
        { label: "Template", roomyOnly: true },
        { label: "Segment", roomyOnly: true },
        { label: "Started", wideOnly: true },
        { label: "Agreed", wideOnly: true },
        ...(isLive
          ? [
            { label: "Went live" },
            { label: "Days", numeric: true },
            { label: "Against plan", numeric: true, wideOnly: true },
          ]
          : [{ label: "Expected" }]),
        { label: "ARR", numeric: true, wideOnly: true },
      ]}
    >
      {accounts.map((account) => (
        <BehindRow
          account={account}
          isLive={isLive}
          today={scope.today}
        />
      ))}
    </Table>
  );
}

function BehindRow({ account, isLive, today }: {
  account: Behind;
  isLive: boolean;
  today: string;
}) {
  const { promised_on, slip, arr_cents, arr_currency } = account;
  const isPast = !isLive && account.health !== "live" && promised_on !== null &&
    promised_on < today;
  return (
    <tr>
      <th scope="row">
        <a href={`/accounts/${account.id}`}>{account.name}</a>
      </th>
      <td>
        <AccountHealth health={account.health} />
      </td>
      <td class="wide-only">{account.csm ?? <span class="muted">Nobody</span>}</td>
      <td class="roomy-only">{account.template ?? <span class="muted">None</span>}</td>
      <td class="roomy-only">{account.segment}</td>
      <td class="wide-only one-line">{day(account.started_on)}</td>
      <td class="wide-only one-line">
        <span class={isPast ? "late" : undefined}>{day(promised_on)}</span>
      </td>
      {isLive
        ? (
          <>
            <td class="one-line">{day(account.finished_on)}</td>
            <td class="numeric">{account.days ?? "–"}</td>
            <td class="numeric wide-only">
              {slip === null ? "–" : `${slip > 0 ? "+" : ""}${slip}`}
            </td>
          </>
        )
        : <td class="one-line">{day(account.projected_on)}</td>}
      <td class="numeric wide-only">
        {arr_cents === null ? "" : formatMoney({ cents: arr_cents, currency: arr_currency })}
      </td>
    </tr>
  );
}

const day = (text: string | null) => text && formatDay(text, "en-GB", "medium");
