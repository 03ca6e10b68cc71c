import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { setPassword } from "../../domain/people/password_changes.ts";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, type Tab, visit } from "../browser.ts";
import { letterTo } from "../letters.ts";
import { openSite } from "../site.ts";

const PASSWORD = "mellow harbour tractor sixpence";
const REFUSED = /status of 4(01|10|22)/;

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  Deno.test(`a person signs up, is called something and signs in again, ${how}`, async () => {
    await using site = await openSite();
    await using tab = await browser.tab({ javaScriptEnabled });
    const { page } = tab;
    const seen = { page, checks: javaScriptEnabled };
    await visit(page, `${site.origin}/sign-up?next=/step-up`);
    await look(seen, "sign_up");
    await page.getByLabel("Work email").fill("ann@northwind.test");
    await press(page, "Continue", "/verification");
    await look(seen, "verification");
    const { path } = await letterTo(site.thread, "ann@northwind.test");
    await visit(page, site.origin + path);
    await look(seen, "opened_link");
    await press(page, "Confirm and continue", "/sign-up/profile");
    await look(seen, "first_profile");
    await page.getByLabel("Your name").fill("Ann Archer");
    await page.getByLabel("Password").fill(PASSWORD);
    await press(page, "Continue", "/step-up");
    assert.equal((await signIn(site.origin, "ann@northwind.test", PASSWORD)).status, 303);
  });

  Deno.test(`every way in is easy to use, ${how}`, async () => {
    await using site = await openSite();
    await setPassword(site.thread.db, site.thread.cast.alice!.identityId, PASSWORD);
    await using tab = await browser.tab({ javaScriptEnabled });
    const { page } = tab;
    const seen = { page, checks: javaScriptEnabled };
    await visit(page, `${site.origin}/sign-in?next=/profile`);
    await look(seen, "sign_in");
    await fillIn(page, "not the password at all");
    await refused(tab, () => page.getByRole("button", { name: "Sign in" }).click());
    await look(seen, "sign_in_refused");
    await visit(page, `${site.origin}/password-resets`);
    await look(seen, "password_resets");
    await page.getByLabel("Work email").fill("alice@acme.test");
    await press(page, "Mail me a link", "/password-resets/code");
    await look(seen, "password_resets_code");
    const { path } = await letterTo(site.thread, "alice@acme.test");
    await visit(page, site.origin + path);
    await look(seen, "password_resets_link");
    await visit(page, `${site.origin}/sign-in?next=/profile`);
    await fillIn(page, PASSWORD);
    await press(page, "Sign in", "/profile");
    await look(seen, "profile");
    await visit(page, `${site.origin}/profile/sessions`);
    await look(seen, "profile_sessions");
    await visit(page, `${site.origin}/profile/password`);
    await look(seen, "profile_password");
    await site.thread.pass("16 minutes");
    await visit(page, `${site.origin}/profile/password`);
    assert.equal(new URL(page.url()).pathname, "/step-up");
    await look(seen, "step_up");
    await press(page, "Mail me a code instead", "/step-up/code");
    await look(seen, "step_up_code");
    const { code } = await letterTo(site.thread, "alice@acme.test");
    await page.getByLabel("Six-digit code").fill(code);
    await press(page, "Continue", "/profile/password");
  });
}

Deno.test("a scanner with a browser of its own presses the first button, and the person gets in", async () => {
  await using site = await openSite();
  await using own = await browser.tab();
  await visit(own.page, `${site.origin}/sign-in?next=/profile`);
  await own.page.getByLabel("Work email").fill("alice@acme.test");
  await press(own.page, "Mail me a link instead", "/verification");
  const { path } = await letterTo(site.thread, "alice@acme.test");
  await using scanner = await browser.tab();
  for (let i = 0; i < 3; i++) {
    await visit(scanner.page, site.origin + path);
    await Promise.all([
      scanner.page.waitForResponse((res) => res.request().method() === "POST"),
      scanner.page.locator("button").first().click(),
    ]);
  }
  scanner.expect(REFUSED);
  assert.deepEqual(await scanner.context.cookies(), []);
  await visit(own.page, site.origin + path);
  await press(own.page, "Continue", "/profile");
  assert.match(await own.page.title(), /Your profile/);
});

Deno.test("after signing out, Back shows nothing of Thread", async () => {
  await using site = await openSite();
  await using tab = await browser.tab();
  const { page, context } = tab;
  const token = site.thread.as("alice").jar.get("thread")!;
  await context.addCookies([{ name: "thread", value: token, url: site.origin }]);
  await visit(page, `${site.origin}/profile`);
  await visit(page, `${site.origin}/profile/sessions`);
  await page.getByRole("button", { name: "Alice" }).click();
  await press(page, "Sign out", "/sign-in");
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, "/sign-in");
});

/** The checker runs as a script, so it looks only where scripts run. */
interface Looking {
  page: Page;
  checks: boolean;
}

async function look({ page, checks }: Looking, name: string) {
  if (checks) await checkAccess(page);
  assert.equal(await overflows(page), false);
  await shots(page, name);
}

async function fillIn(page: Page, password: string) {
  await page.getByLabel("Work email").fill("alice@acme.test");
  await page.getByLabel("Password").fill(password);
}

async function press(page: Page, button: string, path: string) {
  await page.getByRole("button", { name: button, exact: true }).click();
  await page.waitForURL((url) => url.pathname === path);
}

async function refused(tab: Tab, act: () => Promise<void>) {
  const answer = tab.page.waitForResponse((res) => res.request().method() === "POST");
  await act();
  await answer;
  tab.expect(REFUSED);
}

function signIn(origin: string, email: string, password: string) {
  return fetch(`${origin}/sign-in`, {
    method: "POST",
    redirect: "manual",
    headers: { origin },
    body: new URLSearchParams({ email, password }),
  });
}
