import type { OrgDb } from "../base/db.ts";
import type { Environment, ServiceKey } from "../base/schema.ts";
import type { MappedValues } from "./mappings.ts";

/** A record of a connected service that an account follows. */
export interface AccountRecord {
  id: string;
  name: string;
  url: string | null;
  stage: string | null;
  state: string;
  seenAt: Date;
  service: ServiceKey;
  connection: { id: string; name: string; environment: Environment; isConnected: boolean };
  mapped: MappedValues;
}

const MOST = 20;

export async function recordsOfAccount(tx: OrgDb, accountId: string): Promise<AccountRecord[]> {
  const rows = await tx.selectFrom("outside_records as r")
    .innerJoin("connections as c", "c.id", "r.connection_id")
    .select([
      ...(["r.id", "r.name", "r.url", "r.stage_label as stage", "r.state", "r.mapped"] as const),
      ...(["r.seen_at as seenAt", "c.service", "c.id as connectionId"] as const),
      ...(["c.name as connection", "c.environment", "c.state as connectionState"] as const),
    ])
    .where("r.account_id", "=", accountId)
    .orderBy("r.id").limit(MOST).execute();
  return rows.map(({ connectionId, connection, environment, connectionState, mapped, ...row }) => ({
    ...row,
    mapped: mapped as MappedValues,
    connection: {
      id: connectionId,
      name: connection,
      environment,
      isConnected: connectionState === "connected",
    },
  }));
}
