import { signatureOf } from "../hubspot/signature.ts";
import type { HookCall } from "../service.ts";

/** The call that HubSpot would make: a batch of one, signed as it signs. */
export function simulatedCall(
  dealId: string,
  { portal, url, secret, now }: { portal: string; url: string; secret: string; now: Date },
): HookCall {
  const timestamp = String(now.getTime());
  const body = new TextEncoder().encode(JSON.stringify([{
    eventId: now.getTime(),
    subscriptionId: 1,
    portalId: Number(portal),
    appId: 1,
    occurredAt: now.getTime(),
    subscriptionType: "deal.propertyChange",
    attemptNumber: 0,
    objectId: Number(dealId),
    propertyName: "dealstage",
    changeSource: "CRM_UI",
  }]));
  const method = "POST";
  const signature = signatureOf({ method, url, body, timestamp }, secret).toString("base64");
  const headers = new Headers({
    "content-type": "application/json",
    "x-hubspot-request-timestamp": timestamp,
    "x-hubspot-signature-v3": signature,
  });
  return { method, url, headers, body, now };
}
