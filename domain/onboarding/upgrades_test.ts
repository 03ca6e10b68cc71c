import assert from "node:assert/strict";
import {
  action,
  after,
  asMember,
  milestone,
  plannedAccount,
  publishedTemplate,
} from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import { completeAction } from "./actions.ts";
import { finishMilestone } from "./milestones.ts";
import { planWithParts } from "./plans.ts";
import { editDraft } from "./template_changes.ts";
import type { Content, Milestone } from "./template_content.ts";
import { changeAction, findAction, removeAction } from "./template_edits.ts";
import { publishTemplate } from "./template_revisions.ts";
import { findTemplate } from "./templates.ts";
import { type Choices, takeCalm } from "./upgrade_choices.ts";
import type { Hunk } from "./upgrade_merge.ts";
import { type Preview, previewUpgrade } from "./upgrade_previews.ts";
import { undoUpgrade } from "./upgrade_undoing.ts";
import { upgradePlan } from "./upgrades.ts";

const MILESTONES: Milestone[] = [
  milestone("Kickoff", [
    action("SEND_EMAIL", "Welcome email"),
    action("SCHEDULE_MEETING", "Kickoff call", { trigger: after(24) }),
    action("REQUEST_DOCS", "Order form", { trigger: after(48) }),
  ]),
  milestone("Go-live", [action("SEND_EMAIL", "Congratulations")], 14),
];

/** An account in its first milestone, and a template that can say something else. */
async function begun(thread: TestApp) {
  const templateId = await publishedTemplate(thread, MILESTONES);
  const account = await plannedAccount(thread, { templateId, startFirst: true });
  const keyOf = async (label: string) => {
    const plan = await account.plan();
    return plan!.milestones.flatMap(({ actions }) => actions).find((one) => one.label === label)!
      .key;
  };
  return {
    ...account,
    keyOf,
    publish: (edit: (draft: Content) => Content) =>
      asMember(thread, "olive", async (tx) => {
        const { version } = await findTemplate(tx, templateId);
        const edited = await editDraft(tx, templateId, version, edit);
        return await publishTemplate(tx, templateId, edited.version, "");
      }),
    preview: () =>
      asMember(thread, "bob", (tx) => previewUpgrade(tx, account.accountId)) as Promise<Preview>,
    upgrade: (choose: (hunks: Hunk[]) => Choices = takeCalm) =>
      asMember(thread, "bob", async (tx) => {
        const { hunks, plan, to } = (await previewUpgrade(tx, account.accountId))!;
        return await upgradePlan(
          tx,
          account.accountId,
          plan.plan.version,
          to.number,
          choose(hunks),
        );
      }),
    undo: (id: string) => asMember(thread, "bob", (tx) => undoUpgrade(tx, account.accountId, id)),
  };
}

const relabel = (key: string, label: string) => (draft: Content) => {
  const { action } = findAction(draft, key)!;
  return changeAction(draft, { ...action, label });
};

const addTo = (at: number, ...actions: Milestone["actions"]) => (draft: Content): Content => ({
  milestones: draft.milestones.map((one, index) =>
    index === at ? { ...one, actions: [...one.actions, ...actions] } : one
  ),
});

Deno.test("an upgrade brings what the template says now, and new work begins by its milestone", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  const order = await account.keyOf("Order form");
  await account.publish((draft) =>
    addTo(
      0,
      action("COLLECT_INFO", "Who decides?"),
      action("SLACK", "Later", { trigger: after(72) }),
    )(
      relabel(order, "Signed order form")(draft),
    )
  );
  const upgrade = await account.upgrade();
  assert.deepEqual([upgrade.from_number, upgrade.to_number, upgrade.taken], [1, 2, 3]);

  const { plan, milestones } = (await account.plan())!;
  assert.equal(plan.revision_number, 2);
  assert.deepEqual(milestones[0]!.actions.map(({ label, state }) => [label, state]), [
    ["Welcome email", "due"],
    ["Kickoff call", "waiting"],
    ["Signed order form", "waiting"],
    ["Who decides?", "due"],
    ["Later", "waiting"],
  ]);
  const asked = await account.action("Who decides?");
  assert.ok(asked.opened_at, "the customer can answer it");
  const { actions_total } = await account.account();
  assert.equal(actions_total, 6);
  assert.equal(await account.preview(), undefined);
});

Deno.test("what is done stays as it is, and the preview says why", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  const [welcome, call] = [
    await account.keyOf("Welcome email"),
    await account.keyOf("Kickoff call"),
  ];
  const { id } = await account.action("Welcome email");
  await asMember(thread, "bob", (tx) => completeAction(tx, id, { note: "Said on the phone" }));
  await account.publish((draft) => removeAction(removeAction(draft, welcome), call));

  const { hunks } = await account.preview();
  assert.deepEqual(hunks.map(({ name, frozen }) => [name, frozen]), [
    ["Welcome email", "It is done, so it stays as it is."],
    ["Kickoff call", undefined],
  ]);
  await account.upgrade((all) => new Map(all.map((hunk) => [hunk.id, "theirs"])));
  const [kickoff] = (await account.plan())!.milestones;
  assert.deepEqual(kickoff!.actions.map(({ label, state, note }) => [label, state, note]), [
    ["Welcome email", "completed", "Said on the phone"],
    ["Order form", "waiting", ""],
  ]);
});

Deno.test("what both sides changed is a conflict, shown side by side and chosen", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  const call = await account.action("Kickoff call");
  await thread.rows("update actions set label = 'Kickoff in Berlin' where id = $1", [call.id]);
  await account.publish(relabel(call.key, "Kickoff video call"));
  const { hunks } = await account.preview();
  assert.deepEqual(hunks.map(({ conflict, lines }) => [conflict, lines]), [[true, [{
    field: "Label",
    base: "Kickoff call",
    theirs: "Kickoff video call",
    ours: "Kickoff in Berlin",
  }]]]);
  const { conflicts_left } = await account.upgrade();
  assert.equal(conflicts_left, 1);
  assert.ok(await account.action("Kickoff in Berlin"));
});

Deno.test("a draft that nobody edited is written anew from what the action says now", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  await thread.workOff();
  const welcome = await account.action("Welcome email");
  assert.equal(welcome.state, "draft_ready");
  await account.publish(subjectOf(welcome.key, "Hello again"));
  await account.upgrade();
  await thread.workOff();
  assert.deepEqual(await draftsOf(thread, welcome.id), [
    { state: "discarded", subject: "Welcome to Acme!" },
    { state: "ready", subject: "Hello again" },
  ]);
  assert.equal((await account.action("Welcome email")).state, "draft_ready");
});

Deno.test("a draft that somebody edited stays, and the preview says so", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  await thread.workOff();
  const welcome = await account.action("Welcome email");
  await thread.rows(
    "update drafts set subject = 'By hand', edited_by = $2 where action_id = $1",
    [welcome.id, thread.cast.bob!.memberId],
  );
  await account.publish(subjectOf(welcome.key, "Hello again"));
  const { hunks: [hunk] } = await account.preview();
  assert.match(hunk!.note!, /edited the draft that waits. It stays as it is/);
  await account.upgrade();
  await thread.workOff();
  assert.deepEqual(await draftsOf(thread, welcome.id), [{ state: "ready", subject: "By hand" }]);
});

const subjectOf = (key: string, subject: string) => (draft: Content) => {
  const { action } = findAction(draft, key)!;
  assert.equal(action.type, "SEND_EMAIL");
  return changeAction(draft, { ...action, content: { ...action.content, subject } });
};

const draftsOf = (thread: TestApp, actionId: string) =>
  thread.rows("select state, subject from drafts where action_id = $1 order by number", [actionId]);

Deno.test("the whole of an upgrade can be undone, and everything is as it was", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  const [call, order] = [await account.keyOf("Kickoff call"), await account.keyOf("Order form")];
  const before = rowsOf((await account.plan())!);
  await account.publish((draft) =>
    addTo(0, action("COLLECT_INFO", "Who decides?"))({
      milestones: [
        ...relabel(order, "Signed order form")(removeAction(draft, call)).milestones.slice(0, 1),
        milestone("Training", [action("SLACK", "Tell the team")]),
      ],
    })
  );
  const { id } = await account.upgrade();
  const during = (await account.plan())!;
  assert.deepEqual(during.milestones.map(({ name }) => name), ["Kickoff", "Training"]);

  const undone = await account.undo(id);
  assert.ok(undone.undone_at);
  assert.deepEqual(rowsOf((await account.plan())!), before);
  assert.equal((await account.preview()).to.number, 2);
  await assert.rejects(account.undo(id), /undone already/);
});

Deno.test("an upgrade is not undone once something was done on what it brought", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  await account.publish(addTo(0, action("COLLECT_INFO", "Who decides?")));
  const { id } = await account.upgrade();
  const asked = await account.action("Who decides?");
  await asMember(thread, "bob", (tx) => completeAction(tx, asked.id, { note: "Ann does" }));
  await assert.rejects(account.undo(id), {
    name: "Refused",
    message: "The upgrade cannot be undone any more, because of “Who decides?”: " +
      "It is done, so it stays as it is.",
  });
});

Deno.test("nothing is brought into a finished milestone, and a finished plan opens for a new one", async () => {
  await using thread = await testApp();
  const account = await begun(thread);
  for (const name of ["Kickoff", "Go-live"]) {
    const { id } = await account.milestone(name);
    await asMember(thread, "bob", (tx) => finishMilestone(tx, id));
  }
  await account.publish((draft) => ({
    milestones: [
      ...addTo(0, action("SLACK", "Too late"))(draft).milestones,
      milestone("Review", [action("SLACK", "Look back")]),
    ],
  }));
  const { hunks } = await account.preview();
  assert.deepEqual(hunks.filter(({ frozen }) => frozen).map(({ name, frozen }) => [name, frozen]), [
    ["Too late", "Kickoff is finished, so nothing is brought into it."],
  ]);
  const { id } = await account.upgrade();
  const opened = (await account.plan())!;
  assert.equal(opened.plan.finished_at, null);
  assert.equal(opened.milestones.at(-1)!.state, "not_started");
  await account.undo(id);
  assert.ok((await account.plan())!.plan.finished_at);
});

/** All that a person could see of a plan, without the versions of its rows. */
function rowsOf({ milestones }: NonNullable<Awaited<ReturnType<typeof planWithParts>>>) {
  return milestones.map(({ version: _, projected_on: __, actions, ...row }) => ({
    ...row,
    actions: actions.map(({ version: _, ...action }) => action),
  }));
}
