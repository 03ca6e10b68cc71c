import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { testApp } from "../tests/test_app.ts";
import { gesture, newWorkflow, rowOf } from "../tests/drawings.ts";

Deno.test("problems name their step and lead to it, and nothing with an error is published", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await newWorkflow(thread, "Gate", "approval-gate");
  await gesture(thread, olive, at, { op: "disconnect", node: "n3", port: "rejected" });
  await gesture(thread, olive, at, { op: "place", kind: "end" });
  await gesture(thread, olive, at, {
    op: "configure",
    node: "n2",
    title: "Over 500k?",
    has: "when",
    "c.when.match": "any",
    "c.when.0.left": "{{n1.amount}}",
    "c.when.0.operator": "greater",
    "c.when.0.right": "500000",
    "c.when.1.left": "{{n1.amount}}",
    "c.when.1.operator": "less",
    "c.when.1.right": "500,000",
  });
  await gesture(thread, olive, at, {
    op: "configure",
    node: "n5",
    title: "Create account",
    has: "name",
    "c.name": "{{n6.csm}}",
  });
  const page = await olive.page(at);
  for (
    const said of [
      /“Rejected” of Manager approval leads nowhere/,
      /End 2 is never reached/,
      /but not of exactly 500,000/,
      /comes from Assign CSM, which does not run before this step/,
      /Queue: Choose a queue|Queue is missing/,
      /Template: Choose a template|Template is missing/,
    ]
  ) assert.match(page, said);
  assert.match(page, new RegExp(`href="${at}/steps/n3"[^>]*data-go="n3"`));
  const refused = await olive.post(`${at}/publication`, {
    rev: String((await rowOf(thread, at)).rev),
    says: "",
  });
  assert.equal(refused.status, 409);
  assert.match(await refused.text(), /Put right what is listed first/);
  assert.equal((await rowOf(thread, at)).published_number, 0);
});

Deno.test("a workflow is published, activated and paused; each version stays and can come back", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await newWorkflow(thread, "Simple");
  const rev = async () => String((await rowOf(thread, at)).rev);
  assert.equal((await olive.post(`${at}/activation`, { state: "active" })).status, 409);
  const first = await olive.post(`${at}/publication`, { rev: await rev(), says: "The first" });
  const page = await (await olive.follow(first)).text();
  assert.match(page, /Version 1 is published and not active/);
  assert.equal((await rowOf(thread, at)).state, "draft");
  assert.match(await olive.page(`${at}/publication`), /Nothing has changed/);
  await olive.post(`${at}/activation`, { state: "active" });
  assert.equal((await rowOf(thread, at)).state, "active");

  await gesture(thread, olive, at, {
    op: "configure",
    node: "n2",
    title: "Finished",
    has: "outcome",
    "c.outcome": "Everything is done",
  });
  assert.match(await olive.page(at), /Version 1, with changes/);
  const changes = await olive.page(`${at}/publication`);
  assert.match(changes, /Runs that are under way go on with the version/);
  assert.match(changes, /<del>Done<\/del> <ins>Everything is done<\/ins>/);
  const stale = await olive.post(`${at}/publication`, { rev: "1", says: "" });
  assert.equal(stale.status, 409);
  const again = await olive.post(`${at}/publication`, {
    rev: await rev(),
    says: "",
    activate: "on",
  });
  assert.match(await (await olive.follow(again)).text(), /Version 2 is published and active/);

  const [before, after] = await thread.rows<{ graph: unknown }>(
    "select graph from workflow_versions order by number",
  );
  assert.notDeepEqual(before!.graph, after!.graph);
  const compared = await olive.page(`${at}/versions/1?against=2`);
  assert.match(compared, /<del>End<\/del> <ins>Finished<\/ins>/);
  assert.match(await olive.page(`${at}/versions`), /Followed by new runs/);
  await olive.post(`${at}/versions/1/restoration`);
  assert.match(await olive.page(`${at}/versions/1?against=draft`), /They say the same/);
  assert.equal((await gesture(thread, olive, at, { op: "undo" })).status, 303);
  assert.match(await olive.page(`${at}/versions/2?against=draft`), /They say the same/);
  await olive.post(`${at}/activation`, { state: "paused" });
  assert.equal((await rowOf(thread, at)).state, "paused");
  assert.match(await olive.page("/workflows?state=paused"), /Simple<\/a>/);
});

Deno.test("THREAD-068 THREAD-228 the palette has routing logic, approvals, CSM assignment and actions", async () => {
  await using thread = await testApp();
  const at = await newWorkflow(thread, "New");
  const page = await thread.as("olive").page(at);
  for (
    const label of [
      "Condition",
      "Switch",
      "Queue",
      "Assign CSM",
      "Create account",
      "Apply template",
    ]
  ) {
    assert.match(page, new RegExp(`data-kind="\\w+"[^>]*>${label}</button>`));
  }
});

Deno.test("THREAD-168 THREAD-169 accounts need no workflow, and one that is added later touches none", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  await addAccount(olive);
  const all = "select * from accounts order by id";
  const before = await thread.rows(all);
  assert.equal(before.length, 1);
  const at = await newWorkflow(thread, "Later");
  const { rev } = await rowOf(thread, at);
  await olive.post(`${at}/publication`, { rev: String(rev), says: "", activate: "on" });
  await thread.workOff();
  assert.equal((await rowOf(thread, at)).state, "active");
  assert.deepEqual(await thread.rows(all), before);
  assert.equal((await thread.rows("select from runs")).length, 0);
});
