import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";
import { openTemplate } from "../tests/templates.ts";

Deno.test("THREAD-033: only admins and operations make templates, by page or by request", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Guarded");
  const milestone = await template.addMilestone("Kickoff", 7);
  const action = await template.addAction(milestone, "SLACK", "Tell the team");
  for (const name of ["bob", "ed", "lea"]) {
    const person = thread.as(name);
    const list = await person.page("/templates");
    assert.ok(!list.includes("/templates/new"), name);
    const page = await person.page(template.path);
    assert.ok(!page.includes('<form id="order"'), name);
    assert.ok(!page.includes("publication"), name);
    for (
      const path of [
        "new",
        "imports",
        ...[
          "details",
          "copies",
          "publication",
          "archival",
          `milestones/${milestone}`,
          `milestones/${milestone}/actions/new`,
        ].map((part) => `${template.id}/${part}`),
      ]
    ) {
      assert.equal((await person.get(`/templates/${path}`)).status, 403, `${name} ${path}`);
    }
    const sent = [
      "",
      "/imports",
      ...[
        "details",
        "copies",
        "publication",
        "archival",
        "restoration",
        "milestones",
        `milestones/${milestone}`,
        `milestones/${milestone}/removal`,
        `milestones/${milestone}/position`,
        `milestones/${milestone}/actions`,
        `actions/${action}`,
        `actions/${action}/removal`,
        `actions/${action}/position`,
        `actions/${action}/preview`,
      ]
        .map((part) => `/${template.id}/${part}`),
    ];
    for (const path of sent) {
      const answer = await person.post(`/templates${path}`, { version: "1", name: "Mine" });
      assert.equal(answer.status, 403, `${name} ${path}`);
    }
  }
  assert.equal((await thread.as("alice").get("/templates/new")).status, 200);
  const names = await thread.rows("select name from templates");
  assert.deepEqual(names, [{ name: "Guarded" }]);
});

Deno.test("a template of another organisation is not there", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Ours");
  const milestone = await template.addMilestone("Kickoff", 7);
  const action = await template.addAction(milestone, "SLACK", "Tell the team");
  const charlie = thread.as("charlie");
  const parts = [
    "",
    "/details",
    "/copies",
    "/publication",
    "/archival",
    "/revisions",
    "/export",
    "/customer-view",
    "/suggestions",
    `/milestones/${milestone}`,
    `/actions/${action}`,
  ];
  for (const part of parts) {
    assert.equal((await charlie.get(template.path + part)).status, 404, part);
  }
  const fields = { version: "1", name: "Mine", body: "x", about: "" };
  for (
    const part of [
      "/details",
      "/copies",
      "/publication",
      "/archival",
      "/restoration",
      "/milestones",
      "/suggestions",
      `/actions/${action}`,
      `/actions/${action}/position`,
    ]
  ) {
    assert.equal((await charlie.post(template.path + part, fields)).status, 404, part);
  }
});
