import assert from "node:assert/strict";
import fc from "fast-check";
import { anyContent } from "../../tests/any_content.ts";
import { contentSchema } from "./template_content.ts";
import { readYaml, writeYaml } from "./template_yaml.ts";

const facts = {
  name: "Enterprise",
  description: "For the large",
  segment: "Enterprise",
  product_line: "",
  use_case: "",
  industry: "Health: care #1",
};

function problems(text: string) {
  const read = readYaml(text);
  assert.ok(!read.ok);
  return read.problems;
}

Deno.test("a template that is written as YAML and read again is the same template", () => {
  fc.assert(fc.property(anyContent(), (content) => {
    assert.deepEqual(readYaml(writeYaml(facts, content)), { ok: true, facts, content });
  }));
});

Deno.test("a file written by hand needs no ids", () => {
  const read = readYaml(`
thread_template: 1
name: Quick start
milestones:
  - name: Kickoff
    duration_days: 7
    our_text: We set things up.
    your_text: You tell us who is who.
    actions:
      - type: SLACK
        label: Tell the team
        trigger: { kind: manual }
        owner: csm
        dashboard_visible: true
        portal_visible: false
        blocker: false
        send_without_review: false
        content: { channel: "#cs", text: A new customer }
`);
  assert.ok(read.ok);
  assert.equal(read.content.milestones[0]!.actions[0]!.label, "Tell the team");
  assert.match(read.content.milestones[0]!.id, /^[0-9a-f-]{36}$/);
});

Deno.test("a file of a newer Thread is refused by its version", () => {
  assert.deepEqual(problems("thread_template: 2\nname: A\nmilestones: []"), [{
    line: 1,
    field: "thread_template",
    says: "This file is of version 2, from a newer Thread. This one reads version 1.",
  }]);
  assert.match(problems("name: A")[0]!.says, /^Begin the file with "thread_template: 1"/);
});

Deno.test("an error names the line and the field", () => {
  const text = [
    "thread_template: 1",
    "name: A",
    "milestones:",
    "  - name: Kickoff",
    "    duration_days: soon",
    "    our_text: ''",
    "    your_text: ''",
    "    actions:",
    "      - type: SEND_FAX",
  ].join("\n");
  assert.deepEqual(problems(text).map(({ line, field }) => [line, field]), [
    [5, "milestones 1, duration_days"],
    [9, "milestones 1, actions 1, type"],
  ]);
  assert.deepEqual(
    problems("thread_template: 1\nname: A\ncolour: red")[0]!.says,
    "There is no field named colour.",
  );
});

Deno.test("malformed, endless and foreign files are refused in words", () => {
  const bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" +
    [..."bcdefgh"].map((key, i) => {
      const before = "abcdefgh"[i]!;
      return `${key}: &${key} [${Array(9).fill(`*${before}`).join(",")}]`;
    }).join("\n");
  const files: Record<string, RegExp> = {
    "": /no template/,
    "- a\n- b": /no template/,
    "just words": /no template/,
    "name: [1, 2": /not valid YAML/,
    "name: a\nname: b": /second time/,
    "\ta: 1": /tabs/,
    "a: 1\n---\nb: 2": /more than one document/,
    "\u0000": /./,
    "thread_template: !!js/function 'x'": /./,
    "{": /not valid YAML/,
    [bomb]: /no template/,
    ["x: " + "y".repeat(10_000_000)]: /at most 1 MB. This one has 10.0 MB/,
    "thread_template: 1\nname: A\nmilestones: 3": /list of milestones/,
    "thread_template: 1\n__proto__: {name: x}\nmilestones: []": /./,
    "thread_template: 99999999999999999999": /newer/,
  };
  for (const [text, says] of Object.entries(files)) {
    const [first] = problems(text);
    assert.match(first!.says, says, text.slice(0, 60));
  }
  assert.equal(({} as { name?: string }).name, undefined);
});

Deno.test("200 milestones are read, and one more is refused", () => {
  const milestone = (_: unknown, i: number) => ({
    id: `m${i}`,
    name: `Milestone ${i}`,
    duration_days: 7,
    our_text: "We work.",
    your_text: "You rest.",
    actions: [],
  });
  const content = contentSchema.parse({ milestones: Array.from({ length: 200 }, milestone) });
  const text = writeYaml(facts, content);
  assert.deepEqual(readYaml(text), { ok: true, facts, content });
  const more = `${text}  - ${JSON.stringify(milestone(0, 200))}\n`;
  assert.deepEqual(problems(more).map(({ field, says }) => [field, says]), [
    ["milestones", "Use at most 200 milestones."],
  ]);
});
