import assert from "node:assert/strict";
import { pressOn } from "../tests/pages.ts";
import { action, asMember, milestone, plannedAccount, publishedTemplate } from "../tests/plans.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";
import { completeAction } from "../domain/onboarding/actions.ts";
import { editDraft } from "../domain/onboarding/template_changes.ts";
import type { Content } from "../domain/onboarding/template_content.ts";
import { publishTemplate } from "../domain/onboarding/template_revisions.ts";
import { findTemplate } from "../domain/onboarding/templates.ts";

const example = () => [
  milestone("Kickoff", [
    action("SEND_EMAIL", "Welcome email"),
    action("SCHEDULE_MEETING", "Kickoff call"),
  ]),
];

async function publish(thread: TestApp, id: string, edit: (draft: Content) => Content) {
  await asMember(thread, "olive", async (tx) => {
    const edited = await editDraft(tx, id, (await findTemplate(tx, id)).version, edit);
    await publishTemplate(tx, id, edited.version, "Shorter");
  });
}

const relabelled = (changes: Record<string, string>) => ({ milestones }: Content): Content => ({
  milestones: milestones.map((one) => ({
    ...one,
    actions: one.actions.map((it) => ({ ...it, label: changes[it.label] ?? it.label })),
  })),
});

/** What the form of an upgrade asks, with every choice it has already. */
function choicesOn(page: string) {
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!;
  const checked = [...page.matchAll(/<input type="radio"[^>]*>/g)].map(([input]) => input)
    .filter((input) => input.includes("checked"))
    .map((input) => [/name="([^"]+)"/.exec(input)![1]!, /value="([^"]+)"/.exec(input)![1]!]);
  return {
    version: hidden("version"),
    to: hidden("to"),
    seen: hidden("seen"),
    ...Object.fromEntries(checked) as Record<string, string>,
  };
}

Deno.test("a CSM sees what changed, chooses, upgrades, and takes it back", async () => {
  await using thread = await testApp();
  const { templateId, path, plan, ...acme } = await plannedAccount(thread, {
    milestones: example(),
    startFirst: true,
  });
  const bob = thread.as("bob");
  const call = await acme.action("Kickoff call");
  await thread.rows("update actions set label = 'Kickoff in Berlin' where id = $1", [call.id]);
  const rename = { "Welcome email": "Warm welcome", "Kickoff call": "Kickoff video call" };
  await publish(thread, templateId, relabelled(rename));

  const page = await bob.page(`${path}/upgrade`);
  for (const said of ["2 changes from revision 1 to 2", "1 conflict to decide", "Shorter"]) {
    assert.ok(page.includes(said), said);
  }
  for (const side of ["Kickoff call", "Kickoff video call", "Kickoff in Berlin"]) {
    assert.ok(page.includes(`<dd>${side}</dd>`), side);
  }
  const form = choicesOn(page);
  const refused = await bob.post(`${path}/upgrade`, form);
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /Kickoff in Berlin: choose what it says from now on/);

  const conflict = ["hunk-0", "hunk-1"].find((name) => !(name in form))!;
  const done = await bob.post(`${path}/upgrade`, { ...form, [conflict]: "theirs" });
  assert.equal(done.status, 303, await done.clone().text());
  const upgraded = await bob.page(done.headers.get("location")!);
  assert.match(upgraded, /follows revision 2 now/);
  assert.match(upgraded, /There is nothing to upgrade/);
  const labels = (await plan())!.milestones[0]!.actions.map(({ label }) => label);
  assert.deepEqual(labels, ["Warm welcome", "Kickoff video call"]);

  const undo = /action="([^"]+\/undoing)"/.exec(upgraded)![1]!;
  const undone = await bob.post(undo, {});
  assert.match(await bob.page(undone.headers.get("location")!), /follows revision 1 again/);
  assert.equal((await plan())!.milestones[0]!.actions[1]!.label, "Kickoff in Berlin");
});

Deno.test("an upgrade that somebody chose before the plan changed is not carried out", async () => {
  await using thread = await testApp();
  const { templateId, path, plan, ...acme } = await plannedAccount(thread, {
    milestones: example(),
    startFirst: true,
  });
  await publish(thread, templateId, relabelled({ "Welcome email": "Warm welcome" }));
  const bob = thread.as("bob");
  const form = choicesOn(await bob.page(`${path}/upgrade`));
  const { id } = await acme.action("Welcome email");
  await asMember(thread, "olive", (tx) => completeAction(tx, id, { note: "" }));
  const late = await bob.post(`${path}/upgrade`, form);
  assert.equal(late.status, 409);
  const page = await late.text();
  assert.match(page, /changed while you had this open, so nothing was done/);
  assert.match(page, /It is done, so it stays as it is/);
  assert.equal((await plan())!.plan.revision_number, 1);
});

Deno.test("upgrades are for those who change plans, of accounts they can see", async () => {
  await using thread = await testApp();
  const { templateId, path } = await plannedAccount(thread, { milestones: example() });
  for (const who of ["lea", "ed"]) {
    assert.equal((await thread.as(who).get(`${path}/upgrade`)).status, 403, who);
    assert.equal((await thread.as(who).get(`/templates/${templateId}/upgrades`)).status, 403, who);
  }
  assert.equal((await thread.as("charlie").get(`${path}/upgrade`)).status, 404);
  assert.equal((await thread.as("charlie").get(`/templates/${templateId}/upgrades`)).status, 404);
});

Deno.test("many accounts are upgraded at once, those with conflicts left, each undone alone or all at once", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread, example());
  const planned = (name: string) => plannedAccount(thread, { templateId, name, startFirst: true });
  const [calm, changed] = [await planned("Calm"), await planned("Changed")];
  const [busy, archived] = [await planned("Busy"), await planned("Archived")];
  const welcome = await changed.action("Welcome email");
  await thread.rows("update actions set label = 'Hello there' where id = $1", [welcome.id]);
  await thread.rows("update accounts set archived_at = now() where id = $1", [archived.accountId]);
  await publish(thread, templateId, relabelled({ "Welcome email": "Warm welcome" }));

  const olive = thread.as("olive");
  assert.match(
    await olive.page(`/templates/${templateId}`),
    /3 accounts follow an older revision/,
  );
  const list = `/templates/${templateId}/upgrades`;
  const page = await olive.page(list);
  assert.match(page, /1 change, 1 conflict/);
  assert.ok(!page.includes("Archived"));

  const nobody = await olive.post(list, { press: "chosen", conflicts: "leave" });
  assert.equal(nobody.status, 422);
  assert.match(await nobody.text(), /Tick at least one account/);

  const asked = await olive.post(list, { press: "all", conflicts: "leave" });
  assert.equal(asked.status, 303, await asked.clone().text());
  const result = asked.headers.get("location")!;
  assert.match(await olive.page(result), /0 of 3/);
  await thread.workOff();
  const done = await olive.page(result);
  assert.match(done, /Done: 2 of 3 upgraded/);
  assert.match(done, /Left for you to decide/);
  const numbers = async () => {
    const plans = await Promise.all([calm, changed, busy, archived].map((one) => one.plan()));
    return plans.map((one) => one!.plan.revision_number);
  };
  assert.deepEqual(await numbers(), [2, 1, 2, 1]);

  const undo = new RegExp(`action="(/accounts/${busy.accountId}/upgrades/[^"]+)"`).exec(done)![1]!;
  const undone = await olive.post(undo, { from: "round" });
  assert.equal(undone.headers.get("location"), result);
  assert.match(await olive.page(result), /Undone/);
  assert.deepEqual(await numbers(), [2, 1, 1, 1]);
  assert.ok(await calm.action("Warm welcome"));

  const rest = await olive.post(list, {
    press: "chosen",
    conflicts: "keep",
    id: changed.accountId,
  });
  await thread.workOff();
  assert.match(
    await olive.page(rest.headers.get("location")!),
    /1 conflict kept as it was here/,
  );
  assert.deepEqual(await numbers(), [2, 2, 1, 1]);
  assert.ok(await changed.action("Hello there"));

  await thread.rows("update actions set label = 'Their own' where id = $1", [
    (await calm.action("Warm welcome")).id,
  ]);
  await pressOn(olive, result, `${result}/undoing`);
  await thread.workOff();
  assert.match(await olive.page(result), /cannot be undone any more[^<]*Their own/);
  assert.deepEqual(await numbers(), [2, 2, 1, 1]);
  const second = rest.headers.get("location")!;
  await pressOn(olive, second, `${second}/undoing`);
  await thread.workOff();
  assert.deepEqual(await numbers(), [2, 1, 1, 1]);
  assert.doesNotMatch(await olive.page(second), /Undo all of them/);
});
