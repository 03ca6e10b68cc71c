import assert from "node:assert/strict";
import { addAccount, NORTHWIND } from "../tests/accounts.ts";
import { hiddenOn } from "../tests/pages.ts";
import { action, milestone, plannedAccount, publishedTemplate } from "../tests/plans.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

Deno.test("THREAD-036 a template is chosen on creation, and applied with the account", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread);
  const bob = thread.as("bob");
  const form = await (await bob.get("/accounts/new")).text();
  assert.match(form, new RegExp(`<option value="${templateId}"[^>]*>Onboarding</option>`));
  const path = await addAccount(bob, { template_id: templateId, start_first: "on" });
  const [plan] = await plansOf(thread);
  assert.equal(path, `/accounts/${plan!.account_id}`);
  assert.equal(plan!.template_id, templateId);
  const milestones = await thread.rows("select name, state from milestones order by position");
  assert.deepEqual(milestones, [
    { name: "Kickoff", state: "active" },
    { name: "Go-live", state: "not_started" },
  ]);
  const list = await (await bob.get("/accounts")).text();
  assert.match(list, /Kickoff/);
});

Deno.test("without a template an account has no plan, and says so nowhere", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  assert.doesNotMatch(await (await bob.get("/accounts/new")).text(), /name="template_id"/);
  await addAccount(bob, { template_id: "" });
  assert.deepEqual(await plansOf(thread), []);
});

Deno.test("a template that cannot be applied keeps the account from being added, in words", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread);
  await thread.rows("update templates set status = 'archived'");
  const answer = await thread.as("bob").post("/accounts", {
    ...NORTHWIND,
    template_id: templateId,
  });
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /Choose from the templates shown\./);
  assert.deepEqual(await thread.rows("select id from accounts"), []);
});

Deno.test("health follows the plan until a person chooses it, and again once they let it", async () => {
  await using thread = await testApp();
  const made = await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [action("SCHEDULE_MEETING", "Call")])],
    startFirst: true,
  });
  const bob = thread.as("bob");
  const save = async (health: string) => {
    const version = await hiddenOn(bob, `${made.path}/facts`, "version");
    const { id: _, csm_id: __, ae_id: ___, ...facts } = NORTHWIND;
    const res = await bob.post(`${made.path}/facts`, {
      ...facts,
      go_live_on: "",
      name: "Acme",
      version,
      health,
    });
    assert.equal(res.status, 303, await res.clone().text());
  };
  assert.match(await (await bob.get(`${made.path}/facts`)).text(), /selected[^>]*>Automatic/);
  await save("blocked");
  const account = await made.account();
  assert.deepEqual([account.health, account.health_by_hand], ["blocked", true]);
  assert.match(await (await bob.get(made.path)).text(), /Set by hand/);
  await save("automatic");
  const after = await made.account();
  assert.deepEqual([after.health, after.health_by_hand], ["on_track", false]);
});

async function plansOf(thread: TestApp) {
  return await thread.rows<{ account_id: string; template_id: string }>(
    "select account_id, template_id from plans where ended_at is null",
  );
}
