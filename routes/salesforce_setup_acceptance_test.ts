import assert from "node:assert/strict";
import { flowCallout, outboundMessage } from "../tests/fakes/salesforce_messages.ts";
import { putDeal } from "../tests/fakes/salesforce_org.ts";
import { reachSalesforce, startSalesforce } from "../tests/fakes/salesforce.ts";
import {
  addressOf,
  connectSalesforce,
  tell,
  withSalesforce,
  wordsOn,
} from "../tests/salesforce.ts";
import { testApp, testSettings } from "../tests/test_app.ts";

Deno.test("SF-065 the addresses that Thread calls from are shown where they are set, and missed where not", async () => {
  await using fake = startSalesforce();
  fake.addOrg({ name: "Acme Inc", host: "acme.my.salesforce.com" });
  const setting = { OUTGOING_ADDRESSES: "192.0.2.10, 2001:db8::/64" };
  await using thread = await testApp(setting, reachSalesforce(fake));
  const id = await connectSalesforce(thread, fake);
  const page = await wordsOn(thread.as("olive"), `/connectors/${id}/setup`);
  assert.match(page, /allow these\. 192\.0\.2\.10 Copy 2001:db8::\/64/);
  assert.match(page, /lets no one in from Thread's addresses.*Network Access/);
  thread.settings.outgoingAddresses.length = 0;
  const unset = await wordsOn(thread.as("olive"), `/connectors/${id}/setup`);
  assert.match(unset, /OUTGOING_ADDRESSES is not set/);
  assert.throws(() => testSettings({ OUTGOING_ADDRESSES: "somewhere" }), /OUTGOING_ADDRESSES/);
});

Deno.test("the page for Salesforce's admin has what is to be entered there, and waits for what comes", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const id = await connectSalesforce(thread, fake);
    const [alice, olive] = [thread.as("alice"), thread.as("olive")];
    const at = `/connectors/${id}/setup`;
    assert.match(await wordsOn(alice, at), /make one under Overview/);
    const address = await addressOf(thread, id);
    const key = address.pathname.split("/").at(-1)!;
    const page = await wordsOn(alice, at);
    for (
      const entered of [
        ...[address.href, org.id, "http://thread.test/connectors/callback"],
        ...["Id , LastModifiedDate , Name , StageName", "Send Session ID off", "api", "PKCE"],
        ...[
          `X-Thread-Key . Its value is the last part of the address above: ${key}`,
          "$Flow.InterviewGuid",
          "HTTP Callout",
        ],
      ]
    ) assert.ok(page.includes(entered), `${entered} in ${page}`);
    const other = await wordsOn(olive, at);
    assert.ok(!other.includes(key), "who hears the address is heard: only admins see it");
    assert.match(other, /An admin sees the address/);

    const begun = await olive.get(`${at}?wait=yes`);
    const waiting = begun.headers.get("location")!.split("#")[0]!;
    assert.match(await wordsOn(olive, waiting), /Waiting for Salesforce since/);
    assert.match(await olive.page(waiting), /hx-trigger="every 3s"/);
    const deal = putDeal(org);
    await tell(thread, address, outboundMessage(org, [deal]));
    const heard = await wordsOn(olive, waiting);
    assert.match(heard, /Heard Acme – Enterprise, .*No workflow listens to this connection/);
    assert.ok(!(await olive.page(waiting)).includes("every 3s"));
    await tell(thread, address, flowCallout(org, deal, key));
    assert.match(await wordsOn(olive, waiting), /Heard Acme.*Heard Acme/);

    await thread.pass("1 hour");
    const again = (await olive.get(`${at}?wait=yes`)).headers.get("location")!.split("#")[0]!;
    const since = new Date(new URL(again, "http://x.test").searchParams.get("since")!);
    const old = new Date(since.getTime() - 16 * 60_000).toISOString();
    assert.match(await wordsOn(olive, `${at}?since=${old}`), /Nothing came in 15 minutes/);
    assert.match(await wordsOn(olive, `${at}?since=yesterday`), /Test now/);
  });
});

Deno.test("SF-083 custom objects stay closed until an admin names them; then their fields can be mapped", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const site = org.put("Site__c", { Name: "Plant", City__c: "Kiel" });
    const deal = putDeal(org, { Site__c: site });
    const id = await connectSalesforce(thread, fake);
    const [alice, olive] = [thread.as("alice"), thread.as("olive")];
    const offered = () => olive.page(`/connectors/${id}/mappings/new`);
    assert.ok(!(await offered()).includes("City"));
    assert.ok(!fake.asked.some(({ path }) => path.includes("Site__c")));
    const save = (who: typeof alice, objects: string) =>
      who.post(`/connectors/${id}/custom-objects`, { objects });
    assert.equal((await save(olive, "Site__c")).status, 403);
    const wrong = await save(alice, "Site__c\nUser; drop");
    assert.equal(wrong.status, 422);
    const refused = await wrong.text();
    assert.match(refused, /not the API name of a custom object/);
    assert.match(refused, /Site__c\nUser; drop/, "what was typed stays");
    assert.equal((await save(alice, "Site__c\nNowhere__c")).status, 303);
    await thread.workOff();
    assert.match(await offered(), /City/);
    assert.match(await wordsOn(alice, `/connectors/${id}`), /Nowhere__c is not there/);
    const field = { field: "Site__r.City__c", target: "segment", policy: "crm" };
    const mapped = await olive.post(`/connectors/${id}/mappings`, field);
    assert.equal(mapped.status, 303, await mapped.clone().text());
    await tell(thread, await addressOf(thread, id), outboundMessage(org, [deal]));
    const [record] = await thread.rows(
      "select mapped -> 'segment' ->> 'value' as city from outside_records",
    );
    assert.equal(record!.city, "Kiel");
    assert.equal((await save(alice, "")).status, 303);
    await thread.workOff();
    assert.ok(!(await offered()).includes(">City"));
  });
});
