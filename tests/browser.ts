import assert from "node:assert/strict";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  chromium,
  type Page,
  type Response,
} from "playwright-core";
import { flags, unpackChromium } from "./chromium.ts";

/** One for a test file. Each test opens a tab of its own, which shares nothing with the others. */
export interface TestBrowser extends AsyncDisposable {
  browser: Browser;
  tab: (options?: BrowserContextOptions) => Promise<Tab>;
}

/**
 * A page whose troubles are kept: console errors, uncaught exceptions, CSP violations, failed
 * requests. Disposing it fails the test for each that was not expected, and for each that was
 * expected and did not come.
 */
export interface Tab extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  troubles: string[];
  expect: (trouble: RegExp) => void;
}

export async function openBrowser(): Promise<TestBrowser> {
  const { executablePath, env } = await unpackChromium();
  const browser = await chromium.launch({ executablePath, env, args: flags, headless: true });
  return {
    browser,
    tab: (options) => openTab(browser, options),
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

async function openTab(browser: Browser, options?: BrowserContextOptions): Promise<Tab> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const troubles: string[] = [];
  const expected: RegExp[] = [];
  const page = await context.newPage();
  await listen(page, troubles);
  context.on("page", (popup) => {
    listen(popup, troubles).catch(() => {}); // A popup may close before anyone can listen.
  });
  return {
    page,
    context,
    troubles,
    expect: (trouble) => expected.push(trouble),
    async [Symbol.asyncDispose]() {
      await settle(page);
      await context.close();
      const unexpected = troubles.filter((one) => !expected.some((it) => it.test(one)));
      // A test that failed before hides what is thrown here.
      for (const one of unexpected) console.error(one);
      assert.deepEqual(unexpected, []);
      const missing = expected.filter((it) => !troubles.some((one) => it.test(one)));
      assert.deepEqual(missing, [], "expected these troubles, and they did not come");
    },
  };
}

async function listen(page: Page, troubles: string[]): Promise<void> {
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`uncaught: ${error.stack ?? error.message}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "unknown";
    // Leaving a page ends its open stream; that is no failure.
    if (why !== "net::ERR_ABORTED") troubles.push(`request: ${why} ${request.url()}`);
  });
  const devtools = await page.context().newCDPSession(page);
  devtools.on("Audits.issueAdded", ({ issue }) => {
    const csp = issue.details.contentSecurityPolicyIssueDetails;
    if (!csp) return;
    const what = csp.blockedURL ?? csp.contentSecurityPolicyViolationType;
    troubles.push(`csp: ${csp.violatedDirective} ${what} on ${page.url()}`);
  });
  await devtools.send("Audits.enable");
}

/** What the page has reported so far reaches us before this answers: messages keep their order. */
async function settle(page: Page): Promise<void> {
  if (!page.isClosed()) await page.title();
}

/** Goes there and waits until the page stands: loaded, with its fonts. */
export async function visit(page: Page, url: string | URL): Promise<Response> {
  const go = () => page.goto(String(url), { waitUntil: "load" });
  // A page that goes on by itself just now takes our way from us, or leaves us without an answer.
  const response = await go().catch((error) => {
    if (!/ERR_ABORTED|interrupted by another navigation/.test(String(error))) throw error;
    return go();
  }) ?? await page.reload();
  assert.ok(response, `${url} answered nothing`);
  await page.evaluate(() => document.fonts.ready.then(() => {}));
  return response;
}

export interface Speed {
  /** Milliseconds added to each request. */
  latency?: number;
  /** Kilobytes a second, both ways. */
  bandwidth?: number;
  /** How many times slower than this machine. */
  cpu?: number;
}

export const slowPhone: Speed = { latency: 300, bandwidth: 200, cpu: 4 };

/** Slows the page down until the given speed is `{}`. */
export async function throttle(page: Page, { latency = 0, bandwidth, cpu = 1 }: Speed) {
  const devtools = await page.context().newCDPSession(page);
  const throughput = bandwidth === undefined ? -1 : bandwidth * 1024;
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: cpu });
}

export interface ShotOptions {
  /** By default the folder that THREAD_SHOTS names; without one nothing is taken. */
  folder?: string;
  widths?: number[];
  themes?: ("light" | "dark")[];
}

/** Takes the whole page at each width in each theme, as `<name>-<width>-<theme>.png`. */
export async function shots(page: Page, name: string, options: ShotOptions = {}) {
  const folder = options.folder ?? Deno.env.get("THREAD_SHOTS");
  const taken: string[] = [];
  if (!folder) return taken;
  const before = page.viewportSize();
  for (const theme of options.themes ?? ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    for (const width of options.widths ?? [320, 768, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const path = `${folder}/${name}-${width}-${theme}.png`;
      await page.screenshot({ path, fullPage: true, animations: "disabled" });
      taken.push(path);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
  return taken;
}

/**
 * Just after a change of size the page still stands as it was, so it is asked until it has taken
 * the new one. Not of a frame: a page without script is never given one.
 */
export async function overflows(page: Page): Promise<boolean> {
  const width = page.viewportSize()?.width;
  let wide = true;
  for (let asked = 0; asked < 100; asked++) {
    const root = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { wide: scrollWidth > clientWidth, width: innerWidth };
    });
    wide = root.wide;
    if (root.width === width) break;
  }
  return wide;
}

export type { CDPSession, Page };
