import type { Detail, NumberKey } from "../domain/insight/numbers.ts";
import type { Scope } from "../domain/insight/scope.ts";

/** What a link to a page of numbers keeps: the filters stand in the address. */
export type Kept = Pick<Scope, "period" | "csm" | "template" | "segment" | "source">;

export function metricsAddress(
  path: string,
  { period, csm, template, segment, source }: Kept,
  more: Record<string, string | number | undefined> = {},
): string {
  const days = period.key === "own" ? { from: period.from, to: period.to } : {};
  const asked = { period: period.key, ...days, csm, template, segment, source, ...more };
  const query = new URLSearchParams(
    Object.entries(asked).filter(([name, value]) =>
      value !== undefined && value !== "" && !(name === "period" && value === "90d")
    ).map(([name, value]) => [name, String(value)]),
  );
  return query.size > 0 ? `${path}?${query}` : path;
}

/** Exactly the accounts that a number counts. */
export function behindAddress(scope: Kept, number: NumberKey, detail: Detail = {}): string {
  return metricsAddress("/metrics/accounts", scope, queryOf(number, detail));
}

export function queryOf(
  number: NumberKey,
  { atLeast, atMost, first, last, milestone }: Detail,
): Record<string, string | number | undefined> {
  return { number, least: atLeast, most: atMost, first, last, milestone };
}
