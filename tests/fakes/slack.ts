import { createHmac } from "node:crypto";
import type { Outside } from "../../domain/base/outside.ts";
import { refuse, type SlackGrant, type SlackOauth, startSlackOauth } from "./slack_oauth.ts";

export interface FakeChannel {
  id: string;
  name: string;
  is_private: boolean;
  is_archived: boolean;
  is_member: boolean;
  is_ext_shared: boolean;
}

/** What the server does with the next call of a method, instead of its answer or after it. */
export type SlackOrder =
  | { error: string }
  | { status: number; retryAfter?: string }
  | { html: number }
  /** Half of an answer, and then the connection ends. What was asked is done. */
  | { cut: true }
  /** It is done, and the answer is an error of the server. */
  | { done: number };

export interface FakeSlack extends AsyncDisposable {
  /** For SLACK_API_URL. */
  url: string;
  secrets: Record<string, string>;
  team: { id: string; name: string };
  oauth: SlackOauth;
  channels: FakeChannel[];
  posts: { channel: string; text: string; fields: Record<string, string> }[];
  /** Each call, by its method. */
  requests: { method: string; form: Record<string, string> }[];
  /** How many a page of channels holds. */
  perPage: number;
  orders(method: string, ...orders: SlackOrder[]): void;
  channel(name: string, more?: Partial<FakeChannel>): FakeChannel;
  /** Signed as Slack signs, now or at another time. */
  event(event: Record<string, unknown>, more?: EventMore): SignedCall;
  sign(body: string, more?: { at?: number; secret?: string }): SignedCall;
}

export interface EventMore {
  id?: string;
  team?: string;
  at?: number;
}

export interface SignedCall {
  headers: Record<string, string>;
  body: string;
}

const CLIENT = { id: "1.2", secret: "thread-slack-secret" };
export const SIGNS = "8f742231b10e8888abcd99yyyzzz85a5";

/** A workspace of Slack on this machine: forms in, and 200 for nearly everything out. */
export function startSlack(): FakeSlack {
  const team = { id: "T01ACME", name: "Acme workspace" };
  const oauth = startSlackOauth(CLIENT, team);
  const orders = new Map<string, SlackOrder[]>();
  let count = 0;
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => answer(request),
  );
  const home = `http://127.0.0.1:${server.addr.port}`;
  const slack: FakeSlack = {
    url: `${home}/api`,
    secrets: {
      SLACK_API_URL: `${home}/api`,
      SLACK_CLIENT_ID: CLIENT.id,
      SLACK_CLIENT_SECRET: CLIENT.secret,
      SLACK_SIGNING_SECRET: SIGNS,
    },
    team,
    oauth,
    channels: [],
    posts: [],
    requests: [],
    perPage: 2,
    orders: (method, ...more) => void orders.set(method, [...orders.get(method) ?? [], ...more]),
    channel(name, more = {}) {
      const channel = {
        id: `C0${String(slack.channels.length + 1).padStart(4, "0")}`,
        name,
        is_private: false,
        is_archived: false,
        is_member: true,
        is_ext_shared: false,
        ...more,
      };
      slack.channels.push(channel);
      return channel;
    },
    event(event, { id = `Ev${++count}`, team: of = team.id, at } = {}) {
      const body = {
        token: "legacy",
        team_id: of,
        api_app_id: "A01",
        type: "event_callback",
        event_id: id,
        event_time: at ?? Math.floor(Date.now() / 1000),
        event,
      };
      return slack.sign(JSON.stringify(body), { at });
    },
    sign(body, { at = Math.floor(Date.now() / 1000), secret = SIGNS } = {}) {
      const hex = createHmac("sha256", secret).update(`v0:${at}:${body}`).digest("hex");
      return {
        headers: {
          "content-type": "application/json",
          "x-slack-request-timestamp": String(at),
          "x-slack-signature": `v0=${hex}`,
        },
        body,
      };
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/oauth/v2/authorize") return oauth.consent(request.url);
    const method = pathname.replace("/api/", "");
    const type = request.headers.get("content-type") ?? "";
    if (request.method !== "POST" || !type.startsWith("application/x-www-form-urlencoded")) {
      return Response.json(refuse("invalid_post_type"));
    }
    const form = new URLSearchParams(await request.text());
    slack.requests.push({ method, form: Object.fromEntries(form) });
    const order = orders.get(method)?.shift();
    if (order && !("cut" in order) && !("done" in order)) return obey(order);
    const said = method === "oauth.v2.access" ? oauth.access(request, form) : say(
      method,
      form,
      oauth.grantOf(request.headers.get("authorization")),
    );
    if (order && "cut" in order) return cutOff(JSON.stringify(said));
    if (order) return new Response("<h1>Sorry</h1>", { status: order.done });
    return Response.json(said);
  }

  function say(method: string, form: URLSearchParams, grant: SlackGrant | undefined) {
    if (!grant) return refuse("invalid_auth");
    if (grant.revoked) return refuse("token_revoked");
    if (grant.expired) return refuse("token_expired");
    const known = METHODS[method];
    if (!known) return refuse("unknown_method");
    if (known.scope && !grant.scopes.includes(known.scope)) return refuse("missing_scope");
    return known.say(slack, form, grant);
  }

  return slack;
}

function obey(order: Exclude<SlackOrder, { cut: true } | { done: number }>): Response {
  if ("error" in order) return Response.json(refuse(order.error));
  if ("html" in order) {
    const headers = { "content-type": "text/html" };
    return new Response("<!doctype html><h1>Trouble</h1>", { status: order.html, headers });
  }
  const headers: Record<string, string> = order.retryAfter
    ? { "retry-after": order.retryAfter }
    : {};
  return Response.json(refuse("ratelimited"), { status: order.status, headers });
}

function cutOff(text: string): Response {
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(control) {
      if (sent) return control.error(new Error("The fake cuts its answer"));
      sent = true;
      control.enqueue(new TextEncoder().encode(text.slice(0, 12)));
    },
  });
  return new Response(body, { headers: { "content-type": "application/json" } });
}

type Say = (
  slack: FakeSlack,
  form: URLSearchParams,
  grant: SlackGrant,
) => Record<string, unknown>;

const METHODS: Record<string, { scope?: string; say: Say }> = {
  "auth.test": {
    say: ({ team }) => ({
      ok: true,
      url: "https://acme-test.slack.com/",
      team: team.name,
      user: "thread",
      team_id: team.id,
      user_id: "U0BOT",
      bot_id: "B0BOT",
    }),
  },
  "auth.revoke": {
    say: (_, __, grant) => {
      grant.revoked = true;
      return { ok: true, revoked: true };
    },
  },
  "conversations.list": { scope: "channels:read", say: listed },
  "conversations.info": {
    scope: "channels:read",
    say: ({ channels }, form) => {
      const channel = channels.find(({ id }) => id === form.get("channel"));
      return channel ? { ok: true, channel } : refuse("channel_not_found");
    },
  },
  "chat.postMessage": { scope: "chat:write", say: posted },
};

function listed({ channels, perPage }: FakeSlack, form: URLSearchParams, grant: SlackGrant) {
  const types = form.get("types")!.split(",");
  if (types.includes("private_channel") && !grant.scopes.includes("groups:read")) {
    return refuse("missing_scope");
  }
  const seen = channels.filter(({ is_private, is_member }) =>
    is_private ? is_member && types.includes("private_channel") : true
  );
  const from = Number(form.get("cursor")?.replace("page-", "") ?? 0);
  const next = from + perPage;
  return {
    ok: true,
    // What is between people is told along, as nulls are.
    channels: [...seen.slice(from, next), { id: "D01", is_im: true, name: null }],
    response_metadata: { next_cursor: next < seen.length ? `page-${next}` : "" },
  };
}

function posted(slack: FakeSlack, form: URLSearchParams) {
  const channel = slack.channels.find(({ id }) => id === form.get("channel"));
  if (!channel) return refuse("channel_not_found");
  if (channel.is_archived) return refuse("is_archived");
  if (!channel.is_member) return refuse("not_in_channel");
  if (!form.get("text")) return refuse("no_text");
  slack.posts.push({
    channel: channel.name,
    text: form.get("text")!,
    fields: Object.fromEntries(form),
  });
  const ts = `17000000${String(slack.posts.length).padStart(2, "0")}.000100`;
  return { ok: true, channel: channel.id, ts, message: { type: "message", ts, bot_id: "B0BOT" } };
}

/** An outside that reaches this fake and nothing else. */
export function reachSlack({ url, secrets }: FakeSlack, more: Record<string, string> = {}) {
  const { origin } = new URL(url);
  return {
    secret: (name) => more[name] ?? secrets[name],
    fetch: (input, init) => {
      const { href } = new URL(input instanceof Request ? input.url : input);
      if (!href.startsWith(origin)) return Promise.reject(new Error(`No fake answers for ${href}`));
      return fetch(input, init);
    },
  } satisfies Partial<Outside>;
}
