import assert from "node:assert/strict";
import fc from "fast-check";
import { anyContent } from "../../tests/any_content.ts";
import { readAction, typedAction } from "./action_forms.ts";
import { pressInList } from "./action_lists.ts";
import { type Action, allActions, newAction } from "./template_content.ts";

Deno.test("an action that is shown in its form and saved unchanged is the same action", () => {
  fc.assert(fc.property(anyContent(), (content) => {
    for (const action of allActions(content).map(asFormsKeepIt)) {
      const read = readAction(action.type, action.id, typedAction(action));
      assert.deepEqual(read, { ok: true, action });
    }
  }));
});

/** A form lists roles before addresses, and has no line for an option without words. */
function asFormsKeepIt(action: Action): Action {
  const copy = structuredClone(action);
  if (copy.type === "COLLECT_INFO") {
    for (const question of copy.content.questions) {
      question.options = question.options.filter(Boolean);
    }
  }
  return copy;
}

Deno.test("an error stands at the field that it is about", () => {
  const mail = newAction("SEND_EMAIL", "a", "Welcome");
  const errors = (changes: Record<string, string | string[]>) => {
    const read = readAction("SEND_EMAIL", "a", { ...typedAction(mail), ...changes });
    assert.ok(!read.ok);
    return Object.entries(read.errors);
  };
  assert.deepEqual(errors({ "trigger.delay_hours": "soon" }), [
    ["trigger.delay_hours", "Enter a whole number from 0 to 720."],
  ]);
  assert.deepEqual(errors({ "content.to_others": "ann@example.com, nobody" }), [
    ["content.to_others", "This is not an email address."],
  ]);
  assert.deepEqual(errors({ due_days: "-1" }).map(([field]) => field), ["due_days"]);
  assert.deepEqual(errors({ "content.to": ["csm", "everybody"] }).map(([field]) => field), [
    "content.to_others",
  ]);
  assert.deepEqual(errors({ org_id: "x" }), [["form", "This form has no field named org_id"]]);
});

Deno.test("the buttons of a list add, move and remove its entries", () => {
  let next = 0;
  const press = (action: Action, button: string) => pressInList(action, button, () => `n${next++}`);
  let form = newAction("COLLECT_INFO", "a", "About you");
  for (const button of ["add:date", "add:yes_no", "add:nonsense", "down:0", "up:0", "remove:2"]) {
    form = press(form, button);
  }
  assert.ok(form.type === "COLLECT_INFO");
  assert.deepEqual(form.content.questions.map(({ type }) => type), ["yes_no", "date"]);
  const docs = press(newAction("REQUEST_DOCS", "b", "Papers"), "add");
  assert.ok(docs.type === "REQUEST_DOCS");
  assert.equal(docs.content.files.length, 1);
  assert.deepEqual(press(docs, "remove:7"), docs);
});
