import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { letterTo } from "../letters.ts";
import { eventually } from "../processes.ts";
import { openAs, openSite } from "../site.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

Deno.test("every page about people is easy to use, light and dark, wide and narrow", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "alice");
  const { page } = tab;
  const bob = `/members/${site.thread.cast.bob!.memberId}`;
  await site.thread.as("alice").post("/members/invitations", {
    email: "nina@acme.test",
    roles: ["csm"],
  });
  await site.thread.as("alice").post("/settings/holidays", {
    day: "2026-12-25",
    name: "Christmas",
  });
  const pages = {
    home: "/",
    members: "/members",
    members_none: "/members?q=nobody",
    member: bob,
    member_roles: `${bob}/roles`,
    member_deactivation: `${bob}/deactivation`,
    invitations: "/members/invitations",
    invitations_new: "/members/invitations/new",
    settings: "/settings",
    settings_holidays: "/settings/holidays",
    settings_branding: "/settings/branding",
    settings_plan: "/settings/plan",
    activity: "/activity",
    search: "/search?q=b",
    welcome: "/welcome",
  };
  for (const [name, path] of Object.entries(pages)) {
    await looksWell(page, site.origin + path, name);
  }
});

Deno.test("a list that lies open follows what others change", async () => {
  await using site = await openSite();
  const { thread } = site;
  const bob = thread.cast.bob!;
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  await visit(page, `${site.origin}/members`);
  const row = page.locator(`#member-${bob.memberId}`);
  await eventually("the page listens", () => thread.house.streams.count() > 0);
  await thread.as("alice").post(`/members/${bob.memberId}/roles`, {
    roles: ["csm", "ops"],
    version: "1",
  });
  await row.getByText("Operations, CSM").waitFor();
});

Deno.test("an invitation's page and asking for access are easy to use without script", async () => {
  await using site = await openSite();
  const { thread } = site;
  await thread.as("alice").post("/members/invitations", { email: "nina@acme.test", roles: "csm" });
  const { path } = await letterTo(thread, "nina@acme.test");
  await using tab = await browser.tab();
  const { page } = tab;
  await visit(page, site.origin + path);
  await checkAccess(page);
  await shots(page, "invitation");
  await press(page, "Send me the code", "/verification");
  await page.getByLabel("Six-digit code").fill((await letterTo(thread, "nina@acme.test")).code);
  await press(page, "Continue", "/sign-up/profile");
  await page.getByLabel("Your name").fill("Nina Berg");
  await press(page, "Continue", "/welcome");
  await checkAccess(page);
  assert.equal(await overflows(page), false);
  await shots(page, "welcome_invited");
  await press(page, "Join Acme Cloud", "/");
  await page.getByRole("heading", { name: /Nina/ }).waitFor();
});

Deno.test("the preview follows the colour, and a saved logo stands in the sidebar", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "alice");
  const { page } = tab;
  await visit(page, `${site.origin}/settings/branding`);
  await page.getByLabel("Accent colour").fill("#ffd54a");
  await page.getByText("Too faint as text on white").waitFor();
  const buttons = page.locator('#brand-preview rect[fill="#ffd54a"]');
  assert.equal(await buttons.count(), 2);
  await page.getByLabel("Logo").setInputFiles({
    name: "logo.png",
    mimeType: "image/png",
    buffer: await drawnLogo(page),
  });
  await press(page, "Save branding", "/settings/branding");
  await page.getByText("The branding is saved.").first().waitFor();
  const logo = page.locator(".sidebar .logo");
  assert.equal(await logo.getAttribute("alt"), "Acme Cloud");
  const width = await logo.evaluate((image) => (image as HTMLImageElement).naturalWidth);
  assert.equal(width, 64);
  await shots(page, "settings_branding_saved");
});

Deno.test("the command menu finds a member by the keyboard alone", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "lea");
  const { page } = tab;
  await visit(page, site.origin);
  await page.keyboard.press("Control+k");
  await page.keyboard.type("oliv");
  await page.locator("#command-results [role=option]").first().waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === `/members/${site.thread.cast.olive!.memberId}`);
  assert.match(await page.title(), /^Olive/);
});

Deno.test("an admin invites, changes roles and deactivates without any script", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "alice", false);
  const { page } = tab;
  await visit(page, `${site.origin}/members/invitations/new`);
  await page.getByLabel("Email address").fill("nina@acme.test");
  await page.getByLabel("Operations").check();
  await press(page, "Send invitation", "/members/invitations");
  await page.getByRole("rowheader", { name: "nina@acme.test" }).waitFor();
  await page.goto(`${site.origin}/members`);
  await page.getByRole("link", { name: "Bob" }).click();
  await page.getByRole("link", { name: "Change roles" }).click();
  await page.getByLabel("Leader").check();
  const bob = `/members/${site.thread.cast.bob!.memberId}`;
  await press(page, "Save roles", bob);
  await page.getByText("Bob is now Leader, CSM.").waitFor();
  await page.getByRole("link", { name: "Deactivate" }).click();
  await press(page, "Deactivate Bob", bob);
  await page.getByText("Deactivated", { exact: true }).waitFor();
});

async function press(page: Page, button: string, path: string) {
  await Promise.all([
    page.waitForResponse((res) => res.request().method() === "POST"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  await page.waitForURL((url) => url.pathname === path);
}

/** A picture as a browser writes it. */
async function drawnLogo(page: Page): Promise<Buffer> {
  const url = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 32];
    const pen = canvas.getContext("2d")!;
    pen.fillStyle = "#c2410c";
    pen.fillRect(0, 0, 64, 32);
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(url.split(",")[1]!, "base64");
}
