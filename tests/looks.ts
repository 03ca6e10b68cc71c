import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { checkAccess, COLOURS } from "./axe.ts";
import { overflows, shots, visit } from "./browser.ts";

/** A page is easy to use, light and dark, and fits from 320 pixels to wide. */
export async function looksWell(page: Page, address: string, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await visit(page, address);
    await checkAccess(page, { only: colorScheme === "dark" ? COLOURS : undefined });
  }
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    assert.equal(await overflows(page), false, `${address} at ${width}`);
  }
  await shots(page, name);
}
