import { z } from "zod";
import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import type { Door, DoorAsk, Grant, Held } from "../service.ts";
import { GONE, isGone, refusal, whyNot } from "./door_words.ts";
import { type HubspotRefusal, readRefusal } from "./refusals.ts";
import { SCOPES } from "./scopes.ts";
import { apiOf, pathOf, readAs } from "./wire.ts";

const ANSWER_MS = 20_000;

export const door: Door = { address, enter, renew, leave, refusal };

function address(out: Outside, { state, challenge, redirectUri }: DoorAsk): URL {
  const base = out.secret("HUBSPOT_AUTH_URL") || "https://app.hubspot.com";
  const url = new URL("/oauth/authorize", base);
  const query = {
    client_id: clientOf(out).client_id,
    redirect_uri: redirectUri,
    scope: SCOPES.map(({ scope }) => scope).join(" "),
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

async function enter(
  out: Outside,
  { code, verifier, redirectUri }: DoorAsk & { code: string; verifier: string },
): Promise<Grant> {
  const answer = await post(out, pathOf.token, {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  if ("refused" in answer) throw new Refused(whyNot(answer.refused));
  const grant = grantOf(answer.text);
  if (!grant.refreshToken) {
    throw new Refused("HubSpot gave no lasting permission. Connect it once more.");
  }
  return grant.outsideId ? grant : { ...grant, ...await introspect(out, grant) };
}

/** The token does not have to say whose it is; HubSpot says so when it is asked. */
async function introspect(out: Outside, { accessToken, scopes }: Grant) {
  const answer = await post(out, `${pathOf.token}/introspect`, {
    token: accessToken.reveal(),
    token_type_hint: "access_token",
  });
  const told = "text" in answer ? readAs(introspectionShape, answer.text) : undefined;
  if (!told?.hub_id) {
    throw new Refused("HubSpot did not say which account agreed. Connect it once more.");
  }
  return {
    outsideId: told.hub_id,
    outsideName: told.hub_domain ?? nameOf(told.hub_id),
    scopes: scopes.length > 0 ? scopes : told.scopes,
  };
}

async function renew(out: Outside, { refreshToken }: Held): Promise<Grant> {
  if (!refreshToken) throw new Upstream(GONE, false);
  const answer = await post(out, pathOf.token, {
    grant_type: "refresh_token",
    refresh_token: refreshToken.reveal(),
  });
  if ("text" in answer) return { ...grantOf(answer.text), outsideId: undefined };
  throw isGone(answer.refused)
    ? new Upstream(GONE, false)
    : new Upstream(whyNot(answer.refused), true);
}

/** A permission that is over already needs no end. */
async function leave(out: Outside, { refreshToken, accessToken }: Held): Promise<void> {
  const answer = await post(out, `${pathOf.token}/revoke`, {
    token: (refreshToken ?? accessToken).reveal(),
    token_type_hint: refreshToken ? "refresh_token" : "access_token",
  });
  if ("refused" in answer && !isGone(answer.refused) && answer.refused.status !== 404) {
    throw new Upstream(whyNot(answer.refused), true);
  }
}

async function post(
  out: Outside,
  path: string,
  form: Record<string, string>,
): Promise<{ text: string } | { refused: HubspotRefusal }> {
  const { status, text } = await send(
    out,
    path,
    new URLSearchParams({ ...form, ...clientOf(out) }),
  );
  if (status >= 200 && status < 300) return { text };
  const refused = readRefusal(status, text);
  if (status < 400 || status === 429 || status >= 500) {
    throw new Upstream(`HubSpot cannot answer now (${status}). Try it again.`, true);
  }
  return { refused };
}

async function send(out: Outside, path: string, body: URLSearchParams) {
  try {
    const response = await out.fetch(new URL(path, apiOf(out)), {
      method: "POST",
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
      body,
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new Upstream("HubSpot cannot be reached. Try it again.", true, { cause });
  }
}

function clientOf(out: Outside) {
  const [id, secret] = [out.secret("HUBSPOT_CLIENT_ID"), out.secret("HUBSPOT_CLIENT_SECRET")];
  if (id && secret) return { client_id: id, client_secret: secret };
  throw new Refused(
    "This Thread has no app at HubSpot yet. Whoever runs it sets HUBSPOT_CLIENT_ID and " +
      "HUBSPOT_CLIENT_SECRET.",
  );
}

const hubId = z.union([z.number().int().positive(), z.string().regex(/^\d+$/)])
  .transform(String).nullish().catch(undefined);
const scopeList = z.array(z.string()).catch([]);

const tokenShape = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.number().positive().optional().catch(undefined),
  hub_id: hubId,
  scopes: scopeList,
  scope: z.string().nullish().catch(undefined),
});

const introspectionShape = z.object({
  hub_id: hubId,
  hub_domain: z.string().min(1).nullish().catch(undefined),
  scopes: scopeList,
});

function grantOf(text: string): Grant {
  const told = readAs(tokenShape, text);
  const scopes = told.scopes.length > 0 ? told.scopes : told.scope?.split(/\s+/).filter(Boolean);
  return {
    accessToken: new Secret(told.access_token),
    refreshToken: told.refresh_token ? new Secret(told.refresh_token) : undefined,
    expiresIn: told.expires_in,
    outsideId: told.hub_id ?? undefined,
    outsideName: told.hub_id ? nameOf(told.hub_id) : undefined,
    scopes: scopes ?? [],
  };
}

const nameOf = (hubId: string) => `HubSpot account ${hubId}`;
