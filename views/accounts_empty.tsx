import type { AccountFilter } from "../domain/accounts/account_lists.ts";
import type { View } from "../domain/accounts/account_words.ts";
import { isNarrowed, listAddress } from "./account_address.ts";
import { LinkButton } from "./parts/buttons.tsx";
import { EmptyState } from "./parts/states.tsx";

export interface NoAccountsProps {
  filter: AccountFilter;
  counts: Record<View, number>;
  may: { change: boolean; seeAll: boolean };
}

export function NoAccounts({ filter, counts, may }: NoAccountsProps) {
  if (isNarrowed(filter)) {
    return (
      <EmptyState
        title="No account matches"
        action={
          <LinkButton href={listAddress({ view: filter.view, sort: filter.sort })}>
            Clear the filters
          </LinkButton>
        }
      >
        Every word is looked for at the beginning of words of accounts, contacts and notes.
      </EmptyState>
    );
  }
  if (filter.view === "archived") {
    return (
      <EmptyState title="Nothing is archived">
        Accounts are archived, never deleted, and stay here with all they hold.
      </EmptyState>
    );
  }
  if (filter.view !== "all" && counts.all > 0) {
    return (
      <EmptyState
        title={filter.view === "mine" ? "No account is yours" : "Nothing needs you"}
        action={
          <LinkButton href={listAddress({ view: "all", sort: filter.sort })}>See all</LinkButton>
        }
      >
        {filter.view === "mine"
          ? "Accounts stand here once you are their CSM."
          : "Your accounts stand here when something is late, in trouble or waits for your review."}
      </EmptyState>
    );
  }
  if (!may.seeAll) {
    return (
      <EmptyState title="No account names you yet">
        You see the accounts that you are the account executive of.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No accounts yet"
      action={may.change && <LinkButton kind="primary" href="/accounts/new">Add one</LinkButton>}
      example={<p>Northwind Traders, Enterprise, goes live on 14 December with Maya Ortiz.</p>}
    >
      An account is a customer company, from the closed deal on.
    </EmptyState>
  );
}
