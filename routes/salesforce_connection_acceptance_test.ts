import assert from "node:assert/strict";
import { putDeal } from "../tests/fakes/salesforce_org.ts";
import {
  agreeAtSalesforce,
  connectSalesforce,
  withSalesforce,
  wordsOn,
} from "../tests/salesforce.ts";

Deno.test("SF-001 SF-004 SF-005 SF-007 SF-008 SF-009 SF-010 SF-011 SF-012 SF-013 an admin connects: what is asked for is said, Salesforce is asked with state and PKCE, and the card says Connected", async () => {
  await withSalesforce(async (thread, fake, org) => {
    putDeal(org);
    const alice = thread.as("alice");
    const catalogue = await alice.page("/connectors");
    assert.match(
      catalogue,
      /id="service-salesforce".*?Not connected.*?href="\/connectors\/salesforce\/connect"/s,
    );
    const page = await wordsOn(alice, "/connectors/salesforce/connect");
    for (
      const asked of [
        /Read opportunities: name, amount, stage, close date, owner/,
        /Read accounts: company name, website, industry, size/,
        /Read contacts:.*name, email, phone and title/,
        /Read notes and attachments/,
        /Read custom objects: only those that an admin names/,
        /Sales Cloud Professional with API access/,
        /A System Administrator of Salesforce/,
        /An admin of Thread/,
      ]
    ) assert.match(page, asked);

    const form = { name: "Salesforce", environment: "production" };
    const left = await (await alice.post("/connectors/salesforce/connect", form)).text();
    const away = new URL(/href="(https:[^"]+)"/.exec(left)![1]!.replaceAll("&amp;", "&"));
    assert.equal(away.origin, "https://login.salesforce.com");
    assert.ok(away.searchParams.get("state"));
    assert.match(away.searchParams.get("code_challenge")!, /^[\w-]{43}$/);
    assert.equal(away.searchParams.get("scope"), "api refresh_token id");
    const id = await agreeAtSalesforce(thread, fake, left);
    const token = fake.asked.find(({ path }) => path === "/services/oauth2/token")!;
    assert.ok(new URLSearchParams(token.body).get("code_verifier"));

    assert.match(await wordsOn(alice, "/connectors"), /Salesforce .*?Connected/s);
    const card = await wordsOn(alice, `/connectors/${id}`);
    assert.match(card, /State Connected There Acme Inc/);
    assert.ok(!card.includes("Something is missing there"));
    assert.ok(!fake.asked.some(({ path }) => path.includes("__c/describe")), "custom objects");

    for (const who of ["bob", "olive", "ed"]) {
      const refused = await thread.as(who).post("/connectors/salesforce/connect", form);
      assert.equal(refused.status, 403, who);
    }
    assert.equal((await thread.as("charlie").get(`/connectors/${id}`)).status, 404);
    const secrets = await thread.rows<{ text: string }>(
      "select connections::text as text from connections",
    );
    assert.ok(!secrets.some(({ text }) => /5Aep|!AQ/.test(text)), "tokens are in the vault only");
  });
});

Deno.test("SF-006 SF-081 production and two sandboxes are connected at once, each at its own host and by its own name", async () => {
  await withSalesforce(async (thread, fake) => {
    const development = fake.addOrg({
      name: "Acme Development",
      host: "acme--dev.sandbox.my.salesforce.com",
      isSandbox: true,
      id: "00Dd0000000devQ",
    });
    fake.addOrg({
      name: "Acme Staging",
      host: "acme--stage.sandbox.my.salesforce.com",
      isSandbox: true,
      id: "00Dd0000000stgQ",
    });
    const alice = thread.as("alice");
    const page = await alice.page("/connectors/salesforce/connect");
    assert.match(page, /value="production".*value="sandbox"/s);
    const production = await connectSalesforce(thread, fake, { name: "Live" });
    fake.asked.length = 0;
    fake.signIn(development);
    await connectSalesforce(thread, fake, { name: "Development", environment: "sandbox" });
    assert.equal(fake.asked[0]!.host, "test.salesforce.com");
    await connectSalesforce(thread, fake, {
      name: "Staging",
      environment: "sandbox",
      host: "https://acme--stage.sandbox.my.salesforce.com/",
    });
    const catalogue = await wordsOn(alice, "/connectors");
    assert.match(catalogue, /Live /);
    assert.match(catalogue, /Development .*?Connected.*?Sandbox/s);
    assert.match(catalogue, /Staging .*?Connected.*?Sandbox/s);
    const there = await thread.rows<{ name: string; outside_name: string }>(
      "select name, outside_name from connections where state = 'connected' order by name",
    );
    assert.deepEqual(there.map((one) => `${one.name}: ${one.outside_name}`), [
      "Development: Acme Development",
      "Live: Acme Inc",
      "Staging: Acme Staging",
    ]);

    // The wrong choice is caught, and the right organisation stays what it was.
    const host = "acme--dev.sandbox.my.salesforce.com";
    const mixed = await connectSalesforce(thread, fake, { name: "Oops", host });
    assert.match(await wordsOn(alice, `/connectors/${mixed}`), /You signed in to a sandbox/);
    const strange = { name: "Evil", environment: "production", host: "evil.example" };
    const refused = await alice.post("/connectors/salesforce/connect", strange);
    assert.ok([409, 422].includes(refused.status));
    assert.match(await refused.text(), /not a My Domain address/);
    assert.match(await wordsOn(alice, `/connectors/${production}`), /Acme Inc/);
  });
});

Deno.test("SF-002 SF-003 SF-014 SF-064 what keeps Salesforce from being connected is named, with what to do", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const alice = thread.as("alice");
    fake.decides("deny");
    const id = await connectSalesforce(thread, fake);
    const shown = () => wordsOn(alice, `/connectors/${id}`);
    assert.match(await shown(), /You chose Deny in Salesforce/);
    assert.match(await wordsOn(alice, "/connectors"), /Salesforce .*?Not finished/s);

    const again = async () => {
      const left = await alice.post(`/connectors/${id}/attempts`);
      assert.equal(await agreeAtSalesforce(thread, fake, await left.text()), id);
      return await shown();
    };
    fake.decides({
      error: "access_denied",
      description: "user is not admin approved to access this app",
    });
    const rights = await again();
    assert.match(rights, /System Administrator.*delegated admin/s);
    for (
      const cause of [/API Enabled/, /no API access/, /Network\s+Access/, /External Client Apps/]
    ) {
      assert.match(rights, cause, "all causes stand there, whichever it was");
    }
    fake.decides("allow");
    fake.login.refusals.push({ error: "invalid_grant", description: "ip restricted" });
    assert.match(await again(), /lets no one in from Thread/);
    org.apiDisabled = true;
    assert.match(await again(), /has no API access.*Professional/s);
    org.apiDisabled = false;
    for (const object of ["Opportunity", "Account"]) org.forbidden.add(object);
    assert.match(await again(), /may not read opportunities.*System Administrator/s);
    org.forbidden.clear();
    const whole = await again();
    assert.match(whole, /Connected/);
    assert.ok(!whole.includes("may not read"));
  });
});

Deno.test("SF-066 SF-074 who connects again keeps the mappings, replaces the tokens and sees what they may see", async () => {
  await withSalesforce(async (thread, fake, org) => {
    putDeal(org);
    org.hidden.add("Account.Industry");
    const id = await connectSalesforce(thread, fake);
    const alice = thread.as("alice");
    assert.match(await wordsOn(alice, `/connectors/${id}`), /Field-level security keeps industry/);
    const mappings = () =>
      thread.rows("select target, field, policy from field_mappings order by target");
    await thread.rows("update field_mappings set policy = 'if_empty' where target = 'arr'");
    const before = await mappings();
    const tokens = () =>
      thread.rows<{ ciphertext: unknown }>(
        "select field, ciphertext from vault_entries where owner like 'connection/%' order by field",
      );
    const held = await tokens();
    fake.revoke(org);
    await alice.post(`/connectors/${id}/reading`);
    await thread.workOff();
    assert.match(await wordsOn(alice, "/connectors"), /has to be connected again.*ended Thread/s);

    org.hidden.clear();
    const left = await alice.post(`/connectors/${id}/attempts`);
    assert.equal(await agreeAtSalesforce(thread, fake, await left.text()), id);
    const page = await wordsOn(alice, `/connectors/${id}`);
    assert.match(page, /Connected/);
    assert.ok(!page.includes("keeps industry"));
    assert.deepEqual(await mappings(), before);
    assert.notDeepEqual(await tokens(), held);

    // Somebody who signs in to another organisation by mistake changes nothing.
    const other = fake.addOrg({
      name: "Somebody else",
      host: "other.my.salesforce.com",
      id: "00Dd0000000othQ",
    });
    fake.signIn(other);
    const strange = await alice.post(`/connectors/${id}/attempts`);
    await agreeAtSalesforce(thread, fake, await strange.text()).catch(() => undefined);
    const after = await thread.rows("select outside_name, state from connections");
    assert.deepEqual(after, [{ outside_name: "Acme Inc", state: "connected" }]);
  });
});
