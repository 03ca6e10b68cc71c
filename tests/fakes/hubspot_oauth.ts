import { createHash } from "node:crypto";
import { fault } from "./hubspot.ts";

interface Grant {
  portal: number;
  domain: string;
  scopes: string[];
  over: boolean;
  /** What was agreed to at once, and ends at once. */
  family: string;
}

interface Code extends Grant {
  redirectUri: string;
  challenge: string | null;
}

export interface Grants {
  clientId: string;
  clientSecret: string;
  codes: Map<string, Code>;
  access: Map<string, Grant>;
  refresh: Map<string, Grant>;
  /** Whoever comes to agree is of this account. */
  agrees?: { portal: number; domain: string };
  /** How the page there sends people back without a code. */
  declines?: { error: string; description: string };
  /** Less than was asked for. */
  withholds: Set<string>;
  /** Whether the token itself says whose it is. */
  tellsHub: boolean;
  /** Whether a refresh token is replaced whenever it is used. */
  rotates: boolean;
}

export function openGrants(clientId: string, clientSecret: string): Grants {
  return {
    clientId,
    clientSecret,
    codes: new Map(),
    access: new Map(),
    refresh: new Map(),
    withholds: new Set(),
    tellsHub: true,
    rotates: false,
  };
}

interface Asked {
  path: string;
  query: URLSearchParams;
  text: string;
}

export function answerOauth(grants: Grants, request: Request, asked: Asked): Response {
  if (asked.path === "/oauth/authorize" && request.method === "GET") return agree(grants, asked);
  const call = /^\/oauth\/2026-0[39]\/token(\/introspect|\/revoke)?$/.exec(asked.path);
  const type = request.headers.get("content-type") ?? "";
  if (!call || request.method !== "POST") return fault(404, "NOT_FOUND", "No such call");
  if (!type.startsWith("application/x-www-form-urlencoded") || asked.query.size > 0) {
    return fault(400, "VALIDATION_ERROR", "Parameters belong into the body, as a form");
  }
  const form = new URLSearchParams(asked.text);
  if (
    form.get("client_id") !== grants.clientId || form.get("client_secret") !== grants.clientSecret
  ) return refusal("BAD_CLIENT_SECRET", "invalid_client", "missing or invalid client secret");
  if (call[1] === "/introspect") return introspect(grants, form);
  if (call[1] === "/revoke") return revoke(grants, form);
  return form.get("grant_type") === "refresh_token" ? renew(grants, form) : enter(grants, form);
}

function agree(grants: Grants, { query }: Asked): Response {
  const redirectUri = query.get("redirect_uri") ?? "";
  if (query.get("client_id") !== grants.clientId || !URL.canParse(redirectUri)) {
    return new Response("<h1>This app cannot be installed</h1>", { status: 400 });
  }
  const back = new URL(redirectUri);
  back.searchParams.set("state", query.get("state") ?? "");
  if (grants.declines || !grants.agrees) {
    back.searchParams.set("error", grants.declines?.error ?? "access_denied");
    back.searchParams.set("error_description", grants.declines?.description ?? "Declined");
    return Response.redirect(back);
  }
  const code = crypto.randomUUID();
  grants.codes.set(code, {
    ...grants.agrees,
    scopes: (query.get("scope") ?? "").split(" ").filter((one) => !grants.withholds.has(one)),
    over: false,
    family: code,
    redirectUri,
    challenge: query.get("code_challenge_method") === "S256" ? query.get("code_challenge") : null,
  });
  back.searchParams.set("code", code);
  return Response.redirect(back);
}

function enter(grants: Grants, form: URLSearchParams): Response {
  const code = grants.codes.get(form.get("code") ?? "");
  grants.codes.delete(form.get("code") ?? "");
  if (!code) return refusal("BAD_AUTH_CODE", "invalid_grant", "missing or unknown auth code");
  if (form.get("redirect_uri") !== code.redirectUri) {
    return refusal("BAD_REDIRECT_URI", "invalid_request", "the redirect_uri does not match");
  }
  const verifier = form.get("code_verifier") ?? "";
  const proof = createHash("sha256").update(verifier).digest("base64url");
  if (code.challenge !== null && proof !== code.challenge) {
    return refusal("BAD_CODE_VERIFIER", "invalid_grant", "the code_verifier does not match");
  }
  return give(grants, code);
}

function renew(grants: Grants, form: URLSearchParams): Response {
  const held = form.get("refresh_token") ?? "";
  const grant = grants.refresh.get(held);
  if (!grant) {
    const words = "refresh token is invalid, expired or revoked";
    return refusal("BAD_REFRESH_TOKEN", "invalid_grant", words);
  }
  if (grants.rotates) grants.refresh.delete(held);
  return give(grants, grant, grants.rotates ? undefined : held);
}

function give(grants: Grants, { portal, domain, scopes, family }: Grant, held?: string): Response {
  const [access, refresh] = [`CJ-${crypto.randomUUID()}`, held ?? `na1-${crypto.randomUUID()}`];
  grants.access.set(access, { portal, domain, scopes, family, over: false });
  grants.refresh.set(refresh, { portal, domain, scopes, family, over: false });
  return Response.json({
    access_token: access,
    refresh_token: refresh,
    expires_in: 1800,
    token_type: "bearer",
    token_use: "access_token",
    ...(grants.tellsHub && { hub_id: portal, scopes, user_id: 123 }),
    id_token: null,
  });
}

function introspect(grants: Grants, form: URLSearchParams): Response {
  const grant = grants.access.get(form.get("token") ?? "");
  if (!grant || grant.over) return Response.json({ active: false });
  const { portal, domain, scopes } = grant;
  return Response.json({
    active: true,
    token_type: "bearer",
    token_use: "access_token",
    hub_id: portal,
    hub_domain: domain,
    scopes,
    expires_in: 1799,
  });
}

function revoke(grants: Grants, form: URLSearchParams): Response {
  const grant = grants.refresh.get(form.get("token") ?? "");
  if (!grant) return refusal("BAD_REFRESH_TOKEN", "invalid_grant", "unknown token");
  for (const kept of [grants.access, grants.refresh]) {
    for (const [token, one] of kept) if (one.family === grant.family) kept.delete(token);
  }
  return Response.json({});
}

function refusal(status: string, error: string, message: string): Response {
  return Response.json({ status, message, error, error_description: message }, { status: 400 });
}
