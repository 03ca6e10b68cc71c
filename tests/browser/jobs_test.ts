import assert from "node:assert/strict";
import { inOrg } from "../../domain/base/db.ts";
import { recordEvent } from "../../domain/base/events.ts";
import { checkAccess } from "../axe.ts";
import { openBrowser, overflows, shots, visit } from "../browser.ts";
import { testApp } from "../test_app.ts";

const thread = await testApp();
const alice = thread.cast.alice!;
const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, thread.app.fetch);
const origin = `http://127.0.0.1:${server.addr.port}`;
const browser = await openBrowser();

Deno.test.afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  thread.house.streams.stop();
  await server.shutdown();
  await thread[Symbol.asyncDispose]();
});

async function signedInTab(javaScriptEnabled = true) {
  const tab = await browser.tab({ javaScriptEnabled });
  const value = thread.as("alice").jar.get("thread")!;
  await tab.context.addCookies([{ name: "thread", value, url: origin }]);
  return tab;
}

async function park(error: string): Promise<number> {
  const [job] = await thread.rows<{ id: number }>(
    `insert into jobs (org_id, kind, lane, attempts, last_error, parked_at)
     values ($1, 'rewrap_vault', 'outside', 8, $2, now() - interval '2 hours') returning id`,
    [alice.orgId, error],
  );
  return job!.id;
}

Deno.test("the pages of jobs hold at every width, in both themes", async () => {
  await using tab = await signedInTab();
  const { page } = tab;
  await visit(page, `${origin}/jobs`);
  await page.getByRole("heading", { name: "Nothing is parked" }).waitFor();
  await checkAccess(page);
  await shots(page, "jobs-empty");
  const long =
    "The key k1 of an_identifier_that_is_far_too_long_to_fit_into_a_narrow_column is not set";
  const id = await park(long);
  await park(long);
  for (const [name, path] of [["jobs", "/jobs"], ["job", `/jobs/${id}`]] as const) {
    await visit(page, origin + path);
    await checkAccess(page);
    await shots(page, name);
    await page.setViewportSize({ width: 320, height: 640 });
    assert.equal(await overflows(page), false);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  await thread.rows("delete from jobs");
});

Deno.test("a job that is parked appears on the open page by itself", async () => {
  await using tab = await signedInTab();
  const { page } = tab;
  await visit(page, `${origin}/jobs`);
  await page.getByRole("heading", { name: "Nothing is parked" }).waitFor();
  await park("Came while somebody looked");
  const actor = { kind: "system", cause: "test" } as const;
  await inOrg(thread.db, alice.orgId, actor, (tx) => recordEvent(tx, { kind: "job.parked" }));
  await page.getByText("Came while somebody looked").waitFor();
  await thread.rows("delete from jobs");
});

for (const javaScriptEnabled of [true, false]) {
  Deno.test(`an admin tries again and discards, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const first = await park("First");
    const second = await park("Second");
    await using tab = await signedInTab(javaScriptEnabled);
    const { page } = tab;
    await visit(page, `${origin}/jobs`);
    await page.getByRole("button", { name: `${first}` }).click();
    await page.getByText("The job is tried again").first().waitFor();
    await visit(page, `${origin}/jobs/${second}`);
    await page.getByLabel("Reason").fill("Done by hand");
    await page.getByRole("button", { name: "Discard this job" }).click();
    await page.getByText("The job is discarded").first().waitFor();
    const left = await thread.rows<{ id: number }>("select id from jobs");
    assert.deepEqual(left.map(({ id }) => id), [first]);
    await thread.rows("delete from jobs");
  });
}
