import assert from "node:assert/strict";
import type { Content } from "../domain/onboarding/template_content.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { openTemplate } from "../tests/templates.ts";

const BLANK = {
  starter: "blank",
  description: "",
  segment: "",
  product_line: "",
  use_case: "",
  industry: "",
};

Deno.test("THREAD-123: an organisation has 200 templates and more, in pages", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  for (let n = 1; n <= 200; n++) {
    const made = await olive.post("/templates", {
      name: `Template ${String(n).padStart(3, "0")}`,
      ...BLANK,
    });
    assert.equal(made.status, 303);
  }
  const seen = new Set<string>();
  let path: string | undefined = "/templates";
  while (path) {
    const page: string = await olive.page(path);
    for (const [, name] of page.matchAll(/>(Template \d{3})<\/a>/g)) seen.add(name!);
    path = page.match(/href="([^"]*after=[^"]*)"/)?.[1]?.replaceAll("&amp;", "&");
  }
  assert.equal(seen.size, 200);
});

Deno.test("THREAD-124: four kinds of category find a template", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const categories = {
    segment: "Enterprise",
    product_line: "Analytics",
    use_case: "Migration",
    industry: "Health",
  };
  await olive.post("/templates", { ...BLANK, name: "The one", ...categories });
  await olive.post("/templates", { ...BLANK, name: "Another" });
  for (const [category, value] of Object.entries(categories)) {
    const page = await olive.page(`/templates?${category}=${value}`);
    assert.ok(page.includes(">The one</a>") && !page.includes(">Another</a>"), category);
    assert.match(page, new RegExp(`<option value="${value}" selected`));
    assert.ok((await olive.page(`/templates?${category}=None`)).includes("No template matches"));
  }
  assert.ok((await olive.page("/templates?q=NOTH")).includes(">Another</a>"));
});

Deno.test("THREAD-126: the menu of a template offers to duplicate it", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Enterprise");
  const list = await thread.as("olive").page("/templates");
  const item = new RegExp(`class="menu-item" href="${template.path}/copies">Duplicate<`);
  assert.match(list, /aria-label="Menu of Enterprise"/);
  assert.match(list, item);
  assert.doesNotMatch(await thread.as("bob").page("/templates"), item);
});

Deno.test("THREAD-127: a duplicate has all milestones and actions, under ids of its own", async () => {
  await using thread = await testApp();
  const { first, second } = await duplicated(thread);
  const ids = ({ milestones }: Content) =>
    milestones.flatMap(({ id, actions }) => [id, ...actions.map((action) => action.id)]);
  assert.equal(ids(first).length, 14);
  assert.equal(ids(second).length, 14);
  assert.deepEqual(ids(first).filter((id) => ids(second).includes(id)), []);
  const says = (content: Content) =>
    JSON.stringify(content).replaceAll(/"(id|question)":"[^"]*"/g, "");
  assert.equal(says(first), says(second));
});

Deno.test("THREAD-128: a duplicate opens under a new name, and its edits do not touch the original", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const { path, first } = await duplicated(thread);
  const page = await olive.page(path);
  assert.match(page, /<h1[^>]*>Second/);
  assert.match(page, /id="add-milestone"/);
  const version = await hiddenOn(olive, path, "version");
  await olive.post(`${path}/milestones`, { version, name: "Only here", duration_days: "1" });
  const drafts = await thread.rows<{ draft: Content }>("select draft from templates order by name");
  assert.deepEqual(drafts.map(({ draft }) => draft.milestones.length), [4, 5]);
  assert.deepEqual(drafts[0]!.draft, first);
});

/** The starter for enterprises and its copy, made through the pages. */
async function duplicated(thread: TestApp) {
  const olive = thread.as("olive");
  await olive.post("/templates", { ...BLANK, name: "Enterprise", starter: "enterprise" });
  const [made] = await thread.rows<{ id: string }>("select id from templates");
  const copies = `/templates/${made!.id}/copies`;
  assert.match(await olive.page(copies), /value="Enterprise \(copy\)"/);
  const path = (await olive.post(copies, { name: "Second" })).headers.get("location")!;
  const drafts = await thread.rows<{ draft: Content }>("select draft from templates order by name");
  return { path, first: drafts[0]!.draft, second: drafts[1]!.draft };
}

Deno.test("an archived template leaves the list, cannot be changed, and comes back", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Old");
  const olive = thread.as("olive");
  const version = await hiddenOn(olive, template.path, "version");
  await landed(olive, await olive.post(`${template.path}/archival`));
  assert.ok(!(await olive.page("/templates")).includes(">Old</a>"));
  assert.ok((await olive.page("/templates?status=archived")).includes(">Old</a>"));
  const fields = { version: String(Number(version) + 1), name: "More", duration_days: "7" };
  assert.equal((await olive.post(`${template.path}/milestones`, fields)).status, 409);
  await landed(olive, await olive.post(`${template.path}/restoration`));
  assert.ok((await olive.page("/templates")).includes(">Old</a>"));
});
