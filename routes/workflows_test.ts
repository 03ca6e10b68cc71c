import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";
import { drawn, newWorkflow } from "../tests/drawings.ts";

Deno.test("a workflow is found, renamed, duplicated, archived and restored by operations", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const empty = await olive.page("/workflows");
  assert.match(empty, /No workflows yet/);
  for (const name of ["Automated creation", "Segment routing", "Approval gate"]) {
    assert.match(empty, new RegExp(name), "starters are offered");
  }
  const at = await newWorkflow(thread, "Routing", "segment-routing");
  const list = await olive.page("/workflows?q=rout");
  assert.match(list, /Routing<\/a>/);
  assert.match(list, /Draft/);
  assert.match(list, /By hand/);

  const copied = await olive.post(`${at}/copies`, { name: "Routing (copy)" });
  assert.equal(copied.status, 303);
  const twice = await olive.post(`${at}/copies`, { name: "routing (COPY)" });
  assert.equal(twice.status, 409);
  assert.match(await twice.text(), /There is a workflow named/);

  const renamed = await olive.post(`${at}/details`, {
    name: "All deals",
    about: "",
    owner: thread.cast.alice!.memberId,
    version: "1",
  });
  assert.equal(renamed.status, 303);
  const stale = await olive.post(`${at}/details`, {
    name: "Again",
    about: "",
    owner: "",
    version: "1",
  });
  assert.equal(stale.status, 409);
  assert.match(await stale.text(), /Olive changed this workflow/);

  assert.equal((await olive.post(`${at}/archival`)).status, 303);
  assert.doesNotMatch(await olive.page("/workflows"), /All deals<\/a>/);
  assert.match(await olive.page("/workflows?state=archived"), /All deals<\/a>/);
  const refused = await olive.post(`${at}/edits`, { op: "tidy", rev: "1" });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /This workflow is archived/);
  assert.equal((await olive.post(`${at}/restoration`)).status, 303);
});

Deno.test("leaders read workflows, CSMs and account executives do not, and charlie finds nothing", async () => {
  await using thread = await testApp();
  const at = await newWorkflow(thread, "Routing", "segment-routing");
  const lea = thread.as("lea");
  const page = await lea.page(at);
  assert.match(page, /Over 100k\?/);
  assert.doesNotMatch(page, /id="palette"|name="do"/);
  assert.match(await lea.page(`${at}/steps/n3`), /Amount is greater than 100,000/);
  assert.equal((await lea.post(`${at}/edits`, { op: "tidy", rev: "1" })).status, 403);
  for (const name of ["bob", "ed"]) {
    assert.equal((await thread.as(name).get("/workflows")).status, 403);
    assert.equal((await thread.as(name).get(at)).status, 403);
  }
  for (const path of [at, `${at}/steps/n3`, `${at}/export`, `${at}/versions`]) {
    assert.equal((await thread.as("charlie").get(path)).status, 404);
  }
});

Deno.test("a workflow leaves as a file and comes back as it was, and a broken file is explained", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const at = await newWorkflow(thread, "Gate", "approval-gate");
  const file = await olive.get(`${at}/export`);
  assert.match(file.headers.get("content-disposition")!, /gate\.yaml/);
  const yaml = (await file.text()).replace("name: Gate", "name: Gate again");
  const preview = await olive.post("/workflows/imports", { yaml });
  assert.match(await preview.text(), /Manager approval/);
  const saved = await olive.post("/workflows/imports", { yaml, save: "yes" });
  assert.equal(saved.status, 303);
  assert.deepEqual(
    await drawn(thread, saved.headers.get("location")!),
    await drawn(thread, at),
    "the same drawing",
  );
  const broken = yaml.replace("to: n3", "to: n99");
  const answer = await olive.post("/workflows/imports", { yaml: broken });
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /There is no step &quot;n99&quot;/);
});
