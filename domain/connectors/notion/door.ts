import { Buffer } from "node:buffer";
import { Refused, Upstream } from "../../base/errors.ts";
import type { Outside } from "../../base/outside.ts";
import { Secret } from "../../base/secret.ts";
import type { Door, DoorAsk, Grant, Held } from "../service.ts";
import { apiUrl, VERSION } from "./client.ts";
import { errorOf } from "./judge.ts";

export const door: Door = { address, enter, renew, leave, refusal };

function address(out: Outside, ask: DoorAsk): URL {
  const url = new URL(`${apiUrl(out)}/v1/oauth/authorize`);
  url.search = new URLSearchParams({
    owner: "user",
    response_type: "code",
    client_id: idOf(out),
    redirect_uri: ask.redirectUri,
    state: ask.state,
  }).toString();
  return url;
}

async function enter(out: Outside, ask: DoorAsk & { code: string }): Promise<Grant> {
  const answer = await post(out, "token", {
    grant_type: "authorization_code",
    code: ask.code,
    redirect_uri: ask.redirectUri,
  });
  if (!answer.ok) throw answer.mayPass ? troubleOf(answer) : new Refused(whyNotIn(answer));
  const grant = grantOf(answer);
  if (!grant?.outsideId) throw new Refused("Notion's answer names no bot. Connect again.");
  return grant;
}

function whyNotIn({ code, message }: Answer): string {
  if (code === "invalid_client" || code === "unauthorized_client" || code === "unauthorized") {
    return "Notion does not know this install: the client id or secret that its operator set for " +
      "Notion is wrong.";
  }
  if (code === "invalid_grant") {
    return "Notion does not take the code it gave: it was used before, or too long ago. " +
      "Connect again.";
  }
  return `Notion refuses the connection${message ? `: ${message}` : "."}`;
}

/** Both tokens are new each time, and the ones before are worth nothing from then on. */
async function renew(out: Outside, held: Held): Promise<Grant> {
  if (!held.refreshToken) {
    throw new Upstream("The authorisation in Notion has ended. Connect it again.", false);
  }
  const answer = await post(out, "token", {
    grant_type: "refresh_token",
    refresh_token: held.refreshToken.reveal(),
  });
  const grant = answer.ok ? grantOf(answer) : undefined;
  if (grant) return grant;
  if (answer.ok || answer.mayPass) throw troubleOf(answer);
  if (answer.code === "invalid_client") throw new Upstream(whyNotIn(answer), true);
  throw new Upstream(
    "The authorisation in Notion has expired or was revoked. Connect it again.",
    false,
  );
}

async function leave(out: Outside, held: Held): Promise<void> {
  for (const token of [held.refreshToken, held.accessToken]) {
    if (!token) continue;
    const answer = await post(out, "revoke", { token: token.reveal() });
    // Refused otherwise: it is over already, which is all that was wanted.
    if (!answer.ok && answer.mayPass) throw troubleOf(answer);
  }
}

function refusal(query: URLSearchParams): string {
  const error = query.get("error") ?? "";
  if (error === "access_denied") {
    return "Access was not allowed in Notion, so nothing was connected.";
  }
  const words = query.get("error_description") ?? error;
  return `Notion did not connect: ${words.slice(0, 200) || "it gave no reason"}`;
}

interface Answer {
  ok: boolean;
  /** Whether the same call may succeed later. */
  mayPass: boolean;
  status: number;
  text: string;
  code?: string;
  message?: string;
}

async function post(
  out: Outside,
  what: "token" | "revoke",
  body: Record<string, string>,
): Promise<Answer> {
  const key = Buffer.from(`${idOf(out)}:${secretOf(out)}`).toString("base64");
  let response: Response;
  let text: string;
  try {
    response = await out.fetch(`${apiUrl(out)}/v1/oauth/${what}`, {
      method: "POST",
      redirect: "manual", // The secret is for this address only.
      signal: AbortSignal.timeout(20_000),
      headers: {
        "authorization": `Basic ${key}`,
        "content-type": "application/json",
        "notion-version": VERSION,
      },
      body: JSON.stringify(body),
    });
    text = await response.text();
  } catch (cause) {
    throw new Upstream("Notion cannot be reached", true, { cause });
  }
  const { status, ok } = response;
  const { code, message } = errorOf(text);
  const mayPass = status === 408 || status === 409 || status === 429 || status >= 500 ||
    status < 400 || code === undefined;
  return { ok, mayPass, status, text, code, message };
}

function troubleOf({ status }: Answer): Upstream {
  return new Upstream(`Notion could not answer now (${status}). Try again in a minute.`, true);
}

function grantOf({ text }: Answer): Grant | undefined {
  try {
    const told = JSON.parse(text) as Record<string, unknown>;
    const { access_token, refresh_token, bot_id, workspace_name } = told;
    if (typeof access_token !== "string" || access_token === "") return undefined;
    return {
      accessToken: new Secret(access_token),
      refreshToken: typeof refresh_token === "string" ? new Secret(refresh_token) : undefined,
      outsideId: typeof bot_id === "string" ? bot_id.slice(0, 120) : undefined,
      outsideName: typeof workspace_name === "string"
        ? workspace_name.slice(0, 200)
        : "A workspace without a name",
      scopes: [],
    };
  } catch {
    return undefined;
  }
}

function idOf(out: Outside): string {
  const id = out.secret("NOTION_CLIENT_ID");
  if (!id) throw notSetUp();
  return id;
}

function secretOf(out: Outside): string {
  const secret = out.secret("NOTION_CLIENT_SECRET");
  if (!secret) throw notSetUp();
  return secret;
}

function notSetUp(): Refused {
  return new Refused(
    "Notion is not set up on this install: its operator has to set NOTION_CLIENT_ID and " +
      "NOTION_CLIENT_SECRET.",
  );
}
