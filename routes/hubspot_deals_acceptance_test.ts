import assert from "node:assert/strict";
import { dealCreated, stageChanged } from "../tests/fakes/hubspot_events.ts";
import { dealFlow, dealOf, hubspotApp, PORTAL } from "../tests/hubspot_app.ts";
import { wordsOf } from "../tests/portal.ts";
import { activeWorkflow } from "../tests/workflows.ts";

Deno.test("THREAD-070 THREAD-075 THREAD-113 deals become accounts by themselves, one after the other, and follow what changes in HubSpot", async () => {
  await using hub = await hubspotApp();
  const { thread, portal, tell } = hub;
  await activeWorkflow(thread, dealFlow(), "Won deals");
  const deal = dealOf(portal, "Northwind Traders", { description: "Forty partners by spring." });
  await tell(stageChanged(PORTAL, deal));

  const bob = thread.as("bob");
  const at = await addressOf(hub, "Northwind Traders");
  const account = wordsOf(await bob.page(at));
  assert.match(account, /Northwind Traders/);
  assert.match(account, /\$48,000/);
  assert.match(account, /northwind-traders\.example/);
  assert.match(account, /Ed\b/, "the owner of the deal is its account executive");
  assert.match(wordsOf(await bob.page(`${at}/contacts`)), /Jo Lind.*jo@northwind-traders\.example/);

  portal.change(deal, { amount: "96000", closedate: "2026-12-15T00:00:00Z" });
  await tell(stageChanged(PORTAL, deal, { propertyName: "amount" }));
  const [row] = await thread.rows(
    "select arr_cents::float8 as arr, closed_on::text from accounts where name = 'Northwind Traders'",
  );
  assert.deepEqual(row, { arr: 9_600_000, closed_on: "2026-12-15" });
  assert.match(wordsOf(await bob.page(at)), /\$96,000/);

  await tell(dealCreated(PORTAL, dealOf(portal, "Fabrikam")));
  assert.ok(await addressOf(hub, "Fabrikam"));
  dealOf(portal, "Tailspin Toys"); // Of this one no call comes.
  await thread.pass("10 minutes");
  await thread.ring();
  await thread.workOff();
  assert.ok(await addressOf(hub, "Tailspin Toys"));
  assert.deepEqual(thread.reported, []);
});

Deno.test("the same deal starts one run, however often, by whichever way and at whatever time it is told", async () => {
  await using hub = await hubspotApp();
  const { thread, fake, portal } = hub;
  await activeWorkflow(thread, dealFlow(), "Won deals");
  const deal = dealOf(portal, "Northwind Traders");
  const twin = dealOf(portal, "Northwind Old");
  const events = Array.from({ length: 12 }, (_, at) => stageChanged(PORTAL, deal, { eventId: at }));
  const calls = events.flatMap((event) => fake.sendsEvents(HOOK, [event, event]));
  const answers = await Promise.all(calls.map((call) => thread.app.request(call)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  // Two processes work it off at once.
  await Promise.all([thread.workOff(), thread.workOff()]);
  assert.deepEqual(await runsOf(hub), [{ count: 1 }]);

  const later = async (told: typeof deal) => {
    await thread.pass("10 seconds"); // HubSpot takes only so many questions at once.
    await hub.tell(stageChanged(PORTAL, told));
    assert.equal((await thread.rows("select from deliveries where state = 'waiting'")).length, 0);
  };
  portal.change(deal, { dealstage: "contractsent" });
  await later(deal);
  portal.change(deal, { dealstage: "closedwon" });
  await later(deal);
  portal.merge(twin, deal);
  await later(twin);
  assert.deepEqual(await runsOf(hub), [{ count: 1 }], "nor does one that was merged into it");
  const accounts = await thread.rows("select name from accounts order by name");
  assert.deepEqual(accounts, [{ name: "Northwind Traders" }]);
  assert.match(wordsOf(await hub.log()), /It has started a run already/);
  assert.deepEqual(thread.reported, []);
});

Deno.test("a call that nobody signed, for nobody here, or twice too large starts nothing", async () => {
  await using hub = await hubspotApp();
  const { thread, fake, portal } = hub;
  await activeWorkflow(thread, dealFlow(), "Won deals");
  const deal = dealOf(portal, "Northwind Traders");
  const event = stageChanged(PORTAL, deal);
  const answerTo = async (call: Request) => (await thread.app.request(call)).status;
  const [forged] = fake.sendsEvents(HOOK, [event], { secret: "guessed" });
  const [old] = fake.sendsEvents(HOOK, [event], { now: Date.now() - 301_000 });
  const [elsewhere] = fake.sendsEvents("https://proxy.internal/hooks/hubspot", [event]);
  const [strange] = fake.sendsEvents(HOOK, [stageChanged(999_999, deal)]);
  const [huge] = fake.sendsEvents(HOOK, [{ ...event, propertyValue: "x".repeat(1_100_000) }]);
  assert.equal(await answerTo(forged!), 401);
  assert.equal(await answerTo(old!), 401);
  assert.equal(await answerTo(new Request(HOOK, elsewhere!)), 401, "another address was signed");
  assert.equal(await answerTo(strange!), 200, "HubSpot would send all of the batch again");
  assert.equal(await answerTo(huge!), 413);
  await thread.workOff();
  assert.deepEqual(await thread.rows("select from deliveries"), []);
  assert.match(wordsOf(await hub.log()), /No event received yet/);
  const page = `/connectors/${hub.id}`;
  assert.match(wordsOf(await thread.as("alice").page(page)), /Last event received None yet/);

  await hub.tell(event, stageChanged(999_999, deal));
  assert.deepEqual(await runsOf(hub), [{ count: 1 }]);
  assert.deepEqual(thread.reported, []);
});

const HOOK = "http://thread.test/hooks/hubspot";

type Hub = Awaited<ReturnType<typeof hubspotApp>>;

const runsOf = ({ thread }: Hub) => thread.rows("select count(*)::int as count from runs");

async function addressOf({ thread }: Hub, name: string): Promise<string> {
  const [row] = await thread.rows<{ id: string }>("select id from accounts where name = $1", [
    name,
  ]);
  assert.ok(row, `${name} is no account`);
  return `/accounts/${row.id}`;
}
