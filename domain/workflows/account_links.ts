import type { OrgDb } from "../base/db.ts";
import { linkRecord } from "../connectors/outside_records.ts";
import type { RunFacts } from "./node.ts";

/** Whoever the workflow acts for sees every account. */
export const EVERYBODY = {
  id: "00000000-0000-0000-0000-000000000000",
  roles: ["admin" as const],
};

/** What a service's record says of the account, by the mappings, where a step says nothing of it. */
export function mappedFacts({ input }: RunFacts): Record<string, unknown> {
  if (!input.record) return {};
  const facts = Object.entries(input).filter(([key]) =>
    key.startsWith("account_") && key !== "account_exists" && key !== "account_field"
  );
  return Object.fromEntries(facts.map(([key, value]) => [key.slice("account_".length), value]));
}

/** The organisation's own fields among them. */
export function mappedFields({ input }: RunFacts): { key: string; value: unknown }[] {
  const own = (input.account_field ?? {}) as Record<string, unknown>;
  return Object.entries(own).map(([key, value]) => ({ key, value }));
}

/** From now on what changes there reaches this account. */
export async function followRecord(tx: OrgDb, { input }: RunFacts, accountId: string) {
  const record = input.record as { connection: string; id: string } | undefined;
  if (!record) return;
  await linkRecord(tx, { connectionId: record.connection, recordId: record.id, accountId });
}
