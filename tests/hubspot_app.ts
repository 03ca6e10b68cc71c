import assert from "node:assert/strict";
import { connect } from "./connections.ts";
import { type FakeHubspot, reachHubspot, startHubspot } from "./fakes/hubspot.ts";
import type { HubspotEvent } from "./fakes/hubspot_events.ts";
import { COMPANIES, CONTACTS, DEALS, type Portal, type Row } from "./fakes/hubspot_portal.ts";
import { SECRET_KEYS, type TestApp, testApp } from "./test_app.ts";
import { drawn } from "./workflows.ts";

export const PORTAL = 62_515;
const HOOK = "http://thread.test/hooks/hubspot";

/** Thread with a HubSpot account that Alice has connected, and nothing in it. */
export async function hubspotApp(secrets: Record<string, string> = {}) {
  const fake = startHubspot();
  const portal = fake.portal(PORTAL, "acme.example");
  const reach = reachHubspot(fake, { THREAD_SECRET_KEYS: SECRET_KEYS, ...secrets });
  const thread = await testApp({}, reach);
  const id = await connect(thread, "hubspot", { name: "HubSpot sales" });
  await thread.workOff();
  return {
    thread,
    fake,
    portal,
    /** Of the connection. */
    id,
    tell: (...events: HubspotEvent[]) => tell(thread, fake, events),
    log: () => thread.as("alice").page(`/connectors/${id}/deliveries`),
    async [Symbol.asyncDispose]() {
      await thread[Symbol.asyncDispose]();
      await fake[Symbol.asyncDispose]();
    },
  };
}

/** As HubSpot calls; what it said is worked off. */
export async function tell(thread: TestApp, fake: FakeHubspot, events: HubspotEvent[]) {
  for (const call of fake.sendsEvents(HOOK, events)) {
    const answer = await thread.app.request(call);
    assert.equal(answer.status, 200, await answer.text());
  }
  await thread.workOff();
}

/** A deal as a seller leaves it: with its company and somebody to talk to. */
export function dealOf(portal: Portal, company: string, more: Record<string, string> = {}): Row {
  const domain = `${company.toLowerCase().replaceAll(" ", "-")}.example`;
  const deal = portal.add(DEALS, {
    dealname: company,
    amount: "48000",
    dealstage: "closedwon",
    pipeline: "default",
    closedate: "2026-11-30T00:00:00Z",
    hubspot_owner_id: "77",
    ...more,
  });
  portal.tie(deal, COMPANIES, portal.add(COMPANIES, { name: company, domain }), { typeId: 5 });
  const email = `jo@${domain}`;
  portal.tie(deal, CONTACTS, portal.add(CONTACTS, { firstname: "Jo", lastname: "Lind", email }));
  return deal;
}

/** A won deal becomes an account. */
export function dealFlow(more: Record<string, unknown> = {}) {
  return drawn({
    n1: ["start", {
      on: "hubspot",
      stages: ["default/closedwon"],
      fields: [],
      account: false,
      paths: [],
      ...more,
    }, "Deal won"],
    n2: ["create_account", { name: "{{n1.account_name}}", own: [], existing: "link" }],
    n3: ["end", { outcome: "Ready" }],
  }, ["n1>n2", "n2>n3"]);
}
