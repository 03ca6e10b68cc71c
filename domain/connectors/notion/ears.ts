import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { z } from "zod";
import { Secret } from "../../base/secret.ts";
import { sameBytes, sameText } from "../../base/tokens.ts";
import type { Ears, HeardCall, HookAnswer, HookCall, HookKeys, Told } from "../service.ts";

const MOST_BYTES = 1_048_576;

/** Notion proves itself by a token that its first call brings, before anything can be proven. */
export const ears: Ears = { shared: true, secret: "handshake", mostBytes: MOST_BYTES, hear };

const OK = answer(200, "ok");

/** What a row can do. All else that Notion tells is answered, and left alone. */
const OF_ROWS = new Set([
  "page.created",
  "page.properties_updated",
  "page.content_updated",
  "page.moved",
  "page.deleted",
  "page.undeleted",
]);

function hear(call: HookCall, keys: HookKeys): Promise<HeardCall> {
  return Promise.resolve(hearAll(call, keys));
}

function hearAll(call: HookCall, keys: HookKeys): HeardCall {
  if (call.method !== "POST") return refuse(405, "It is not a POST");
  if (call.body.length > MOST_BYTES) return refuse(413, "It is larger than one megabyte");
  if (!/^application\/json\b/i.test(call.headers.get("content-type") ?? "")) {
    return refuse(415, "It is not JSON");
  }
  const token = tokenOf(call.body);
  if (token !== undefined) return shakeHands(call, token, keys.secret);
  if (!keys.secret || !isSigned(call, keys.secret.reveal())) {
    return refuse(401, "Its signature is missing or wrong");
  }
  const body = parse(call.body);
  if (typeof body !== "object" || body === null) return refuse(400, "It is signed, but not JSON");
  return { told: toldOf(body, keys.outsideId), answer: OK };
}

/** Signed by the very token it brings, or not at all: both are seen. */
function shakeHands(call: HookCall, token: string, known: Secret | undefined): HeardCall {
  if (call.headers.has("x-notion-signature") && !isSigned(call, token)) {
    return refuse(401, "Its signature is wrong");
  }
  if (!known) return { handshake: new Secret(token), answer: OK };
  if (sameText(known.reveal(), token)) return { told: [], answer: OK };
  return refuse(409, "It brings another verification token than the one that is in use");
}

function tokenOf(body: Uint8Array): string | undefined {
  if (body.length > 2000) return undefined;
  const said = Handshake.safeParse(parse(body));
  return said.success ? said.data.verification_token : undefined;
}

const Handshake = z.strictObject({ verification_token: z.string().min(1).max(500) });

function isSigned({ headers, body }: HookCall, token: string): boolean {
  const [, hex] = /^sha256=([0-9a-fA-F]{64})$/.exec(headers.get("x-notion-signature") ?? "") ?? [];
  if (hex === undefined) return false;
  return sameBytes(createHmac("sha256", token).update(body).digest(), Buffer.from(hex, "hex"));
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

const Someone = z.object({ id: z.string(), type: z.string() });
const Parent = z.object({
  type: z.string().optional(),
  id: z.string().optional(),
  data_source_id: z.string().optional(),
});
const Event = z.object({
  id: z.string().min(1).max(200),
  type: z.string().min(1).max(80),
  timestamp: z.string().max(40).optional().catch(undefined),
  workspace_id: z.string().max(80).optional().catch(undefined),
  authors: z.array(Someone).catch([]),
  accessible_by: z.array(Someone).optional().catch(undefined),
  attempt_number: z.number().optional().catch(undefined),
  entity: z.object({ id: z.string().regex(/^[0-9a-f-]{32,36}$/i), type: z.string() }),
  data: z.object({
    parent: Parent.optional().catch(undefined),
    updated_properties: z.array(z.string().max(200)).max(200).optional().catch(undefined),
  }).catch({}),
});

type Event = z.infer<typeof Event>;

function toldOf(body: object, own: string | undefined): Told[] {
  const read = Event.safeParse(body);
  if (!read.success || !isOfRow(read.data)) return [];
  const event = read.data;
  return listeners(event, own).filter((bot) => !isEcho(event, bot)).map((bot) => ({
    outsideId: bot,
    key: event.id,
    recordId: event.entity.id.toLowerCase(),
    kind: event.type,
    at: momentOf(event.timestamp),
    body: factsOf(event),
  }));
}

/** A page that lies in a page, and never lay in a database, is no row. */
function isOfRow({ type, entity, data: { parent } }: Event): boolean {
  if (entity.type !== "page" || !OF_ROWS.has(type)) return false;
  if (type === "page.moved" || parent?.type === undefined) return true;
  return parent.data_source_id !== undefined || /^(database|data_source)/.test(parent.type);
}

/** Bots that see the page, each of one install. An internal integration's events name none. */
function listeners({ accessible_by }: Event, own: string | undefined): string[] {
  if (!accessible_by) return own === undefined ? [] : [own];
  const bots = accessible_by.filter(({ type }) => type === "bot").map(({ id }) => id);
  return own === undefined ? [...new Set(bots)] : bots.includes(own) ? [own] : [];
}

/** What Thread wrote itself. Where a person wrote too, both come as one event. */
function isEcho({ authors }: Event, bot: string): boolean {
  return authors.length > 0 && authors.every(({ id }) => id === bot);
}

function factsOf({ id, type, timestamp, workspace_id, attempt_number, entity, data }: Event) {
  return { id, type, timestamp, workspace_id, attempt_number, entity, ...data };
}

function momentOf(text: string | undefined): Date | null {
  const moment = new Date(text ?? NaN);
  return isNaN(moment.getTime()) ? null : moment;
}

function answer(status: number, body: string): HookAnswer {
  return { status, type: "text/plain; charset=utf-8", body };
}

function refuse(status: number, why: string): HeardCall {
  return { refused: answer(status, why), why };
}
