import { checkAccess } from "../axe.ts";
import { openBrowser, visit } from "../browser.ts";
import { routingGraph } from "../routing.ts";
import { openAs, openSite } from "../site.ts";
import { activeWorkflow } from "../workflows.ts";

const site = await openSite();
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

Deno.test("a run test draws each step onto the canvas as it is made", async () => {
  const { thread, origin } = site;
  const { graph } = await routingGraph(thread);
  const { id } = await activeWorkflow(thread, graph);
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  await visit(page, `${origin}/workflows/${id}/rehearsals`);
  await checkAccess(page);
  await page.getByRole("button", { name: "Run test" }).click();
  await page.getByText("It ends: Onboarding").waitFor();
  await page.locator("#picture .wire.taken").first().waitFor({ state: "attached" });
  await checkAccess(page);
});
