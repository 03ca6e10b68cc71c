import { Buffer } from "node:buffer";
import { z } from "zod";
import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import type { Door, DoorAsk, Grant, Held } from "../service.ts";
import { ENDED, inWords, LATER, UNSURE } from "./refusals.ts";
import { SCOPE_LIST, SCOPES } from "./scopes.ts";
import { type Answer, apiUrl, formOf, readAnswer } from "./wire.ts";

export const door: Door = { address, enter, renew, leave, refusal };

function address(out: Outside, ask: DoorAsk): URL {
  const url = new URL("../oauth/v2/authorize", apiUrl(out));
  url.search = new URLSearchParams({
    client_id: setting(out, "SLACK_CLIENT_ID"),
    scope: SCOPE_LIST,
    user_scope: "",
    redirect_uri: ask.redirectUri,
    state: ask.state,
  }).toString();
  return url;
}

async function enter(out: Outside, ask: DoorAsk & { code: string }): Promise<Grant> {
  const answer = await exchange(out, { code: ask.code, redirect_uri: ask.redirectUri });
  if (!answer.ok) {
    throw mayPass(answer.error) ? trouble(answer.error) : new Refused(why(answer.error));
  }
  const grant = Granted.safeParse(answer).data;
  if (!grant) throw new Refused("Slack's answer names no bot. Connect again.");
  if (grant.is_enterprise_install || !grant.team) {
    throw new Refused(
      "Thread's app was installed for a whole Enterprise organisation. Choose one workspace of it " +
        "on Slack's page, then connect again.",
    );
  }
  const { chat, lacks } = rightsIn(grant.scope);
  if (!chat) throw new Refused(`Slack did not grant ${lacks.join(", ")}. Connect again.`);
  return { ...tokensIn(grant), outsideId: grant.team.id, outsideName: grant.team.name };
}

const Granted = z.object({
  access_token: z.string().min(1).max(500),
  refresh_token: z.string().min(1).max(500).optional(),
  expires_in: z.number().int().positive().optional(),
  scope: z.string().max(2000).catch(""),
  team: z.object({ id: z.string().min(1).max(40), name: z.string().max(200).catch("Slack") })
    .nullish().catch(null),
  is_enterprise_install: z.boolean().optional().catch(undefined),
});

/** Only the bot's own tokens: what a person's could do is never kept. */
function tokensIn(grant: z.infer<typeof Granted>): Grant {
  return {
    accessToken: new Secret(grant.access_token),
    ...(grant.refresh_token && { refreshToken: new Secret(grant.refresh_token) }),
    ...(grant.expires_in && { expiresIn: grant.expires_in }),
    scopes: grant.scope.split(",").map((one) => one.trim()).filter(Boolean),
  };
}

function rightsIn(scope: string) {
  const granted = scope.split(",").map((one) => one.trim());
  const lacks = SCOPES.map((one) => one.scope).filter((one) => !granted.includes(one));
  return { chat: granted.includes("chat:write"), lacks };
}

/** Each gives a new refresh token, and the one before is worth nothing from then on. */
async function renew(out: Outside, { refreshToken }: Held): Promise<Grant> {
  if (!refreshToken) {
    throw new Upstream("The permission has ended in Slack. Connect it again.", false);
  }
  const fields = { grant_type: "refresh_token", refresh_token: refreshToken.reveal() };
  const answer = await exchange(out, fields);
  if (!answer.ok) {
    if (mayPass(answer.error)) throw trouble(answer.error);
    if (OURS.has(answer.error)) throw new Upstream(why(answer.error), true);
    throw new Upstream("The permission has expired or was revoked in Slack.", false);
  }
  const grant = Granted.safeParse(answer).data;
  if (!grant) throw new Upstream("Slack's answer holds no token.", true);
  return tokensIn(grant);
}

async function leave(out: Outside, { accessToken }: Held): Promise<void> {
  const answer = await post(out, "auth.revoke", {}, `Bearer ${accessToken.reveal()}`);
  // Refused otherwise: it is over already, which is all that was wanted.
  if (!answer.ok && mayPass(answer.error)) throw trouble(answer.error);
}

function refusal(query: URLSearchParams): string {
  const error = query.get("error") ?? "";
  if (error === "access_denied") {
    return "Access was not allowed in Slack, so nothing was connected. Where a workspace lets only " +
      "its admins approve apps, ask one of them.";
  }
  return `Slack did not connect: ${
    error.slice(0, 100).replaceAll("_", " ") || "it gave no reason"
  }`;
}

async function exchange(out: Outside, fields: Record<string, string>): Promise<Answer> {
  const key = `${setting(out, "SLACK_CLIENT_ID")}:${setting(out, "SLACK_CLIENT_SECRET")}`;
  return await post(out, "oauth.v2.access", fields, `Basic ${Buffer.from(key).toString("base64")}`);
}

async function post(
  out: Outside,
  method: string,
  fields: Record<string, string>,
  authorization: string,
): Promise<Answer> {
  const init = formOf(fields);
  try {
    const response = await out.fetch(apiUrl(out) + method, {
      ...init,
      redirect: "manual", // The secret is for this address only.
      signal: AbortSignal.timeout(20_000),
      headers: { ...init.headers, authorization },
    });
    const text = await response.text();
    if (response.status === 429) return { ok: false, error: "ratelimited" };
    return readAnswer(text) ?? { ok: false, error: "service_unavailable" };
  } catch (cause) {
    throw new Upstream("Slack cannot be reached.", true, { cause });
  }
}

const mayPass = (error: string) => error in LATER || UNSURE.has(error);

const trouble = (error: string) =>
  new Upstream(`Slack could not answer now (${error}). Try again in a minute.`, true);

/** What whoever runs Thread has set wrongly. */
const OURS = new Set(["invalid_client_id", "bad_client_secret"]);

function why(error: string): string {
  return DOOR_WORDS[error] ?? ENDED[error] ?? inWords(error);
}

const UNKNOWN =
  "Slack does not know this install: the client id or secret that its operator set for Slack is " +
  "wrong.";

const DOOR_WORDS: Record<string, string> = {
  invalid_client_id: UNKNOWN,
  bad_client_secret: UNKNOWN,
  invalid_code: "Slack does not take the code it gave: it was used before, or too long ago. " +
    "Connect again.",
  bad_redirect_uri: "The redirect address of the app in Slack is not Thread's: see Set up.",
  oauth_authorization_url_mismatch:
    "The app in Slack was installed from another address than Thread's: connect from here again.",
  no_scopes: "Slack granted nothing. Connect again.",
  cannot_install_an_org_installed_app:
    "Thread's app is installed for the whole Enterprise organisation there: its admin adds this " +
    "workspace.",
  user_email_unverified: "Slack wants you to verify your email address there first.",
};

function setting(out: Outside, name: string): string {
  const value = out.secret(name);
  if (value) return value;
  throw new Refused("Whoever runs this Thread has not set it up for Slack yet.");
}
