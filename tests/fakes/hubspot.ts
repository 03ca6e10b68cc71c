import type { Outside } from "../../domain/base/outside.ts";
import { answerCrm } from "./hubspot_crm.ts";
import { answerOauth, type Grants, openGrants } from "./hubspot_oauth.ts";
import { makePortal, type Portal } from "./hubspot_portal.ts";
import { type HubspotEvent, signBatch } from "./hubspot_events.ts";

export const CLIENT_ID = "thread-test-client-id";
export const CLIENT_SECRET = "thread-test-client-secret";

/** What the server does with the next call of its API. */
export type HubspotOrder =
  | { status: number; headers?: Record<string, string>; body?: unknown }
  | { html: string; status?: number }
  | { cut: true }
  | { slow: Promise<void> };

export interface HubspotCall {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Of the account that the token is of. */
  portal: number | undefined;
  text: string;
}

/** HubSpot as it is seen from outside: where people agree, the tokens, and what it tells. */
export function startHubspot() {
  const portals = new Map<number, Portal>();
  const grants: Grants = openGrants(CLIENT_ID, CLIENT_SECRET);
  const calls: HubspotCall[] = [];
  let orders: { order: HubspotOrder; path: RegExp }[] = [];

  async function answer(request: Request): Promise<Response> {
    const { pathname: path, searchParams: query } = new URL(request.url);
    const text = await request.text();
    const token = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
    const grant = token === undefined ? undefined : grants.access.get(token);
    calls.push({ method: request.method, path, query, portal: grant?.portal, text });
    const due = orders.find((one) => one.path.test(path));
    if (due) {
      orders = orders.filter((one) => one !== due);
      const done = await obey(due.order);
      if (done) return done;
    }
    if (path.startsWith("/oauth/")) return answerOauth(grants, request, { path, query, text });
    const portal = grant && portals.get(grant.portal);
    if (!portal || grant.over) {
      return fault(401, "INVALID_AUTHENTICATION", "The token is not valid.");
    }
    return answerCrm(portal, grant.scopes, { method: request.method, path, query, text });
  }

  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    grants,
    /** Everything that was asked, in its order. */
    calls,
    /** An account of HubSpot with a pipeline and nothing in it. */
    portal(id: number, domain = `portal-${id}.example`): Portal {
      const portal = makePortal(id, domain);
      portals.set(id, portal);
      grants.agrees = { portal: id, domain };
      return portal;
    },
    /** Done in turn, one for each call that fits. */
    orders(path: RegExp, ...more: HubspotOrder[]) {
      orders.push(...more.map((order) => ({ order, path })));
    },
    /** Half an hour later: what was given out is refused, and can be renewed. */
    expireTokens() {
      for (const grant of grants.access.values()) grant.over = true;
    },
    /** Somebody takes the app away over there. HubSpot tells nobody. */
    uninstall(id: number) {
      for (const [token, grant] of grants.access) {
        if (grant.portal === id) grants.access.delete(token);
      }
      for (const [token, grant] of grants.refresh) {
        if (grant.portal === id) grants.refresh.delete(token);
      }
    },
    /** As HubSpot sends them: a call for each hundred, signed with the app's secret. */
    sendsEvents(
      url: string,
      events: HubspotEvent[],
      options: { now?: number; secret?: string } = {},
    ) {
      const batches: Request[] = [];
      for (let at = 0; at < Math.max(1, events.length); at += 100) {
        const secret = options.secret ?? CLIENT_SECRET;
        const now = options.now ?? Date.now();
        batches.push(signBatch(url, events.slice(at, at + 100), { secret, now }));
      }
      return batches;
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
    },
  };
}

export type FakeHubspot = ReturnType<typeof startHubspot>;

/** An outside that reaches this fake and nothing else. */
export function reachHubspot({ url }: FakeHubspot, secrets: Record<string, string> = {}) {
  const known: Record<string, string> = {
    HUBSPOT_API_URL: url,
    HUBSPOT_AUTH_URL: url,
    HUBSPOT_CLIENT_ID: CLIENT_ID,
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    ...secrets,
  };
  return {
    secret: (name) => known[name],
    fetch: (input, init) => {
      const { href } = new URL(input instanceof Request ? input.url : input);
      if (!href.startsWith(url)) return Promise.reject(new Error(`No fake answers for ${href}`));
      return fetch(input, init);
    },
  } satisfies Partial<Outside>;
}

/** Nothing where it only takes its time. */
async function obey(order: HubspotOrder): Promise<Response | undefined> {
  if ("slow" in order) {
    await order.slow;
    return undefined;
  }
  if ("html" in order) {
    const headers = { "content-type": "text/html" };
    return new Response(order.html, { status: order.status ?? 502, headers });
  }
  if ("cut" in order) {
    const body = new ReadableStream({
      pull(control) {
        control.enqueue(new TextEncoder().encode('{"results":[{"id":'));
        control.error(new Error("The fake cuts its answer"));
      },
    });
    return new Response(body, { headers: { "content-type": "application/json" } });
  }
  const { status, headers, body = { status: "error", message: "The fake was told to" } } = order;
  return Response.json(body, { status, headers });
}

export function fault(status: number, category: string, message: string, more = {}): Response {
  const correlationId = crypto.randomUUID();
  return Response.json({ status: "error", category, message, correlationId, ...more }, { status });
}
