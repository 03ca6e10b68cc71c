import { eventIdOf, idOf, type OrgName, type Row } from "./seeds.ts";

/** What the database keeps of the accounts; its triggers rest while the world is sown. */
export function insightRowsOf(
  org: OrgName,
  say: (column: string) => string,
): [string, Row[]][] {
  const org_id = idOf(org);
  const where = { source: "hand", health: "on_track", arr_currency: "USD", arr_cents: 100 };
  return [
    ["account_facts", [{
      ...where,
      org_id,
      account_id: idOf(org, "account"),
      segment: say("account_facts.segment"),
      counted: true,
    }]],
    ["account_counts", [{
      ...where,
      org_id,
      id: eventIdOf(org, 0),
      grain: "new",
      segment: say("account_counts.segment"),
      accounts: 1,
    }]],
  ];
}
