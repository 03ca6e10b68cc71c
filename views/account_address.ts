import type { AccountFilter, Edge } from "../domain/accounts/account_lists.ts";

export function isNarrowed({ q, csm, segment, industry, health, test }: AccountFilter): boolean {
  return Boolean(q || csm || segment || industry || health || test);
}

export function listAddress(
  filter: AccountFilter,
  edge: { after?: Edge; before?: Edge } = {},
): string {
  const query = new URLSearchParams(queryOf(filter));
  for (const side of ["after", "before"] as const) {
    if (edge[side]) query.set(side, `${edge[side].id}${edge[side].key}`);
  }
  return query.size > 0 ? `/accounts?${query}` : "/accounts";
}

/** The filters as they stand in an address, without the page. */
export function queryOf(
  { view, q, csm, segment, industry, health, test, sort }: AccountFilter,
): string {
  const query = new URLSearchParams({ view });
  const parts = { q, csm, segment, industry, health, test: test ? "only" : undefined };
  for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
  if (sort !== "name") query.set("sort", sort);
  return query.toString();
}
