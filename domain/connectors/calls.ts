import { sql } from "kysely";
import { type Db, inOrg, inOrgOf, type OrgDb } from "../base/db.ts";
import { Secret } from "../base/secret.ts";
import type { Outside } from "../base/outside.ts";
import { hashToken } from "../base/tokens.ts";
import { findSecret, keepSecret } from "./connection_secrets.ts";
import { type Hearer, keepDeliveries, keepToldAt, keepToldToAll } from "./deliveries.ts";
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
  if (service.ears.secret === "connection" && call.body.length <= service.ears.mostBytes) {
    const answer = await answerKnowing(db, service, token, { ...call, now: out.now() });
    if (answer) return answer;
  }
  return await answerFinding({ db, out }, service, token, call);
}

/**
 * Where the address itself is the secret, nothing is looked up before: what was heard is kept with
 * the look-up, in one round trip. Undefined where the call has to be judged by what is found.
 */
async function answerKnowing(
  db: Db,
  service: Service,
  token: string,
  call: HookCall,
): Promise<HookAnswer | undefined> {
  const heard = await service.ears.hear(call, { secret: new Secret(token) });
  if (!("told" in heard) || heard.told.length === 0) return undefined;
  const isKept = await keepToldAt(db, token, service.key, heard.told);
  if (isKept === undefined) return NOBODY;
  return isKept ? heard.answer : undefined;
}

async function answerFinding(
  { db, out }: Ways,
  service: Service,
  token: string,
  call: Omit<HookCall, "now">,
): Promise<HookAnswer> {
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
  if (heard.told.length === 0) return heard.answer;
  const hearers = await keepToldToAll(db, service.key, heard.told);
  const byOrg = Map.groupBy(hearers, ({ org_id }) => org_id);
  if (byOrg.size > 1) await keepInEach(db, byOrg, heard.told);
  return heard.answer;
}

async function keepInEach(db: Db, byOrg: Map<string, Hearer[]>, told: Told[]): Promise<void> {
  const byOutside = Map.groupBy(told, ({ outsideId }) => outsideId);
  for (const [orgId, hearers] of byOrg) {
    await inOrg(db, orgId, CALLER, (tx) => {
      for (const { connection_id, outside_id } of hearers) {
        keepDeliveries(tx, connection_id, "hook", byOutside.get(outside_id)!);
      }
      return Promise.resolve();
    });
  }
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

const TOO_LARGE: HookAnswer = {
  status: 413,
  type: "application/json",
  body: '{"error":"The body is too large."}',
};
