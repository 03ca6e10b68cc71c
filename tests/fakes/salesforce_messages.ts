import { longId } from "../../domain/connectors/salesforce/ids.ts";
import type { FakeOrg, Row } from "./salesforce_org.ts";

export interface SentCall {
  body: string;
  headers: Record<string, string>;
}

let next = 1;

export const notificationId = (): string => longId(`04ld${String(next++).padStart(11, "0")}`);

export interface MessageOptions {
  /** The same for each time the same message is sent. */
  ids?: string[];
  organizationId?: string;
  sessionId?: string;
  object?: string;
  /** What the admin chose to send beside the id. */
  fields?: string[];
}

/** An outbound message as Salesforce sends it: with what the records hold now, not what they held. */
export function outboundMessage(
  org: FakeOrg,
  deals: string[],
  options: MessageOptions = {},
): SentCall {
  const { ids = deals.map(notificationId), fields = ["LastModifiedDate", "Name", "StageName"] } =
    options;
  const host = org.facts.host;
  const session = options.sessionId
    ? `<SessionId>${options.sessionId}</SessionId>`
    : `<SessionId xsi:nil="true"/>`;
  const notifications = deals.map((deal, at) =>
    notificationXml(ids[at]!, options.object ?? "Opportunity", fields, org.find(deal))
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soapenv:Body>
  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">
   <OrganizationId>${options.organizationId ?? org.id}</OrganizationId>
   <ActionId>04kd0000000PCgvAAG</ActionId>
   ${session}
   <EnterpriseUrl>https://${host}/services/Soap/c/67.0/${org.id.slice(0, 15)}</EnterpriseUrl>
   <PartnerUrl>https://${host}/services/Soap/u/67.0/${org.id.slice(0, 15)}</PartnerUrl>
${notifications.join("\n")}
  </notifications>
 </soapenv:Body>
</soapenv:Envelope>`;
  return { body, headers: { "content-type": "text/xml; charset=utf-8", SOAPAction: '""' } };
}

function notificationXml(id: string, object: string, fields: string[], row: Row): string {
  const values = fields.filter((name) => row[name] !== null && row[name] !== undefined)
    .map((name) => `     <sf:${name}>${escaped(String(row[name]))}</sf:${name}>`);
  return `   <Notification>
    <Id>${id}</Id>
    <sObject xsi:type="sf:${object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com">
     <sf:Id>${row.Id}</sf:Id>
${values.join("\n")}
    </sObject>
   </Notification>`;
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Sends it until it is acknowledged, at most so often, as Salesforce does for 24 hours. */
export async function deliver(
  post: (call: SentCall) => Promise<Response>,
  make: () => SentCall,
  mostTimes = 5,
): Promise<{ times: number; acknowledged: boolean }> {
  for (let times = 1; times <= mostTimes; times++) {
    const response = await post(make());
    const text = await response.text();
    if (response.status === 200 && /<Ack>true<\/Ack>/.test(text)) {
      return { times, acknowledged: true };
    }
  }
  return { times: mostTimes, acknowledged: false };
}

/** What a record-triggered flow posts by an HTTP callout. */
export function flowCallout(org: FakeOrg, deal: string, key: string, more: Row = {}): SentCall {
  const { StageName, LastModifiedDate } = org.find(deal);
  const body = {
    eventId: crypto.randomUUID(),
    organizationId: org.id,
    recordId: deal,
    stageName: StageName,
    lastModifiedDate: LastModifiedDate,
    ...more,
  };
  return {
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-thread-key": key },
  };
}
