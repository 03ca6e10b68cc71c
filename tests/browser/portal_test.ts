import assert from "node:assert/strict";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { letterTo } from "../letters.ts";
import { comeIn, onboarding, pdf } from "../portal.ts";
import { openSite } from "../site.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

Deno.test("THREAD-012 the portal is easy to use on a phone, keeps what is typed, and moves on by itself", async () => {
  await using site = await openSite();
  const { thread, origin } = site;
  const { ann, form, papers, slot, accountId } = await onboarding(thread);
  await using tab = await browser.tab({ viewport: { width: 390, height: 844 } });
  const { page } = tab;
  await tab.context.addCookies([{ name: "portal", value: ann.jar.get("portal")!, url: origin }]);
  for (const path of ["/p", "/p/timeline", form, papers, "/p/messages", "/p/team", "/p/settings"]) {
    await looksWell(page, origin + path, `portal${path.replaceAll(/\W+/g, "_").slice(0, 12)}`);
  }

  await visit(page, origin + form);
  const which = page.getByRole("radio", { name: "Okta" });
  assert.equal(await which.isVisible(), false, "not asked yet");
  await page.getByLabel("Yes").check();
  await which.waitFor();
  await page.getByRole("textbox", { name: "Your goal?" }).fill("Fewer calls");
  await page.getByText(/Saved \d+ \w+/).waitFor();
  await visit(page, origin + form);
  assert.equal(await page.getByRole("textbox", { name: "Your goal?" }).inputValue(), "Fewer calls");
  await which.waitFor();

  await visit(page, `${origin}/p`);
  await page.getByText("0% done").waitFor();
  const elsewhere = thread.visitor();
  await comeIn(thread, elsewhere, "ann@northwind.example");
  await elsewhere.post(`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() });
  await elsewhere.post(`${papers}/submission`, { version: "0" });
  await thread.workOff();
  await page.getByText(/^(?!0%)\d+% done$/).waitFor();
  assert.ok(accountId);
});

Deno.test("in German every page of the portal fits a small phone and can be used by everybody", async () => {
  await using site = await openSite();
  const { thread, origin } = site;
  const { ann, form, papers } = await onboarding(thread);
  await ann.post("/p/settings/language", { language: "de" });
  await ann.post(`${form}/answers`, { version: "0", then: "review" });
  await using tab = await browser.tab({ viewport: { width: 320, height: 800 }, locale: "de-DE" });
  const { page } = tab;
  for (const path of [`/p/${thread.cast.bob!.orgId}`, "/p/sign-in?next=/p"]) {
    await page.goto(origin + path);
    await page.getByText("Mit Passwort anmelden").click();
    assert.equal(await overflows(page), false, path);
  }
  await checkAccess(page);
  await tab.context.addCookies([{ name: "portal", value: ann.jar.get("portal")!, url: origin }]);
  const pages = ["/p", "/p/timeline", form, `${form}/review`, papers, "/p/messages", "/p/team"];
  for (const path of [...pages, "/p/settings", "/p/settings/password"]) {
    await visit(page, origin + path);
    assert.equal(await page.locator("html").getAttribute("lang"), "de");
    assert.equal(await overflows(page), false, path);
    await checkAccess(page);
    await shots(page, `german${path.replaceAll(/\W+/g, "_").slice(0, 14)}`);
  }
});

Deno.test("THREAD-010 THREAD-215 without script a customer signs in and completes a form alone", async () => {
  await using site = await openSite();
  const { thread, origin } = site;
  const { form, action } = await onboarding(thread);
  await using tab = await browser.tab({
    viewport: { width: 390, height: 844 },
    javaScriptEnabled: false,
  });
  const { page } = tab;
  await page.goto(`${origin}/p/${thread.cast.bob!.orgId}`);
  await page.getByLabel("Your work email").fill("ann@northwind.example");
  await page.getByRole("button", { name: "Send me a sign-in link" }).click();
  await page.goto(origin + (await letterTo(thread, "ann@northwind.example")).path);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("link", { name: "Start: Goals and people" }).click();
  assert.equal(new URL(page.url()).pathname, form);
  await page.getByRole("textbox", { name: "Your goal?" }).fill("Fewer calls");
  await page.getByLabel("Yes").check();
  await page.getByLabel("Okta").check();
  await page.getByRole("button", { name: "Check and send" }).click();
  await page.getByRole("button", { name: "Send these answers" }).click();
  await thread.workOff();
  assert.equal((await action("Goals and people")).state, "completed");
});
