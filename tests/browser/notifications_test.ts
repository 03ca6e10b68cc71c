import assert from "node:assert/strict";
import { addAccount } from "../accounts.ts";
import { openBrowser, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { tellAll } from "../notifications.ts";
import { eventually } from "../processes.ts";
import { openAs, openSite } from "../site.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

Deno.test("the bell and the list of an open page follow what happens, and what is read elsewhere", async () => {
  await using site = await openSite();
  const { thread } = site;
  await using tab = await openAs(browser, site, "bob");
  const { page } = tab;
  await visit(page, `${site.origin}/notifications`);
  await eventually("the page listens", () => thread.house.streams.count() > 0);
  const csm_id = thread.cast.bob!.memberId;
  await addAccount(thread.as("alice"), { csm_id });
  await tellAll(thread);
  const bell = page.locator("#count-notifications");
  await bell.getByText("1").waitFor();
  await page.locator("#notifications").getByText("assigned Northwind Traders to Bob").first()
    .waitFor();
  await thread.as("bob").post("/notifications/readings");
  await bell.waitFor({ state: "hidden" });
  assert.deepEqual(tab.troubles, []);

  await addAccount(thread.as("alice"), { csm_id, name: "Second", domain: "" });
  await tellAll(thread);
  for (
    const [name, path] of [["notifications", "/notifications"], ["told", "/profile/notifications"]]
  ) {
    await looksWell(page, site.origin + path!, name!);
  }
});

Deno.test("when customers are reminded is easy to set", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  await looksWell(tab.page, `${site.origin}/settings/notifications`, "settings_notifications");
});
