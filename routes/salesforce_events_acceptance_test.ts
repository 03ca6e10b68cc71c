import assert from "node:assert/strict";
import { flowCallout, outboundMessage } from "../tests/fakes/salesforce_messages.ts";
import { putDeal } from "../tests/fakes/salesforce_org.ts";
import { ring } from "../tests/plans.ts";
import { addressOf, connectSalesforce, withSalesforce, wordsOn } from "../tests/salesforce.ts";
import { accountOfDeal, onStage, reach, runsOf } from "../tests/salesforce_flows.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

Deno.test("SF-024 SF-071 SF-075 SF-076 who may tell, and that one opportunity starts one run however often it is told", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    const flow = drawn({
      n1: onStage(["Closed Won"]),
      n2: accountOfDeal,
      n3: ["end", { outcome: "Ready" }],
    }, ["n1>n2", "n2>n3"]);
    await activeWorkflow(thread, flow);
    const deal = putDeal(org);
    const address = await addressOf(thread, connection);
    const post = (at: URL, call: { body: string; headers: Record<string, string> }) =>
      thread.app.request(at.pathname, { method: "POST", ...call });

    // Strangers, torn and hostile messages leave nothing behind.
    const wrong = new URL(address.href.slice(0, -4) + "AAAA");
    const message = outboundMessage(org, [deal], { sessionId: "00D!secret.session" });
    assert.equal((await post(wrong, message)).status, 404);
    const stranger = outboundMessage(org, [deal], { organizationId: "00Dd0000000xxxx" });
    assert.equal((await post(address, stranger)).status, 404);
    const doctype = { ...message, body: message.body.replace("?>", "?><!DOCTYPE x []>") };
    assert.equal((await post(address, doctype)).status, 400);
    assert.equal(
      (await post(address, { ...message, body: message.body.slice(0, 500) })).status,
      400,
    );
    const plain = { ...message, headers: { "content-type": "text/plain" } };
    assert.equal((await post(address, plain)).status, 415);
    const huge = { ...message, body: message.body + " ".repeat(2_100_000) };
    assert.equal((await post(address, huge)).status, 413);
    const key = address.pathname.split("/").at(-1)!;
    assert.equal((await post(address, flowCallout(org, deal, `${key}x`))).status, 401);
    await thread.workOff();
    assert.deepEqual(await thread.rows("select from deliveries"), []);
    assert.deepEqual(await runsOf(thread), []);

    // The same message again and again, others about the same opportunity, and all at once.
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => post(address, message)),
      post(address, outboundMessage(org, [deal, deal])),
      post(address, flowCallout(org, deal, key)),
    ]);
    assert.deepEqual(answers.map(({ status }) => status), Array(7).fill(200));
    assert.equal(await answers.at(-1)!.text(), "{}");
    await Promise.all([thread.workOff(), thread.workOff(), thread.workOff()]);
    await thread.workOff();
    const runs = await runsOf(thread);
    assert.deepEqual(runs.map(({ state, outcome }) => [state, outcome]), [["completed", "Ready"]]);

    org.change(deal, { StageName: "Prospecting" });
    await reach(thread, org, connection, [deal]);
    org.change(deal, { StageName: "Closed Won" });
    await reach(thread, org, connection, [deal]);
    assert.equal((await runsOf(thread)).length, 1);
    assert.equal((await thread.rows("select from accounts")).length, 1);
    const log = await wordsOn(thread.as("olive"), `/connectors/${connection}/deliveries`);
    assert.match(log, /Acme – Enterprise outboundMessage\.Opportunity/);
    assert.match(log, /Told, 5 times/);
    assert.match(log, /It has started a run already/);
    assert.match(log, /Started See the run|Started/);
    const account = String(org.find(deal).AccountId);
    await post(address, outboundMessage(org, [account], { object: "Account", fields: [] }));
    await thread.workOff();
    const other = await wordsOn(thread.as("olive"), `/connectors/${connection}/deliveries`);
    assert.match(other, /This is no opportunity: the message .* was made for another object/);
    const kept = await thread.rows<{ text: string }>(
      "select deliveries::text as text from deliveries",
    );
    assert.ok(!kept.some(({ text }) => text.includes("secret.session") || text.includes("120000")));
  });
});

Deno.test("100 opportunities in one message are acknowledged once, and each is read", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    const deals = Array.from(
      { length: 100 },
      (_, at) => org.put("Opportunity", { Name: `D${at}` }),
    );
    await reach(thread, org, connection, deals);
    const [all] = await thread.rows(
      "select count(*)::int as n, min(state) as least, max(why) as why from deliveries",
    );
    const why = "No workflow listens to this connection.";
    assert.deepEqual(all, { n: 100, least: "done", why });
  });
});

Deno.test("what no message told of is found by looking, and what one told of is not read again", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    const flow = drawn({ n1: onStage(["Closed Won"]), n2: ["end", { outcome: "Seen" }] }, [
      "n1>n2",
    ]);
    await activeWorkflow(thread, flow);
    await reach(thread, org, connection, [putDeal(org, { Name: "Told" })]);
    await ring(thread);
    assert.ok(fake.asked.some(({ path }) => path.includes("/queryAll?")), "it has looked");
    assert.deepEqual(await thread.rows("select from deliveries where source = 'poll'"), []);
    putDeal(org, { Name: "Lost" });
    await thread.pass("10 minutes");
    await ring(thread);
    assert.equal((await runsOf(thread)).length, 2);
    const log = await wordsOn(thread.as("olive"), `/connectors/${connection}/deliveries`);
    assert.match(log, /Lost changed .*Found by looking/);
    const before = await thread.rows("select from deliveries");
    await thread.pass("10 minutes");
    await ring(thread);
    assert.equal((await thread.rows("select from deliveries")).length, before.length);
  });
});
