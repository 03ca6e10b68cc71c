import { sql } from "kysely";
import { asSystem, type Db, inOrg, type OrgDb } from "../base/db.ts";
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
  const at = service && await connectionAt(db, token);
  if (!service || at?.service !== service.key) return NOBODY;
  if (call.body.length > service.ears.mostBytes) return TOO_LARGE;
  const ring = await ringOf(out);
  return await inOrg(db, at.org_id, CALLER, async (tx) => {
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
  const found = await connectionsAt(db, service, [...byOutside.keys()]);
  const byOrg = Map.groupBy(found, ({ org_id }) => org_id);
  for (const [orgId, connections] of byOrg) {
    await inOrg(db, orgId, CALLER, (tx) => {
      for (const { connection_id, outside_id } of connections) {
        keepDeliveries(tx, connection_id, "hook", byOutside.get(outside_id) as Told[]);
      }
      return Promise.resolve();
    });
  }
  return heard.answer;
}

/** A service that brings its own secret never signs with the one of the app. */
function appSecret(out: Outside, { key, ears }: Service): Secret | undefined {
  const prefix = key.toUpperCase();
  const named = out.secret(`${prefix}_WEBHOOK_SECRET`) ??
    (ears.secret === "app" ? out.secret(`${prefix}_CLIENT_SECRET`) : undefined);
  return named ? new Secret(named) : undefined;
}

interface At {
  org_id: string;
  connection_id: string;
  service: string;
  outside_id: string | null;
}

async function connectionAt(db: Db, token: string): Promise<At | undefined> {
  const { rows: [at] } = await asSystem(db, (tx) =>
    sql<At>`
      select org_id, connection_id, service, outside_id from connection_of(${hashToken(token)})`
      .execute(tx));
  return at;
}

async function connectionsAt(db: Db, { key }: Service, outsideIds: string[]) {
  const { rows } = await asSystem(
    db,
    (tx) =>
      sql<{ org_id: string; connection_id: string; outside_id: string }>`
      select * from connections_at(${key}, ${outsideIds}::text[]) order by org_id`.execute(tx),
  );
  return rows;
}

const TOO_LARGE: HookAnswer = {
  status: 413,
  type: "application/json",
  body: '{"error":"The body is too large."}',
};
