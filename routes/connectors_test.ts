import assert from "node:assert/strict";
import { agree, connect } from "../tests/connections.ts";
import { type FakeHubspot, reachHubspot, startHubspot } from "../tests/fakes/hubspot.ts";
import { wonDeal } from "../tests/fakes/hubspot_deals.ts";
import { again, stageChanged } from "../tests/fakes/hubspot_events.ts";
import { SECRET_KEYS, type TestApp, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

const PORTAL = 62_515;
const HOOK = "http://thread.test/hooks/hubspot";

async function withHubspot(work: (thread: TestApp, fake: FakeHubspot) => Promise<void>) {
  await using fake = startHubspot();
  await using thread = await testApp(
    {},
    reachHubspot(fake, { THREAD_SECRET_KEYS: SECRET_KEYS }),
  );
  await work(thread, fake);
  assert.deepEqual(thread.reported.map((error) => error.stack), []);
}

function dealFlow(connection?: string) {
  return drawn({
    n1: ["start", {
      on: "hubspot",
      stages: ["default/closedwon"],
      fields: [],
      account: false,
      paths: [],
      ...(connection && { connection }),
    }],
    n2: ["create_account", { name: "{{n1.account_name}}", own: [], existing: "link" }],
    n3: ["end", { outcome: "Ready" }],
  }, ["n1>n2", "n2>n3"]);
}

async function tell(thread: TestApp, fake: FakeHubspot, events: Record<string, unknown>[]) {
  for (const call of fake.sendsEvents(HOOK, events)) {
    const answer = await thread.app.request(call);
    assert.equal(answer.status, 200, await answer.text());
  }
}

Deno.test("THREAD-216 THREAD-225 a service is connected: what it may see is said, then agreed to, then shown", async () => {
  await withHubspot(async (thread, fake) => {
    fake.portal(PORTAL);
    const alice = thread.as("alice");
    assert.match(await alice.page("/connectors"), /HubSpot.*?Not connected/s);
    const page = await alice.page("/connectors/hubspot/connect");
    assert.match(page, /What Thread asks for/);
    const id = await connect(thread, "hubspot", { name: "HubSpot sales" });
    await thread.workOff();
    assert.match(await alice.page("/connectors"), /HubSpot sales<\/a>.*?Connected/s);
    assert.match(await alice.page(`/connectors/${id}`), /None yet/);
    for (const who of ["bob", "olive"]) {
      const answer = await thread.as(who).get("/connectors/hubspot/connect");
      assert.equal(answer.status, 403, who);
    }
    const elsewhere = await thread.as("charlie").get(`/connectors/${id}`);
    assert.equal(elsewhere.status, 404);
  });
});

Deno.test("THREAD-217 a refusal there is explained here, and what was chosen is kept", async () => {
  await withHubspot(async (thread, fake) => {
    fake.portal(PORTAL);
    fake.grants.declines = { error: "access_denied", description: "no rights" };
    const id = await connect(thread, "hubspot", { name: "HubSpot sales" });
    const alice = thread.as("alice");
    const page = await alice.page(`/connectors/${id}`);
    assert.match(page, /HubSpot sales is not connected yet/);
    assert.match(page, /super admin/i);
    fake.grants.declines = undefined;
    const left = await alice.post(`/connectors/${id}/attempts`);
    assert.equal(await agree(thread, await left.text()), id);
    assert.match(await alice.page(`/connectors/${id}`), /Connected/);
  });
});

Deno.test("what comes back without having left, or twice, connects nothing", async () => {
  await withHubspot(async (thread, fake) => {
    fake.portal(PORTAL);
    const alice = thread.as("alice");
    const strange = await alice.get("/connectors/callback?code=x&state=made-up");
    assert.equal(strange.headers.get("location"), "/connectors");
    const left = await alice.post("/connectors/hubspot/connect", {
      name: "HubSpot",
      environment: "production",
    });
    const away = /href="(https?:[^"]+)"/.exec(await left.text())![1]!.replaceAll("&amp;", "&");
    const agreed = await fetch(away, { redirect: "manual" });
    const back = new URL(agreed.headers.get("location")!);
    const other = await thread.as("charlie").get(back.pathname + back.search);
    assert.equal(other.headers.get("location"), "/connectors");
    const first = await alice.get(back.pathname + back.search);
    assert.match(first.headers.get("location")!, /^\/connectors\/[0-9a-f-]+$/);
    const twice = await alice.get(back.pathname + back.search);
    assert.equal(twice.headers.get("location"), "/connectors");
  });
});

Deno.test("THREAD-250 THREAD-251 THREAD-252 a delivery says what became of it, and starts one run for a record", async () => {
  await withHubspot(async (thread, fake) => {
    const portal = fake.portal(PORTAL);
    const id = await connect(thread, "hubspot");
    await thread.workOff();
    const deal = wonDeal(portal);
    const { id: workflow } = await activeWorkflow(thread, dealFlow(), "Won deals");
    const alice = thread.as("alice");
    const log = () => alice.page(`/connectors/${id}/deliveries`);

    await thread.rows("update workflows set state = 'draft' where id = $1", [workflow]);
    await tell(thread, fake, [stageChanged(PORTAL, deal)]);
    await thread.workOff();
    assert.match(await log(), /Won deals<\/a>: The workflow is a draft/);

    await thread.rows("update workflows set state = 'active' where id = $1", [workflow]);
    portal.change(deal, { dealstage: "contractsent" });
    await tell(thread, fake, [stageChanged(PORTAL, deal)]);
    await thread.workOff();
    assert.match(await log(), /The stage is .*Contract sent.*waits for .*Closed won/s);

    portal.change(deal, { dealstage: "closedwon" });
    const won = stageChanged(PORTAL, deal);
    await tell(thread, fake, [won, again(won), stageChanged(PORTAL, deal)]);
    await thread.workOff();
    await tell(thread, fake, [again(won)]);
    await thread.workOff();
    const runs = await thread.rows("select state, outcome from runs");
    assert.deepEqual(runs, [{ state: "completed", outcome: "Ready" }]);
    const accounts = await thread.rows(
      "select a.name, a.arr_cents::float8 as arr, r.state from accounts a " +
        "join outside_records r on r.account_id = a.id",
    );
    assert.deepEqual(accounts, [
      { name: "Northwind – onboarding", arr: 12_000_050, state: "linked" },
    ]);
    assert.match(await log(), /It has started a run already/);
  });
});

Deno.test("one call that tells of two organisations keeps for each what is its own, once", async () => {
  await withHubspot(async (thread, fake) => {
    const { alice, charlie } = thread.cast;
    for (const [orgId, portal] of [[alice!.orgId, "71"], [charlie!.orgId, "72"]]) {
      await thread.rows(
        `insert into connections (org_id, id, service, name, outside_id, state)
         values ($1, $2, 'hubspot', 'HubSpot', $3, 'reconnect')`,
        [orgId, crypto.randomUUID(), portal],
      );
    }
    const [ours, theirs, nobodys] = [71, 72, 73].map((portal) => stageChanged(portal, "501"));
    const own = stageChanged(71, "502");
    await tell(thread, fake, [ours!, theirs!, nobodys!]);
    await tell(thread, fake, [again(ours!), own, own]);
    const kept = await thread.rows(
      `select d.org_id, d.record_id, d.times, j.kind from deliveries d
       left join jobs j on j.org_id = d.org_id and j.payload ->> 'deliveryId' = d.id::text
       order by d.record_id, d.times`,
    );
    const kind = "take_delivery";
    assert.deepEqual(kept, [
      { org_id: charlie!.orgId, record_id: "501", times: 1, kind },
      { org_id: alice!.orgId, record_id: "501", times: 2, kind },
      { org_id: alice!.orgId, record_id: "502", times: 1, kind },
    ]);
  });
});

Deno.test("THREAD-220 THREAD-248 a permission that is gone is noticed; runs fail with the reason, and go on when it is back", async () => {
  await withHubspot(async (thread, fake) => {
    const portal = fake.portal(PORTAL);
    const id = await connect(thread, "hubspot", { name: "HubSpot sales" });
    await thread.workOff();
    await activeWorkflow(thread, dealFlow(id), "Won deals");
    const deal = wonDeal(portal);
    fake.uninstall(PORTAL);
    await tell(thread, fake, [stageChanged(PORTAL, deal)]);
    await thread.workOff();
    const alice = thread.as("alice");
    assert.match(await alice.page("/connectors"), /HubSpot sales has to be connected again/);
    const [run] = await thread.rows<{ id: string; failure: { text: string } }>(
      "select id, failure from runs where state = 'failed'",
    );
    assert.match(run!.failure.text, /HubSpot sales is not connected/);
    const left = await alice.post(`/connectors/${id}/attempts`);
    fake.grants.agrees = { portal: PORTAL, domain: "x.example" };
    assert.equal(await agree(thread, await left.text()), id);
    await alice.post(`/runs/${run!.id}/retry`, {});
    await thread.workOff();
    const [row] = await thread.rows("select state, outcome from runs where id = $1", [run!.id]);
    assert.deepEqual(row, { state: "completed", outcome: "Ready" });
  });
});

Deno.test("THREAD-218 THREAD-219 disconnecting ends the reading and keeps what was read", async () => {
  await withHubspot(async (thread, fake) => {
    const portal = fake.portal(PORTAL);
    const id = await connect(thread, "hubspot", { name: "HubSpot sales" });
    await thread.workOff();
    await activeWorkflow(thread, dealFlow(), "Won deals");
    await tell(thread, fake, [stageChanged(PORTAL, wonDeal(portal))]);
    await thread.workOff();
    const alice = thread.as("alice");
    const settings = await alice.page(`/connectors/${id}/settings`);
    assert.match(settings, /Runs of Won deals fail from now on/);
    await alice.post(`/connectors/${id}/disconnection`);
    await thread.workOff();
    assert.match(await alice.page("/connectors"), /HubSpot sales<\/a>.*?Not connected/s);
    assert.match(await alice.page("/accounts"), /Northwind/);
    const kept = await thread.rows(
      "select field from vault_entries where owner like 'connection/%'",
    );
    assert.deepEqual(kept.filter(({ field }) => field !== "address"), []);
    assert.equal(fake.grants.refresh.size, 0, "the permission is given back");
  });
});

Deno.test("twenty reads with a token that is over renew it once", async () => {
  await withHubspot(async (thread, fake) => {
    const portal = fake.portal(PORTAL);
    await connect(thread, "hubspot");
    await thread.workOff();
    await activeWorkflow(thread, dealFlow(), "Won deals");
    const deals = Array.from({ length: 20 }, () => wonDeal(portal));
    fake.expireTokens();
    const before = fake.calls.filter(({ path }) => path.endsWith("/token")).length;
    await tell(thread, fake, deals.map((deal) => stageChanged(PORTAL, deal)));
    for (let n = 0; n < 8; n++) {
      await thread.workOff();
      await thread.pass("1 minute");
    }
    const after = fake.calls.filter(({ path }) => path.endsWith("/token")).length;
    assert.equal(after - before, 1);
    const runs = await thread.rows("select state from runs");
    assert.deepEqual(runs.map(({ state }) => state), Array(20).fill("completed"));
  });
});

Deno.test("what no call told of is found by looking", async () => {
  await withHubspot(async (thread, fake) => {
    const portal = fake.portal(PORTAL);
    const id = await connect(thread, "hubspot");
    await thread.workOff();
    await activeWorkflow(thread, dealFlow(), "Won deals");
    wonDeal(portal);
    await thread.pass("10 minutes");
    await thread.ring();
    await thread.workOff();
    const page = await thread.as("alice").page(`/connectors/${id}/deliveries`);
    assert.match(page, /Found by looking/);
    assert.equal((await thread.rows("select from runs")).length, 1);
  });
});
