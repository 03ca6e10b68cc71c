import { isIP } from "node:net";
import { isPublicAddress } from "./addresses.ts";
import { Refused, Upstream } from "./errors.ts";
import { TooLarge } from "./http_answer.ts";
import { type Answer, type Dial, exchange, NotConnected } from "./safe_fetch_wire.ts";

export type Resolve = (host: string, type: "A" | "AAAA", signal: AbortSignal) => Promise<string[]>;

/** The machine's own name servers, for `main.ts` to pass in. */
export const systemResolve: Resolve = (host, type, signal) =>
  Deno.resolveDns(host, type, { signal });

export interface SafeFetchOptions {
  resolve: Resolve;
  /** Origins of the operator's own choice, like `http://127.0.0.1:4000`: no rule holds for them. */
  allowedOrigins?: string[];
  deadlineMs?: number;
  maxBytes?: number;
  maxHops?: number;
  caCerts?: string[];
  dial?: Dial;
}

export interface SafeRequest {
  method?: string;
  headers?: HeadersInit;
  body?: string | Uint8Array<ArrayBuffer>;
  signal?: AbortSignal;
}

/** Fetches an address that somebody typed, and never reaches into our own network. */
export type SafeFetch = (url: string | URL, request?: SafeRequest) => Promise<Response>;

interface Hop {
  url: URL;
  method: string;
  headers: Headers;
  body?: Uint8Array<ArrayBuffer>;
}

type Rules = SafeFetchOptions & { deadlineMs: number; maxBytes: number; maxHops: number };

const NOT_OURS = [
  "connection",
  "content-length",
  "cookie",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
const GO_ANYWHERE = ["accept", "accept-language", "content-type", "user-agent"];
const INSIDE_NAMES =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|home\.arpa|onion|test|invalid)$/;

export function safeFetchWith(options: SafeFetchOptions): SafeFetch {
  const rules = { deadlineMs: 10_000, maxBytes: 1_000_000, maxHops: 3, ...options };
  return async (url, request = {}) => {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new Error("Deadline")), rules.deadlineMs);
    const signals = request.signal ? [deadline.signal, request.signal] : [deadline.signal];
    const signal = AbortSignal.any(signals);
    try {
      return await follow(firstHop(url, request), rules, signal);
    } catch (error) {
      throw generic(error, deadline.signal.aborted, rules);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** What is wrong with an address, for the form it was typed into; DNS is only asked when fetching. */
export function addressProblem(text: string, allowedOrigins: string[] = []): string | undefined {
  const url = URL.parse(text);
  if (!url) return "This is not a web address.";
  if (url.username !== "" || url.password !== "") return "The address may not contain a password.";
  if (allowedOrigins.includes(url.origin)) return;
  if (url.protocol !== "https:") return "The address must begin with https://";
  if (url.port !== "") return "The address may not name a port.";
  const host = hostOf(url);
  if (isIP(host) !== 0 || host === "") return "Use a host name, not an IP address.";
  if (!host.includes(".") || INSIDE_NAMES.test(host)) return "This host is not on the internet.";
}

async function follow(hop: Hop, rules: Rules, signal: AbortSignal): Promise<Response> {
  for (let hops = 0;; hops++) {
    const answer = await ask(hop, rules, signal);
    const location = answer.headers.get("location");
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === null) {
      return responseOf(answer);
    }
    if (hops === rules.maxHops) throw new Refused("Too many redirects");
    hop = redirected(hop, location, answer.status);
  }
}

async function ask(hop: Hop, rules: Rules, signal: AbortSignal): Promise<Answer> {
  const problem = addressProblem(hop.url.href, rules.allowedOrigins);
  if (problem) throw new Refused(problem);
  const addresses = await goodAddresses(hop.url, rules, signal);
  const { maxBytes, caCerts, dial } = rules;
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await exchange({ ...hop, address, maxBytes, signal, caCerts, dial });
    } catch (error) {
      if (!(error instanceof NotConnected) || signal.aborted) throw error;
      failure = error;
    }
  }
  throw failure;
}

/** One address inside is enough to refuse the name: nobody honest mixes the two. */
async function goodAddresses(url: URL, rules: Rules, signal: AbortSignal): Promise<string[]> {
  const isAllowed = rules.allowedOrigins?.includes(url.origin) ?? false;
  const host = hostOf(url);
  if (isIP(host) !== 0) return [host];
  if (isAllowed && host === "localhost") return ["127.0.0.1"];
  const found = await untilAborted(
    signal,
    Promise.all(
      (["A", "AAAA"] as const).map((type) => rules.resolve(host, type, signal).catch(() => [])),
    ),
  );
  const addresses = found.flat();
  if (addresses.length === 0) throw new Error("The name has no address");
  if (!isAllowed && !addresses.every(isPublicAddress)) {
    throw new Refused("An address is not public");
  }
  return addresses;
}

function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function firstHop(address: string | URL, request: SafeRequest): Hop {
  const url = URL.parse(address);
  if (!url) throw new Refused("Not a web address");
  const headers = new Headers(request.headers);
  for (const name of NOT_OURS) headers.delete(name);
  const body = typeof request.body === "string"
    ? new TextEncoder().encode(request.body)
    : request.body;
  const method = (request.method ?? "GET").toUpperCase();
  if (!/^(GET|HEAD|POST|PUT|PATCH|DELETE)$/.test(method)) throw new Refused("Method not allowed");
  return dressed({ url, method, headers, body });
}

function dressed(hop: Hop): Hop {
  const { url, headers, body, method } = hop;
  headers.set("host", url.host.replace(/\.(?=:|$)/, ""));
  headers.set("accept-encoding", "gzip");
  headers.set("connection", "close");
  if (!headers.has("user-agent")) headers.set("user-agent", "Thread");
  if (body || /^P/.test(method)) headers.set("content-length", String(body?.length ?? 0));
  else headers.delete("content-length");
  return hop;
}

/** As browsers do, but stricter across origins: no credentials go along, and no body either. */
function redirected(hop: Hop, location: string, status: number): Hop {
  const url = URL.parse(location, hop.url);
  if (!url) throw new Refused("The redirect leads nowhere");
  const headers = new Headers(hop.headers);
  let { method, body } = hop;
  if ((status === 303 && method !== "HEAD") || (status < 303 && method === "POST")) {
    method = "GET";
    body = undefined;
    headers.delete("content-type");
  }
  if (url.origin !== hop.url.origin) {
    if (body) throw new Refused("A redirect may not carry the body to another origin");
    for (const name of [...headers.keys()]) {
      if (!GO_ANYWHERE.includes(name)) headers.delete(name);
    }
  }
  return dressed({ url, method, headers, body });
}

function responseOf({ status, headers, body }: Answer): Response {
  if (status < 200 || status > 599) throw new Error("The answer has no usable status");
  const hasBody = ![204, 205, 304].includes(status) && body.length > 0;
  return new Response(hasBody ? body : null, { status, headers });
}

/** The same words for every failure, so that nobody can map our network by asking. */
function generic(cause: unknown, isLate: boolean, rules: Rules): Upstream {
  if (cause instanceof TooLarge) {
    return new Upstream("The server answered with more than Thread reads", false, { cause });
  }
  if (isLate) {
    const seconds = Math.ceil(rules.deadlineMs / 1000);
    return new Upstream(`The server did not answer within ${seconds} s`, true, { cause });
  }
  return new Upstream("Thread cannot reach this address", !(cause instanceof Refused), { cause });
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
