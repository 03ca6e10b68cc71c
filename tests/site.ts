import type { Tab, TestBrowser } from "./browser.ts";
import { testApp } from "./test_app.ts";

/** The app of a test behind a port of its own, for a browser to open. */
export async function openSite() {
  const thread = await testApp();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request, info) => thread.app.fetch(request, info),
  );
  return {
    thread,
    origin: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      thread.house.streams.stop();
      await server.shutdown();
      await thread[Symbol.asyncDispose]();
    },
  };
}

export type Site = Awaited<ReturnType<typeof openSite>>;

/** A tab in which somebody of the cast is signed in. */
export async function openAs(
  browser: TestBrowser,
  site: Pick<Site, "thread" | "origin">,
  name: string,
  javaScriptEnabled = true,
): Promise<Tab> {
  const tab = await browser.tab({ javaScriptEnabled });
  const value = site.thread.as(name).jar.get("thread")!;
  await tab.context.addCookies([{ name: "thread", value, url: site.origin }]);
  return tab;
}
