import assert from "node:assert/strict";
import fc from "fast-check";
import { anyContent } from "../../tests/any_content.ts";
import { allActions, type Content, newAction } from "./template_content.ts";
import { diffContent } from "./template_diff.ts";
import * as edits from "./template_edits.ts";

function content(...milestones: [string, string[]][]): Content {
  return {
    milestones: milestones.map(([id, actions]) => ({
      id,
      name: id.toUpperCase(),
      duration_days: 7,
      our_text: "",
      your_text: "",
      actions: actions.map((action) => newAction("SEND_EMAIL", action, action)),
    })),
  };
}

const order = ({ milestones }: Content) =>
  milestones.map(({ id, actions }) => `${id}:${actions.map((action) => action.id)}`).join(" ");

Deno.test("a milestone moves up, down and to a place, and never off the end", () => {
  const three = content(["a", []], ["b", []], ["c", []]);
  assert.equal(order(edits.stepMilestone(three, "b", "up")), "b: a: c:");
  assert.equal(order(edits.stepMilestone(three, "a", "up")), "a: b: c:");
  assert.equal(order(edits.moveMilestone(three, "a", 9)), "b: c: a:");
  assert.equal(order(edits.moveMilestone(three, "stranger", 0)), "a: b: c:");
});

Deno.test("an action steps into the neighbouring milestone past the first and the last", () => {
  const two = content(["a", ["1", "2"]], ["b", ["3"]]);
  assert.equal(order(edits.stepAction(two, "2", "up")), "a:2,1 b:3");
  assert.equal(order(edits.stepAction(two, "2", "down")), "a:1 b:2,3");
  assert.equal(order(edits.stepAction(two, "3", "up")), "a:1,2,3 b:");
  assert.equal(order(edits.stepAction(two, "1", "up")), "a:1,2 b:3");
  assert.equal(order(edits.moveAction(two, "1", { milestoneId: "b", index: 1 })), "a:2 b:3,1");
});

Deno.test("no move loses or doubles anything", () => {
  const moves = fc.array(fc.record({ at: fc.nat(9), step: fc.constantFrom("up", "down") }));
  fc.assert(fc.property(anyContent(), moves, (start, moves) => {
    const ids = allActions(start).map(({ id }) => id);
    const end = moves.reduce(
      (now, { at, step }) => edits.stepAction(now, ids[at] ?? "none", step as edits.Step),
      start,
    );
    assert.deepEqual(allActions(end).map(({ id }) => id).sort(), ids.sort());
  }));
});

Deno.test("a copy says the same under ids that are all new", () => {
  fc.assert(fc.property(anyContent(), (original) => {
    let next = 0;
    const copy = edits.withNewIds(original, () => `new-${next++}`);
    const ids = (one: Content) => [
      ...one.milestones.map(({ id }) => id),
      ...allActions(one).map(({ id }) => id),
    ];
    assert.equal(ids(copy).filter((id) => ids(original).includes(id)).length, 0);
    assert.equal(new Set(ids(copy)).size, ids(copy).length);
    const says = (one: Content) => JSON.stringify(one, (key, value) => key === "id" ? "" : value);
    const plain = { ...original };
    assert.equal(
      says(copy).replaceAll(/"question":"[^"]*"/g, ""),
      says(plain).replaceAll(
        /"question":"[^"]*"/g,
        "",
      ),
    );
  }));
});

Deno.test("diffContent() of the same content is empty", () => {
  fc.assert(fc.property(anyContent(), (one) => assert.deepEqual(diffContent(one, one), [])));
});

Deno.test("diffContent() says what was added, removed, moved and changed", () => {
  const before = content(["a", ["1", "2", "3"]], ["b", []]);
  const moved = edits.moveAction(before, "3", { index: 0 });
  assert.deepEqual(diffContent(before, moved).map(({ kind, id }) => [kind, id]), [["moved", "3"]]);
  const after = edits.changeMilestone(
    edits.moveAction(edits.removeAction(moved, "1"), "2", { milestoneId: "b", index: 0 }),
    "a",
    { duration_days: 1 },
  );
  assert.deepEqual(
    diffContent(before, after).map(({ kind, id, fields }) => [kind, id, fields]),
    [
      ["changed", "a", [{ field: "Duration", before: "7 days", after: "1 day" }]],
      ["removed", "1", []],
      ["moved", "2", [{ field: "Milestone", before: "A", after: "B" }]],
    ],
  );
});
