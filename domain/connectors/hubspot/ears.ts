import { z } from "zod";
import type { Ears, HeardCall, HookCall, HookKeys, Told } from "../service.ts";
import { isSigned } from "./signature.ts";
import { DEAL } from "./wire.ts";

/** HubSpot sends a hundred at most; it may send more before Thread does. */
const MOST_EVENTS = 1000;

/** All accounts call one address, and the app's secret signs for all of them. */
export const ears: Ears = { shared: true, secret: "app", mostBytes: 1_000_000, hear };

function hear(call: HookCall, { secret, outsideId }: HookKeys): Promise<HeardCall> {
  const [signature, timestamp] = ["x-hubspot-signature-v3", "x-hubspot-request-timestamp"]
    .map((name) => call.headers.get(name) ?? "");
  if (!isSigned({ ...call, timestamp: timestamp! }, signature!, secret, call.now)) {
    return refuse(401, `It is not signed as HubSpot signs${missing(signature!, timestamp!)}.`);
  }
  if (!/^application\/json\b/i.test(call.headers.get("content-type") ?? "")) {
    return refuse(415, "It is not JSON by its own word.");
  }
  const events = readEvents(call.body);
  if (!events) return refuse(400, "It is signed, but no list of events.");
  if (events.length > MOST_EVENTS) return refuse(413, `It holds ${events.length} events at once.`);
  const told = new Map<string, Told>();
  for (const one of events.flatMap(toldBy)) {
    if (outsideId === undefined || one.outsideId === outsideId) told.set(one.key, one);
  }
  return Promise.resolve({ told: [...told.values()], answer: said(200, "Taken") });
}

function missing(signature: string, timestamp: string): string {
  if (signature === "") return ": it has no signature of version 3";
  return /^\d+$/.test(timestamp)
    ? ", or its time is more than five minutes off"
    : ": it has no time";
}

const refuse = (status: number, why: string): Promise<HeardCall> =>
  Promise.resolve({ refused: said(status, "Refused"), why });

const said = (status: number, body: string) => ({ status, type: "text/plain", body });

function readEvents(body: Uint8Array): unknown[] | undefined {
  try {
    const told = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return Array.isArray(told) ? told : undefined;
  } catch {
    return undefined;
  }
}

const number = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,20}$/)])
  .transform(String);
const word = z.string().min(1).max(100);
/** Its time is seen where it can be one: year 2000 to 2100. */
const time = z.number().int().min(946_684_800_000).max(4_102_444_800_000);

const eventShape = z.object({
  portalId: number,
  eventId: number.optional(),
  subscriptionId: number.optional(),
  appId: number.optional(),
  subscriptionType: word.max(60).optional(),
  eventType: word.max(60).optional(),
  occurredAt: time.optional(),
  attemptNumber: z.number().int().optional(),
  objectId: number.optional(),
  objectTypeId: word.optional(),
  propertyName: word.optional(),
  changeSource: word.optional(),
  changeFlag: word.optional(),
  primaryObjectId: number.optional(),
  mergedObjectIds: z.array(number).max(100).optional(),
  newObjectId: number.optional(),
  associationType: word.optional(),
  fromObjectId: number.optional(),
  toObjectId: number.optional(),
  associationRemoved: z.boolean().optional(),
});
type HubspotEvent = z.infer<typeof eventShape>;

/** What an event says of a deal. Those of other objects say nothing about where a deal stands. */
function toldBy(item: unknown): Told[] {
  const { data: event } = eventShape.safeParse(item);
  const kind = event?.subscriptionType ?? event?.eventType;
  if (!event || !kind) return unreadable(item);
  if (!isOfDeal(event, kind)) return [];
  const recordId = dealIn(event);
  if (!recordId) return unreadable(item);
  const { portalId, eventId, occurredAt, propertyName } = event;
  return [{
    outsideId: portalId,
    // HubSpot's own number for an event need not be the only one; the try is left out on purpose.
    key: [portalId, kind, recordId, propertyName, eventId, occurredAt].map((one) => one ?? "")
      .join("|"),
    recordId,
    kind,
    at: occurredAt === undefined ? null : new Date(occurredAt),
    body: event,
  }];
}

function isOfDeal({ objectTypeId, associationType }: HubspotEvent, kind: string): boolean {
  if (kind.startsWith("object.")) return objectTypeId === DEAL;
  return kind.startsWith("deal.") || associationType?.startsWith("DEAL_TO_") === true;
}

/** A merged deal goes on under the number of the one that is left. */
function dealIn(event: HubspotEvent): string | undefined {
  const { associationType, fromObjectId, toObjectId } = event;
  if (associationType) return associationType.startsWith("DEAL_TO_") ? fromObjectId : toObjectId;
  return event.newObjectId ?? event.primaryObjectId ?? event.objectId;
}

/** Where its account is known, it is kept to be seen: whoever reads it finds no deal by its name. */
function unreadable(item: unknown): Told[] {
  const shape = eventShape.pick({ portalId: true, eventId: true, occurredAt: true });
  const { data } = shape.partial({ eventId: true, occurredAt: true }).safeParse(item);
  if (!data) return [];
  return [{
    outsideId: data.portalId,
    key: `${data.portalId}|unreadable|${data.eventId ?? ""}|${data.occurredAt ?? ""}`,
    recordId: "unreadable",
    kind: "unreadable",
    at: data.occurredAt === undefined ? null : new Date(data.occurredAt),
    body: data,
  }];
}
