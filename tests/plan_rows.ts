import assert from "node:assert/strict";

/** What stands in the row of an action. */
export function rowOf(page: string, label: string): string {
  const rows = page.split(/<li class="plan-action/).slice(1);
  const row = rows.find((one) => one.includes(`>${label}</a>`));
  assert.ok(row, `${label} has a row`);
  return row.split("</li>\n")[0]!;
}
