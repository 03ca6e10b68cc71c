import assert from "node:assert/strict";
import { seedDemoAccounts } from "../../domain/accounts/demo.ts";
import { checkAccess } from "../axe.ts";
import { openBrowser, shots, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { openAs, openSite } from "../site.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

Deno.test("every page about accounts is easy to use, light and dark, wide and narrow", async () => {
  await using site = await openDemo();
  await using tab = await openAs(browser, site, "bob");
  const { page } = tab;
  const at = site.northwind;
  const pages = {
    accounts: "/accounts",
    accounts_mine: "/accounts?view=mine",
    accounts_none: "/accounts?segment=None",
    accounts_archived: "/accounts?view=archived",
    accounts_new: "/accounts/new",
    account: at,
    account_facts: `${at}/facts`,
    account_contacts: `${at}/contacts`,
    account_notes: `${at}/notes`,
    account_activity: `${at}/activity`,
    account_settings: `${at}/settings`,
  };
  for (const [name, path] of Object.entries(pages)) {
    await looksWell(page, site.origin + path, name);
  }
  await using ops = await openAs(browser, site, "olive");
  await visit(ops.page, `${site.origin}/settings/fields`);
  await checkAccess(ops.page);
  await shots(ops.page, "settings_fields");
});

Deno.test("the list is worked through by the keyboard alone", async () => {
  await using site = await openDemo();
  await using tab = await openAs(browser, site, "bob");
  const { page } = tab;
  await visit(page, `${site.origin}/accounts`);
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press("j");
  assert.equal(await focused(), "Adventure Works");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await focused(), "Adventure Works");
  await page.keyboard.press("x");
  await page.getByText("1 selected").waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/accounts\/[0-9a-f-]{36}$/);
  await page.goBack();
  await page.keyboard.press("c");
  await page.waitForURL("**/accounts/new");
});

Deno.test("a row changes in its own place while somebody looks, and the order stays", async () => {
  await using site = await openDemo();
  await using tab = await openAs(browser, site, "bob");
  const { page } = tab;
  await visit(page, `${site.origin}/accounts`);
  const names = () => page.locator("tbody th a").allTextContents();
  const before = await names();
  const at = site.northwind;
  const row = page.locator(`#account-${at.split("/").at(-1)}`);
  await row.locator("input[type=checkbox]").check();
  await site.thread.as("olive").post(`${at}/csm`, {
    version: await site.version(at),
    csm_id: site.thread.cast.olive!.memberId,
  });
  await row.getByText("Olive").waitFor();
  assert.deepEqual(await names(), before);
  assert.equal(await row.locator("input[type=checkbox]").isChecked(), true);
});

async function openDemo() {
  const site = await openSite();
  const { alice, bob, olive, ed } = site.thread.cast;
  await seedDemoAccounts(site.thread.db, alice!.orgId, {
    ana: alice!.memberId,
    maya: bob!.memberId,
    leo: olive!.memberId,
    tom: ed!.memberId,
  });
  const [{ id }] = await site.thread.rows<{ id: string }>(
    "select id from accounts where name = 'Northwind Traders'",
  ) as [{ id: string }];
  return {
    ...site,
    northwind: `/accounts/${id}`,
    version: async (at: string) => {
      const rows = await site.thread.rows("select version from accounts where id = $1", [
        at.split("/").at(-1),
      ]);
      return String(rows[0]!.version);
    },
  };
}
