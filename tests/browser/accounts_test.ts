import assert from "node:assert/strict";
import { seedDemoAccounts } from "../../domain/accounts/demo.ts";
import { checkAccess } from "../axe.ts";
import { dueAction } from "../drafts.ts";
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
    accounts_rounds: "/accounts/rounds",
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

Deno.test("a page is ticked at once, and its page says what would happen before it does", async () => {
  await using site = await openDemo();
  await using tab = await openAs(browser, site, "bob");
  const { page } = tab;
  await visit(page, `${site.origin}/accounts?view=all`);
  const count = await page.locator("[data-select]").count();
  await page.getByLabel("Select all on this page").check();
  await page.getByText(`${count} selected`).waitFor();
  await page.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("heading", { name: `Archive ${count} accounts` }).waitFor();
  await checkAccess(page);
  await page.getByRole("button", { name: `Archive ${count} accounts` }).click();
  await page.getByText(`0 of ${count} accounts`).waitFor();
  await site.thread.workOff();
  await page.getByText(`${count} archived, by Bob`).waitFor();
  await checkAccess(page);
});

Deno.test("a draft is read, typed over and saved beside the plan it is of", async () => {
  await using site = await openSite();
  const action = await dueAction(site.thread);
  await site.thread.workOff();
  await using tab = await openAs(browser, site, "bob");
  const { page } = tab;
  const plan = `${site.origin}${action.path}/plan`;
  await visit(page, plan);
  await page.getByRole("link", { name: "Review draft" }).click();
  const drawer = page.getByRole("dialog", { name: "Welcome" });
  await drawer.getByText("Approve and send").waitFor();
  await checkAccess(page);
  await drawer.getByRole("link", { name: "Edit" }).click();
  await drawer.getByLabel("Text").fill("Hello Ann,");
  await drawer.getByText("The draft changes once you save.").waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Review draft" }).click();
  await drawer.getByRole("link", { name: "Edit" }).click();
  await drawer.getByText("You have not saved this yet").waitFor();
  assert.equal(await drawer.getByLabel("Text").inputValue(), "Hello Ann,");
  await drawer.getByRole("button", { name: "Save", exact: true }).click();
  await drawer.locator(".letter-sheet").getByText("Hello Ann,").waitFor();
  await drawer.getByRole("button", { name: "Approve and send" }).click();
  await drawer.getByText("After that it cannot be recalled").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  assert.equal(page.url(), plan);
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
