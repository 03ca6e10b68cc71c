import assert from "node:assert/strict";
import { openBrowser } from "../browser.ts";
import { reachHubspot, startHubspot } from "../fakes/hubspot.ts";
import { openAs } from "../site.ts";
import { SECRET_KEYS, type TestApp, testApp } from "../test_app.ts";

const held: { app?: TestApp["app"] } = {};
const server = Deno.serve(
  { hostname: "127.0.0.1", port: 0, onListen: () => {} },
  (request, info) => held.app!.fetch(request, info),
);
const origin = `http://127.0.0.1:${server.addr.port}`;
const fake = startHubspot();
fake.portal(62_515);
const reach = reachHubspot(fake, { THREAD_SECRET_KEYS: SECRET_KEYS });
const thread = await testApp({ PUBLIC_URL: origin }, reach);
held.app = thread.app;
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  thread.house.streams.stop();
  await server.shutdown();
  await thread[Symbol.asyncDispose]();
  await fake[Symbol.asyncDispose]();
});

Deno.test("THREAD-216 a service is found, agreed to in a window of its own, and set up here", async () => {
  await using tab = await openAs(browser, { thread, origin }, "alice");
  const { page, context } = tab;
  await page.goto(`${origin}/connectors`);
  await page.getByRole("link", { name: "Connect: HubSpot" }).click();
  await page.getByText("Read companies and their fields").waitFor();
  await page.getByLabel("Name").fill("HubSpot sales");
  await page.getByRole("button", { name: "Continue" }).click();
  const [popup] = await Promise.all([
    context.waitForEvent("page"),
    page.getByRole("link", { name: "Continue to HubSpot" }).click(),
  ]);
  await page.waitForURL(/\/connectors\/[0-9a-f-]{36}$/);
  if (!popup.isClosed()) await popup.waitForEvent("close");
  assert.equal(context.pages().length, 1);
  await page.getByText("Connected", { exact: true }).first().waitFor();
  await thread.workOff();
  await page.getByRole("link", { name: "Field mappings" }).click();
  await page.getByText("Deal name").first().waitFor();
  await page.goto(`${origin}/connectors`);
  const card = page.locator("#service-hubspot");
  assert.match(await card.innerText(), /HubSpot sales\s+Connected/);
});

for (const [how, javaScriptEnabled] of [["is blocked", true], ["needs script", false]] as const) {
  Deno.test(`where the window ${how}, the same tab leads to the service and back`, async () => {
    await using tab = await openAs(browser, { thread, origin }, "alice", javaScriptEnabled);
    const { page, context } = tab;
    if (javaScriptEnabled) await page.addInitScript("globalThis.open = () => null");
    await page.goto(`${origin}/connectors/hubspot/connect`);
    await page.getByLabel("Name").fill(`HubSpot ${how}`);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("link", { name: "Continue to HubSpot" }).click();
    await page.waitForURL(/\/connectors\/[0-9a-f-]{36}$/);
    assert.equal(context.pages().length, 1);
    await page.getByText("Connected", { exact: true }).first().waitFor();
  });
}
