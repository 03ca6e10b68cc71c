import { sql } from "kysely";
import type { AccountField } from "../accounts/account_fields.ts";
import type { OrgDb } from "../base/db.ts";
import type { FieldType, FieldValues } from "../base/schema.ts";
import type { Output, ValueType } from "./node.ts";

/** What every step can use of the run's account, as {{account.segment}}. */
export const ACCOUNT_OUTPUTS: Output[] = [
  { key: "id", label: "Account", type: "account", sample: "Northwind Traders" },
  { key: "name", label: "Account name", type: "text", sample: "Northwind Traders" },
  { key: "domain", label: "Domain", type: "text", sample: "northwind.example" },
  { key: "segment", label: "Segment", type: "text", sample: "Enterprise" },
  { key: "industry", label: "Industry", type: "text", sample: "Retail" },
  { key: "product_line", label: "Product line", type: "text", sample: "Core" },
  { key: "use_case", label: "Use case", type: "text", sample: "Reporting" },
  { key: "arr", label: "ARR", type: "money", sample: 150_000 },
  { key: "currency", label: "Currency", type: "text", sample: "USD" },
  { key: "closed_on", label: "Day the deal closed", type: "date", sample: "2026-12-31" },
  { key: "go_live_on", label: "Go-live", type: "date", sample: "2027-03-01" },
  { key: "health", label: "Health", type: "text", sample: "on_track" },
  { key: "milestone", label: "Milestone", type: "text", sample: "Kickoff" },
  { key: "csm", label: "CSM", type: "person", sample: "Maya Ortiz" },
  { key: "csm_name", label: "CSM's name", type: "text", sample: "Maya Ortiz" },
  { key: "csm_email", label: "CSM's address", type: "text", sample: "maya@example.com" },
  { key: "ae", label: "Account executive", type: "person", sample: "Tom Fischer" },
  { key: "ae_name", label: "Account executive's name", type: "text", sample: "Tom Fischer" },
  { key: "contact_name", label: "Primary contact", type: "text", sample: "Priya Shah" },
  { key: "contact_email", label: "Primary contact's address", type: "text", sample: "p@a.example" },
];

export const FIELD_TYPES: Record<FieldType, ValueType> = {
  text: "text",
  number: "number",
  date: "date",
  choice: "choice",
  multi: "list",
  yes_no: "yes_no",
  url: "text",
  email: "text",
  money: "money",
};

/** The organisation's own fields stand beside them, as {{account.field.tier}}. */
export function accountOutputs(fields: AccountField[]): Output[] {
  return [
    ...ACCOUNT_OUTPUTS,
    ...fields.map(({ key, label, type, options }) => ({
      key: `field.${key}`,
      label,
      type: FIELD_TYPES[type],
      sample: options[0] ?? null,
    })),
  ];
}

/** All of it by the names that steps use. */
export async function accountValues(
  tx: OrgDb,
  accountId: string,
): Promise<Record<string, unknown>> {
  const { rows: [row] } = await sql<Row>`
    select a.id, a.name, a.domain, a.segment, a.industry, a.product_line, a.use_case,
      a.arr_cents, a.arr_currency as currency, a.closed_on, a.go_live_on, a.health,
      a.milestone_name as milestone, a.csm_id as csm, c.name as csm_name, c.email as csm_email,
      a.ae_id as ae, e.name as ae_name, p.name as contact_name, p.email as contact_email, a.fields
    from accounts a
    left join members c on c.org_id = a.org_id and c.id = a.csm_id
    left join members e on e.org_id = a.org_id and e.id = a.ae_id
    left join contacts p on p.org_id = a.org_id and p.account_id = a.id and p.is_primary
    where a.org_id = current_org() and a.id = ${accountId}`.execute(tx);
  if (!row) return {};
  const { arr_cents, fields, ...plain } = row;
  const own = Object.entries(fields).map(([key, value]) => [`field.${key}`, plainField(value)]);
  return {
    ...plain,
    arr: arr_cents === null ? undefined : Number(arr_cents) / 100,
    ...Object.fromEntries(own),
  };
}

type Row = Record<string, unknown> & { arr_cents: number | null; fields: FieldValues };

/** Money is kept in cents beside its currency; steps calculate with the amount. */
function plainField(value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  const { cents } = value as { cents?: number };
  return cents === undefined ? value : cents / 100;
}
