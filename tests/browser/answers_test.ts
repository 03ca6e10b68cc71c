import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openBrowser, visit } from "../browser.ts";
import { startShellSite } from "./shell_site.tsx";

const site = startShellSite();
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

Deno.test("the live stream replaces a count by its id", async () => {
  await using tab = await browser.tab();
  await visit(tab.page, `${site.origin}/`);
  await tab.page.waitForSelector("#count-members >> text=7");
});

Deno.test("a refused form keeps what was typed, and its summary takes the focus", async () => {
  await using tab = await browser.tab();
  tab.expect(/422/);
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.fill("#field-email", "priya@gmail.com");
  await page.click("#form button");
  await page.waitForSelector("#error-summary:focus");
  assert.equal(await page.inputValue("#field-email"), "priya@gmail.com");
  await page.click("#error-summary a");
  assert.equal(await focused(page), "field-email");
});

Deno.test("after a row is gone the focus is on its neighbour", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.focus("#delete-two");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#delete-two", { state: "detached" });
  await page.waitForFunction(() => document.activeElement?.textContent === "three");
});

Deno.test("a failed request leaves the page whole and says so in a toast", async () => {
  await using tab = await browser.tab();
  tab.expect(/500/);
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.click("#failing");
  await page.waitForSelector("#toasts >> text=Something failed on our side");
  await page.waitForSelector("#alert >> text=Something failed on our side", { state: "attached" });
  assert.equal(await page.isVisible("#failing"), true);
  assert.equal((await page.content()).includes("Stack trace"), false);
});

Deno.test("a toast the server asks for is shown and read aloud, and can be dismissed", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.click("#told");
  await page.waitForSelector("#toasts >> text=Saved");
  await page.waitForSelector("#status >> text=Saved", { state: "attached" });
  await page.click("#toasts [data-dismiss]");
  await page.waitForSelector("#toasts .toast", { state: "detached" });
});

Deno.test("hx-confirm asks in our own dialog, and nothing is sent before the answer", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  site.posts.length = 0;
  await visit(page, `${site.origin}/`);
  await page.click("#asked");
  await page.waitForSelector("#ask[open] >> text=Archive Acme?");
  await page.keyboard.press("Escape");
  await page.waitForSelector("#ask", { state: "hidden" });
  assert.deepEqual(site.posts, []);
  await page.click("#asked");
  await page.click("#ask [data-ask-yes]");
  await page.waitForSelector("#answered");
  assert.deepEqual(site.posts, ["asked"]);
  assert.equal(await page.evaluate(() => "ran" in window), false);
});

Deno.test("a plain form that is pressed again while it is on its way is sent once", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  site.posts.length = 0;
  await visit(page, `${site.origin}/`);
  const opened = page.waitForEvent("popup");
  const sent = tab.context.waitForEvent("request", (request) => request.method() === "POST");
  await page.click("#plain");
  await sent;
  await page.click("#plain");
  site.release();
  await (await opened).waitForSelector("#answered");
  assert.deepEqual(site.posts, ["held"]);
});

Deno.test("losing the network says so, and having it again takes it back", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await tab.context.setOffline(true);
  await page.waitForSelector("#connection >> text=You are offline");
  await tab.context.setOffline(false);
  await page.waitForSelector("#connection", { state: "hidden" });
});

Deno.test("a session that was ended is told so while its stream is open", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.waitForSelector("#count-members >> text=7");
  await site.tell("signedout");
  await page.waitForSelector("#connection >> text=You are signed out");
  assert.equal(await page.getAttribute("#connection a", "href"), "/sign-in");
});

Deno.test("a page that missed too much offers to show it", async () => {
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.waitForSelector("#count-members >> text=7");
  await site.tell("refresh");
  await page.waitForSelector("#connection >> text=Much has changed");
  assert.equal(await page.getAttribute("#connection a", "href"), `${site.origin}/`);
});

/** Markup that got into a page, and that asks for a change before a person does. */
const INJECTED = [
  `<div hx-post="/posts/injected" hx-trigger="load"></div>`,
  `<div hx-put="/posts/injected" hx-trigger="every 100ms"></div>`,
  `<div hx-delete="/posts/injected" hx-trigger="revealed"></div>`,
  `<div hx-patch="/posts/injected" hx-trigger="click from:body"></div>`,
  `<div hx-action="/posts/injected" hx-method="post" hx-trigger="intersect"></div>`,
  `<div data-hx-post="/posts/injected" data-hx-trigger="load"></div>`,
  `<div hx-ignore><div hx-post="/posts/injected" hx-trigger="load"></div></div>`,
];

for (const markup of INJECTED) {
  Deno.test(`injected markup changes nothing: ${markup}`, async () => {
    await using tab = await browser.tab();
    if (!/data-hx|hx-ignore/.test(markup)) tab.expect(/Refused a change that no person asks for/);
    const { page } = tab;
    site.posts.length = 0;
    await page.route(`${site.origin}/`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace("</main>", `${markup}</main>`);
      await route.fulfill({ response: answer, body });
    });
    await visit(page, `${site.origin}/`);
    await page.click("h1");
    // The page's own request comes after all that the markup could have asked for.
    await page.click("#asked");
    await page.click("#ask [data-ask-yes]");
    await page.waitForSelector("#answered");
    assert.deepEqual(site.posts, ["asked"]);
  });
}

Deno.test("code in attributes never runs", async () => {
  await using tab = await browser.tab();
  tab.expect(/Code in attributes is not allowed/);
  const { page } = tab;
  await page.route(`${site.origin}/`, async (route) => {
    const answer = await route.fetch();
    const markup = `<button id="coded" hx-on:click="window.ran = true" hx-post="/posts/coded"
      hx-vals="js:{a: (window.ran = true)}">Go</button>`;
    await route.fulfill({
      response: answer,
      body: (await answer.text()).replace("</main>", `${markup}</main>`),
    });
  });
  site.posts.length = 0;
  await visit(page, `${site.origin}/`);
  await page.click("#coded");
  await page.click("#asked");
  await page.click("#ask [data-ask-yes]");
  await page.waitForSelector("#answered");
  assert.equal(await page.evaluate(() => "ran" in window), false);
  assert.deepEqual(site.posts, ["asked"]);
});

Deno.test("a session that ended while nobody listened is told so when its stream comes back", async () => {
  await using tab = await browser.tab();
  tab.expect(/401/);
  const { page } = tab;
  await visit(page, `${site.origin}/`);
  await page.waitForSelector("#count-members >> text=7");
  site.revoke();
  await page.waitForSelector("#connection >> text=You are signed out");
  assert.equal(await page.locator("#live").count(), 0);
});
