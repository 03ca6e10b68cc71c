import assert from "node:assert/strict";
import fc from "fast-check";
import { anyContent } from "../../tests/any_content.ts";
import { ACTION_TYPES } from "./action_types.ts";
import { type Content, contentSchema, newAction } from "./template_content.ts";
import { problemsIn } from "./template_problems.ts";

function content(...actions: unknown[]): unknown {
  return {
    milestones: [{
      id: "m",
      name: "Kickoff",
      duration_days: 7,
      our_text: "",
      your_text: "",
      actions,
    }],
  };
}

function issues(value: unknown): [string, string][] {
  const result = contentSchema.safeParse(value);
  return result.error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];
}

Deno.test("content that is written and read again is the same content", () => {
  fc.assert(fc.property(anyContent(), (one) => {
    assert.deepEqual(contentSchema.parse(JSON.parse(JSON.stringify(one))), one);
  }));
});

Deno.test("there are exactly six types of action", () => {
  assert.deepEqual(ACTION_TYPES.map(({ label }) => label), [
    "Send email",
    "Request docs",
    "Request assets",
    "Collect info",
    "Schedule meeting",
    "Slack message",
  ]);
  const fresh = ACTION_TYPES.map(({ type }, i) => newAction(type, `a${i}`, "A"));
  assert.deepEqual(issues(content(...fresh)), []);
  const stranger = { ...fresh[0], type: "SEND_FAX" };
  assert.match(issues(content(stranger))[0]![1], /^Choose a type: SEND_EMAIL, /);
});

Deno.test("a refusal names the field and says what is wanted", () => {
  const mail = newAction("SEND_EMAIL", "a", "Welcome");
  const wrong = (change: object) => issues(content({ ...mail, ...change }));
  const at = "milestones.0.actions.0";
  assert.deepEqual(wrong({ trigger: { kind: "milestone_start", delay_hours: 721 } }), [
    [`${at}.trigger.delay_hours`, "Enter a whole number from 0 to 720."],
  ]);
  assert.deepEqual(wrong({ label: "x".repeat(201) }), [[
    `${at}.label`,
    "Use at most 200 characters.",
  ]]);
  assert.deepEqual(wrong({ content: { ...mail.content, to: ["nobody"] } }), [
    [`${at}.content.to.0`, "This is not an email address."],
  ]);
  assert.equal(wrong({ owner: "cat" })[0]![0], `${at}.owner`);
  assert.equal(wrong({ colour: "red" }).length, 1);
});

Deno.test("an id stands once in a template", () => {
  const mail = newAction("SEND_EMAIL", "a", "Welcome");
  assert.deepEqual(issues(content(mail, mail)), [
    ["milestones.0.actions.1.id", "The id a is used twice."],
  ]);
});

Deno.test("the largest template is read, and one milestone more is refused", () => {
  const milestone = (i: number) => ({
    id: `m${i}`,
    name: `Milestone ${i}`,
    duration_days: 7,
    our_text: "",
    your_text: "",
    actions: [],
  });
  const milestones = (count: number) => ({
    milestones: Array.from({ length: count }, (_, i) => milestone(i)),
  });
  assert.deepEqual(issues(milestones(200)), []);
  assert.deepEqual(issues(milestones(201)), [["milestones", "Use at most 200 milestones."]]);
});

Deno.test("problemsIn() lists what an editor has still to say", () => {
  const actions = ACTION_TYPES.map(({ type }, i) => newAction(type, `a${i}`, ""));
  const draft = contentSchema.parse(content(...actions)) as Content;
  const says = problemsIn(draft).map(({ says }) => says);
  for (
    const expected of [
      "It has no label.",
      "The email has no subject.",
      "It asks for no documents.",
      "The form has no questions.",
    ]
  ) assert.ok(says.includes(expected), expected);
});

Deno.test("problemsIn() names unknown variables and broken conditions", () => {
  const mail = newAction("SEND_EMAIL", "a", "Welcome");
  Object.assign(mail.content, { subject: "Hi {{ compny }}", body: "{{field.tier}} {{arr}}" });
  const ask = newAction("COLLECT_INFO", "b", "Form");
  const question = { label: "Size?", type: "yes_no", help: "", required: true, options: [] };
  Object.assign(ask.content, {
    questions: [
      { ...question, id: "one", show_when: { question: "two", is: "yes" } },
      { ...question, id: "two", show_when: { question: "one", is: "maybe" } },
    ],
  });
  const says = problemsIn(contentSchema.parse(content(mail, ask))).map(({ says }) => says);
  assert.deepEqual(says, [
    "There is no variable {{compny}}.",
    '"Size?" waits for a question that does not stand before it.',
    '"Size?" waits for an answer that "Size?" cannot have.',
  ]);
});
