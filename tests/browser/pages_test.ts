import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, type Tab, visit } from "../browser.ts";
import { ask, ownerOf, some } from "../fuzz/asking.ts";
import { type Fill, type PersonName, ROLES } from "../fuzz/seeds.ts";
import { openSite, type Site } from "../fuzz/site.ts";
import { objectsOf } from "../fuzz/world.ts";
import { PAYLOADS } from "../hostile_texts.ts";
import { type Described, fillIn, pages } from "../routes_table.ts";
import { TURN } from "../turns.ts";

const long = Deno.env.get("THREAD_TEST_LONG") === "1";
const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

/** A desk, the same at 200 % zoom, a phone and a small one: at a zoom of 2 a page has half its width. */
const WIDTHS = [1280, 640, 390, 320];

Deno.test("every page is easy to use, in one theme or the other, on a desk, zoomed in and on phones", async () => {
  await using site = await openSite();
  let seen = 0;
  const wrong: string[] = [];
  await using tabs = new AsyncDisposableStack();
  const tabOf = keptTabs(site, tabs);
  for (const route of await shownPages(site)) {
    const { who } = ownerOf(site.world, route);
    const tab = await tabOf(route.may === "anyone" ? undefined : who!);
    const both = ["light", "dark"] as const;
    for (const colorScheme of long ? both : [both[seen % 2]!]) {
      await tab.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await visit(tab.page, site.origin + addressOf(route, who!));
      for (const width of WIDTHS) {
        await tab.page.setViewportSize({ width, height: 800 });
        if (await overflows(tab.page)) wrong.push(`${route.name} is too wide at ${width}`);
        if (!long && width !== (colorScheme === "light" ? 320 : 1280)) continue;
        await checkAccess(tab.page).catch(({ message }) => wrong.push(`${width}: ${message}`));
      }
      seen++;
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(seen > 60, `only ${seen}`);
});

Deno.test("every role sees its pages without a fault in the browser", async () => {
  await using site = await openSite();
  for (const who of long ? ROLES : ["leader"] as const) {
    await using tab = await site.tabOf(browser, "north", who, {
      viewport: { width: 390, height: 800 },
    });
    const shown = await shownPages(site, who);
    for (const route of long ? shown : some(shown, shown.length / 2, TURN)) {
      await visit(tab.page, site.origin + addressOf(route, who));
      assert.equal(await overflows(tab.page), false, `${route.name} for ${who}`);
    }
  }
});

Deno.test("nothing moves for a person who asked for less motion", async () => {
  await using site = await openSite();
  await using tab = await site.tabOf(browser, "north", "admin", { reducedMotion: "reduce" });
  await visit(tab.page, `${site.origin}/members`);
  assert.deepEqual(await movingParts(tab.page), []);
  await tab.page.emulateMedia({ reducedMotion: "no-preference" });
  assert.notDeepEqual(await movingParts(tab.page), []);
});

Deno.test("hostile texts in every column run nothing in a browser", async () => {
  let n = TURN % PAYLOADS.length;
  const fill: Fill = () => PAYLOADS[n++ % PAYLOADS.length]!.replaceAll("\0", "").slice(0, 120);
  await using site = await openSite({ fill });
  await using tab = await site.tabOf(browser, "north", "operator");
  await tab.page.addInitScript("globalThis.pwn = () => { globalThis.pwned = true; };");
  const shown = await shownPages(site, "operator");
  for (const route of some(shown, shown.length / 2, n % 2)) {
    await visit(tab.page, site.origin + addressOf(route, "operator"));
    await tab.page.keyboard.press("Tab");
    assert.equal(await tab.page.evaluate("globalThis.pwned"), undefined, route.name);
  }
});

/** One for each person, so that styles and scripts are fetched once for all of their pages. */
function keptTabs(site: Site, tabs: AsyncDisposableStack) {
  const kept = new Map<PersonName | undefined, Tab>();
  return async (who: PersonName | undefined): Promise<Tab> => {
    const tab = kept.get(who) ??
      tabs.use(await (who ? site.tabOf(browser, "north", who) : browser.tab()));
    kept.set(who, tab);
    return tab;
  };
}

/** Pages of HTML that this person gets, or that somebody gets. A mail's own HTML stands alone. */
async function shownPages({ world }: Site, who?: "admin" | "operator" | typeof ROLES[number]) {
  const shown: Described[] = [];
  for (const route of pages.filter(({ name }) => !name.endsWith("/html"))) {
    const owner = ownerOf(world, route);
    const open = () => world.as("north", who ?? owner.who!);
    const actor = who ? { ...owner, open, who } : owner;
    const answer = await ask(actor, route, objectsOf("north", actor.who!));
    const isPage = answer.headers.includes("text/html") && answer.body.includes("<html");
    if (answer.status === 200 && isPage && !route.asked) shown.push(route);
  }
  return shown;
}

function addressOf(route: Described, who: Parameters<typeof objectsOf>[1]): string {
  return fillIn(route.at, objectsOf("north", who));
}

function movingParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const seconds = (text: string) => Math.max(...text.split(",").map(parseFloat));
    return [...document.querySelectorAll("*")].filter((element) => {
      const style = getComputedStyle(element);
      return seconds(style.transitionDuration) > 0.01 || seconds(style.animationDuration) > 0.01;
    }).map((element) => element.tagName + "." + element.className);
  });
}
