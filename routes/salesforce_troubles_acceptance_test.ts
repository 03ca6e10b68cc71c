import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { putDeal } from "../tests/fakes/salesforce_org.ts";
import { ring } from "../tests/plans.ts";
import { connectSalesforce, withSalesforce, wordsOn } from "../tests/salesforce.ts";
import { accountOfDeal, onStage, reach, runsOf } from "../tests/salesforce_flows.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

const FLOW = drawn({
  n1: onStage(["Closed Won"]),
  n2: accountOfDeal,
  n3: ["end", { outcome: "Ready" }],
}, ["n1>n2", "n2>n3"]);

/** The fields that a connection brings along. */
const OWN = { field_company_name: "", field_company_size: "" };

Deno.test("SF-067 SF-068 SF-069 SF-070 SF-087 why nothing starts is said: no event, a draft, another stage, a stage that was renamed; and failed runs are listed", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    const olive = thread.as("olive");
    const log = () => wordsOn(olive, `/connectors/${connection}/deliveries`);
    assert.match(await log(), /No event received yet/);
    assert.match(await wordsOn(olive, "/connectors"), /No event received yet/);

    const { id: workflow } = await activeWorkflow(thread, FLOW, "Won deals");
    await thread.rows("update workflows set state = 'draft' where id = $1", [workflow]);
    const deal = putDeal(org, { StageName: "Negotiation" });
    await reach(thread, org, connection, [deal]);
    assert.match(await log(), /Won deals : The workflow is a draft/);
    await thread.rows("update workflows set state = 'active' where id = $1", [workflow]);
    await reach(thread, org, connection, [deal]);
    assert.match(await log(), /The stage is "Verhandlung"; the workflow waits for "Closed Won"/);

    // A label may change at any time. A value that changed is missed where it is chosen.
    const stages = org.objects.Opportunity!.fields.find(({ name }) => name === "StageName")!
      .picklist!;
    const won = stages.find(({ value }) => value === "Closed Won")!;
    won.label = "Gewonnen";
    org.change(deal, { StageName: "Closed Won" });
    await reach(thread, org, connection, [deal]);
    assert.equal((await runsOf(thread)).length, 1, "what is compared is the value");
    won.value = "Won and signed";
    const next = putDeal(org, { Name: "After", StageName: "Won and signed" });
    await thread.as("alice").post(`/connectors/${connection}/reading`);
    await thread.workOff();
    await reach(thread, org, connection, [next]);
    assert.match(await log(), /The stage is "Gewonnen"; the workflow waits for "Closed Won"/);
    const start = await wordsOn(olive, `/workflows/${workflow}/steps/n1`);
    assert.match(start, /The stage "Closed Won" is not there any more\. Choose where it went/);

    won.value = "Closed Won";
    const lost = putDeal(org, { Name: "Lost on the way" });
    fake.revoke(org);
    await reach(thread, org, connection, [lost]);
    const [failed] = (await runsOf(thread)).filter(({ state }) => state === "failed");
    const list = await thread.as("olive").page("/runs?state=failed");
    assert.ok(list.includes(`/runs/${failed!.id}`), "it is listed");
    const run = await wordsOn(olive, `/runs/${failed!.id}`);
    assert.match(run, /Salesforce is not connected\. An admin connects it again/);
  });
});

Deno.test("SF-077 SF-078 an account that was made by hand is found by the run, and a condition can ask for it", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    const flow = drawn({
      n1: onStage(["Closed Won"]),
      n2: ["condition", {
        when: {
          match: "all",
          rows: [{ left: "{{n1.account_exists}}", operator: "is", right: "yes" }],
        },
      }],
      n3: ["end", { outcome: "There already" }],
      n4: accountOfDeal,
      n5: ["end", { outcome: "New" }],
    }, ["n1>n2", "n2.yes>n3", "n2.otherwise>n4", "n4>n5"]);
    await activeWorkflow(thread, flow);
    await addAccount(thread.as("olive"), { ...OWN, name: "By hand", domain: "acme.example" });
    const known = putDeal(org, { Name: "Another name" });
    const fresh = putDeal(org, { Name: "Fresh" });
    org.change(String(org.find(fresh).AccountId), { Website: "https://fresh.example" });
    await reach(thread, org, connection, [known]);
    await reach(thread, org, connection, [fresh]);
    assert.deepEqual((await runsOf(thread)).map(({ outcome }) => outcome), [
      "There already",
      "New",
    ]);
    const names = await thread.rows("select name from accounts order by name");
    assert.deepEqual(names.map(({ name }) => name), ["By hand", "Fresh"]);
  });
});

Deno.test("SF-080 THREAD-182 what is tried out in a sandbox is marked, and touches no real account", async () => {
  await withSalesforce(async (thread, fake) => {
    await connectSalesforce(thread, fake, { name: "Live" });
    const sandbox = fake.addOrg({
      name: "Acme Development",
      host: "acme--dev.sandbox.my.salesforce.com",
      isSandbox: true,
      id: "00Dd0000000devQ",
    });
    const connection = await connectSalesforce(thread, fake, {
      name: "Development",
      environment: "sandbox",
    });
    await activeWorkflow(thread, FLOW, "Live deals");
    const start = onStage(["Closed Won"], { connection });
    const trial = drawn({
      n1: start,
      n2: ["create_account", { name: "{{n1.account_name}}", own: [], existing: "update" }],
      n3: ["end", { outcome: "Tried" }],
    }, ["n1>n2", "n2>n3"]);
    await activeWorkflow(thread, trial, "Trial");
    const olive = thread.as("olive");
    await addAccount(olive, { ...OWN, name: "Acme – Enterprise", domain: "acme.example" });
    const real = () =>
      thread.rows("select name, domain, arr_cents, version, test from accounts where not test");
    const before = await real();
    await reach(thread, sandbox, connection, [putDeal(sandbox)]);
    const [run, second] = await runsOf(thread);
    assert.equal(second, undefined, "the workflow of live deals hears no sandbox");
    assert.deepEqual([run!.sandbox, run!.outcome], [true, "Tried"]);
    assert.match(await wordsOn(olive, `/runs/${run!.id}`), /From a sandbox/);
    assert.deepEqual(await real(), before);
    const [made] = await thread.rows("select name from accounts where test");
    assert.equal(made!.name, "Acme – Enterprise");
  });
});

Deno.test("SF-084 how much of the allowance is used is shown, and where it is used up nothing is asked for an hour", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    await activeWorkflow(thread, FLOW);
    const olive = thread.as("olive");
    const page = () => wordsOn(olive, `/connectors/${connection}`);
    assert.match(await page(), new RegExp(`Allowance used ${org.used} of 15,000 requests`));
    org.used = 15_000;
    await reach(thread, org, connection, [putDeal(org)]);
    assert.match(await page(), /used up what Salesforce allows in 24 hours/);
    fake.asked.length = 0;
    await thread.pass("20 minutes");
    await ring(thread);
    assert.equal(fake.asked.length, 0, "nothing is asked meanwhile");
    org.used = 20;
    await thread.pass("45 minutes");
    await ring(thread);
    assert.deepEqual((await runsOf(thread)).map(({ outcome }) => outcome), ["Ready"]);
    org.used = 14_000;
    await reach(thread, org, connection, [putDeal(org, { Name: "Second" })]);
    fake.asked.length = 0;
    await reach(thread, org, connection, [putDeal(org, { Name: "Third" })]);
    assert.equal(fake.asked.length, 0, "a tenth is left to the people there");
  });
});
