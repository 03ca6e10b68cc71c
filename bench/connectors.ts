import { createHmac } from "node:crypto";
import { hashToken } from "../domain/base/tokens.ts";
import { startProgram } from "../tests/processes.ts";
import { measureCommits } from "./commits.ts";
import { type Figure, inRounds, perSecond, short } from "./figures.ts";
import { asAdmin, type BenchHouse, type Floor, orgId } from "./house.ts";
import { load } from "./load.ts";
import { faults } from "./pages.ts";
import { longId } from "../domain/connectors/salesforce/ids.ts";

const SECRET = "bench-client-secret";
const ORGS = 20;
const FIRST_PORTAL = 90_000;

/**
 * Goals 1 and 2 on the real wires, and a thousand events a second: signed, kept with a job, and
 * answered after the commit. Nothing reads the records meanwhile, as no service is there to ask.
 */
export async function benchConnectors({ large }: BenchHouse): Promise<Figure[]> {
  await openConnections(large);
  await using program = await startProgram({
    command: "serve",
    env: { DATABASE_URL: large.appUrl, HUBSPOT_CLIENT_SECRET: SECRET },
  });
  const url = program.url;
  const hubspot = (many: number, each = 1) =>
    Array.from({ length: many }, () => signedBatch(url, each));
  const salesforce = (many: number) => Array.from({ length: many }, () => message());
  const run = (requests: Uint8Array[], connections: number, rate?: number) =>
    load({ url, connections, seconds: 10, requests, once: true, rate });
  await run(hubspot(500), 8);
  return await inRounds(async () => {
    const { c1, c8 } = await measureCommits(large);
    const signed = await run(hubspot(6000), 32);
    const soap = await run(salesforce(6000), 32);
    const alone = await run(hubspot(1500), 1);
    const steady = await run(hubspot(10_000), 16, 1000);
    const batches = await run(hubspot(300, 100), 8);
    const kept = await count(large);
    return [
      rateOf(1, "HubSpot event acknowledged, 32 connections, against C8", signed, c8),
      rateOf(1, "Salesforce message acknowledged, 32 connections, against C8", soap, c8),
      {
        goal: 2,
        what: "its latency over one connection, p50 in commits of C1",
        value: alone.p50 * c1 / 1000,
        must: 3,
        stretch: 2,
        better: "less",
        note: `p50 ${short(alone.p50)} ms, p99 ${short(alone.p99)} ms${faults(alone)}`,
      },
      {
        goal: "1,000/s",
        what: "events a second for ten seconds, all acknowledged",
        value: steady.rate,
        must: 990,
        stretch: 999,
        better: "more",
        note: `p99 ${short(steady.p99)} ms${faults(steady)}; ${kept} kept in all`,
      },
      rateOf("batch", "events in batches of 100, against C8", {
        ...batches,
        rate: batches.rate * 100,
      }, c8),
    ];
  });
}

function rateOf(
  goal: number | string,
  what: string,
  made: { rate: number; p50: number; p99: number; errors: number },
  c8: number,
): Figure {
  return {
    goal,
    what,
    value: made.rate / c8,
    must: 0.3,
    stretch: 0.42,
    better: "more",
    note: `${perSecond(made.rate)}, C8 ${perSecond(c8)}, p99 ${short(made.p99)} ms${faults(made)}`,
  };
}

const tokenOf = (org: number) => `bench-connection-${org}`.padEnd(43, "x");
const salesforceId = (org: number) => longId(`00D${String(org).padStart(12, "0")}`);

async function openConnections({ adminUrl }: Floor): Promise<void> {
  await asAdmin(adminUrl, "truncate deliveries");
  for (let org = 1; org <= ORGS; org++) {
    const values = (service: string, outside: string, hash: Uint8Array | null) => [
      orgId(org),
      crypto.randomUUID(),
      service,
      `Bench ${service}`,
      outside,
      hash,
    ];
    for (
      const row of [
        values("hubspot", String(FIRST_PORTAL + org), null),
        values("salesforce", salesforceId(org), hashToken(tokenOf(org))),
      ]
    ) {
      await asAdmin(
        adminUrl,
        `insert into connections (org_id, id, service, name, outside_id, hook_hash, state)
         values ($1, $2, $3, $4, $5, $6, 'reconnect')`,
        row,
      );
    }
  }
}

async function count({ adminUrl }: Floor): Promise<number> {
  const [row] = await asAdmin(adminUrl, "select count(*)::integer as kept from deliveries");
  return (row as { kept: number }).kept;
}

let made = 0;

function signedBatch(url: string, events: number): Uint8Array {
  const portalId = FIRST_PORTAL + 1 + made % ORGS;
  const body = JSON.stringify(Array.from({ length: events }, () => ({
    eventId: ++made,
    subscriptionId: 1,
    portalId,
    appId: 1,
    occurredAt: Date.now(),
    subscriptionType: "deal.propertyChange",
    attemptNumber: 0,
    objectId: made,
    propertyName: "dealstage",
    propertyValue: "closedwon",
  })));
  const timestamp = String(Date.now());
  const signature = createHmac("sha256", SECRET)
    .update(`POST${new URL("/hooks/hubspot", url).href}${body}${timestamp}`).digest("base64");
  return posted("/hooks/hubspot", body, [
    "content-type: application/json",
    `x-hubspot-signature-v3: ${signature}`,
    `x-hubspot-request-timestamp: ${timestamp}`,
  ]);
}

function message(): Uint8Array {
  const org = 1 + ++made % ORGS;
  const id = String(made).padStart(12, "0");
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>${
    salesforceId(org)
  }</OrganizationId><ActionId>04k000000000001AAA</ActionId><SessionId xsi:nil="true"/><Notification><Id>04l${id}AAA</Id><sObject xsi:type="sf:Opportunity" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"><sf:Id>006${id}AAA</sf:Id><sf:StageName>Closed Won</sf:StageName></sObject></Notification></notifications></soapenv:Body></soapenv:Envelope>`;
  return posted(`/hooks/salesforce/${tokenOf(org)}`, body, [
    "content-type: text/xml; charset=utf-8",
  ]);
}

function posted(path: string, body: string, headers: string[]): Uint8Array {
  const bytes = new TextEncoder().encode(body);
  const head = [
    `POST ${path} HTTP/1.1`,
    "host: 127.0.0.1",
    ...headers,
    `content-length: ${bytes.length}`,
  ];
  return new Uint8Array([
    ...new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`),
    ...bytes,
  ]);
}
