import assert from "node:assert/strict";
import type { Client } from "./client.ts";

/** What the answer to a path says, without that path and what differs from answer to answer. */
export async function bodyOf(path: string, res: Response): Promise<string> {
  return (await res.text()).replaceAll(/nonce="[^"]*"/g, "").replaceAll(path, "");
}

/** The value that a hidden field of a page's form has. */
export async function hiddenOn(client: Client, path: string, name: string): Promise<string> {
  const page = await client.page(path);
  const found = page.match(new RegExp(`name="${name}" value="([^"]*)"`));
  assert.ok(found, `${path} has no hidden field "${name}"`);
  return found[1]!;
}

/** Where a POST led, followed to the page: its status and its words. */
export async function landed(client: Client, res: Response): Promise<string> {
  assert.equal(res.status, 303, await res.clone().text());
  const page = await client.follow(res);
  assert.equal(page.status, 200);
  return await page.text();
}

/** Presses a button that a page has: what its form holds, with what was typed. Answers where it led. */
export async function pressOn(
  client: Client,
  path: string,
  to: string,
  typed: Record<string, string> = {},
): Promise<string> {
  const page = await client.page(path);
  const [, form] = new RegExp(`<form[^>]*action="${to}"[^>]*>(.*?)</form>`, "s").exec(page) ?? [];
  assert.ok(form !== undefined, `${path} has no form for ${to}`);
  const hidden = form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const held = Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!]));
  return await landed(client, await client.post(to, { ...held, ...typed }));
}
