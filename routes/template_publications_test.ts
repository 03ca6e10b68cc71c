import assert from "node:assert/strict";
import { hiddenOn, landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";
import { openTemplate } from "../tests/templates.ts";

Deno.test("what was published stays as it was, and the next shows what changed", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Enterprise");
  const milestone = await template.addMilestone("Kickoff", 7);
  const call = await template.addAction(milestone, "SCHEDULE_MEETING", "Kickoff call");
  await template.publish("The first one");
  const olive = thread.as("olive");
  assert.ok((await olive.page("/templates")).includes("Published 1<"));
  await template.save(call, { label: "Welcome call", "content.minutes": "45" });
  assert.ok((await olive.page("/templates")).includes("Published 1, with changes"));
  const page = await olive.page(`${template.path}/publication`);
  assert.match(page, /<del>Kickoff call<\/del> <ins>Welcome call<\/ins>/);
  assert.match(page, /<dt>Length<\/dt><dd><del>30 minutes<\/del> <ins>45 minutes<\/ins>/);
  await template.publish();
  const first = await thread.as("bob").page(`${template.path}/revisions/1`);
  assert.ok(first.includes("Kickoff call") && !first.includes("Welcome call"));
  const revisions = await thread.as("bob").page(`${template.path}/revisions`);
  assert.ok(revisions.includes("Revision 2") && revisions.includes("The first one"));
  assert.equal((await olive.get(`${template.path}/revisions/3`)).status, 404);
});

Deno.test("the database itself keeps a revision from being changed", async () => {
  await using thread = await testApp();
  const { rows } = thread;
  const grants = await rows(
    `select privilege_type as may from information_schema.role_table_grants
     where grantee = 'thread_app' and table_name = 'template_revisions' order by 1`,
  );
  assert.deepEqual(grants, [{ may: "INSERT" }, { may: "SELECT" }]);
});

Deno.test("a draft with something to put right, or with nothing new, is not published", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Unready");
  const olive = thread.as("olive");
  const publish = async () => {
    const version = await hiddenOn(olive, `${template.path}/details`, "version");
    return await olive.post(`${template.path}/publication`, { version, note: "" });
  };
  assert.equal((await publish()).status, 409);
  const milestone = await template.addMilestone("Kickoff", 7);
  await template.addAction(milestone, "SEND_EMAIL", "Welcome");
  const refused = await publish();
  assert.equal(refused.status, 409);
  assert.ok((await refused.text()).includes("Kickoff: Welcome: The email has no subject."));
  const [row] = await thread.rows("select published_number from templates");
  assert.equal(row!.published_number, null);
});

Deno.test("a CSM suggests a change, and operations answer it once", async () => {
  await using thread = await testApp();
  const template = await openTemplate(thread, "Enterprise");
  await template.addMilestone("Kickoff", 7);
  const [bob, olive] = [thread.as("bob"), thread.as("olive")];
  assert.ok((await bob.page(template.path)).includes("Suggest a change"));
  const path = `${template.path}/suggestions`;
  const sent = await bob.post(path, { about: "Kickoff", body: "Ten days, please." });
  assert.ok((await landed(bob, sent)).includes("Ten days, please."));
  assert.equal((await bob.post(path, { about: "", body: " " })).status, 422);
  assert.equal((await thread.as("ed").post(path, { about: "", body: "Me too" })).status, 403);
  const page = await olive.page(path);
  const id = page.match(/id="suggestion-([0-9a-f-]{36})"/)![1];
  const answer = { outcome: "taken", note: "Done in revision 2" };
  assert.equal((await bob.post(`${path}/${id}`, answer)).status, 403);
  await landed(olive, await olive.post(`${path}/${id}`, answer));
  assert.ok((await bob.page(path)).includes("Done in revision 2"));
  assert.equal((await olive.post(`${path}/${id}`, answer)).status, 409);
});
