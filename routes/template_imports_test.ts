import assert from "node:assert/strict";
import type { Fields } from "../tests/client.ts";
import { landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";
import { openTemplate } from "../tests/templates.ts";

Deno.test("THREAD-025: an exported template has its name, milestones and actions with all their fields", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Enterprise");
  const milestone = await template.addMilestone("Kickoff", 7);
  const mail = await template.addAction(milestone, "SEND_EMAIL", "Welcome email");
  await template.save(mail, {
    "trigger.delay_hours": "24",
    "content.subject": "Welcome to {{company_name}}!",
    "content.body": "Hi",
  });
  const file = await thread.as("bob").get(`${template.path}/export`);
  assert.equal(file.headers.get("content-type"), "application/yaml; charset=utf-8");
  assert.match(file.headers.get("content-disposition")!, /attachment; filename="enterprise.yaml"/);
  const text = await file.text();
  for (
    const line of [
      /^name: Enterprise$/m,
      /^ {4}name: Kickoff$/m,
      /^ {4}duration_days: 7$/m,
      /^ {8}type: SEND_EMAIL$/m,
      /^ {8}trigger:\n {10}kind: milestone_start\n {10}delay_hours: 24$/m,
      /^ {10}subject: Welcome to \{\{company_name\}\}!$/m,
    ]
  ) assert.match(text, line);
});

Deno.test("an exported template comes back the same, and only after it was shown", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Enterprise");
  const milestone = await template.addMilestone("Kickoff", 7);
  await template.addAction(milestone, "SCHEDULE_MEETING", "Kickoff call");
  const olive = thread.as("olive");
  const yaml = await (await olive.get(`${template.path}/export`)).text();
  const shown = await olive.post("/templates/imports", { file: new Blob([yaml]), yaml: "" });
  assert.equal(shown.status, 200);
  const page = await shown.text();
  assert.match(page, /Import Enterprise/);
  assert.ok(page.includes("1 milestone, 1 action") && page.includes("Kickoff call"));
  assert.equal((await thread.rows("select from templates")).length, 1);
  const saved = await landed(olive, await olive.post("/templates/imports", { yaml, save: "yes" }));
  assert.ok(saved.includes("Enterprise is imported as a draft."));
  const drafts = await thread.rows<{ draft: object }>("select draft from templates order by id");
  const [first, second] = drafts.map(({ draft }) =>
    JSON.stringify(draft).replaceAll(/"id":"[^"]*"/g, "")
  );
  assert.equal(first, second);
});

Deno.test("a file that cannot be read is answered with its lines, and the text is kept", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const yaml =
    "thread_template: 1\nname: Mine\nmilestones:\n  - name: Kickoff\n    duration_days: soon";
  const answer = await olive.post("/templates/imports", { yaml });
  assert.equal(answer.status, 422);
  const page = await answer.text();
  assert.match(page, /<th scope="row">5<\/th><td>milestones 1, duration_days<\/td>/);
  assert.ok(page.includes("duration_days: soon"));
  const files: [string | Blob, RegExp][] = [
    ["", /Choose a file, or paste its text/],
    ["thread_template: 7\nname: A", /from a newer Thread/],
    [new Blob([new Uint8Array([0xff, 0xfe, 0x00])]), /no text file in UTF-8/],
    [new Blob(["x".repeat(10_000_000)]), /at most 1 MB. This one has 10.0 MB/],
    ["x".repeat(3_000_000), /at most 1 MB. This one has 3.0 MB/],
  ];
  for (const [sent, says] of files) {
    const fields: Fields = sent instanceof Blob ? { file: sent, yaml: "" } : { yaml: sent };
    const refused = await olive.post("/templates/imports", fields);
    assert.equal(refused.status, 422);
    assert.match(await refused.text(), says);
  }
  assert.equal((await olive.post("/templates", { name: "x".repeat(3_000_000) })).status, 413);
  assert.deepEqual(await thread.rows("select name from templates"), []);
  assert.deepEqual(thread.reported, []);
});
