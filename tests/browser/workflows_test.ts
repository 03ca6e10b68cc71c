import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { drawn, newWorkflow } from "../drawings.ts";
import { openBrowser, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { openAs, openSite } from "../site.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

/** Start, create account, handoff, assign CSM, apply template, end. */
const SIX = ["start", "create_account", "handoff", "assign_csm", "apply_template", "end"];

Deno.test("THREAD-067 six steps are placed, moved and connected by dragging, and a reload keeps them", async () => {
  await using site = await openSite();
  const at = await newWorkflow(site.thread, "Dragged");
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  await page.setViewportSize({ width: 1600, height: 900 });
  await visit(page, site.origin + at);
  await page.getByRole("button", { name: "Undo" }).waitFor();
  await gesture(page, () => page.locator("#step-n2").press("Delete"));
  const frame = (await page.locator("#frame").boundingBox())!;
  for (const [i, kind] of SIX.slice(1).entries()) {
    await gesture(page, async () => {
      await drag(page, `#palette [data-kind=${kind}]`, {
        x: frame.x + 180 + (i % 3) * 300,
        y: frame.y + 300 + Math.floor(i / 3) * 160,
      });
    });
  }
  for (let n = 1; n < 6; n++) {
    const from = n === 1 ? "n1" : `n${n + 1}`;
    if ((await drawn(site.thread, at)).edges.some((edge) => edge.from === from)) continue;
    const target = (await page.locator(`#step-n${n + 2} .card`).boundingBox())!;
    await gesture(page, () =>
      drag(page, `#port-${from}-next .port-reach`, {
        x: target.x + target.width / 2,
        y: target.y + target.height / 2,
      }));
  }
  await gesture(page, async () => {
    const box = (await page.locator("#step-n7 .card").boundingBox())!;
    await drag(page, "#step-n7 .step-title", { x: box.x + 140, y: box.y + 90 });
  });
  const kept = await drawn(site.thread, at);
  assert.deepEqual(inOrderOf(kept), SIX);
  const place = () => page.locator("#step-n7").getAttribute("transform");
  const before = [await place(), await page.locator("#stage").getAttribute("style")];
  await page.reload();
  assert.deepEqual([await place(), await page.locator("#stage").getAttribute("style")], before);
  assert.equal(await page.locator(".wire").count(), 5);

  const port = (await page.locator("#port-n6-next").boundingBox())!;
  await page.mouse.move(port.x + 6, port.y + 6);
  assert.equal(
    await page.locator("#port-n6-next .port-reach").getAttribute("r"),
    "12",
    "24 px wide",
  );
  const first = (await page.locator("#step-n3 .card").boundingBox())!;
  await gesture(page, () =>
    drag(page, "#port-n7-none, #port-n6-next .port-reach", {
      x: first.x + 40,
      y: first.y + 20,
    }), 422);
  tab.expect(/422/);
  assert.match(await page.locator("#canvas-says").innerText(), /one way leaves an output/);
});

Deno.test("a flow is drawn, moved, undone and wired by keyboard alone", async () => {
  await using site = await openSite();
  const at = await newWorkflow(site.thread, "Typed");
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  await visit(page, site.origin + at);
  const focused = () => page.evaluate(() => document.activeElement?.id);
  await page.locator("#step-n1").focus();
  for (const [i, label] of ["Create acc", "Handoff", "Assign", "Apply"].entries()) {
    await page.keyboard.press("a");
    await page.locator("#picker-filter").waitFor();
    await page.keyboard.type(label);
    await gesture(page, () => page.keyboard.press("Enter"));
    await page.waitForFunction((id) => document.activeElement?.id === id, `step-n${i + 3}`);
  }
  assert.deepEqual(inOrderOf(await drawn(site.thread, at)), SIX, "each went in between");

  await page.keyboard.press("ArrowLeft");
  assert.equal(await focused(), "step-n5");
  const { x } = (await drawn(site.thread, at)).nodes.find(({ id }) => id === "n5")!;
  await gesture(page, async () => {
    await page.keyboard.press("Shift+ArrowRight");
    await page.keyboard.press("Shift+ArrowRight");
  });
  assert.equal((await drawn(site.thread, at)).nodes.find(({ id }) => id === "n5")!.x, x + 32);
  assert.equal(await focused(), "step-n5", "the focus stays");
  await gesture(page, () => page.keyboard.press("Delete"));
  assert.equal(await focused(), "step-n4", "the focus goes to the neighbour");
  assert.equal((await drawn(site.thread, at)).edges.length, 3);
  await page.keyboard.press("c");
  await page.waitForFunction(() =>
    /Connect .*Handoff.* to/.test(document.getElementById("canvas-says")!.innerText)
  );
  await gesture(page, () => page.keyboard.press("Enter"));
  const wired = (await drawn(site.thread, at)).edges.filter(({ from }) => from === "n4");
  assert.equal(wired.length, 1);
  for (let i = 0; i < 3; i++) await gesture(page, () => page.keyboard.press("Control+z"));
  assert.deepEqual(inOrderOf(await drawn(site.thread, at)), SIX);

  const view = () => page.locator("#stage").getAttribute("style");
  const whole = await view();
  await page.locator("#step-n4").focus();
  await page.keyboard.press("+");
  await page.waitForFunction(
    (was) => document.getElementById("stage")!.getAttribute("style") !== was,
    whole,
  );
  await page.keyboard.press("/");
  await page.keyboard.type("assign");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("panel-step")?.dataset.open === "n5");
  await page.locator("#field-title").fill("Who takes it");
  await gesture(page, () => page.keyboard.press("Tab"));
  assert.equal(await page.locator("#step-n5 .step-title").innerHTML(), "Who takes it");
});

Deno.test("without script the six steps are built with lists and buttons", async () => {
  await using site = await openSite();
  const at = await newWorkflow(site.thread, "Plain");
  await using tab = await openAs(browser, site, "olive", false);
  const { page } = tab;
  await page.goto(`${site.origin}${at}`);
  await page.locator("#steps-list a").first().click();
  for (const kind of SIX.slice(1, 5)) {
    await page.locator("#way-next").selectOption(`new-${kind}`);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
  }
  assert.deepEqual(inOrderOf(await drawn(site.thread, at)), SIX);
  await page.getByLabel("Step title").fill("Enterprise template");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: /^Undo/ }).click();
  await page.getByRole("button", { name: "Tidy up" }).click();
  assert.match(await page.locator("#toasts").innerText(), /Tidied up/);
});

Deno.test("two editors see each other and each other's changes", async () => {
  await using site = await openSite();
  const at = await newWorkflow(site.thread, "Shared", "segment-routing");
  await using one = await openAs(browser, site, "olive");
  await visit(one.page, site.origin + at);
  await one.page.evaluate(() =>
    new Promise<void>((done) => {
      document.getElementById("live")!.addEventListener("workflow", () => done(), { once: true });
      setTimeout(done, 3000);
    })
  );
  await site.thread.as("alice").post(`${at}/presence`);
  await site.thread.as("alice").post(`${at}/edits`, {
    rev: "1",
    op: "move",
    nodes: "n6",
    dx: "0",
    dy: "64",
  });
  await one.page.locator('#step-n6[transform="translate(960 288)"]').waitFor();
  assert.match(await one.page.locator("#canvas-says").innerText(), /Alice moved SMB pool/);
  await one.page.locator("#others .avatar").waitFor();
});

Deno.test("every page about workflows is easy to use, light and dark, wide and narrow", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  const at = await newWorkflow(site.thread, "Routing", "segment-routing");
  const simple = await newWorkflow(site.thread, "Simple");
  await site.thread.as("olive").post(`${simple}/publication`, { rev: "1", says: "The first" });
  const pages = {
    workflows: "/workflows",
    workflows_none: "/workflows?q=nothing",
    workflow_new: "/workflows/new",
    workflow_import: "/workflows/imports",
    workflow: at,
    workflow_step: `${at}/steps/n3`,
    workflow_details: `${at}/details`,
    workflow_publication: `${at}/publication`,
    workflow_versions: `${simple}/versions`,
    workflow_version: `${simple}/versions/1?against=draft`,
  };
  for (const [name, path] of Object.entries(pages)) {
    await looksWell(tab.page, site.origin + path, name);
  }
});

/** Does something, and waits until the server has answered and the picture stands. */
async function gesture(page: Page, act: () => Promise<unknown>, status = 200) {
  const answered = page.waitForResponse((res) => res.url().endsWith("/edits"));
  await act();
  assert.equal((await answered).status(), status);
  const rev = /name="rev" value="(\d+)"/.exec(await (await answered).text())?.[1];
  await page.waitForFunction(
    (rev) => document.querySelector<HTMLInputElement>("#edit-state [name=rev]")?.value === rev,
    rev,
  );
}

async function drag(page: Page, from: string, to: { x: number; y: number }) {
  const box = (await page.locator(from).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 2 + 12);
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

function inOrderOf({ nodes, edges }: Awaited<ReturnType<typeof drawn>>): string[] {
  const kinds: string[] = [];
  let at: string | undefined = nodes.find(({ kind }) => kind === "start")?.id;
  while (at) {
    kinds.push(nodes.find(({ id }) => id === at)!.kind);
    at = edges.find(({ from }) => from === at)?.to;
  }
  return kinds;
}
