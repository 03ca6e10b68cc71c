import { createHmac } from "node:crypto";
import type { Row } from "./hubspot_portal.ts";

/** What HubSpot tells of a change, with the odd ones too. */
export type HubspotEvent = Record<string, unknown>;

let last = 100;

export function stageChanged(portalId: number, deal: Row | string, more: HubspotEvent = {}) {
  return {
    eventId: ++last,
    subscriptionId: 25,
    portalId,
    appId: 54321,
    occurredAt: Date.now(),
    subscriptionType: "deal.propertyChange",
    attemptNumber: 0,
    objectId: Number(typeof deal === "string" ? deal : deal.id),
    changeSource: "CRM_UI",
    propertyName: "dealstage",
    propertyValue: typeof deal === "string" ? "closedwon" : deal.properties.dealstage,
    ...more,
  };
}

export function dealCreated(portalId: number, deal: Row, more: HubspotEvent = {}) {
  const { propertyName: _name, propertyValue: _value, ...rest } = stageChanged(portalId, deal);
  return { ...rest, subscriptionType: "deal.creation", changeFlag: "NEW", ...more };
}

/** HubSpot tries again what it got no answer for, under the same number. */
export const again = (event: HubspotEvent) => (
  { ...event, attemptNumber: Number(event.attemptNumber ?? 0) + 1 }
);

export function signBatch(
  url: string,
  events: unknown,
  { secret, now }: { secret: string; now: number },
): Request {
  const body = typeof events === "string" ? events : JSON.stringify(events);
  const timestamp = String(now);
  const signed = `POST${url}${body}${timestamp}`;
  return new Request(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-hubspot-request-timestamp": timestamp,
      "x-hubspot-signature-v3": createHmac("sha256", secret).update(signed).digest("base64"),
    },
  });
}
