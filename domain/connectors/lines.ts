import { type Db, inOrg } from "../base/db.ts";
import { Upstream } from "../base/errors.ts";
import type { Outside } from "../base/outside.ts";
import { PutOff } from "../base/queue_leases.ts";
import { readKeyring } from "../base/vault.ts";
import { Refused } from "../base/errors.ts";
import { connectedOf, findConnection, needReconnect } from "./connections.ts";
import { type Tokens, tokensOf } from "./connection_secrets.ts";
import { noteAnswer, noteFailure, takePlace } from "./paces.ts";
import { ACTOR, notConnected, renewTokens, type Ways } from "./renewals.ts";
import type { Line, Service, Verdict } from "./service.ts";
import { serviceOf } from "./services.ts";

const ANSWER_MS = 30_000;
const RENEW_BEFORE_MS = 60_000;

interface Held {
  tokens: Tokens;
  number: number;
  name: string;
  /** A minute before its end it is renewed before it is refused. */
  over: boolean;
}

/** The way out of one connection. Everything that is read of a service goes through one. */
export async function openLine(
  { db, out, orgId, signal }: { db: Db; out: Outside; orgId: string; signal?: AbortSignal },
  connectionId: string,
): Promise<Line> {
  const ring = await ringOf(out);
  const ways: Ways = { db, out, orgId, ring, connectionId };
  const { row, tokens, over } = await inOrg(db, orgId, ACTOR, async (tx) => {
    const row = await findConnection(tx, connectionId);
    const ends = row.token_ends_at?.getTime() ?? Infinity;
    const over = ends - out.now().getTime() < RENEW_BEFORE_MS;
    return { row, tokens: await tokensOf(tx, ring, connectionId), over };
  });
  if (row.state !== "connected" || !tokens) throw notConnected(row.name);
  const held: Held = { tokens, number: row.token_number, name: row.name, over };
  const connection = connectedOf(row);
  const service = serviceOf(row.service);
  return {
    connection,
    out,
    fetch: (url, init) => ask(ways, service, held, absolute(url, connection.address), init, signal),
  };
}

const rings = new Map<string, ReturnType<typeof readKeyring>>();

/** Read once for a process: its keys do not change while it runs. */
export async function ringOf(out: Outside) {
  const setting = out.secret("THREAD_SECRET_KEYS");
  if (!setting) throw new Refused("This Thread keeps no secrets: set THREAD_SECRET_KEYS first.");
  let ring = rings.get(setting);
  if (!ring) rings.set(setting, ring = readKeyring(setting));
  return await ring;
}

function absolute(url: string | URL, address: string | null): URL {
  return address ? new URL(url, address) : new URL(url);
}

async function ask(
  ways: Ways,
  service: Service,
  held: Held,
  url: URL,
  init: RequestInit = {},
  signal?: AbortSignal,
): Promise<Response> {
  if (held.over) await renew(ways, held);
  for (let renewed = false;; renewed = true) {
    await inOrg(ways.db, ways.orgId, ACTOR, (tx) => takePlace(tx, ways.connectionId, service.pace));
    const answer = await send(ways, held, url, init, signal);
    const verdict = service.judge(answer);
    const usage = service.usage?.(answer.headers);
    if (verdict === "renew" && !renewed) {
      await renew(ways, held);
      continue;
    }
    const settled = verdict === "renew" ? REFUSED_AGAIN : verdict;
    await settle(ways, held, settled, usage);
    const hasBody = ![204, 205, 304].includes(answer.status);
    return new Response(hasBody ? answer.text : null, answer);
  }
}

const REFUSED_AGAIN: Settled = {
  reconnect: "The service does not take the permission any more, not even a fresh one.",
};

async function renew(ways: Ways, held: Held): Promise<void> {
  Object.assign(held, await renewTokens(ways, held.number), { over: false });
}

async function send(ways: Ways, held: Held, url: URL, init: RequestInit, signal?: AbortSignal) {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${held.tokens.accessToken.reveal()}`);
  const deadline = AbortSignal.timeout(ANSWER_MS);
  const until = [deadline, signal, init.signal].filter((one) => one !== undefined && one !== null);
  try {
    const response = await ways.out.fetch(url, {
      ...init,
      headers,
      redirect: "manual",
      signal: AbortSignal.any(until),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    signal?.throwIfAborted();
    const words = deadline.aborted
      ? `${held.name} did not answer within ${ANSWER_MS / 1000} seconds.`
      : `${held.name} cannot be reached.`;
    await inOrg(ways.db, ways.orgId, ACTOR, (tx) => noteFailure(tx, ways.connectionId, words));
    throw new Upstream(words, true, { cause });
  }
}

type Settled = Exclude<Verdict, "renew">;

/** What the answer means for the connection. One that was only refused is the reader's to read. */
async function settle(
  ways: Ways,
  held: Held,
  verdict: Settled,
  usage?: { used: number; limit: number },
): Promise<void> {
  const { db, orgId, connectionId } = ways;
  if (verdict === "fine" || "refused" in verdict) {
    return await inOrg(db, orgId, ACTOR, (tx) => noteAnswer(tx, connectionId, usage));
  }
  if ("reconnect" in verdict) {
    await inOrg(db, orgId, ACTOR, (tx) => needReconnect(tx, connectionId, verdict.reconnect));
    throw new Upstream(`${held.name}: ${verdict.reconnect}`, false);
  }
  const words = `${held.name}: ${verdict.later}`;
  await inOrg(
    db,
    orgId,
    ACTOR,
    (tx) => noteFailure(tx, connectionId, verdict.later, verdict.seconds),
  );
  throw new PutOff(words, verdict.seconds * 1000);
}
