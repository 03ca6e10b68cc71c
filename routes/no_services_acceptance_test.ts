import assert from "node:assert/strict";
import { SERVICES } from "../domain/connectors/services.ts";
import { landed } from "../tests/pages.ts";
import { publishedTemplate } from "../tests/plans.ts";
import { wordsOf } from "../tests/portal.ts";
import { closedOutside, SECRET_KEYS, testApp } from "../tests/test_app.ts";
import { activeWorkflow, drawn, startWith } from "../tests/workflows.ts";

Deno.test("THREAD-212 a new Thread that knows no service and reaches nothing works whole", async () => {
  const reach = {
    ...closedOutside(),
    secret: (name: string) => name === "THREAD_SECRET_KEYS" ? SECRET_KEYS : undefined,
  };
  await using thread = await testApp({}, reach);
  const alice = thread.as("alice");
  const page = wordsOf(await alice.page("/connectors"));
  assert.match(page, /None is needed/);
  for (const { name } of SERVICES) assert.match(page, new RegExp(`${name} Not connected`));

  const template = await publishedTemplate(thread);
  const { id } = await activeWorkflow(
    thread,
    drawn({
      n1: startWith("manual", "company:text! amount:money"),
      n2: ["create_account", { name: "{{n1.company}}", arr: "{{n1.amount}}", existing: "link" }],
      n3: ["assign_csm", { how: "least_loaded", members: [thread.cast.bob!.memberId] }],
      n4: ["apply_template", { template, start_first: true }],
      n5: ["end", { outcome: "Set up" }],
    }, ["n1>n2", "n2>n3", "n3>n4", "n4>n5"]),
  );
  const typed = { field_company: "Northwind", field_amount: "48,000" };
  await landed(alice, await alice.post(`/workflows/${id}/start`, typed));
  await thread.workOff();
  assert.match(wordsOf(await alice.page("/runs")), /Northwind.*Completed/);
  const bob = thread.as("bob");
  const [, account] = /href="(\/accounts\/[0-9a-f-]{36})"/.exec(await bob.page("/accounts"))!;
  assert.match(wordsOf(await bob.page(`${account}/plan`)), /In progress/);

  const home = await alice.page("/");
  const places = [...home.matchAll(/<a[^>]* href="(\/[a-z]+)"/g)].map(([, path]) => path!);
  for (const path of new Set(places)) {
    const answer = await alice.follow(await alice.get(path));
    assert.equal(answer.status, 200, path);
    await answer.body?.cancel();
  }
  assert.ok(places.length > 8);
  assert.deepEqual(thread.reported, []);
});

Deno.test("THREAD-206 the start of a workflow offers HubSpot, Salesforce and Notion", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(
    thread,
    drawn({ n1: startWith("manual", "company:text") }, []),
  );
  const olive = thread.as("olive");
  const panel = await olive.page(`/workflows/${id}/steps/n1`);
  const [, options] = /<select[^>]*name="c\.on"[^>]*>(.*?)<\/select>/s.exec(panel)!;
  for (const key of ["hubspot", "salesforce", "notion"]) {
    assert.match(options!, new RegExp(`<option value="${key}"`), key);
  }
});
