import { checkAccess } from "../axe.ts";
import { openBrowser, visit } from "../browser.ts";
import { addQueue, membersOf, taskIn } from "../queues.ts";
import { routingGraph } from "../routing.ts";
import { openAs, openSite } from "../site.ts";
import { activeWorkflow } from "../workflows.ts";

const site = await openSite();
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await site[Symbol.asyncDispose]();
});

Deno.test("a queue is worked off by keys alone, and shows by itself what a colleague does", async () => {
  const { thread, origin } = site;
  const members = membersOf(thread, "bob", "olive");
  const { id } = await addQueue(thread.as("olive"), "Deals", "approval", { members });
  const soon = new Date(Date.now() + 3_600_000);
  await taskIn(thread, id, { title: "Approve the first", due_at: soon });
  const second = await taskIn(thread, id, { title: "Approve the second" });
  await using tab = await openAs(browser, site, "bob");
  const { page } = tab;
  await visit(page, `${origin}/queue`);
  await checkAccess(page);
  await thread.as("olive").post(`${second}/claim`);
  await page.getByRole("row", { name: /Approve the second.*Olive/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("c");
  await page.getByRole("row", { name: /Approve the first.*You/ }).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await page.getByRole("heading", { name: "Approve the first" }).waitFor();
  await checkAccess(page);
  await page.keyboard.press("a");
  await page.getByText("You approved this").waitFor();
  await thread.rows("delete from tasks");
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
