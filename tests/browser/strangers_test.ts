import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openBrowser, visit } from "../browser.ts";
import { ownerOf, some } from "../fuzz/asking.ts";
import { openSite, serve } from "../fuzz/site.ts";
import { objectsOf, PASSWORD } from "../fuzz/world.ts";
import { fillIn, forms } from "../routes_table.ts";
import { TURN } from "../turns.ts";

const browser = await openBrowser();
const SAMPLE = 10;

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

/** Mail programs post there from anywhere; its address is a secret, and it only stops mail. */
const OPEN_TO_ALL = "POST /unsubscribe/:token";

Deno.test("a page of another site that sends our forms by itself changes nothing", async () => {
  await using site = await openSite();
  const strangers = formsPage(site.origin);
  await using _stranger = { [Symbol.asyncDispose]: () => strangers.shutdown() };
  for (const host of ["127.0.0.1", "localhost"]) {
    for (const who of ["admin", "csm"] as const) {
      await using tab = await site.tabOf(browser, "north", who);
      tab.expect(/status of 403/);
      const own = forms.filter((route) =>
        ownerOf(site.world, route).who === who && route.name !== OPEN_TO_ALL
      );
      // What the browser says of the stranger is the same for every form: one host meets them all.
      const tried = host === "localhost" ? own.slice(0, SAMPLE) : some(own, own.length / 2, TURN);
      for (const route of tried) {
        const address = `http://${host}:${strangers.addr.port}/${forms.indexOf(route)}`;
        const answered = tab.page.waitForResponse((one) => one.url().startsWith(site.origin));
        await tab.page.goto(address, { waitUntil: "commit" });
        assert.equal((await answered).status(), 403, `${route.name} from ${host}`);
        await tab.page.waitForURL((url) => url.origin === site.origin);
      }
    }
  }
  assert.deepEqual(await site.world.changes(), []);
});

Deno.test("a person signs in, changes their name and signs out without any script", async () => {
  await using site = await openSite();
  await using tab = await browser.tab({ javaScriptEnabled: false });
  const { page } = tab;
  await visit(page, `${site.origin}/profile`);
  await page.getByLabel("Work email").fill("csm@canary-north.test");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL((url) => url.pathname === "/profile");
  await page.getByLabel("Name").first().fill("Carla Sommer");
  await page.getByRole("button", { name: /^Save/ }).first().click();
  await page.getByText("Your profile is saved").first().waitFor();
  assert.equal(await page.locator(".person-name").first().textContent(), "Carla Sommer");
  await page.locator(".person-button").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL((url) => url.pathname === "/sign-in");
  await visit(page, `${site.origin}/profile`);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
});

Deno.test("the keyboard opens the command menu and the help, and goes places", async () => {
  await using site = await openSite();
  await using tab = await site.tabOf(browser, "north", "admin");
  const { page } = tab;
  await visit(page, site.origin);
  await page.keyboard.press("?");
  await page.locator("#keyboard-help[open]").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.locator("#command-menu[open]").waitFor();
  await page.keyboard.type("\u27e6canary");
  await page.locator("#command-results [role=option]").first().waitFor();
  assert.equal(await focusOf(page), "command-input", "focus is lost when the results come");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.activeElement === document.body);
  await page.keyboard.type("gm");
  await page.waitForURL((url) => url.pathname === "/members");
});

Deno.test("a control on a page whose session has ended leads to sign-in, as a whole page", async () => {
  await using site = await openSite();
  const controls: Record<string, (page: Page) => Promise<void>> = {
    async "a fragment: a search in the command menu"(page) {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("canary");
    },
    "a link": (page) => page.locator("nav a", { hasText: "Members" }).click(),
    "a form": (page) => page.getByRole("button", { name: /^Save/ }).first().click(),
    async "the appearance"(page) {
      await page.locator(".person-button").click();
      await page.getByRole("button", { name: "dark" }).click();
    },
  };
  for (const [name, use] of Object.entries(controls)) {
    await site.world.reset();
    await using tab = await site.tabOf(browser, "north", "csm");
    if (name.includes("fragment")) tab.expect(/status of 401/);
    // The stream would notice too, in its own time, and move the page just as it is clicked.
    await tab.page.route("**/live", () => {});
    await visit(tab.page, `${site.origin}/profile`);
    await site.world.thread.rows("delete from sessions");
    await use(tab.page);
    await tab.page.waitForURL((url) => url.pathname === "/sign-in");
    await tab.page.getByLabel("Password").waitFor();
    assert.equal(await tab.page.locator(".sidebar").count(), 0, name);
  }
});

/** A stranger's page for each form of ours: it is sent as soon as the page stands. */
function formsPage(target: string) {
  return serve((request) => {
    const route = forms[Number(new URL(request.url).pathname.slice(1))];
    if (!route) return new Response(null, { status: 204 });
    const own = objectsOf("north", "admin");
    const fields = Object.entries(route.form ?? {}).map(([name, value]) =>
      `<input name="${name}" value="${fillIn(value, own)}">`
    );
    const html = `<!doctype html><html lang="en"><title>Win</title>
      <form method="post" action="${target}${fillIn(route.at, own)}">${fields.join("")}</form>
      <script>document.forms[0].submit()</script>`;
    return new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } });
  });
}

function focusOf(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.id);
}
