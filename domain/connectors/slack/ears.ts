import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Secret } from "../../base/secret.ts";
import { sameBytes } from "../../base/tokens.ts";
import type { Ears, HeardCall, HookAnswer, HookCall, HookKeys, Told } from "../service.ts";
import { EVENTS } from "./scopes.ts";

const MOST_BYTES = 1_048_576;
const WINDOW_SECONDS = 300;

/** All workspaces call one address; the app's signing secret, which opens nothing, signs for all. */
export const ears: Ears = {
  shared: true,
  secret: "app",
  setting: "SLACK_SIGNING_SECRET",
  mostBytes: MOST_BYTES,
  hear: (call, keys) => Promise.resolve(hear(call, keys)),
};

const OK = answer(200, "");

function hear(call: HookCall, keys: HookKeys): HeardCall {
  if (call.method !== "POST") return refuse(405, "It is not a POST");
  if (call.body.length > MOST_BYTES) return refuse(413, "It is larger than one megabyte");
  if (isProbe(call)) return { told: [], answer: OK };
  if (!isSigned(call, keys.secret)) return refuse(401, "Its signature is missing, old or wrong");
  const body = parse(call.body);
  if (typeof body !== "object" || body === null) return refuse(400, "It is signed, but not JSON");
  const asked = Verification.safeParse(body).data;
  if (asked) return { told: [], answer: answer(200, asked.challenge) };
  return { told: toldOf(body, keys.outsideId), answer: OK };
}

/** Slack looks whether the certificate is good, unsigned: nothing else of such a call is read. */
function isProbe({ headers, body }: HookCall): boolean {
  if (!/^application\/x-www-form-urlencoded\b/i.test(headers.get("content-type") ?? "")) {
    return false;
  }
  return body.length < 2000 && /(^|&)ssl_check=1(&|$)/.test(new TextDecoder().decode(body));
}

function isSigned({ headers, body, now }: HookCall, secret: Secret | undefined): boolean {
  const stamp = headers.get("x-slack-request-timestamp") ?? "";
  const [, hex] = /^v0=([0-9a-f]{64})$/.exec(headers.get("x-slack-signature") ?? "") ?? [];
  if (!hex || !/^\d{1,12}$/.test(stamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(stamp)) > WINDOW_SECONDS) return false;
  const given = Buffer.from(hex, "hex");
  return secretsIn(secret).filter((one) => {
    const own = createHmac("sha256", one).update(`v0:${stamp}:`).update(body).digest();
    return sameBytes(own, given);
  }).length > 0;
}

/** While it is changed over at Slack there may be two, with a comma between them. */
function secretsIn(secret: Secret | undefined): string[] {
  return (secret?.reveal() ?? "").split(",").map((one) => one.trim()).filter(Boolean);
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return undefined;
  }
}

const Verification = z.looseObject({
  type: z.literal("url_verification"),
  challenge: z.string().regex(/^[\w.~-]{1,500}$/),
});

const id = z.string().regex(/^[A-Z0-9]{2,40}$/);

const Call = z.looseObject({
  type: z.literal("event_callback"),
  team_id: id,
  event_id: z.string().min(1).max(200),
  event_time: z.number().int().min(946_684_800).max(4_102_444_800).optional().catch(undefined),
  authorizations: z.array(z.looseObject({ user_id: z.string().max(40) })).max(100).catch([]),
  event: z.looseObject({
    type: z.string().max(80),
    user: z.string().max(40).optional().catch(undefined),
    channel: z.union([id, z.looseObject({ id })]).optional().catch(undefined),
    tokens: z.looseObject({ bot: z.array(z.string().max(40)).max(100).catch([]) }).optional()
      .catch(undefined),
  }),
});

function toldOf(body: object, own: string | undefined): Told[] {
  const { data: call } = Call.safeParse(body);
  if (!call || (own !== undefined && own !== call.team_id)) return [];
  const { team_id, event_id, event_time, event } = call;
  if (!EVENTS.includes(event.type) || isOfPeople(call)) return [];
  const channel = typeof event.channel === "string" ? event.channel : event.channel?.id;
  return [{
    outsideId: team_id,
    key: event_id,
    recordId: channel ?? team_id,
    kind: event.type,
    at: event_time === undefined ? null : new Date(event_time * 1000),
    body: { id: event_id, type: event.type, ...(channel && { channel }) },
  }];
}

/** Thread holds no tokens of people, and who else comes to a channel changes nothing. */
function isOfPeople({ event, authorizations }: z.infer<typeof Call>): boolean {
  const { type, tokens, user } = event;
  if (type === "tokens_revoked") return (tokens?.bot.length ?? 0) === 0;
  return type === "member_joined_channel" &&
    !authorizations.some(({ user_id }) => user_id === user);
}

function answer(status: number, body: string): HookAnswer {
  return { status, type: "text/plain; charset=utf-8", body };
}

function refuse(status: number, why: string): HeardCall {
  return { refused: answer(status, why), why };
}
