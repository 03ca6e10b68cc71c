import assert from "node:assert/strict";
import { type Letterhead, writeLetter } from "../../domain/messages/letters.ts";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, type Page, shots } from "../browser.ts";
import { everyLetter, identityLetters } from "../every_letter.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

const values = {
  name: "Ann Lee",
  email: "ann.lee@northwind-traders.example",
  link: `https://thread.example.com/sign-in-links/${"aB3_".repeat(10)}xyz`,
  code: "401938",
};

const LOGO = "https://thread.example.com/brand/acme/logo?v=3";
/** As a picture of a brand often is: dark ink on nothing. */
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="150" height="40">
  <circle cx="20" cy="20" r="16" fill="#13233f"/>
  <text x="46" y="28" font-family="sans-serif" font-size="24" fill="#13233f">Acme</text></svg>`;

const heads: Record<string, Letterhead> = {
  dark: { name: "Acme Cloud", accent: "#10131c" },
  light: { name: "Acme Cloud", accent: "#ffe14d", logoUrl: LOGO },
  long: { name: "Aa".repeat(60), accent: "#0f7373" },
};

Deno.test("every letter is readable on a wide and a narrow, a light and a dark screen", async () => {
  await using tab = await browser.tab();
  for (const [name, write] of everyLetter) {
    const own: [string, Letterhead | undefined][] = Object.hasOwn(identityLetters, name)
      ? [["thread", undefined]]
      : [["thread", undefined], ...Object.entries(heads)];
    for (const [look, head] of own) {
      await show(tab.page, writeLetter(write(values), head).html);
      await check(tab.page, `${name} ${look}`);
      await shots(tab.page, `letter-${name}-${look}`, { widths: [360, 600] });
    }
  }
});

Deno.test("the code of a letter is selected whole, and copied without a gap", async () => {
  await using tab = await browser.tab();
  await show(tab.page, writeLetter(identityLetters.signInLetter(values)).html);
  const code = tab.page.getByText(values.code, { exact: true });
  await code.click();
  assert.equal(await tab.page.evaluate(() => getSelection()!.toString().trim()), values.code);
});

/** A letter is shown inside of a mail program, which has its own. */
const LANDMARKS = ["landmark-one-main", "region"];

async function show(page: Page, html: string) {
  await page.route(LOGO, (route) => route.fulfill({ contentType: "image/svg+xml", body: PICTURE }));
  await page.setContent(html, { waitUntil: "load" });
}

async function check(page: Page, what: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await checkAccess(page, { reviewed: LANDMARKS });
    for (const width of [360, 600]) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(await overflows(page), false, `${what} is too wide at ${width}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
}
