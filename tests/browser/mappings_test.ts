import assert from "node:assert/strict";
import { openBrowser, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { connected, CONNECTION } from "../opportunities.ts";
import { openAs, openSite } from "../site.ts";

const site = await openSite();
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

const SAMPLE = {
  ...{ Name: "Northwind 2026", Amount: 120_000.5, CloseDate: null, Plan__c: "Gold" },
  ...{ "Owner.Email": "not an address", "Account.Name": "Northwind Traders" },
  ...{ "primary_contact.name": "Dana Reed", "primary_contact.email": "dana@n.example" },
  "record.currency": "EUR",
};

Deno.test("a field is found by typing, and what it becomes is shown before anything is saved", async () => {
  const { thread, origin } = site;
  const { read, becomeAccount } = await connected(thread);
  await thread.rows(`update connection_schemas set sample = $1, hidden = '{Account.Size}'`, [
    SAMPLE,
  ]);
  await becomeAccount(read());
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const at = `${origin}/connectors/${CONNECTION.id}/mappings`;
  await looksWell(page, at, "mappings");
  await looksWell(page, `${at}/new?field=Plan__c&target=new`, "mapping");
  await visit(page, `${at}/new`);
  assert.equal(await page.getByLabel("Name of the new field").isVisible(), false);
  await page.getByLabel("Find a field of Salesforce").fill("plan");
  await page.getByText("1 field with “plan”").waitFor();
  await page.getByLabel("Field of Salesforce", { exact: true }).selectOption("Plan__c");
  await page.getByText("In a real record: “Gold”.").waitFor();
  await page.getByLabel("Field of Thread").selectOption("go_live_on");
  await page.getByText('Plan holds "Gold". Thread expects a day').waitFor();
  await page.getByLabel("Field of Thread").selectOption("new");
  await page.getByText("It becomes Gold").waitFor();
  await page.getByLabel("Name of the new field").fill("Tier");
  await page.getByRole("button", { name: "Add field mapping" }).click();
  await page.getByText("Tier comes from Plan from now on.").first().waitFor();
  assert.match(await page.getByRole("row", { name: /Tier/ }).innerText(), /Gold/);
});
