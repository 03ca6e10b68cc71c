import assert from "node:assert/strict";
import { dueAction } from "../../tests/drafts.ts";
import { asMember } from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import { addNote } from "../accounts/notes.ts";
import { askForDrafts, dropDrafts } from "./drafts.ts";

Deno.test("THREAD-017 THREAD-062 a draft uses what only the handoff or a note knows, and names it", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread, {
    content: { body: "Hello {{contact_name}}, the kickoff is near.\n\nBest,\n{{csm_name}}" },
  });
  const { accountId, id } = action;
  await thread.workOff();
  await addHandoff(
    thread,
    accountId,
    "Main goal of the kickoff",
    "Replace the old warehouse scanners.",
  );
  const { memberId } = thread.cast.bob!;
  await asMember(thread, "bob", async (tx) => {
    await addNote(tx, accountId, memberId, "Their kickoff team sits in Rotterdam.");
    await dropDrafts(tx, [id]);
    await tx.updateTable("actions").set({ state: "due" }).where("id", "=", id).execute();
    await askForDrafts(tx, [id]);
  });
  await thread.workOff();
  const draft = await action.draft();
  assert.match(draft.body, /Hello Priya/);
  assert.match(draft.body, /warehouse scanners/);
  assert.match(draft.body, /Rotterdam/);
  const sourceOf = (words: string) =>
    draft.sources[draft.sentences.find(({ text }) => text.includes(words))!.source!]!.label;
  assert.equal(sourceOf("scanners"), "Handoff: Main goal of the kickoff");
  assert.match(sourceOf("Rotterdam"), /^Note of .* by Bob$/);
  const page = await (await thread.as("bob").get(action.at)).text();
  assert.match(page, /Handoff: Main goal of the kickoff/);
});

Deno.test("what leaves without review says nothing that only stands in a note", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread, { send_without_review: true, label: "Kickoff" });
  await asMember(
    thread,
    "bob",
    (tx) =>
      addNote(tx, action.accountId, thread.cast.bob!.memberId, "The kickoff is in Rotterdam."),
  );
  await thread.workOff();
  const draft = await action.draft();
  assert.equal(draft.state, "approved");
  assert.doesNotMatch(draft.body, /Rotterdam/);
});

async function addHandoff(thread: TestApp, accountId: string, label: string, body: string) {
  const { orgId, memberId } = thread.cast.ed!;
  const id = crypto.randomUUID();
  await thread.rows(
    `insert into handoffs (org_id, id, account_id, template_name, questions, state, ae_id,
       submitted_at) values ($1, $2, $3, 'Usual', $4::jsonb, 'submitted', $5, now())`,
    [orgId, id, accountId, [{ id: "goal", label, type: "long_text" }], memberId],
  );
  await thread.rows(
    `insert into handoff_answers (org_id, id, handoff_id, question_id, body, written_by)
     values ($1, $2, $3, 'goal', $4, 'person')`,
    [orgId, crypto.randomUUID(), id, body],
  );
}
