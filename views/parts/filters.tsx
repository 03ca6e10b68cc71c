import type { Child } from "hono/jsx";
import { Icon } from "../icons.tsx";
import { KeyHint } from "./keys.tsx";
import { safeUrl } from "./link.tsx";

export interface FilterBarProps {
  action: string;
  label: string;
  query?: string;
  name?: string;
  /** Further filters, each a labelled control. */
  children?: Child;
  /** Where no filter is set. Shown only while one is. */
  clear?: string;
}

/** A plain GET form, so that the filters stand in the address. */
export function FilterBar({ action, label, query, name = "q", children, clear }: FilterBarProps) {
  return (
    <form class="filter-bar" role="search" method="get" action={safeUrl(action)} aria-label={label}>
      <span class="filter-input">
        <input
          type="search"
          class="input"
          id={`filter-${name}`}
          name={name}
          value={query}
          aria-label={label}
          placeholder="Filter"
          autocomplete="off"
          data-hotkey="/"
        />
        <KeyHint keys="/" />
      </span>
      {children}
      <button type="submit" class="button plain hidden-until-focus">Apply</button>
      {clear && <a class="button quiet" href={safeUrl(clear)}>Clear</a>}
    </form>
  );
}

/** A named address: one press brings its filters back. */
export function SavedView(
  { name, href, current, remove }: {
    name: string;
    href: string;
    current?: boolean;
    /** Where a POST forgets this view. */
    remove?: string;
  },
) {
  return (
    <span class="saved-view">
      <a href={safeUrl(href)} aria-current={current ? "page" : undefined}>{name}</a>
      {remove && (
        <form method="post" action={safeUrl(remove)}>
          <button type="submit" aria-label={`Forget the view ${name}`}>
            <Icon name="x" />
          </button>
        </form>
      )}
    </span>
  );
}
