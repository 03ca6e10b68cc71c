import { createAccount } from "../domain/accounts/accounts.ts";
import { inOrg, type OrgDb } from "../domain/base/db.ts";
import { convert, listMappings, rulesOf } from "../domain/connectors/mappings.ts";
import { keepRecord, linkRecord } from "../domain/connectors/outside_records.ts";
import type { OutsideField, OutsideRecord, Records } from "../domain/connectors/service.ts";
import { standardMappings } from "../domain/connectors/standard_mappings.ts";
import { syncRecord } from "../domain/connectors/syncs.ts";
import type { TestApp } from "./test_app.ts";

/** What a service tells of its deals, without the service. */
export const CONNECTION = {
  id: "0198b000-0000-7000-8000-00000000c001",
  service: "salesforce",
  environment: "production",
} as const;

export const FIELDS: OutsideField[] = [
  { id: "Name", label: "Opportunity Name", of: "Opportunity", type: "text", custom: false },
  { id: "Amount", label: "Amount", of: "Opportunity", type: "money", custom: false },
  { id: "CloseDate", label: "Close Date", of: "Opportunity", type: "date", custom: false },
  { id: "Owner.Email", label: "Owner Email", of: "Owner", type: "email", custom: false },
  { id: "Account.Name", label: "Account Name", of: "Account", type: "text", custom: false },
  { id: "Account.Size", label: "Employees", of: "Account", type: "number", custom: false },
  {
    id: "Plan__c",
    label: "Plan",
    of: "Opportunity",
    type: "choice",
    options: ["Gold"],
    custom: true,
  },
  { id: "Why__c", label: "Why they buy", of: "Opportunity", type: "long_text", custom: true },
];

export const SERVICE = {
  standard: [
    { key: "record_name", label: "Opportunity Name", field: "Name", type: "text", sample: "" },
    { key: "amount", label: "Amount", field: "Amount", type: "money", sample: 1 },
    { key: "close_date", label: "Close Date", field: "CloseDate", type: "date", sample: "" },
    { key: "owner_email", label: "Owner Email", field: "Owner.Email", type: "email", sample: "" },
    { key: "company_name", label: "Account", field: "Account.Name", type: "text", sample: "" },
    { key: "company_size", label: "Size", field: "Account.Size", type: "number", sample: 1 },
    { key: "contact_name", label: "Contact", type: "text", sample: "" },
    { key: "contact_email", label: "Contact email", type: "email", sample: "" },
    { key: "stage", label: "Stage", field: "StageName", type: "choice", sample: "" },
  ],
  reader: {} as Records["reader"],
} satisfies Pick<Records, "standard" | "reader">;

function opportunity(values: OutsideRecord["values"] = {}, rest: Partial<OutsideRecord> = {}) {
  const record: OutsideRecord = {
    id: "006000000000001AAA",
    name: "Northwind 2026",
    url: "https://acme.my.salesforce.com/006000000000001AAA",
    stage: { id: "Closed Won", label: "Closed Won" },
    changedAt: new Date("2026-11-20T10:00:00Z"),
    values: {
      Name: "Northwind 2026",
      Amount: 120_000.5,
      CloseDate: "2026-11-30",
      "Owner.Email": "ed@acme-cloud.example",
      "Account.Name": "Northwind Traders",
      "Account.Size": 250,
      ...values,
    },
    hidden: [],
    missing: [],
    people: [
      { ...DANA, id: "1", role: "Buyer", primary: false, name: "Sam Cole", email: "sam@n.example" },
      { ...DANA, id: "2", role: "Decision maker", primary: true },
    ],
    currency: "EUR",
    texts: [{ id: "n1", kind: "note", title: "Call", text: "They want SSO.", at: null }],
    gone: false,
  };
  return { ...record, ...rest };
}

export const DANA = {
  name: "Dana Reed",
  email: "dana@n.example" as string | null,
  phone: "+1 202 555 0142",
  title: "COO",
};

/** A connection as the platform makes it, and whoever works in its organisation. */
export async function connected(thread: TestApp, environment: string = CONNECTION.environment) {
  const { orgId } = thread.cast.alice!;
  const ed = thread.cast.ed!.email;
  await thread.rows(
    `insert into connections (org_id, id, service, name, environment, state, outside_id)
      values ($1, $2, 'salesforce', 'Sales', $3, 'connected', '00D1')`,
    [orgId, CONNECTION.id, environment],
  );
  await thread.rows(
    `insert into connection_schemas (org_id, connection_id, fields) values ($1, $2, $3)`,
    [orgId, CONNECTION.id, FIELDS],
  );
  const act = <T>(work: (tx: OrgDb) => Promise<T>) =>
    inOrg(thread.db, orgId, { kind: "system", cause: "job:take_delivery" }, work);
  await act((tx) => standardMappings(tx, CONNECTION.id, SERVICE));
  const read = (values: OutsideRecord["values"] = {}, rest: Partial<OutsideRecord> = {}) =>
    opportunity({ "Owner.Email": ed, ...values }, rest);
  /** As a run makes an account of a record. */
  const becomeAccount = (record: OutsideRecord, test = false) =>
    act(async (tx) => {
      const mappings = await listMappings(tx, CONNECTION.id);
      const { mapped } = convert(mappings, record, await rulesOf(tx, CONNECTION.id));
      await keepRecord(tx, CONNECTION.id, record, mapped);
      const account = await createAccount(tx, {
        name: String(mapped.name!.value),
        domain: null,
        segment: null,
        industry: null,
        product_line: null,
        use_case: null,
        arr_cents: (mapped.arr!.value as { cents: number }).cents,
        arr_currency: "EUR",
        closed_on: String(mapped.closed_on!.value),
        go_live_on: null,
        fields: { company_name: String(mapped["field:company_name"]!.value) },
        test,
      });
      await linkRecord(tx, {
        connectionId: CONNECTION.id,
        recordId: record.id,
        accountId: account.id,
      });
      return account.id;
    });
  const sync = (record: OutsideRecord, how?: { anew: boolean }) =>
    act((tx) => syncRecord(tx, { ...CONNECTION, environment } as typeof CONNECTION, record, how));
  const account = async (id: string) =>
    (await thread.rows(`select * from accounts where id = $1`, [id]))[0]!;
  return { act, read, becomeAccount, sync, account };
}
