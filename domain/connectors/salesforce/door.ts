import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import type { Door, DoorAsk, Grant, Held } from "../service.ts";
import { loginUrl } from "./hosts.ts";
import { isId, longId } from "./ids.ts";
import { readOrganisation } from "./organisation.ts";
import { wordsFor } from "./refusals.ts";

const SCOPES = ["api", "refresh_token", "id"];
const ANSWER_MS = 20_000;

export const door: Door = { address, enter, renew, leave, refusal };

function address(out: Outside, ask: DoorAsk): URL {
  const url = new URL("/services/oauth2/authorize", loginUrl(out, ask));
  url.search = new URLSearchParams({
    response_type: "code",
    client_id: appOf(out).client_id,
    redirect_uri: ask.redirectUri,
    scope: SCOPES.join(" "),
    state: ask.state,
    code_challenge: ask.challenge,
    code_challenge_method: "S256",
    prompt: "consent",
  }).toString();
  return url;
}

async function enter(
  out: Outside,
  ask: DoorAsk & { code: string; verifier: string },
): Promise<Grant> {
  const answer = await post(out, ask, "token", {
    grant_type: "authorization_code",
    code: ask.code,
    redirect_uri: ask.redirectUri,
    code_verifier: ask.verifier,
    ...appOf(out),
  });
  if (!answer.ok) throw new Refused(answer.words);
  const tokens = tokensIn(answer.body);
  const outsideId = orgIn(answer.body.id);
  const { scopes, address, refreshToken } = tokens;
  if (!refreshToken || (scopes.length > 0 && !scopes.includes("api"))) {
    throw new Refused(
      "Salesforce gave Thread no lasting access: the app needs the scopes api and refresh_token.",
    );
  }
  const organisation = await readOrganisation(out, address, tokens.accessToken);
  if (organisation.isSandbox !== undefined) refuseMixUp(ask, organisation.isSandbox);
  return { ...tokens, outsideId, outsideName: organisation.name };
}

/** What was tried out in a sandbox must never land among live data, nor the other way round. */
function refuseMixUp({ environment }: DoorAsk, isSandbox: boolean): void {
  if (isSandbox === (environment !== "production")) return;
  throw new Refused(
    isSandbox
      ? "You signed in to a sandbox, and this connection is for production. Choose Sandbox."
      : "You signed in to a production organisation, and this connection is for a sandbox. " +
        "Choose Production.",
  );
}

async function renew(out: Outside, held: Held): Promise<Grant> {
  if (!held.refreshToken) throw new Upstream(wordsFor("invalid_grant", null), false);
  const answer = await post(out, held, "token", {
    grant_type: "refresh_token",
    refresh_token: held.refreshToken.reveal(),
    ...appOf(out),
  });
  if (!answer.ok) throw new Upstream(answer.words, false);
  return tokensIn(answer.body);
}

/** Ending the refresh token ends all that came of it. What is unknown there is ended already. */
async function leave(out: Outside, held: Held): Promise<void> {
  const token = held.refreshToken ?? held.accessToken;
  await post(out, held, "revoke", { token: token.reveal() });
}

function refusal(query: URLSearchParams): string {
  return wordsFor(query.get("error") ?? "", query.get("error_description"));
}

function appOf(out: Outside): { client_id: string; client_secret: string } {
  const [client_id, client_secret] = [
    out.secret("SALESFORCE_CLIENT_ID"),
    out.secret("SALESFORCE_CLIENT_SECRET"),
  ];
  if (client_id && client_secret) return { client_id, client_secret };
  throw new Refused(
    "This Thread has no app at Salesforce yet: its operator sets SALESFORCE_CLIENT_ID and " +
      "SALESFORCE_CLIENT_SECRET.",
  );
}

type Told = Record<string, unknown>;
type Answer = { ok: true; body: Told } | { ok: false; words: string };

async function post(
  out: Outside,
  at: Pick<DoorAsk, "environment" | "host">,
  what: "token" | "revoke",
  form: Record<string, string>,
): Promise<Answer> {
  const response = await ask(out, new URL(`/services/oauth2/${what}`, loginUrl(out, at)), form);
  const { status, text } = response;
  if (status >= 500 || status === 429) {
    throw new Upstream(`Salesforce's sign-in is in trouble (${status}).`, true);
  }
  if (status < 300 && what === "revoke") return { ok: true, body: {} };
  const body = read(text);
  if (status < 300) {
    if (body) return { ok: true, body };
    throw new Upstream("Salesforce's sign-in answered with something else than a token.", true);
  }
  return { ok: false, words: wordsFor(word(body?.error), word(body?.error_description)) };
}

async function ask({ fetch }: Outside, url: URL, form: Record<string, string>) {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(form),
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new Upstream("Salesforce's sign-in cannot be reached.", true, { cause });
  }
}

function read(text: string): Told | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value as Told : undefined;
  } catch {
    return undefined;
  }
}

const word = (value: unknown): string => typeof value === "string" ? value : "";

function tokensIn(body: Told): Grant & { address: string } {
  const access = word(body.access_token);
  const address = originOf(word(body.instance_url));
  if (!access || !address) {
    throw new Upstream("Salesforce's sign-in gave no token, or not where to use it.", true);
  }
  const refresh = word(body.refresh_token);
  return {
    accessToken: new Secret(access),
    ...refresh && { refreshToken: new Secret(refresh) },
    address,
    scopes: word(body.scope).split(" ").filter((scope) => scope !== ""),
  };
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)
    ? new URL(url).origin
    : undefined;
}

/** ".../id/<organisation>/<user>" is how Salesforce says who has agreed. */
function orgIn(idUrl: unknown): string {
  const org = /\/id\/([a-zA-Z0-9]+)\/[a-zA-Z0-9]+$/.exec(word(idUrl))?.[1];
  if (!org || !isId(org)) throw new Upstream("Salesforce did not say whose token it gave.", false);
  return longId(org);
}
