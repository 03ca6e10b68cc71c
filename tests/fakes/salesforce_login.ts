import { createHash } from "node:crypto";
import type { FakeOrg } from "./salesforce_org.ts";

interface Code {
  org: FakeOrg;
  host: string;
  challenge: string;
  redirectUri: string;
}

/** What the person at the browser does when Salesforce asks. */
export type Decision = "allow" | "deny" | { error: string; description: string };

export interface Login {
  app: { id: string; secret: string };
  decision: Decision;
  /** What the token address answers instead, once for each. */
  refusals: { error: string; description: string; status?: number }[];
  /** Whether each renewal brings a new refresh token and ends the one before. */
  rotates: boolean;
  scope: string;
  access: Map<string, FakeOrg>;
  refresh: Map<string, { org: FakeOrg; host: string }>;
  orgAt: (host: string) => FakeOrg | undefined;
}

const MOST_APPROVALS = 5;

/** OAuth as a login host speaks it: what one host gave, another does not know. */
export function answerLogin(login: Login) {
  const codes = new Map<string, Code>();

  function authorize(host: string, query: URLSearchParams): Response {
    const redirectUri = query.get("redirect_uri") ?? "";
    const org = login.orgAt(host);
    if (query.get("client_id") !== login.app.id || !URL.canParse(redirectUri) || !org) {
      return new Response("error=invalid_client_id", { status: 400 });
    }
    const challenge = query.get("code_challenge") ?? "";
    const isS256 = ["S256", null].includes(query.get("code_challenge_method"));
    if (!isS256 || !/^[\w-]{43}$/.test(challenge) || query.get("response_type") !== "code") {
      return back(redirectUri, query, { error: "invalid_request", error_description: "challenge" });
    }
    if (login.decision === "deny") {
      return back(redirectUri, query, {
        error: "access_denied",
        error_description: "end-user denied authorization",
      });
    }
    if (login.decision !== "allow") {
      const { error, description } = login.decision;
      return back(redirectUri, query, { error, error_description: description });
    }
    const code = `aPrx${crypto.randomUUID()}`;
    codes.set(code, { org, host, challenge, redirectUri });
    return back(redirectUri, query, { code });
  }

  function token(host: string, form: URLSearchParams): Response {
    const refusal = login.refusals.shift();
    if (refusal) return refused(refusal.error, refusal.description, refusal.status);
    if (form.get("client_id") !== login.app.id) return refused("invalid_client_id", "client");
    if (form.get("client_secret") !== login.app.secret) return refused("invalid_client", "secret");
    if (form.get("grant_type") === "refresh_token") return renewal(host, form);
    if (form.get("grant_type") !== "authorization_code") {
      return refused("unsupported_grant_type", "");
    }
    const given = form.get("code") ?? "";
    const code = codes.get(given);
    codes.delete(given);
    if (!code || code.host !== host) return refused("invalid_grant", "expired authorization code");
    if (code.redirectUri !== form.get("redirect_uri")) return refused("redirect_uri_mismatch", "");
    const verifier = form.get("code_verifier");
    if (!verifier) return refused("invalid_grant", "code verifier is required");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (challenge !== code.challenge) return refused("invalid_request", "invalid code verifier");
    return granted(code.org, host, { refresh_token: newRefresh(code.org, host) });
  }

  function renewal(host: string, form: URLSearchParams): Response {
    const given = form.get("refresh_token") ?? "";
    const held = login.refresh.get(given);
    if (!held || (host !== held.host && host !== held.org.facts.host)) {
      return refused("invalid_grant", "expired access/refresh token");
    }
    if (!login.rotates) return granted(held.org, held.host);
    login.refresh.delete(given);
    return granted(held.org, held.host, { refresh_token: newRefresh(held.org, held.host) });
  }

  function newRefresh(org: FakeOrg, host: string): string {
    const refresh = `5Aep${crypto.randomUUID()}`;
    login.refresh.set(refresh, { org, host });
    const own = [...login.refresh].filter(([, held]) => held.org === org).map(([key]) => key);
    for (const old of own.slice(0, -MOST_APPROVALS)) login.refresh.delete(old);
    return refresh;
  }

  function granted(org: FakeOrg, host: string, more: Record<string, string> = {}): Response {
    const access = `${org.id.slice(0, 15)}!AQ${crypto.randomUUID()}`;
    login.access.set(access, org);
    const issuer = org.facts.isSandbox ? "test.salesforce.com" : "login.salesforce.com";
    return Response.json({
      access_token: access,
      ...more,
      signature: "c2lnbmF0dXJl",
      scope: login.scope,
      instance_url: `https://${org.facts.host}`,
      id: `https://${
        host.endsWith(".my.salesforce.com") ? host : issuer
      }/id/${org.id}/005d0000001abcDAAQ`,
      token_type: "Bearer",
      issued_at: String(Date.now()),
    });
  }

  function revoke(form: URLSearchParams): Response {
    const token = form.get("token") ?? "";
    const org = login.refresh.get(token)?.org ?? login.access.get(token);
    if (!org) return refused("unsupported_token_type", "this token type is not supported");
    login.refresh.delete(token);
    for (const [key, owner] of login.access) if (owner === org) login.access.delete(key);
    return new Response("");
  }

  return { authorize, token, revoke };
}

function back(uri: string, query: URLSearchParams, more: Record<string, string>): Response {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  url.searchParams.set("state", query.get("state") ?? "");
  return new Response(null, { status: 302, headers: { location: url.href } });
}

const refused = (error: string, error_description: string, status = 400) =>
  Response.json({ error, error_description }, { status });
