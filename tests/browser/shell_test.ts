import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, visit } from "../browser.ts";
import { startShellSite } from "./shell_site.tsx";

const site = startShellSite();
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

Deno.test("every part is usable and fits, in both themes, from 320 pixels to wide", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const path of ["/styleguide", "/styleguide/shell", "/styleguide/front"]) {
      await using tab = await browser.tab({ colorScheme });
      await visit(tab.page, site.origin + path);
      for (const width of [320, 640, 800, 1280, 1920]) {
        await tab.page.setViewportSize({ width, height: 800 });
        assert.equal(await overflows(tab.page), false, `${path} at ${width}`);
        if (width === 320 || width === 1280) await checkAccess(tab.page);
      }
      await shots(tab.page, `styleguide${path.replaceAll("/", "-")}`, { themes: [colorScheme] });
    }
  }
});

Deno.test("menus and dialogs open without script, and are usable while open", async () => {
  for (const opener of ["person-menu", "org-menu"]) {
    await using tab = await browser.tab({ javaScriptEnabled: false });
    await visitWithoutScript(tab.page, "/styleguide/shell");
    await tab.page.click(`[popovertarget=${opener}]`);
    await tab.page.waitForSelector(`#${opener}:popover-open`);
  }
  await using tab = await browser.tab({ viewport: { width: 390, height: 800 } });
  await visit(tab.page, `${site.origin}/styleguide/shell`);
  assert.equal(await tab.page.isVisible("#sidebar"), false);
  await tab.page.click("[popovertarget=sidebar]");
  await tab.page.waitForSelector("#sidebar:popover-open");
  await checkAccess(tab.page);
});

Deno.test("the command menu finds commands here and things on the server, by keys alone", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.keyboard.press("Control+k");
  await page.waitForSelector("#command-menu[open] #command-home[aria-selected=true]");
  await checkAccess(page);
  await page.keyboard.press("ArrowDown");
  await page.waitForSelector("#command-accounts[aria-selected=true]");
  await page.keyboard.type("set");
  await page.waitForSelector("text=Found set");
  assert.deepEqual(await page.locator("#command-list [role=option]:visible").allInnerTexts(), [
    "Settings\nG\nS",
  ]);
  await page.keyboard.press("Escape");
  await page.waitForSelector("#command-menu", { state: "hidden" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("mem");
  await page.waitForSelector("text=Found mem");
  await page.keyboard.press("Enter");
  await page.waitForURL(`${site.origin}/members`);
});

Deno.test("letters go to areas and walk rows, but not from a field or behind a dialog", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "two");
  await page.keyboard.press("k");
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "one");
  await page.keyboard.press("?");
  await page.waitForSelector("#keyboard-help[open]");
  await page.keyboard.type("gm");
  await page.keyboard.press("Escape");
  await page.focus("#field-email");
  await page.keyboard.type("gm?");
  assert.equal(await page.inputValue("#field-email"), "gm?");
  assert.equal(page.url(), `${site.origin}/`);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.type("gm");
  await page.waitForURL(`${site.origin}/members`);
});

Deno.test("letters rest for people who switched them off; Ctrl K does not", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/?off=yes`);
  await page.keyboard.type("gmj?");
  await page.keyboard.press("Control+k");
  await page.waitForSelector("#command-menu[open]");
  assert.equal(await page.isVisible("#keyboard-help"), false);
  assert.equal(page.url(), `${site.origin}/?off=yes`);
});

/** Fonts cannot be awaited where no script runs. */
async function visitWithoutScript(page: Page, path: string) {
  await page.goto(site.origin + path, { waitUntil: "load" });
}
