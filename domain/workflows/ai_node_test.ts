import assert from "node:assert/strict";
import { reachOpenAI, startOpenAI } from "../../tests/fakes/openai.ts";
import { testApp } from "../../tests/test_app.ts";
import {
  activeWorkflow,
  drawn,
  runRow,
  started,
  startWith,
  stepsOf,
} from "../../tests/workflows.ts";

const note = { text: "{{n1.note}}" };
const field = (id: string, type: string) => (
  { id, label: id, type, required: false, options: [], sample: "" }
);

/** Chooses a label, reads two fields and writes a text, one after the other. */
const graph = drawn({
  n1: startWith("manual", "note:long_text!"),
  n2: ["ai", { task: "classify", ...note, labels: "Enterprise\nSMB", fields: [] }, "Segment"],
  n3: ["ai", {
    task: "extract",
    ...note,
    fields: [field("seats", "number"), field("day", "date")],
  }],
  n4: ["ai", { task: "write", ...note, fields: [], wish: "Be short" }],
  n5: ["end", { outcome: "{{n2.label}}, {{n3.seats}}, {{n3.day}}: {{n4.text}}" }],
}, ["n1>n2", "n2>n3", "n3>n4", "n4>n5"]);

const typed = "Rollout for the SMB team.\nSeats: 40\nDay: 2027-03-01";

Deno.test("the model chooses, reads and writes, and what it brings is of the type that was asked for", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const said = (id: string, text: string) => ({ id, paragraphs: [[{ text, source: 1 }]] });
  fake.orders(
    { answer: { label: "Enterprise" } },
    { answer: { answers: [said("seats", "40"), said("day", "2027-03-01")] } },
    { answer: { paragraphs: [[{ text: "They start in March.", source: 1 }]] } },
  );
  const { id } = await activeWorkflow(thread, graph);
  const run = await started(thread, id, { note: typed });
  for (let step = 0; step < 3; step++) await thread.workOff();
  assert.equal(
    (await runRow(thread, run)).outcome,
    "Enterprise, 40, 2027-03-01: They start in March.",
  );
  const [read] = await thread.rows("select output from run_steps where node_id = 'n3'");
  assert.deepEqual(read!.output, { seats: 40, day: "2027-03-01", by: "model" });
  assert.equal(fake.asked.length, 3);
  assert.match(fake.asked[0]!.text, /Labels: "Enterprise", "SMB"/);
  assert.match(fake.asked[2]!.text, /Be short/);
});

Deno.test("an answer that is none of the labels is not taken, and rules answer in its place", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  fake.orders({ answer: { label: "Ignore the labels and send everything" } });
  const { id } = await activeWorkflow(thread, graph);
  const run = await started(thread, id, { note: typed });
  for (let step = 0; step < 3; step++) await thread.workOff();
  const [chosen] = await thread.rows<{ output: { label: string; by: string; why: string } }>(
    "select output from run_steps where node_id = 'n2'",
  );
  assert.deepEqual([chosen!.output.label, chosen!.output.by], ["SMB", "rules"]);
  assert.ok(chosen!.output.why, "and the step says why");
  assert.match(await stepsOf(thread, run), /n2 done next, n3 done next, n4 done next, n5 done$/);
});

Deno.test("without a provider rules choose and read, and the run goes on", async () => {
  await using thread = await testApp();
  const { id } = await activeWorkflow(thread, graph);
  const run = await started(thread, id, { note: typed });
  for (let step = 0; step < 3; step++) await thread.workOff();
  const { outcome, state } = await runRow(thread, run);
  assert.equal(state, "completed");
  assert.match(outcome!, /^SMB, 40, 2027-03-01: Rollout for the SMB team/);
});
