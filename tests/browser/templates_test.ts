import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { openBrowser, visit } from "../browser.ts";
import { looksWell } from "../looks.ts";
import { openTemplate } from "../templates.ts";
import { openAs, openSite, type Site } from "../site.ts";

const browser = await openBrowser();

Deno.test.afterAll(async () => await browser[Symbol.asyncDispose]());

Deno.test("every page about templates is easy to use, light and dark, wide and narrow", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const template = await filled(site);
  const [kickoff] = await template.milestones();
  const action = (type: string) =>
    `${template.path}/actions/${kickoff!.actions.find((one) => one.type === type)!.id}`;
  const pages = {
    templates: "/templates",
    templates_none: "/templates?q=nothing",
    template_new: "/templates/new",
    template_import: "/templates/imports",
    template: template.path,
    template_customer: `${template.path}/customer-view`,
    template_revisions: `${template.path}/revisions`,
    template_revision: `${template.path}/revisions/1`,
    template_suggestions: `${template.path}/suggestions`,
    template_publication: `${template.path}/publication`,
    template_details: `${template.path}/details`,
    template_copy: `${template.path}/copies`,
    template_archival: `${template.path}/archival`,
    template_milestone: `${template.path}/milestones/${kickoff!.id}`,
    template_action_new: `${template.path}/milestones/${kickoff!.id}/actions/new`,
    template_email: action("SEND_EMAIL"),
    template_form: action("COLLECT_INFO"),
    template_meeting: action("SCHEDULE_MEETING"),
    template_slack: action("SLACK"),
  };
  for (const [name, path] of Object.entries(pages)) {
    await looksWell(page, site.origin + path, name);
  }
});

Deno.test("milestones and actions are ordered by button and by keyboard", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const template = await openTemplate(site.thread, "Order");
  const first = await template.addMilestone("First", 7);
  await template.addMilestone("Second", 7);
  for (const label of ["One", "Two", "Three"]) await template.addAction(first, "SLACK", label);
  await visit(page, site.origin + template.path);

  await moved(page, () => page.getByRole("button", { name: "Move Three up" }).click());
  assert.deepEqual(await order(page), ["First: One Three Two", "Second:"]);
  const focused = () => page.evaluate(() => document.activeElement?.id.replace(/-.*/, ""));
  assert.equal(await focused(), "up");

  await page.getByRole("link", { name: "One", exact: true }).focus();
  await moved(page, () => page.keyboard.press("Alt+ArrowDown"));
  assert.deepEqual(await order(page), ["First: Three One Two", "Second:"]);
  assert.equal(await focused(), "open");
  await moved(page, () => page.keyboard.press("Alt+ArrowDown"));
  assert.deepEqual(await order(page), ["First: Three Two One", "Second:"]);
});

Deno.test("an action goes to another milestone by drag", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const template = await openTemplate(site.thread, "Drag");
  const first = await template.addMilestone("First", 7);
  await template.addMilestone("Second", 7);
  for (const label of ["One", "Two"]) await template.addAction(first, "SLACK", label);
  await visit(page, site.origin + template.path);
  const second = page.locator(".milestone").nth(1);
  await moved(page, () => drag(page, page.locator(".action-row").first(), second));
  assert.deepEqual(await order(page), ["First: Two", "Second: One"]);
  await page.reload();
  assert.deepEqual(await order(page), ["First: Two", "Second: One"]);
});

Deno.test("a milestone is added in place, and the list of problems follows", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const template = await openTemplate(site.thread, "Live");
  await visit(page, site.origin + template.path);
  await page.getByLabel("New milestone").fill("Kickoff");
  await moved(page, () => page.getByRole("button", { name: "Add milestone" }).click());
  await page.getByText("The milestone Kickoff has no actions.").waitFor();
  assert.equal(new URL(page.url()).pathname, template.path);
});

Deno.test("an email is written with variables, and its preview follows", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive");
  const { page } = tab;
  const template = await openTemplate(site.thread, "Mail");
  const milestone = await template.addMilestone("Kickoff", 7);
  const mail = await template.addAction(milestone, "SEND_EMAIL", "Welcome");
  await visit(page, `${site.origin}${template.path}/actions/${mail}`);
  await page.getByLabel("Subject").fill("Welcome to ");
  await page.getByRole("button", { name: "{{company_name}}" }).click();
  await page.locator(".letter-subject", { hasText: "Welcome to Northwind Traders" }).waitFor();
  await page.getByLabel("Text", { exact: true }).fill(
    "**Hi** {{contact_first_name}} <img src=x onerror=pwn()> {{nonsense}}",
  );
  await page.locator(".letter strong", { hasText: "Hi" }).waitFor();
  await page.getByText("There is no variable {{nonsense}}.").waitFor();
  assert.equal(await page.locator(".letter img").count(), 0);
  await page.getByRole("button", { name: "Save action" }).click();
  await page.waitForURL((url) => url.pathname === template.path);
  await page.getByText("1 thing to put right before it can be published").waitFor();
});

Deno.test("a form is built without any script, and its conditions are kept", async () => {
  await using site = await openSite();
  await using tab = await openAs(browser, site, "olive", false);
  const { page } = tab;
  const template = await openTemplate(site.thread, "Form");
  const milestone = await template.addMilestone("Kickoff", 7);
  const ask = await template.addAction(milestone, "COLLECT_INFO", "About you");
  await visit(page, `${site.origin}${template.path}/actions/${ask}`);
  await press(page, "Yes or no");
  await page.getByLabel("Question", { exact: true }).first().fill("Do you use a directory?");
  await press(page, "Choice");
  await page.getByLabel("Question", { exact: true }).nth(1).fill("Which one?");
  await page.getByLabel("Options").fill("Okta\nAnother");
  await page.getByLabel("Show when").selectOption({ label: "1. Do you use a directory?" });
  await page.getByLabel("has the answer").fill("yes");
  await press(page, "Save action");
  const [kickoff] = await template.milestones();
  const [action] = kickoff!.actions;
  assert.ok(action?.type === "COLLECT_INFO");
  const [first, second] = action.content.questions;
  assert.equal(first!.label, "Do you use a directory?");
  assert.deepEqual(second!.options, ["Okta", "Another"]);
  assert.deepEqual(second!.show_when, { question: first!.id, is: "yes" });
});

/** A template with an action of each type, published once and changed since. */
async function filled(site: Site) {
  const template = await openTemplate(site.thread, "Enterprise onboarding");
  const milestone = await template.addMilestone("Kickoff", 7);
  await template.post(`milestones/${milestone}`, {
    name: "Kickoff",
    duration_days: "7",
    our_text: "We meet your team, agree on goals and dates, and set up your workspace.",
    your_text: "Name your project lead and choose a time for the kickoff.",
  });
  const mail = await template.addAction(milestone, "SEND_EMAIL", "Welcome email");
  await template.save(mail, {
    "content.subject": "Welcome to {{company_name}}!",
    "content.body":
      "Hi {{contact_first_name}},\n\nwelcome. [Your portal]({{portal_link}}):\n\n- a\n- b",
  });
  await template.addAction(milestone, "SCHEDULE_MEETING", "Kickoff call");
  await template.publish("The first one");
  const ask = await template.addAction(milestone, "COLLECT_INFO", "Goals and people");
  const at = `actions/${ask}`;
  for (const type of ["yes_no", "choice"]) {
    await template.post(at, { ...(await template.fields(ask)), press: `add:${type}` });
  }
  await template.addAction(milestone, "SLACK", "Tell the team");
  await site.thread.as("bob").post(`${template.path}/suggestions`, {
    about: "Kickoff",
    body: "Give them ten days.",
  });
  return template;
}

async function order(page: Page): Promise<string[]> {
  const rows = await page.locator(".milestones > .milestone").all();
  return await Promise.all(rows.map(async (row) => {
    const name = await row.locator("h2 a").innerText();
    const actions = await row.locator(".action-label").allInnerTexts();
    return `${name}: ${actions.join(" ")}`.trim();
  }));
}

async function moved(page: Page, act: () => Promise<unknown>) {
  const swapped = page.evaluate(() =>
    new Promise((done) => document.addEventListener("htmx:after:swap", done, { once: true }))
  );
  await Promise.all([swapped, act()]);
}

async function drag(
  page: Page,
  from: ReturnType<Page["locator"]>,
  to: ReturnType<Page["locator"]>,
) {
  const start = (await from.locator(".action-type").boundingBox())!;
  const end = (await to.boundingBox())!;
  await page.mouse.move(start.x + 4, start.y + 4);
  await page.mouse.down();
  await page.mouse.move(end.x + 40, end.y + end.height - 8, { steps: 8 });
  await page.mouse.up();
}

async function press(page: Page, button: string) {
  await Promise.all([
    page.waitForResponse((res) => res.request().method() === "POST"),
    page.getByRole("button", { name: button, exact: true }).click(),
  ]);
  await page.waitForLoadState();
}
