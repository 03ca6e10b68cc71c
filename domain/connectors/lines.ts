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
import type { OpenLine, Sent } from "./messenger.ts";
import type { Service, Verdict } from "./service.ts";
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
): Promise<OpenLine> {
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
  const request = (url: string | URL, init?: RequestInit): Request => (
    { ways, service, held, url: absolute(url, connection.address), init, signal }
  );
  return {
    connection,
    out,
    fetch: (url, init) => ask(request(url, init)),
    once: (url, init) => askOnce(request(url, init)),
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

interface Request {
  ways: Ways;
  service: Service;
  held: Held;
  url: URL;
  init?: RequestInit;
  signal?: AbortSignal;
}

async function ask(request: Request): Promise<Response> {
  const { ways, held } = request;
  const became = await exchange(request);
  if ("lost" in became) throw new Upstream(became.lost, true, { cause: became.cause });
  const failure = await settle(ways, held, became);
  if (failure) throw failure;
  return became.response;
}

async function askOnce(request: Request): Promise<Sent> {
  const { ways, held } = request;
  const became = await exchange(request);
  if ("lost" in became) {
    return became.left ? became : { later: became.lost, seconds: UNREACHED_SECONDS };
  }
  const { verdict, response } = became;
  const failure = await settle(ways, held, became);
  if (verdict !== "fine" && "later" in verdict) {
    return verdict.undone ? verdict : { lost: verdict.later };
  }
  if (failure) throw failure;
  return { answer: response };
}

const UNREACHED_SECONDS = 30;

type Settled = Exclude<Verdict, "renew">;

interface Answered {
  response: Response;
  verdict: Settled;
  usage?: { used: number; limit: number };
}

interface Lost {
  lost: string;
  /** Whether it may have arrived there. */
  left: boolean;
  cause: unknown;
}

/** With one renewal where the token is over; what it means is for who asked. */
async function exchange(request: Request): Promise<Answered | Lost> {
  const { ways, service, held } = request;
  if (held.over) await renew(ways, held);
  for (let renewed = false;; renewed = true) {
    await inOrg(ways.db, ways.orgId, ACTOR, (tx) => takePlace(tx, ways.connectionId, service.pace));
    const answer = await send(request);
    if ("lost" in answer) return answer;
    const verdict = service.judge(answer);
    if (verdict === "renew" && !renewed) {
      await renew(ways, held);
      continue;
    }
    const hasBody = ![204, 205, 304].includes(answer.status);
    return {
      response: new Response(hasBody ? answer.text : null, answer),
      verdict: verdict === "renew" ? REFUSED_AGAIN : verdict,
      usage: service.usage?.(answer.headers),
    };
  }
}

const REFUSED_AGAIN: Settled = {
  reconnect: "The service does not take the permission any more, not even a fresh one.",
};

async function renew(ways: Ways, held: Held): Promise<void> {
  Object.assign(held, await renewTokens(ways, held.number), { over: false });
}

interface Heard {
  status: number;
  headers: Headers;
  text: string;
}

async function send({ ways, held, url, init = {}, signal }: Request): Promise<Heard | Lost> {
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
    const lost = deadline.aborted
      ? `${held.name} did not answer within ${ANSWER_MS / 1000} seconds.`
      : `${held.name} cannot be reached.`;
    await inOrg(ways.db, ways.orgId, ACTOR, (tx) => noteFailure(tx, ways.connectionId, lost));
    return { lost, left: !NEVER_LEFT.test(String(cause)), cause };
  }
}

/** As Deno says that there was no connection. Anything else may have arrived. */
const NEVER_LEFT = /client error \(Connect\)/;

/** What the answer means for the connection. One that was only refused is the reader's to read. */
async function settle(
  { db, orgId, connectionId }: Ways,
  held: Held,
  { verdict, usage }: Answered,
): Promise<Error | undefined> {
  if (verdict === "fine" || "refused" in verdict) {
    await inOrg(db, orgId, ACTOR, (tx) => noteAnswer(tx, connectionId, usage));
    return undefined;
  }
  if ("reconnect" in verdict) {
    await inOrg(db, orgId, ACTOR, (tx) => needReconnect(tx, connectionId, verdict.reconnect));
    return new Upstream(`${held.name}: ${verdict.reconnect}`, false);
  }
  const { later, seconds } = verdict;
  await inOrg(db, orgId, ACTOR, (tx) => noteFailure(tx, connectionId, later, seconds));
  return new PutOff(`${held.name}: ${later}`, seconds * 1000);
}
