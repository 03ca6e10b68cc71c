import type { Outside } from "../../domain/base/outside.ts";
import { callApi } from "./notion_api.ts";
import { missingVersion, NotionFault, type NotionOrder, obeyOrder } from "./notion_faults.ts";
import {
  eventOf,
  type EventOptions,
  handshake,
  signCall,
  type SignedCall,
} from "./notion_events.ts";
import { type FakeGrant, newTokens, type NotionOauth, startOauth } from "./notion_oauth.ts";
import {
  cellOf,
  type ColumnSpec,
  type FakePage,
  type FakeSource,
  newSource,
} from "./notion_store.ts";

export interface FakeNotion extends AsyncDisposable {
  /** For NOTION_API_URL. */
  url: string;
  secrets: Record<string, string>;
  workspace: { id: string; name: string };
  oauth: NotionOauth;
  sources: FakeSource[];
  pages: FakePage[];
  /** Each call to the API, as it came. */
  requests: { method: string; path: string; version: string | null; body: unknown }[];
  may: { read: boolean; update: boolean; insert: boolean; emails: boolean };
  /** After so many rows a query ends. */
  rowsPerQuery: number;
  orders(...orders: NotionOrder[]): void;
  /** A grant without the way through a browser. */
  grant(...shared: FakeSource[]): FakeGrant;
  expire(grant: FakeGrant): void;
  database(title: string, columns: Record<string, ColumnSpec>): FakeSource;
  add(
    source: FakeSource | null,
    cells?: Record<string, unknown>,
    page?: Partial<FakePage>,
  ): FakePage;
  edit(page: FakePage, cells: Record<string, unknown>, at?: Date): void;
  rename(source: FakeSource, from: string, to: string): void;
  /** Signed with the token of the subscription. */
  event(type: string, page: FakePage, options?: EventOptions): SignedCall;
  handshake(signed?: boolean): SignedCall;
  verificationToken: string;
}

const CLIENT = { id: "thread-notion-client", secret: "thread-notion-secret" };

/** A workspace of Notion on this machine, which Notion's own client speaks with. */
export function startNotion(): FakeNotion {
  const workspace = { id: crypto.randomUUID(), name: "Acme workspace" };
  const oauth = startOauth(CLIENT, workspace);
  const orders: NotionOrder[] = [];
  const hanging = new Set<() => void>();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => answer(request),
  );
  const url = `http://127.0.0.1:${server.addr.port}`;

  const notion: FakeNotion = {
    url,
    secrets: {
      NOTION_API_URL: url,
      NOTION_CLIENT_ID: CLIENT.id,
      NOTION_CLIENT_SECRET: CLIENT.secret,
    },
    workspace,
    oauth,
    sources: [],
    pages: [],
    requests: [],
    may: { read: true, update: false, insert: false, emails: true },
    rowsPerQuery: 10_000,
    verificationToken: `secret_${crypto.randomUUID().replaceAll("-", "")}`,
    orders: (...more) => void orders.push(...more),
    grant(...shared) {
      const ids = new Set(shared.map(({ id }) => id));
      const grant = { botId: crypto.randomUUID(), shared: ids, revoked: false, ...newTokens() };
      oauth.grants.push(grant);
      return grant;
    },
    expire: (grant) => void (grant.accessToken = newTokens().accessToken),
    database(title, columns) {
      const source = newSource(title, columns);
      notion.sources.push(source);
      return source;
    },
    add(source, cells = {}, more = {}) {
      const now = new Date();
      const page: FakePage = {
        id: crypto.randomUUID(),
        source,
        cells: new Map(),
        createdAt: now,
        editedAt: now,
        inTrash: false,
        markdown: "",
        cutShort: false,
        ...more,
      };
      fill(page, cells);
      notion.pages.push(page);
      return page;
    },
    edit(page, cells, at = new Date()) {
      fill(page, cells);
      page.editedAt = at;
    },
    rename(source, from, to) {
      source.columns.find(({ name }) => name === from)!.name = to;
    },
    event(type, page, options) {
      const bot = oauth.grants.at(-1)?.botId ?? "";
      const body = eventOf(type, page, { workspace, bot, now: new Date() }, options);
      return signCall(JSON.stringify(body), notion.verificationToken);
    },
    handshake: (signed) => handshake(notion.verificationToken, signed),
    async [Symbol.asyncDispose]() {
      for (const release of hanging) release();
      await server.shutdown();
    },
  };

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.text();
    try {
      const body = text === "" ? {} : JSON.parse(text) as Record<string, unknown>;
      const version = request.headers.get("notion-version");
      notion.requests.push({ method: request.method, path: pathname, version, body });
      const order = orders.shift();
      if (order) return await obeyOrder(order, hanging);
      if (!version && pathname !== "/v1/oauth/authorize") throw missingVersion();
      const entered = oauth.answer(pathname, request, body);
      if (entered) return entered;
      const grant = oauth.grantOf(request.headers.get("authorization"));
      if (!grant) throw new NotionFault(401, "unauthorized", "API token is invalid.");
      const path = pathname.split("/").slice(2);
      const call = { method: request.method, path, body, version: version ?? "" };
      return Response.json(callApi(notion, grant, { ...call, query: searchParams }));
    } catch (error) {
      if (error instanceof NotionFault) return error.answer();
      if (error instanceof SyntaxError) {
        return new NotionFault(400, "invalid_json", "Error parsing JSON body.").answer();
      }
      throw error;
    }
  }

  return notion;
}

function fill(page: FakePage, cells: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(cells)) {
    const column = page.source?.columns.find((one) => one.name === name);
    if (!column) throw new Error(`The fake database has no column ${name}`);
    page.cells.set(column.id, cellOf(column, value));
  }
}

/** An outside that reaches this fake and nothing else. */
export function reachNotion({ url, secrets }: FakeNotion, more: Record<string, string> = {}) {
  return {
    secret: (name) => more[name] ?? secrets[name],
    fetch: (input, init) => {
      const { href } = new URL(input instanceof Request ? input.url : input);
      if (!href.startsWith(url)) return Promise.reject(new Error(`No fake answers for ${href}`));
      return fetch(input, init);
    },
  } satisfies Partial<Outside>;
}
