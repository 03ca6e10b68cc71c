import { isId } from "./ids.ts";
import { BadXml, expanded, readXml, type XmlElement } from "./xml.ts";

export interface Outbound {
  organizationId: string;
  actionId: string;
  notifications: { id: string; object: string; fields: Map<string, string> }[];
}

const ENVELOPES = new Set([
  "http://schemas.xmlsoap.org/soap/envelope/",
  "http://www.w3.org/2003/05/soap-envelope",
]);
const OUTBOUND = "http://soap.sforce.com/2005/09/outbound";
const SOBJECT = /^urn:sobject\.(enterprise|partner)\.soap\.sforce\.com$/;
const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const MOST = 100;

export const ACK = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>
<notificationsResponse xmlns="${OUTBOUND}"><Ack>true</Ack></notificationsResponse>
</soapenv:Body></soapenv:Envelope>`;

/**
 * What an outbound message says. Its session id is a way in, and its addresses are whatever the
 * sender wrote: neither is read.
 */
export function readOutbound(bytes: Uint8Array): Outbound {
  const envelope = readXml(bytes);
  if (envelope.name !== "Envelope" || !ENVELOPES.has(envelope.namespace)) {
    throw new BadXml("This is no SOAP envelope");
  }
  const body = only(envelope, "Body", envelope.namespace);
  const message = only(body, "notifications", OUTBOUND);
  const notifications = named(message, "Notification", OUTBOUND);
  if (notifications.length === 0 || notifications.length > MOST) {
    throw new BadXml(`A message holds 1 to ${MOST} notifications`);
  }
  return {
    organizationId: idIn(message, "OrganizationId"),
    actionId: idIn(message, "ActionId"),
    notifications: notifications.map(notificationOf),
  };
}

function notificationOf(element: XmlElement): Outbound["notifications"][number] {
  const record = only(element, "sObject", OUTBOUND);
  const type = expanded(record.attributes.get(`{${XSI}}type`) ?? "", record.scope, "");
  if (!SOBJECT.test(type.namespace)) throw new BadXml("The record has no type");
  const fields = record.children.filter(({ namespace, children }) =>
    SOBJECT.test(namespace) && children.length === 0
  );
  return {
    id: idIn(element, "Id"),
    object: type.local,
    fields: new Map(fields.map(({ name, text }) => [name, text])),
  };
}

const named = ({ children }: XmlElement, name: string, namespace: string) =>
  children.filter((child) => child.name === name && child.namespace === namespace);

function only(parent: XmlElement, name: string, namespace: string): XmlElement {
  const [first, second] = named(parent, name, namespace);
  if (!first || second) throw new BadXml(`${name} has to be there once`);
  return first;
}

function idIn(parent: XmlElement, name: string): string {
  const id = only(parent, name, OUTBOUND).text.trim();
  if (!isId(id)) throw new BadXml(`${name} is no id`);
  return id;
}
