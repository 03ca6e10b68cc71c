import assert from "node:assert/strict";
import type { Client } from "../tests/client.ts";
import { putDeal, putPerson } from "../tests/fakes/salesforce_org.ts";
import { pressOn } from "../tests/pages.ts";
import { connectSalesforce, withSalesforce, wordsOn } from "../tests/salesforce.ts";
import { accountOfDeal, onStage, reach, runsOf } from "../tests/salesforce_flows.ts";
import type { TestApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn } from "../tests/workflows.ts";

const FLOW = drawn({
  n1: onStage(["Closed Won"]),
  n2: accountOfDeal,
  n3: ["end", { outcome: "Ready" }],
}, ["n1>n2", "n2>n3"]);

/** Changes from which field something comes, as somebody does on the page. */
async function remap(client: Client, at: string, target: string, field: string) {
  const page = await client.page(at);
  const link = page.match(/<a [^>]*>/g)!.find((one) =>
    one.includes(`Change the mapping of ${target}"`)
  );
  const place = /href="([^"]+)"/.exec(link ?? "")?.[1];
  assert.ok(place, `${target} is not mapped`);
  await pressOn(client, place, place, { wanted: "", field, policy: "crm" });
}

async function accountNamed(thread: TestApp, name: string) {
  const [row] = await thread.rows<Record<string, string>>(
    `select a.*, a.fields::text as own, a.closed_on::text as day, a.arr_cents::text as cents
     from accounts a where a.name = $1`,
    [name],
  );
  assert.ok(row, `no account ${name}`);
  return row;
}

Deno.test("SF-035 SF-040 SF-041 SF-042 SF-043 SF-044 SF-049 SF-051 SF-053 what is mapped becomes the account's, in one form, for all runs from then on", async () => {
  await withSalesforce(async (thread, fake, org) => {
    org.addField("Opportunity", {
      name: "Contract_date__c",
      label: "Contract date",
      type: "string",
      custom: true,
    });
    org.addField("Opportunity", { name: "CurrencyIsoCode", label: "Currency", type: "picklist" });
    const first = putDeal(org, { Name: "First", Seats__c: 40, CurrencyIsoCode: "EUR" });
    org.put("Note", { ParentId: first, Title: "One", Body: "They want SSO." });
    org.put("Note", { ParentId: first, Title: "Two", Body: "They start in March." });
    const connection = await connectSalesforce(thread, fake);
    await activeWorkflow(thread, FLOW);
    const olive = thread.as("olive");
    const at = `/connectors/${connection}/mappings`;
    assert.match(await wordsOn(olive, `/connectors/${connection}`), /Field mappings/);
    const form = await olive.page(`${at}/new`);
    for (
      const field of ["Seats__c", "Why__c", "Probability", "Account.Industry", "Contact.Title"]
    ) {
      assert.match(form, new RegExp(`<option value="${field.replace(".", "\\.")}"`), field);
    }
    assert.ok(!form.includes('value="AccountId"'), "what has no value of its own is not offered");

    await reach(thread, org, connection, [first]);
    const made = await accountNamed(thread, "First");
    assert.deepEqual([made.cents, made.arr_currency, made.day], ["12000050", "EUR", "2026-11-30"]);
    const [run] = await runsOf(thread);
    const seen = await wordsOn(olive, `/runs/${run!.id}?step=n1`);
    assert.match(seen, /They want SSO\./);
    assert.match(seen, /They start in March\./);

    await remap(olive, at, "Account name", "Account.Name");
    await remap(olive, at, "Close date", "Contract_date__c");
    const wish = {
      wanted: "",
      field: "Seats__c",
      target: "new",
      new_label: "Seats",
      policy: "crm",
    };
    assert.equal((await olive.post(at, wish)).status, 303);
    const days = ["2026-11-30", "30 November 2026", "Nov 30, 2026", "30.11.2026"];
    for (const [number, day] of days.entries()) {
      const deal = putDeal(org, { Name: "Not this", Contract_date__c: day, Seats__c: 12.5 });
      const { AccountId } = org.find(deal);
      org.change(String(AccountId), {
        Name: `Company ${number}`,
        Website: `https://company${number}.example`,
      });
      await reach(thread, org, connection, [deal]);
      const account = await accountNamed(thread, `Company ${number}`);
      assert.equal(account.day, "2026-11-30", day);
      assert.equal((JSON.parse(account.own!) as { seats: number }).seats, 12.5);
      assert.match(await wordsOn(olive, `/accounts/${account.id}/overview`), /Seats 12\.5/);
    }
    const before = await accountNamed(thread, "First");
    assert.ok(!before.own!.includes("seats"), "what was there before stays as it was");

    org.change(first, { Amount: 90_000 });
    await reach(thread, org, connection, [first]);
    assert.equal((await accountNamed(thread, "First")).cents, "9000000", "it follows what changes");
  });
});

Deno.test("SF-048 without a primary contact role nobody else is taken, and the run says so", async () => {
  await withSalesforce(async (thread, fake, org) => {
    const connection = await connectSalesforce(thread, fake);
    await activeWorkflow(thread, FLOW);
    const deal = putDeal(org, { Name: "Lone" });
    org.rows.OpportunityContactRole = [];
    putPerson(org, deal, { Name: "Otto First", Email: "otto@acme.example" }, { IsPrimary: false });
    putPerson(org, deal, { Name: "Pia Second", Email: "pia@acme.example" }, { IsPrimary: false });
    await reach(thread, org, connection, [deal]);
    const [run] = await runsOf(thread);
    assert.equal(run?.outcome, "Ready");
    assert.deepEqual(await thread.rows("select from contacts"), []);
    const words = await wordsOn(thread.as("olive"), `/runs/${run.id}?step=n1`);
    assert.match(words, /2 contacts are there, and none of them is marked as primary/);
    assert.doesNotMatch(words, /Otto|Pia/);
  });
});

Deno.test("SF-072 SF-085 SF-086 what the connected user may not see is stored nowhere, and the run tells it from what is empty or not mapped", async () => {
  await withSalesforce(async (thread, fake, org) => {
    org.addField("Opportunity", {
      name: "Margin__c",
      label: "Margin",
      type: "string",
      custom: true,
    });
    const connection = await connectSalesforce(thread, fake);
    await activeWorkflow(thread, FLOW);
    const olive = thread.as("olive");
    const at = `/connectors/${connection}/mappings`;
    const wish = { wanted: "", field: "Margin__c", target: "segment", policy: "crm" };
    assert.equal((await olive.post(at, wish)).status, 303);
    await thread.rows("delete from field_mappings where target = 'use_case'");
    assert.match(await wordsOn(olive, at), /Use case Not mapped/);

    for (const field of ["Opportunity.Margin__c", "Opportunity.Amount", "Note.Body"]) {
      org.hidden.add(field);
    }
    const deal = putDeal(org, { Margin__c: "restricted-77", Amount: 777_777.77, CloseDate: null });
    org.put("Note", { ParentId: deal, Title: "Talk", Body: "restricted-77 in a note" });
    await reach(thread, org, connection, [deal]);
    const [run] = await runsOf(thread);
    const words = await wordsOn(olive, `/runs/${run!.id}?step=n1`);
    assert.match(words, /Amount Hidden from the connected user in Salesforce\./);
    assert.match(
      words,
      /Segment, as mapped Margin is hidden from the connected user in Salesforce/,
    );
    assert.match(words, /Close date Empty in Salesforce\./);
    assert.match(words, /Use case, as mapped Use case comes from no field of Salesforce/);

    // Whatever is shown, drafted or exported is made of these rows.
    const tables = await thread.rows<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    const holding: string[] = [];
    for (const { name } of tables) {
      const found = await thread.rows(
        `select from "${name}" t where t::text ~ 'restricted-77|777777' limit 1`,
      );
      if (found.length > 0) holding.push(name);
    }
    assert.deepEqual(holding, []);
    const account = await accountNamed(thread, "Acme – Enterprise");
    for (const page of ["overview", "handoff", "history"]) {
      const shown = await olive.get(`/accounts/${account.id}/${page}`);
      assert.ok(!(await shown.text()).includes("restricted-77"), page);
    }
  });
});
