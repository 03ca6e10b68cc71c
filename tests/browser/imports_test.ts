import assert from "node:assert/strict";
import { openBrowser, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { confirmImport, matchColumns, upload } from "../imports.ts";
import { openAs, openSite } from "../site.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

const SHEET = [
  "Company;Website;Segment;ARR;Go-live;Contact;Email;CSM;Notes",
  '"Northwind Traders, Inc.";northwind.example;Enterprise;$50k;2026-12-14;Dana Reed;' +
  "dana@northwind.example;Bob;x",
  "Contoso;contoso.example;SMB;50,000;03/04/26;;jan.meier@contoso.example;;",
  "Fabrikam;;SMB;50000;31/12/2026;;;nobody@acme.test;",
  "Contoso GmbH;;;50.000,00 €;;;;;",
  "Tailspin Toys;;;12k;05/06/26;;;;",
].join("\r\n");

const NOTE =
  `- Adventure Works, Enterprise, ARR $120k, Ana Silva <ana@adventure.example>, live 2026-12-01
- Litware, SMB, 9.5k USD, www.litware.example`;

Deno.test("every step of an import is easy to use, light and dark, wide and narrow", async () => {
  await using site = await openSite();
  const { thread } = site;
  const olive = thread.as("olive");
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const look = async (name: string, path: string) => {
    await looksWell(page, site.origin + path, name);
  };
  await look("import_none", "/import");
  await look("import_new", "/import/new");
  const unreadable = await upload(olive, '[{"name": "Northwind"');
  await look("import_unreadable", `${unreadable}/source`);
  const at = await upload(olive, SHEET);
  await look("import_source", `${at}/source`);
  await look("import_columns", `${at}/columns`);
  await matchColumns(thread, olive, at);
  await look("import_review", `${at}/review`);
  await look("import_confirm", `${at}/confirm`);
  const note = await upload(olive, NOTE);
  await matchColumns(thread, olive, note);
  await look("import_guesses", `${note}/review`);
  await confirmImport(thread, olive, note);
  await look("import_progress", `${note}/progress`);
  await thread.workOff();
  await look("import_result", `${note}/result`);
  await look("import_undo", `${note}/undo`);
  await look("import_list", "/import");
});

Deno.test("a cell is edited by the keyboard, and the focus goes on to the next", async () => {
  await using site = await openSite();
  const at = await upload(site.thread.as("olive"), SHEET);
  await matchColumns(site.thread, site.thread.as("olive"), at);
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  await visit(page, `${site.origin}${at}/review`);
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await page.locator("#cell-3-csm").fill("bob@acme.test");
  await page.keyboard.press("Tab");
  await page.locator("#row-3.ready").waitFor();
  assert.equal(await focused(), "cell-3-template");
  await page.getByRole("link", { name: "Needs fixing 2" }).waitFor();
  await page.locator("#cell-3-name").fill("Fabrikam Two");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Duplicates 1" }).waitFor();
  assert.equal(await page.locator("#cell-3-name").inputValue(), "Fabrikam Two");
  assert.equal(await focused(), "cell-3-name");
});
