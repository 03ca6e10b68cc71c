import type { BrowserContextOptions } from "playwright-core";
import type { Tab, TestBrowser } from "../browser.ts";
import { type OrgName, type PersonName, tokenOf } from "./seeds.ts";
import { openWorld, type World } from "./world.ts";

/** The world at an address that a browser can visit. */
export async function openSite(options: Parameters<typeof openWorld>[0] = {}) {
  const world: World = await openWorld(options);
  const server = serve((request, info) => world.thread.app.fetch(request, info));
  const origin = `http://127.0.0.1:${server.addr.port}`;
  return {
    world,
    origin,
    async tabOf(
      browser: TestBrowser,
      org: OrgName,
      who: PersonName,
      options: BrowserContextOptions = {},
    ): Promise<Tab> {
      const tab = await browser.tab(options);
      const value = tokenOf(org, "session", who, "now");
      const portal = tokenOf(org, "portal session", "now");
      await tab.context.addCookies([
        { name: "thread", value, url: origin },
        { name: "portal", value: portal, url: origin },
      ]);
      return tab;
    },
    async [Symbol.asyncDispose]() {
      world.thread.house.streams.stop();
      await server.shutdown();
      await world[Symbol.asyncDispose]();
    },
  };
}

export type Site = Awaited<ReturnType<typeof openSite>>;

/** A small server of its own, such as a stranger's. */
export function serve(handler: Deno.ServeHandler<Deno.NetAddr>) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
}
