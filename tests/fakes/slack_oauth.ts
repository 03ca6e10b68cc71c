/** How the fake lets installs in: codes that work once, and refresh tokens that change each time. */
export interface SlackGrant {
  accessToken: string;
  refreshToken: string | null;
  scopes: string[];
  revoked: boolean;
  expired: boolean;
}

export interface SlackOauth {
  grants: SlackGrant[];
  /** Whether the app gives out tokens that end. */
  rotates: boolean;
  /** Why a person turns it down, and what an admin has taken off the list. */
  declines: string | undefined;
  withheld: string[];
  /** As an install for a whole Enterprise organisation answers. */
  enterprise: boolean;
  consent(url: string): Response;
  access(request: Request, form: URLSearchParams): Record<string, unknown>;
  grantOf(authorization: string | null): SlackGrant | undefined;
}

const fresh = (kind: string) => `${kind}-${crypto.randomUUID()}`;

export function startSlackOauth(
  client: { id: string; secret: string },
  team: { id: string; name: string },
): SlackOauth {
  const codes = new Map<string, { redirectUri: string; scopes: string[]; used: boolean }>();
  const oauth: SlackOauth = {
    grants: [],
    rotates: true,
    declines: undefined,
    withheld: [],
    enterprise: false,
    consent(url) {
      const asked = new URL(url).searchParams;
      if (asked.get("client_id") !== client.id) throw new Error("Another client id was sent");
      if (asked.get("user_scope")) throw new Error("Permissions of a person are asked for");
      const redirectUri = asked.get("redirect_uri")!;
      const back = new URL(redirectUri);
      back.searchParams.set("state", asked.get("state")!);
      if (oauth.declines) back.searchParams.set("error", oauth.declines);
      else {
        const code = fresh("code");
        const scopes = asked.get("scope")!.split(",")
          .filter((one) => !oauth.withheld.includes(one));
        codes.set(code, { redirectUri, scopes, used: false });
        back.searchParams.set("code", code);
      }
      return new Response(null, { status: 302, headers: { location: back.href } });
    },
    access(request, form) {
      const basic = `Basic ${btoa(`${client.id}:${client.secret}`)}`;
      if (request.headers.get("authorization") !== basic) return refuse("bad_client_secret");
      if (form.get("grant_type") === "refresh_token") {
        const grant = oauth.grants.find((one) =>
          !one.revoked && one.refreshToken === form.get("refresh_token")
        );
        if (!grant) return refuse("invalid_refresh_token");
        grant.accessToken = fresh("xoxe.xoxb");
        grant.refreshToken = fresh("xoxe");
        grant.expired = false;
        return issued(grant);
      }
      const code = codes.get(form.get("code") ?? "");
      if (!code || code.used) return refuse("invalid_code");
      if (code.redirectUri !== form.get("redirect_uri")) return refuse("bad_redirect_uri");
      code.used = true;
      const grant: SlackGrant = {
        accessToken: fresh(oauth.rotates ? "xoxe.xoxb" : "xoxb"),
        refreshToken: oauth.rotates ? fresh("xoxe") : null,
        scopes: code.scopes,
        revoked: false,
        expired: false,
      };
      oauth.grants.push(grant);
      return { ...issued(grant), authed_user: { id: "U01" } };
    },
    grantOf: (authorization) =>
      oauth.grants.find(({ accessToken }) => authorization === `Bearer ${accessToken}`),
  };

  function issued({ accessToken, refreshToken, scopes }: SlackGrant) {
    return {
      ok: true,
      access_token: accessToken,
      token_type: "bot",
      scope: scopes.join(","),
      bot_user_id: "U0BOT",
      app_id: "A01",
      team: oauth.enterprise ? null : team,
      enterprise: oauth.enterprise ? { id: "E01", name: "All of Acme" } : null,
      is_enterprise_install: oauth.enterprise,
      ...(refreshToken && { expires_in: 43_200, refresh_token: refreshToken }),
    };
  }

  return oauth;
}

export const refuse = (error: string) => ({ ok: false, error });
