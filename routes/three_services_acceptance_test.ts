import assert from "node:assert/strict";
import { connect } from "../tests/connections.ts";
import { reachHubspot, startHubspot } from "../tests/fakes/hubspot.ts";
import { dealCreated } from "../tests/fakes/hubspot_events.ts";
import { reachNotion, startNotion } from "../tests/fakes/notion.ts";
import { reachSalesforce, startSalesforce } from "../tests/fakes/salesforce.ts";
import { outboundMessage } from "../tests/fakes/salesforce_messages.ts";
import { putDeal } from "../tests/fakes/salesforce_org.ts";
import { dealOf, PORTAL, tell } from "../tests/hubspot_app.ts";
import { COLUMNS, connectedNotion, INITECH, SIGNS } from "../tests/notion.ts";
import { wordsOf } from "../tests/portal.ts";
import { addressOf, connectSalesforce, tell as tellOf } from "../tests/salesforce.ts";
import { SECRET_KEYS, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

Deno.test("THREAD-069 THREAD-221 THREAD-226 a won deal of HubSpot, Salesforce or Notion starts its workflow by itself, by rights that only read", async () => {
  await using hubspot = startHubspot();
  await using salesforce = startSalesforce();
  await using notion = startNotion();
  notion.verificationToken = SIGNS;
  const keys = { THREAD_SECRET_KEYS: SECRET_KEYS, NOTION_WEBHOOK_SECRET: SIGNS };
  const fakes = [reachHubspot(hubspot), reachNotion(notion, keys), reachSalesforce(salesforce)];
  const [ofHubspot, ofNotion, ofSalesforce] = fakes as [Reach, Reach, Reach];
  await using thread = await testApp({}, {
    secret: (name) => fakes.map(({ secret }) => secret(name)).find((one) => one !== undefined),
    fetch: (input, init) => {
      const address = String(input instanceof Request ? input.url : input);
      if (address.startsWith(hubspot.url)) return ofHubspot.fetch(input, init);
      return (address.startsWith(notion.url) ? ofNotion : ofSalesforce).fetch(input, init);
    },
  });

  const portal = hubspot.portal(PORTAL);
  const org = salesforce.addOrg({ name: "Acme Inc", host: "acme.my.salesforce.com" });
  const database = notion.database("New customers", COLUMNS);
  await connect(thread, "hubspot", { name: "HubSpot" });
  await thread.workOff();
  const atSalesforce = await connectSalesforce(thread, salesforce);
  const atNotion = await connectedNotion(thread, notion, database);
  const stages = { hubspot: ["default/closedwon"], salesforce: ["Closed Won"], notion: [] };
  for (const [on, wanted] of Object.entries(stages)) {
    await activeWorkflow(thread, flow(on, wanted), `From ${on}`);
  }

  await tell(thread, hubspot, [dealCreated(PORTAL, dealOf(portal, "Northwind Traders"))]);
  const deal = putDeal(org);
  const message = outboundMessage(org, [deal]);
  await tellOf(thread, await addressOf(thread, atSalesforce), message);
  const row = notion.add(database, INITECH);
  assert.equal(await atNotion.tell(notion.event("page.created", row)), 200);
  const runs = await thread.rows<{ name: string; state: string }>(
    "select w.name, r.state from runs r join workflows w on w.id = r.workflow_id order by w.name",
  );
  assert.deepEqual(runs.map(({ name, state }) => `${name}: ${state}`), [
    "From hubspot: completed",
    "From notion: completed",
    "From salesforce: completed",
  ]);
  assert.match(
    wordsOf(await thread.as("alice").page("/runs")),
    /From hubspot.*From|From notion.*From/,
  );

  const [asked] = hubspot.calls.filter(({ path }) => path === "/oauth/authorize");
  const scopes = asked!.query.get("scope")!.split(" ");
  assert.deepEqual(scopes.filter((one) => one !== "oauth" && !one.endsWith(".read")), []);
  for (const key of ["hubspot", "salesforce"] as const) {
    const page = await thread.as("alice").page(`/connectors/${key}/connect`);
    const [, list] = /What Thread asks for.*?<ul[^>]*>(.*?)<\/ul>/s.exec(page)!;
    const rights = [...list!.matchAll(/<li>(.*?)<\/li>/g)].map(([, words]) => words!);
    assert.ok(rights.length > 2);
    assert.deepEqual(rights.filter((words) => !/^(Read|Stay connected)\b/.test(words)), [], key);
  }
  const changing = [
    ...hubspot.calls.map(({ method, path }) => `${method} ${path}`),
    ...salesforce.asked.map(({ method, path }) => `${method} ${path}`),
    ...notion.requests.map(({ method, path }) => `${method} ${path}`),
  ].filter((call) => !/^GET /.test(call) && !READS.some((one) => one.test(call)));
  assert.deepEqual(changing, [], "nothing is changed anywhere");
  assert.deepEqual(thread.reported, []);
});

/** Questions that are asked in a body. */
const READS = [
  /^POST \S*\/oauth\S*$|^POST \S*\/oauth2\/\S+$|^POST \S*token$/,
  /^POST \S*\/(search|batch\/read|query|composite\/batch|composite)$/,
];

type Reach = ReturnType<typeof reachHubspot>;

function flow(on: string, stages: string[]) {
  return drawn({
    n1: ["start", { on, stages, fields: [], account: false, paths: [] }],
    n2: ["create_account", { name: "{{n1.account_name}}", own: [], existing: "link" }],
    n3: ["end", { outcome: "Ready" }],
  }, ["n1>n2", "n2>n3"]);
}
