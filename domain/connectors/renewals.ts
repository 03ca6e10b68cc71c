import { sql } from "kysely";
import { type Actor, type Db, inOrg, type OrgDb } from "../base/db.ts";
import { Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { NotYet } from "../base/queue_leases.ts";
import type { ServiceKey } from "../base/schema.ts";
import type { Keyring } from "../base/vault.ts";
import { connectedOf, endOf, findConnection, needReconnect } from "./connections.ts";
import { keepTokens, type Tokens, tokensOf } from "./connection_secrets.ts";
import type { Grant, Held } from "./service.ts";
import { serviceOf } from "./services.ts";

export interface Ways {
  db: Db;
  out: Outside;
  orgId: string;
  ring: Keyring;
  connectionId: string;
}

export const ACTOR: Actor = { kind: "system", cause: "connection" };

const HELD_SECONDS = 40;
const LOOK_AGAIN_MS = 2000;

/**
 * One of all processes renews, and the others take what it brings: a second renewal would end the
 * token of the first. Who renews holds the row by a stamp in it, as no lock waits for the network.
 */
export async function renewTokens(ways: Ways, seen: number): Promise<Renewed> {
  const turn = await inOrg(ways.db, ways.orgId, ACTOR, (tx) => takeTurn(tx, ways, seen));
  if ("tokens" in turn) return turn;
  const { out } = ways;
  try {
    const grant = await serviceOf(turn.service).door.renew(out, turn.held);
    return await inOrg(ways.db, ways.orgId, ACTOR, (tx) => keepGrant(tx, ways, seen, grant));
  } catch (error) {
    await inOrg(ways.db, ways.orgId, ACTOR, (tx) => giveUpTurn(tx, ways.connectionId, error));
    throw error;
  }
}

export interface Renewed {
  tokens: Tokens;
  number: number;
}

interface Turn {
  service: ServiceKey;
  held: Held;
}

async function takeTurn(
  tx: OrgDb,
  { ring, connectionId }: Ways,
  seen: number,
): Promise<Renewed | Turn> {
  const taken = await tx.updateTable("connections")
    .set({ renewing_until: sql<Date>`now() + make_interval(secs => ${HELD_SECONDS})` })
    .where("id", "=", connectionId).where("state", "=", "connected")
    .where("token_number", "=", seen)
    .where((e) =>
      e.or([e("renewing_until", "is", null), e("renewing_until", "<", sql<Date>`now()`)])
    )
    .returning("id").executeTakeFirst();
  const row = await findConnection(tx, connectionId);
  const tokens = await tokensOf(tx, ring, connectionId);
  if (row.state !== "connected" || !tokens) throw notConnected(row.name);
  if (row.token_number !== seen) return { tokens, number: row.token_number };
  if (!taken) throw new NotYet("The token is being renewed", LOOK_AGAIN_MS);
  const { environment, host, address } = connectedOf(row);
  const held: Held = { environment, host, address, ...tokens };
  return { service: row.service, held };
}

async function keepGrant(tx: OrgDb, { ring, connectionId }: Ways, seen: number, grant: Grant) {
  const { numUpdatedRows } = await tx.updateTable("connections").set({
    token_number: seen + 1,
    token_ends_at: endOf(grant.expiresIn),
    renewing_until: null,
    ...(grant.address && { address: grant.address }),
  }).where("id", "=", connectionId).where("token_number", "=", seen).executeTakeFirst();
  if (numUpdatedRows === 0n) {
    throw new NotYet("The connection was changed meanwhile", LOOK_AGAIN_MS);
  }
  await keepTokens(tx, ring, connectionId, grant);
  return { tokens: (await tokensOf(tx, ring, connectionId))!, number: seen + 1 };
}

async function giveUpTurn(tx: OrgDb, connectionId: string, error: unknown): Promise<void> {
  await tx.updateTable("connections").set({ renewing_until: null })
    .where("id", "=", connectionId).execute();
  if (error instanceof Upstream && !error.retry) {
    await needReconnect(tx, connectionId, error.message);
  }
}

export const notConnected = (name: string) =>
  new Upstream(`${name} is not connected. An admin connects it again under Connectors.`, false);
