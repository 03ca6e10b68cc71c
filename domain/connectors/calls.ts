import { sql } from "kysely";
import { type Db, inOrg, inOrgOf, type OrgDb } from "../base/db.ts";
import { Secret } from "../base/secret.ts";
import type { Outside } from "../base/outside.ts";
import { hashToken } from "../base/tokens.ts";
import { findSecret, keepSecret } from "./connection_secrets.ts";
import { keepDeliveries } from "./deliveries.ts";
import { ringOf } from "./lines.ts";
import type { HeardCall, HookAnswer, HookCall, Service, Told } from "./service.ts";
import { findService } from "./services.ts";

/** Nobody listens there, and nobody is told whether somebody might. */
export const NOBODY: HookAnswer = {
  status: 404,
  type: "application/json",
  body: '{"error":"Nobody listens here."}',
};

const CALLER = { kind: "outside", cause: "hook" } as const;

interface Ways {
  db: Db;
  out: Outside;
}

/** A call to the address of one connection. It is answered when what it said is safely kept. */
export async function answerOwn(
  { db, out }: Ways,
  serviceKey: string,
  token: string,
  call: Omit<HookCall, "now">,
): Promise<HookAnswer> {
  const service = findService(serviceKey);
  if (!service) return NOBODY;
  const ring = await ringOf(out);
  return await inOrgOf(db, whoseAddress(token), async (tx, [at]) => {
    if (at?.service !== service.key) return NOBODY;
    if (call.body.length > service.ears.mostBytes) return TOO_LARGE;
    const secret = service.ears.secret === "connection"
      ? new Secret(token)
      : await findSecret(tx, ring, at.connection_id, "hook") ?? appSecret(out, service);
    const keys = { secret, outsideId: at.outside_id ?? undefined };
    const heard = await service.ears.hear({ ...call, now: out.now() }, keys);
    if ("handshake" in heard) {
      return await shakeHands(
        tx,
        at.connection_id,
        heard,
        (secret) => keepSecret(tx, ring, at.connection_id, "hook", secret),
      );
    }
    if ("refused" in heard) return heard.refused;
    const own = heard.told.filter(({ outsideId }) => !at.outside_id || outsideId === at.outside_id);
    keepDeliveries(tx, at.connection_id, "hook", own);
    return heard.answer;
  });
}

/** Taken only while nothing else was proven: later it could be anybody who says so. */
async function shakeHands(
  tx: OrgDb,
  connectionId: string,
  heard: Extract<HeardCall, { handshake: Secret }>,
  keepIt: (secret: Secret) => Promise<void>,
): Promise<HookAnswer> {
  const { numUpdatedRows } = await tx.updateTable("connections").set({ hook_proven: true })
    .where("id", "=", connectionId).where("hook_proven", "=", false).executeTakeFirst();
  if (numUpdatedRows > 0n) await keepIt(heard.handshake);
  return heard.answer;
}

/** A call to the address that all connections of a service share: signed by the app's own secret. */
export async function answerShared(
  { db, out }: Ways,
  serviceKey: string,
  call: Omit<HookCall, "now">,
): Promise<HookAnswer> {
  const service = findService(serviceKey);
  const secret = service && appSecret(out, service);
  if (!service || !secret) return NOBODY;
  if (call.body.length > service.ears.mostBytes) return TOO_LARGE;
  const heard = await service.ears.hear({ ...call, now: out.now() }, { secret });
  if ("refused" in heard) return heard.refused;
  if ("handshake" in heard) return heard.answer;
  const byOutside = Map.groupBy(heard.told, ({ outsideId }) => outsideId);
  const keepAll = (tx: OrgDb, connections: Heard[]) => {
    for (const { connection_id, outside_id } of connections) {
      keepDeliveries(tx, connection_id, "hook", byOutside.get(outside_id) as Told[]);
    }
    return Promise.resolve();
  };
  const others = await inOrgOf(db, whoseCall(service, [...byOutside.keys()]), async (tx, found) => {
    const byOrg = Map.groupBy(found, ({ org_id }) => org_id);
    if (byOrg.size > 1) return byOrg;
    await keepAll(tx, found);
  });
  for (const [orgId, connections] of others ?? []) {
    await inOrg(db, orgId, CALLER, (tx) => keepAll(tx, connections));
  }
  return heard.answer;
}

/** A service that brings its own secret never signs with the one of the app. */
function appSecret(out: Outside, { key, ears }: Service): Secret | undefined {
  if (ears.setting) {
    const set = out.secret(ears.setting);
    return set ? new Secret(set) : undefined;
  }
  const prefix = key.toUpperCase();
  const named = out.secret(`${prefix}_WEBHOOK_SECRET`) ??
    (ears.secret === "app" ? out.secret(`${prefix}_CLIENT_SECRET`) : undefined);
  return named ? new Secret(named) : undefined;
}

interface At {
  connection_id: string;
  service: string;
  outside_id: string | null;
}

/** In the trip that opens the transaction, which is in that organisation from then on. */
function whoseAddress(token: string) {
  return sql<At>`
    select connection_id, service, outside_id from connection_of(${hashToken(token)})`;
}

interface Heard {
  org_id: string;
  connection_id: string;
  outside_id: string;
}

/** The same; where it concerns several organisations, it is in none of them. */
function whoseCall({ key }: Service, outsideIds: string[]) {
  return sql<Heard>`
    select org_id, connection_id, outside_id
    from connections_at(${key}, ${outsideIds}::text[])`;
}

const TOO_LARGE: HookAnswer = {
  status: 413,
  type: "application/json",
  body: '{"error":"The body is too large."}',
};
