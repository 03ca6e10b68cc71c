import type { Outside } from "../../domain/base/outside.ts";
import { answerLogin, type Decision, type Login } from "./salesforce_login.ts";
import { type FakeOrg, makeOrg, type OrgFacts, type Row } from "./salesforce_org.ts";
import { describeObject, runQuery } from "./salesforce_queries.ts";
import { SoqlFault } from "./salesforce_soql.ts";

/** What goes wrong with the next question. */
export type Fault =
  | { status: number; code?: string; message?: string; headers?: Record<string, string> }
  | { page: string; status?: number }
  | { cut: true }
  | { hang: true };

export interface Asked {
  host: string;
  method: string;
  path: string;
  authorization: string | null;
  body: string;
}

export interface FakeSalesforce extends AsyncDisposable {
  url: string;
  orgs: FakeOrg[];
  login: Login;
  /** Every call that came, in order. */
  asked: Asked[];
  addOrg: (facts: OrgFacts) => FakeOrg;
  /** Whom the browser is signed in as at the common login hosts. */
  signIn: (org: FakeOrg) => void;
  decides: (decision: Decision) => void;
  /** Goes where Thread sent somebody, and answers where Salesforce sends them back to. */
  visit: (address: string | URL) => Promise<URL>;
  /** Access tokens run out; refresh tokens go on. */
  expire: () => void;
  /** Somebody ends the app's access in Setup. */
  revoke: (org: FakeOrg) => void;
  fails: (...faults: Fault[]) => void;
}

const LOGIN_HOSTS = ["login.salesforce.com", "test.salesforce.com"];

/** Salesforce as far as Thread speaks with it: one server that plays every host of it. */
export function startSalesforce(): FakeSalesforce {
  const orgs: FakeOrg[] = [];
  const asked: Asked[] = [];
  const pages = new Map<string, Row[]>();
  const signedIn = new Map<string, FakeOrg>();
  const hanging = new Set<() => void>();
  let faults: Fault[] = [];
  const login: Login = {
    app: { id: "3MVG9fake", secret: "fake-secret-of-the-app" },
    decision: "allow",
    refusals: [],
    rotates: false,
    scope: "refresh_token api id",
    access: new Map(),
    refresh: new Map(),
    orgAt: (host) => signedIn.get(host) ?? orgs.find(({ facts }) => facts.host === host),
  };
  const door = answerLogin(login);

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const host = request.headers.get("x-fake-host") ?? url.host;
    const body = await request.text();
    const authorization = request.headers.get("authorization");
    const path = url.pathname + url.search;
    asked.push({ host, method: request.method, path, authorization, body });
    if (path.length > 16_000) return problem(414, "URI_TOO_LONG", "Too long");
    const form = new URLSearchParams(body);
    switch (url.pathname) {
      case "/services/oauth2/authorize":
        return door.authorize(host, url.searchParams);
      case "/services/oauth2/token":
        return request.method === "POST" ? door.token(host, form) : problem(405, "NO", "POST");
      case "/services/oauth2/revoke":
        return door.revoke(form);
    }
    return await answerData(host, authorization, url, body);
  }

  async function answerData(
    host: string,
    authorization: string | null,
    url: URL,
    body: string,
  ): Promise<Response> {
    const fault = faults.shift();
    if (fault) return await obey(fault);
    const org = login.access.get(authorization?.replace(/^Bearer /, "") ?? "");
    if (!org || org.facts.host !== host || LOGIN_HOSTS.includes(host)) {
      return problem(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }
    if (org.apiDisabled) {
      const words = "API is not enabled for this Organization or Partner";
      return problem(403, "API_DISABLED_FOR_ORG", words);
    }
    if (org.used >= org.limit) {
      return problem(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    }
    org.used++;
    const answer = readData(org, url, body);
    answer.headers.set("sforce-limit-info", `api-usage=${org.used}/${org.limit}; api-bursts=1/750`);
    return answer;
  }

  function readData(org: FakeOrg, url: URL, body: string): Response {
    const [, rest = ""] = /^\/services\/data\/v67\.0\/(.*)$/.exec(url.pathname) ?? [];
    const [, object] = /^sobjects\/(\w+)\/describe$/.exec(rest) ?? [];
    const [, file] = /^sobjects\/Content\w+\/(\w+)\/(?:Content|VersionData)$/.exec(rest) ?? [];
    const [, locator] = /^query\/([\w-]+)$/.exec(rest) ?? [];
    try {
      if (object) return Response.json(describeObject(org, object));
      if (rest === "query" || rest === "queryAll") {
        const soql = url.searchParams.get("q") ?? "";
        return Response.json(found(org, runQuery(org, soql, { binToo: rest === "queryAll" })));
      }
      if (locator) return more(org, locator);
      if (rest === "composite") return composite(org, body);
      if (file && org.files.has(file)) {
        return new Response(org.files.get(file), { headers: { "content-type": "text/html" } });
      }
    } catch (error) {
      if (error instanceof SoqlFault) return problem(error.status, error.code, error.message);
      throw error;
    }
    return problem(404, "NOT_FOUND", "The requested resource does not exist");
  }

  function found(org: FakeOrg, rows: Row[], size = org.pageSize) {
    for (const row of rows) {
      for (const [name, value] of Object.entries(row)) {
        const list = value as { records?: Row[] } | null;
        if (list?.records) row[name] = found(org, list.records, org.childPageSize);
      }
    }
    const totalSize = rows.length;
    if (rows.length <= size) return { totalSize, done: true, records: rows };
    const locator = `01g${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}-${size}`;
    pages.set(locator, rows.slice(size));
    const nextRecordsUrl = `/services/data/v67.0/query/${locator}`;
    return { totalSize, done: false, nextRecordsUrl, records: rows.slice(0, size) };
  }

  function more(org: FakeOrg, locator: string): Response {
    const rest = pages.get(locator);
    if (!rest) return problem(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    return Response.json(found(org, rest, org.childPageSize));
  }

  function composite(org: FakeOrg, body: string): Response {
    const { compositeRequest } = JSON.parse(body) as {
      compositeRequest: { method: string; url: string; referenceId: string }[];
    };
    const queries = compositeRequest.filter(({ url }) => url.includes("/query"));
    if (compositeRequest.length > 25 || queries.length > 5) {
      return problem(400, "LIMIT_EXCEEDED", "Too many subrequests");
    }
    const compositeResponse = compositeRequest.map(({ url, referenceId }) => {
      try {
        const soql = new URL(url, "https://x.example").searchParams.get("q") ?? "";
        const part = { body: found(org, runQuery(org, soql)), httpStatusCode: 200 };
        return { ...part, httpHeaders: {}, referenceId };
      } catch (error) {
        if (!(error instanceof SoqlFault)) throw error;
        const body = [{ errorCode: error.code, message: error.message }];
        return { body, httpHeaders: {}, httpStatusCode: error.status, referenceId };
      }
    });
    return Response.json({ compositeResponse });
  }

  async function obey(fault: Fault): Promise<Response> {
    if ("status" in fault && !("page" in fault)) {
      const { status, code = "UNKNOWN", message = "Trouble", headers } = fault;
      return problem(status, code, message, headers);
    }
    if ("page" in fault) {
      const headers = { "content-type": "text/html; charset=UTF-8" };
      return new Response(fault.page, { status: fault.status ?? 200, headers });
    }
    if ("cut" in fault) {
      const headers = { "content-type": "application/json;charset=UTF-8" };
      return new Response('{"totalSize":1,"done":true,"records":[{"Id":"006', { headers });
    }
    await new Promise<void>((done) => hanging.add(done));
    return problem(503, "SERVER_UNAVAILABLE", "Too late");
  }

  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const server = Deno.serve(options, answer);
  const url = `http://127.0.0.1:${server.addr.port}`;
  return {
    url,
    orgs,
    login,
    asked,
    addOrg(facts) {
      const org = makeOrg(facts);
      orgs.push(org);
      if (!signedIn.has(loginHostOf(org))) signedIn.set(loginHostOf(org), org);
      return org;
    },
    signIn: (org) => void signedIn.set(loginHostOf(org), org),
    decides: (decision) => void (login.decision = decision),
    async visit(address) {
      const response = await reach(url, address, { redirect: "manual" });
      const location = response.headers.get("location");
      if (!location) throw new Error(`Salesforce stays: ${await response.text()}`);
      return new URL(location);
    },
    expire: () => login.access.clear(),
    revoke(org) {
      for (const [key, owner] of login.access) if (owner === org) login.access.delete(key);
      for (const [key, held] of login.refresh) if (held.org === org) login.refresh.delete(key);
    },
    fails: (...all) => void (faults = all),
    async [Symbol.asyncDispose]() {
      for (const release of hanging) release();
      await server.shutdown();
    },
  };
}

const loginHostOf = ({ facts }: FakeOrg) => LOGIN_HOSTS[facts.isSandbox ? 1 : 0]!;

const problem = (
  status: number,
  errorCode: string,
  message: string,
  headers: Record<string, string> = {},
) => Response.json([{ message, errorCode }], { status, headers });

/** An outside in which every host of Salesforce is this fake, and nothing else is there. */
export function reachSalesforce({ url, login }: FakeSalesforce) {
  const known: Record<string, string> = {
    THREAD_SECRET_KEYS: `k1:${btoa("0".repeat(32))}`,
    SALESFORCE_CLIENT_ID: login.app.id,
    SALESFORCE_CLIENT_SECRET: login.app.secret,
  };
  return {
    secret: (name) => known[name],
    fetch: (input, init) => reach(url, input instanceof Request ? input.url : input, init),
  } satisfies Partial<Outside>;
}

function reach(fake: string, address: string | URL, init?: RequestInit): Promise<Response> {
  const wanted = new URL(address);
  if (wanted.protocol !== "https:" || !wanted.hostname.endsWith(".salesforce.com")) {
    return Promise.reject(new Error(`No fake answers for ${wanted.href}`));
  }
  const headers = new Headers(init?.headers);
  headers.set("x-fake-host", wanted.host);
  return fetch(new URL(wanted.pathname + wanted.search, fake), { ...init, headers });
}
