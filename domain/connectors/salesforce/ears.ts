import { z } from "zod";
import { sameText } from "../../base/tokens.ts";
import type { Ears, HeardCall, HookAnswer, HookCall, HookKeys, Told } from "../service.ts";
import { isId, longId, sameId } from "./ids.ts";
import { ACK, type Outbound, readOutbound } from "./soap.ts";
import { momentOf } from "./soql.ts";
import { BadXml } from "./xml.ts";

const MOST_BYTES = 2 * 1024 * 1024;
const MOST_JSON_BYTES = 64 * 1024;

/** Its name is what the step-by-step page tells the admin of Salesforce to send. */
export const KEY_HEADER = "x-thread-key";

/** Outbound messages and callouts of flows come to one address, which only the admin knows. */
export const ears: Ears = { shared: false, secret: "connection", mostBytes: MOST_BYTES, hear };

function hear(call: HookCall, keys: HookKeys): Promise<HeardCall> {
  const type = (call.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  if (call.body.length > MOST_BYTES) return refuse(413, "The message is too large.");
  if (type === "text/xml" || type === "application/soap+xml") return hearMessage(call, keys);
  if (type === "application/json") return hearCallout(call, keys);
  return refuse(415, "Send an outbound message as text/xml, or a callout as application/json.");
}

/** It has no signature: the address is the secret, and the organisation has to be the right one. */
function hearMessage({ body }: HookCall, keys: HookKeys): Promise<HeardCall> {
  const message = readMessage(body);
  if ("why" in message) return refuse(400, `${message.why}.`);
  if (isStranger(message.organizationId, keys)) return refuse(404, STRANGER);
  const answer = { status: 200, type: "text/xml; charset=utf-8", body: ACK };
  const told = new Map(message.notifications.map((one) => [one.id, toldBy(message, one)]));
  return Promise.resolve({ told: [...told.values()], answer });
}

const STRANGER = "Nobody listens here for this organisation.";

function readMessage(body: Uint8Array): Outbound | { why: string } {
  try {
    return readOutbound(body);
  } catch (error) {
    if (error instanceof BadXml) return { why: error.message };
    throw error;
  }
}

const isStranger = (organization: string, { outsideId }: HookKeys) =>
  outsideId !== undefined && !sameId(organization, outsideId);

function toldBy(
  { organizationId, actionId }: Outbound,
  { id, object, fields }: Outbound["notifications"][number],
): Told {
  const record = fields.get("Id") ?? "";
  return {
    outsideId: longId(organizationId),
    key: longId(id),
    recordId: isId(record) ? longId(record) : "unknown",
    kind: `outboundMessage.${object}`,
    at: momentOf(fields.get("LastModifiedDate")) ?? momentOf(fields.get("SystemModstamp")),
    body: { notificationId: id, actionId, object, ...stageIn(fields.get("StageName")) },
  };
}

/** Of all values only the stage is shown: the sender may see more than the connected user. */
const stageIn = (stage: string | null | undefined) => stage ? { stage: stage.slice(0, 255) } : {};

const Callout = z.object({
  eventId: z.string().min(1).max(200),
  organizationId: z.string().refine(isId),
  recordId: z.string().refine(isId),
  stageName: z.string().nullish(),
  lastModifiedDate: z.string().nullish(),
});

/** A flow sends what its maker typed, once, and proves itself by a header. */
function hearCallout({ headers, body }: HookCall, { secret, outsideId }: HookKeys) {
  if (body.length > MOST_JSON_BYTES) return refuse(413, "The message is too large.");
  if (!secret || !sameText(headers.get(KEY_HEADER) ?? "", secret.reveal())) {
    return refuse(401, "The header X-Thread-Key is missing or wrong.");
  }
  const callout = Callout.safeParse(readJson(body));
  if (!callout.success) {
    const names = callout.error.issues.map(({ path }) => String(path[0] ?? "the whole")).join(", ");
    return refuse(400, `The body cannot be used: ${names}.`);
  }
  const { eventId, organizationId, recordId, stageName, lastModifiedDate } = callout.data;
  if (isStranger(organizationId, { outsideId })) return refuse(404, STRANGER);
  const told: Told = {
    outsideId: longId(organizationId),
    key: `flow/${eventId}/${longId(recordId)}`,
    recordId: longId(recordId),
    kind: "flow.Opportunity",
    at: momentOf(lastModifiedDate),
    body: { eventId, ...stageIn(stageName) },
  };
  return Promise.resolve({
    told: [told],
    answer: { status: 200, type: "application/json", body: "{}" },
  });
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function refuse(status: number, why: string): Promise<HeardCall> {
  const answer: HookAnswer = {
    status,
    type: "application/json",
    body: JSON.stringify({ error: why }),
  };
  return Promise.resolve({ refused: answer, why });
}
