import { type Selectable, sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { NotFound, Refused } from "../base/errors.ts";
import { recordEvent } from "../base/events.ts";
import { enqueue } from "../base/queue.ts";
import type { Connections, Environment, ServiceKey } from "../base/schema.ts";
import { hashToken, newId, newToken } from "../base/tokens.ts";
import { Secret } from "../base/secret.ts";
import type { Keyring } from "../base/vault.ts";
import { forget, keep } from "../base/vault_entries.ts";
import { staleError } from "../people/versions.ts";
import { vaultOwner } from "./connection_secrets.ts";
import type { Connected, Grant } from "./service.ts";

export type Connection = Selectable<Connections>;

export async function findConnection(tx: OrgDb, id: string): Promise<Connection> {
  const found = await tx.selectFrom("connections").selectAll().where("id", "=", id)
    .executeTakeFirst();
  if (!found) throw new NotFound();
  return found;
}

/** Those that are in use or were begun; of the others only their data is left. */
export async function listConnections(
  tx: OrgDb,
  service?: ServiceKey,
  withDisconnected = false,
): Promise<Connection[]> {
  return await tx.selectFrom("connections").selectAll()
    .$if(!withDisconnected, (q) => q.where("state", "<>", "disconnected"))
    .$if(service !== undefined, (q) => q.where("service", "=", service!))
    .orderBy("service").orderBy("id").limit(200).execute();
}

export interface NewConnection {
  service: ServiceKey;
  name: string;
  environment: Environment;
  host: string | null;
  /** How often it is looked at; left out, as usual. */
  poll_seconds?: number;
}

const MOST = 20;

/** It is there before anybody agrees to it, so that what was chosen survives a refusal. */
export async function openConnection(tx: OrgDb, asked: NewConnection): Promise<Connection> {
  const there = await listConnections(tx, asked.service);
  if (there.length >= MOST) {
    throw new Refused(`There can be at most ${MOST} connections of one kind.`);
  }
  const same = await tx.selectFrom("connections").selectAll()
    .where("service", "=", asked.service)
    .where(sql`lower(name)`, "=", asked.name.toLowerCase())
    .orderBy(sql`state = 'disconnected'`).orderBy("id", "desc").limit(1).executeTakeFirst();
  if (same?.state === "pending" || same?.state === "disconnected") {
    if (same.outside_id && same.environment !== asked.environment) {
      throw new Refused(`${same.name} was connected as ${same.environment}: use another name.`);
    }
    return await tx.updateTable("connections")
      .set({ environment: asked.environment, host: asked.host, reason: "", state: "pending" })
      .where("id", "=", same.id).returningAll().executeTakeFirstOrThrow();
  }
  if (same) throw new Refused(`There is a connection called ${same.name} already.`);
  return await tx.insertInto("connections").values({ ...asked, id: newId() })
    .returningAll().executeTakeFirstOrThrow();
}

/** What was agreed to there. The same connection keeps its mappings, whoever connects it again. */
export async function settleGrant(
  tx: OrgDb,
  id: string,
  memberId: string,
  grant: Omit<Grant, "accessToken" | "refreshToken">,
): Promise<Connection> {
  const before = await findConnection(tx, id);
  if (before.outside_id && grant.outsideId && before.outside_id !== grant.outsideId) {
    throw new Refused(
      `You agreed for ${grant.outsideName ?? "another account"}, but ${before.name} belongs to ` +
        `${
          before.outside_name ?? "another one"
        }. Sign in there as its user, or make a new connection.`,
    );
  }
  const settled = await tx.updateTable("connections").set({
    state: "connected",
    reason: "",
    outside_id: grant.outsideId ?? before.outside_id,
    outside_name: (grant.outsideName ?? before.outside_name)?.slice(0, 200) ?? null,
    address: grant.address ?? before.address,
    scopes: grant.scopes,
    token_number: sql<number>`token_number + 1`,
    token_ends_at: endOf(grant.expiresIn),
    renewing_until: null,
    connected_by: memberId,
    connected_at: sql<Date>`now()`,
    failures: 0,
    paused_until: null,
    last_failure: "",
    poll_at: sql<Date>`now()`,
    polled_to: sql<Date>`coalesce(polled_to, now())`,
  }).where("id", "=", id).returningAll().executeTakeFirstOrThrow();
  await recordEvent(tx, {
    kind: before.connected_at ? "connection.reconnected" : "connection.connected",
    subjectId: id,
    data: { name: settled.name, service: settled.service, environment: settled.environment },
  });
  await enqueue(tx, "read_connection", { connectionId: id }, { key: `read:${id}` });
  return settled;
}

export const endOf = (seconds: number | undefined) =>
  seconds === undefined ? null : sql<Date>`now() + make_interval(secs => ${seconds})`;

/** Nobody but a person can mend it: what waits for it says so, and the admins hear of it once. */
export async function needReconnect(tx: OrgDb, id: string, reason: string): Promise<void> {
  const changed = await tx.updateTable("connections")
    .set({ state: "reconnect", reason: reason.slice(0, 500), poll_at: null })
    .where("id", "=", id).where("state", "=", "connected")
    .returning(["name", "service"]).executeTakeFirst();
  if (!changed) return;
  await recordEvent(tx, {
    kind: "connection.lost",
    subjectId: id,
    data: { ...changed, reason: reason.slice(0, 500) },
  });
}

/** Why it was not connected, to be read on its page. */
export async function noteRefusal(tx: OrgDb, id: string, reason: string): Promise<void> {
  await tx.updateTable("connections").set({ reason: reason.slice(0, 500) }).where("id", "=", id)
    .execute();
}

/** What was read of the service stays; nothing is read any more. */
export async function disconnect(tx: OrgDb, id: string): Promise<Connection> {
  const gone = await tx.updateTable("connections").set({
    state: "disconnected",
    reason: "",
    poll_at: null,
    renewing_until: null,
    token_number: sql<number>`token_number + 1`,
  }).where("id", "=", id).where("state", "<>", "disconnected").returningAll().executeTakeFirst();
  if (!gone) throw new NotFound();
  await tx.deleteFrom("connection_attempts").where("connection_id", "=", id).execute();
  await recordEvent(tx, {
    kind: "connection.disconnected",
    subjectId: id,
    data: { name: gone.name, service: gone.service },
  });
  await enqueue(tx, "leave_service", { connectionId: id }, { key: `leave:${id}` });
  return gone;
}

export interface ConnectionChange {
  name: string;
  poll_seconds: number;
}

export async function changeConnection(
  tx: OrgDb,
  id: string,
  version: number,
  change: ConnectionChange,
): Promise<Connection> {
  const before = await findConnection(tx, id);
  const same = (await listConnections(tx, before.service)).find((one) =>
    one.id !== id && one.name.toLowerCase() === change.name.toLowerCase()
  );
  if (same) throw new Refused(`There is a connection called ${same.name} already.`);
  const changed = await tx.updateTable("connections")
    .set({ ...change, version: version + 1 })
    .where("id", "=", id).where("version", "=", version).returningAll().executeTakeFirst();
  if (!changed) throw await staleError(tx, "this connection", id);
  await recordEvent(tx, {
    kind: "connection.changed",
    subjectId: id,
    data: { name: changed.name, service: changed.service },
  });
  return changed;
}

/** What the service's own page keeps, such as the data source that is watched. */
export async function changeSettings(
  tx: OrgDb,
  id: string,
  settings: Record<string, unknown>,
): Promise<void> {
  const changed = await tx.updateTable("connections")
    .set({ settings: sql`settings || ${settings}::jsonb`, poll_at: sql<Date>`now()` })
    .where("id", "=", id).returning(["name", "service"]).executeTakeFirst();
  if (!changed) throw new NotFound();
  await recordEvent(tx, { kind: "connection.changed", subjectId: id, data: changed });
  await enqueue(tx, "read_connection", { connectionId: id }, { key: `read:${id}` });
}

/** A new address for its calls; whoever calls the one before is no longer heard. */
export async function newHookAddress(tx: OrgDb, ring: Keyring, id: string): Promise<string> {
  const token = newToken();
  await keep(tx, ring, { owner: vaultOwner(id), field: "address" }, new Secret(token));
  await forget(tx, vaultOwner(id), "hook"); // What calls the new address brings a secret of its own.
  const changed = await tx.updateTable("connections")
    .set({ hook_hash: hashToken(token), hook_proven: false })
    .where("id", "=", id).returning(["name", "service"]).executeTakeFirst();
  if (!changed) throw new NotFound();
  await recordEvent(tx, { kind: "connection.hook_opened", subjectId: id, data: changed });
  return token;
}

export function connectedOf(row: Connection): Connected {
  return {
    id: row.id,
    service: row.service,
    environment: row.environment,
    outsideId: row.outside_id ?? "",
    host: row.host,
    address: row.address,
    settings: row.settings,
    scopes: row.scopes,
  };
}
