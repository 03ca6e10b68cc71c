import assert from "node:assert/strict";
import type { TestApp } from "./test_app.ts";

/** As an admin connects a service: through the pages, and the service's own page of agreeing. */
export async function connect(
  thread: TestApp,
  service: string,
  { name = service, environment = "production", host = "" } = {},
): Promise<string> {
  const form = { name, environment, ...(host && { host }) };
  const left = await thread.as("alice").post(`/connectors/${service}/connect`, form);
  return await agree(thread, await left.text());
}

/** Follows the link that leaves, agrees there, and comes back. */
export async function agree(thread: TestApp, page: string): Promise<string> {
  const away = /href="(https?:[^"]+)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  assert.ok(away, `no link leads to the service: ${page.slice(-2000)}`);
  const agreed = await fetch(away, { redirect: "manual" });
  const back = new URL(agreed.headers.get("location")!);
  await agreed.body?.cancel();
  const returned = await thread.as("alice").get(back.pathname + back.search);
  const location = returned.headers.get("location")!;
  assert.match(location, /^\/connectors\/[0-9a-f-]{36}$/, await returned.text());
  return location.split("/").at(-1)!;
}
