import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkAccess, COLOURS } from "./axe.ts";
import { overflows, shots, visit } from "./browser.ts";
import { TURN } from "./turns.ts";

const long = Deno.env.get("THREAD_TEST_LONG") === "1";
const THEMES = ["light", "dark"] as const;
let turn = TURN;

/**
 * A page is easy to use, light and dark, and fits from 320 pixels to wide. A short run sees each
 * page in one theme, and the next page in the other.
 */
export async function looksWell(page: Page, address: string, name: string): Promise<void> {
  for (const colorScheme of long ? THEMES : [THEMES[turn++ % 2]!]) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await visit(page, address);
    await checkAccess(page, { only: long && colorScheme === "dark" ? COLOURS : undefined });
  }
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    assert.equal(await overflows(page), false, `${address} at ${width}`);
  }
  await shots(page, name);
}
