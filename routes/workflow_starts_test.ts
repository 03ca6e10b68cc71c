import assert from "node:assert/strict";
import { openedHook } from "../tests/hooks.ts";
import { publishedTemplate } from "../tests/plans.ts";
import { drawnFromStarter, publish } from "../tests/starters.ts";
import { testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn, startWith } from "../tests/workflows.ts";

const inWords = (page: string) => page.replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

Deno.test("THREAD-177 THREAD-181 a new workflow is a draft that nothing starts; once activated events start it", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await drawnFromStarter(thread, "automated-creation", "New deals", {
    n5: { template: await publishedTemplate(thread) },
  });
  const inList = async () => inWords(await olive.page("/workflows"));
  assert.match(await inList(), /New deals .*Draft/);
  const fire = await openedHook(thread, at);
  const started = async () => (await thread.rows("select from runs")).length;
  await fire({ id: 1, company: "Contoso" });
  await publish(thread, at, false);
  await fire({ id: 2, company: "Fabrikam" });
  assert.equal(await started(), 0, "neither before it is published nor before it is active");
  assert.match(inWords(await olive.page(`${at}/hook`)), /The workflow is a draft/);
  assert.equal((await thread.as("bob").post(`${at}/activation`, { state: "active" })).status, 403);
  const active = await olive.post(`${at}/activation`, { state: "active" });
  assert.match(inWords(await (await olive.follow(active)).text()), /Active/);
  assert.match(await inList(), /New deals .*Active/);
  await thread.workOff();
  assert.equal(await started(), 0, "what came before stays undone");
  await fire({ id: 3, company: "Litware" });
  assert.equal(await started(), 1);
  await olive.post(`${at}/activation`, { state: "paused" });
  await fire({ id: 4, company: "Tailspin" });
  assert.equal(await started(), 1, "nor does a paused one start");
});

Deno.test("SF-088 the last 20 runs of a workflow are listed by themselves, by state and by day", async () => {
  await using thread = await testApp();
  const lea = thread.as("lea");
  const graph = drawn({
    n1: startWith("hook", "company:text! day:text"),
    n2: ["create_account", { name: "{{n1.company}}", own: [], existing: "link" }],
    n3: ["set_fields", { values: [{ key: "go_live_on", value: "{{n1.day}}" }] }],
    n4: ["end", { outcome: "Done" }],
  }, ["n1>n2", "n2>n3", "n3>n4"]);
  const watched = await activeWorkflow(thread, graph, "Watched");
  const other = await activeWorkflow(thread, graph, "Other");
  const fire = await openedHook(thread, `/workflows/${watched.id}`);
  for (let nth = 1; nth <= 22; nth++) {
    await fire({ id: nth, company: `Deal ${nth}.`, day: nth % 2 ? "2027-03-01" : "soon" });
  }
  await (await openedHook(thread, `/workflows/${other.id}`))({ id: 1, company: "Elsewhere" });
  const listed = async (query: string) => {
    const page = await lea.page(`/runs?workflow=${watched.id}${query}`);
    return [...page.matchAll(/<a href="\/runs\/[^"]*">(Deal \d+)\./g)].map(([, name]) => name);
  };
  const newest = Array.from({ length: 20 }, (_, at) => `Deal ${22 - at}`);
  assert.deepEqual((await listed("")).slice(0, 20), newest);
  assert.match(await lea.page("/runs"), /Elsewhere/);
  assert.doesNotMatch(await lea.page(`/runs?workflow=${watched.id}`), /Elsewhere/);
  const [odd, even] = [1, 0].map((rest) =>
    Array.from({ length: 22 }, (_, at) => 22 - at).filter((nth) => nth % 2 === rest)
      .map((nth) => `Deal ${nth}`)
  );
  assert.deepEqual(await listed("&state=completed"), odd);
  assert.deepEqual(await listed("&state=failed&cause=validation"), even);
  assert.equal((await listed("&days=1")).length, 22);
});
