import type { AccountFilter } from "../domain/accounts/account_lists.ts";
import { HEALTHS, SEGMENTS } from "../domain/accounts/account_words.ts";

export interface AccountFiltersProps {
  filter: AccountFilter;
  csms: { id: string; name: string }[];
  industries: string[];
  may: { seeAll: boolean };
}

/** A plain GET form: the filters stand in the address. */
export function AccountFilters({ filter, csms, industries, may }: AccountFiltersProps) {
  const byCsm = may.seeAll && (filter.view === "all" || filter.view === "archived");
  return (
    <form class="filter-bar account-filters" method="get" action="/accounts" aria-label="Filters">
      <input type="hidden" name="view" value={filter.view} />
      {filter.q && <input type="hidden" name="q" value={filter.q} />}
      {byCsm && (
        <Pick
          name="csm"
          label="CSM"
          all="Every CSM"
          value={filter.csm}
          options={[
            { value: "none", label: "Nobody" },
            ...csms.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <Pick
        name="segment"
        label="Segment"
        all="Every segment"
        value={filter.segment}
        options={withOwn(SEGMENTS, filter.segment)}
      />
      {(industries.length > 0 || filter.industry) && (
        <Pick
          name="industry"
          label="Industry"
          all="Every industry"
          value={filter.industry}
          options={withOwn(industries, filter.industry)}
        />
      )}
      <Pick
        name="health"
        label="Health"
        all="Any health"
        value={filter.health}
        options={HEALTHS.map(({ health, label }) => ({ value: health, label }))}
      />
      <Pick
        name="test"
        label="Test accounts"
        all="Real and test"
        value={filter.test ? "only" : undefined}
        options={[{ value: "only", label: "Test accounts" }]}
      />
      <Pick
        name="sort"
        label="Order"
        value={filter.sort}
        options={[
          { value: "name", label: "By name" },
          { value: "go-live", label: "By go-live" },
          { value: "newest", label: "Newest first" },
        ]}
      />
      <button type="submit" class="button plain">Filter</button>
    </form>
  );
}

function Pick(
  { name, label, all, value, options }: {
    name: string;
    label: string;
    all?: string;
    value?: string;
    options: { value: string; label: string }[];
  },
) {
  return (
    <select class="input select" name={name} aria-label={label}>
      {all && <option value="">{all}</option>}
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>{option.label}</option>
      ))}
    </select>
  );
}

/** What the address filters by stays in the list, though no account may have it. */
function withOwn(known: string[], value: string | undefined) {
  const all = value && !known.includes(value) ? [value, ...known] : known;
  return all.map((one) => ({ value: one, label: one }));
}
