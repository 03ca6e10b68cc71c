/** How the fake lets installs in: codes that work once, and refresh tokens that change each time. */
export interface FakeGrant {
  botId: string;
  accessToken: string;
  refreshToken: string;
  /** Data sources that were ticked while agreeing. */
  shared: Set<string>;
  revoked: boolean;
}

export interface NotionOauth {
  grants: FakeGrant[];
  /** Which body refusals come in: both are seen in the wild. */
  bodies: "notion" | "oauth";
  /** What a person ticks when the consent opens in a browser, or why they turn it down. */
  ticks: string[];
  declines: string | undefined;
  /** What a person does at the address of consent, and where the browser goes then. */
  agree(url: string | URL, shared: string[]): URL;
  answer(path: string, request: Request, body: Record<string, unknown>): Response | undefined;
  grantOf(authorization: string | null): FakeGrant | undefined;
}

interface Code {
  redirectUri: string;
  shared: string[];
  used: boolean;
}

export function startOauth(client: { id: string; secret: string }, workspace: Workspace) {
  const codes = new Map<string, Code>();
  const botOfWorkspace = crypto.randomUUID();
  const oauth: NotionOauth = {
    grants: [],
    bodies: "notion",
    ticks: [],
    declines: undefined,
    agree(url, shared) {
      const asked = new URL(url).searchParams;
      if (asked.get("client_id") !== client.id) throw new Error("Another client id was sent");
      if (asked.get("owner") !== "user" || asked.get("response_type") !== "code") {
        throw new Error("The consent is asked for wrongly");
      }
      const redirectUri = asked.get("redirect_uri")!;
      const code = crypto.randomUUID();
      codes.set(code, { redirectUri, shared, used: false });
      const back = new URL(redirectUri);
      back.searchParams.set("code", code);
      back.searchParams.set("state", asked.get("state")!);
      return back;
    },
    answer(path, request, body) {
      if (path === "/v1/oauth/authorize" && request.method === "GET") return consent(request.url);
      if (!path.startsWith("/v1/oauth/") || request.method !== "POST") return undefined;
      const basic = `Basic ${btoa(`${client.id}:${client.secret}`)}`;
      if (request.headers.get("authorization") !== basic) {
        return refuse(401, "invalid_client", "Client authentication failed.");
      }
      if (path === "/v1/oauth/token") return token(body);
      if (path === "/v1/oauth/revoke") return revoke(String(body.token));
      if (path === "/v1/oauth/introspect") {
        return Response.json({ active: Boolean(find(String(body.token))) });
      }
    },
    grantOf: (authorization) =>
      oauth.grants.find(({ accessToken, revoked }) =>
        !revoked && authorization === `Bearer ${accessToken}`
      ),
  };

  function consent(url: string): Response {
    const back = oauth.agree(url, oauth.ticks);
    if (oauth.declines !== undefined) {
      back.searchParams.delete("code");
      back.searchParams.set("error", oauth.declines);
    }
    return new Response(null, { status: 302, headers: { location: back.href } });
  }

  function token(body: Record<string, unknown>): Response {
    if (body.grant_type === "authorization_code") {
      const code = codes.get(String(body.code));
      if (!code || code.used || code.redirectUri !== body.redirect_uri) {
        return refuse(400, "invalid_grant", "Invalid code: this code has been revoked.");
      }
      code.used = true;
      // Whoever agrees again has the same bot, with what is ticked now.
      const shared = new Set(code.shared);
      return issue({ botId: botOfWorkspace, shared, revoked: false, ...newTokens() }, true);
    }
    if (body.grant_type !== "refresh_token") return refuse(400, "unsupported_grant_type", "No.");
    const grant = oauth.grants.find((one) => one.refreshToken === body.refresh_token);
    if (!grant || grant.revoked) return refuse(400, "invalid_grant", "Invalid refresh token.");
    Object.assign(grant, newTokens());
    return issue(grant, false);
  }

  function issue(grant: FakeGrant, fresh: boolean): Response {
    if (fresh) oauth.grants.push(grant);
    return Response.json({
      access_token: grant.accessToken,
      token_type: "bearer",
      refresh_token: grant.refreshToken,
      bot_id: grant.botId,
      workspace_id: workspace.id,
      workspace_name: workspace.name,
      workspace_icon: null,
      owner: { type: "workspace", workspace: true },
      duplicated_template_id: null,
      request_id: crypto.randomUUID(),
    });
  }

  function revoke(token: string): Response {
    const grant = find(token);
    if (!grant) return refuse(400, "invalid_request", "The token is not known.");
    grant.revoked = true;
    return Response.json({ request_id: crypto.randomUUID() });
  }

  function find(token: string): FakeGrant | undefined {
    return oauth.grants.find((one) =>
      !one.revoked && (one.accessToken === token || one.refreshToken === token)
    );
  }

  function refuse(status: number, code: string, message: string): Response {
    const body = oauth.bodies === "oauth"
      ? { error: code, error_description: message }
      : { object: "error", status, code, message, request_id: crypto.randomUUID() };
    return Response.json(body, { status });
  }

  return oauth;
}

interface Workspace {
  id: string;
  name: string;
}

export function newTokens() {
  return {
    accessToken: `ntn_${crypto.randomUUID().replaceAll("-", "")}`,
    refreshToken: `nrt_${crypto.randomUUID().replaceAll("-", "")}`,
  };
}
