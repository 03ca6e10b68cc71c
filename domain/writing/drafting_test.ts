import assert from "node:assert/strict";
import { reachOpenAI, startOpenAI } from "../../tests/fakes/openai.ts";
import { INJECTIONS } from "../../tests/injections_data.ts";
import { closedOutside, testApp } from "../../tests/test_app.ts";
import { plainText, readMarkdown } from "../messages/markdown.ts";
import type { Brief } from "./briefs.ts";
import { draftAnswers, draftText } from "./drafting.ts";
import { DRAFT_TASKS, type DraftKind } from "./prompts.ts";
import type { Source } from "./sources.ts";

const briefWith = (...sources: Source[]): Brief => ({
  label: "Welcome email",
  subject: "Welcome, Northwind",
  text: "Hi Priya,\n\nyour portal: https://portal.acme.example/p\n\nBest,\nMaya",
  company: "Northwind Traders",
  sources,
  allowed: ["portal.acme.example"],
});

const goal: Source = { kind: "handoff", label: "Main goal", text: "Cut the backlog by 30 %." };

Deno.test("a draft by the model names the source of each sentence, and marks what it made up", async () => {
  await using fake = startOpenAI();
  const reach = reachOpenAI(fake);
  await using thread = await testApp({}, reach);
  fake.orders({
    answer: {
      subject: "Welcome,\nNorthwind",
      paragraphs: [
        [{ text: "Hi Priya,", source: 0 }],
        [{ text: "You want 30 % less backlog.", source: 2 }, {
          text: "We promise 90 %.",
          source: 2,
        }],
      ],
    },
    tokens: 77,
  });
  const out = { ...closedOutside(), ...reach };
  const { orgId } = thread.cast.alice!;
  const draft = await draftText(thread.db, out, orgId, "mail", briefWith(goal));
  assert.equal(draft.by, "model");
  assert.equal(draft.tokens, 77);
  assert.equal(draft.subject, "Welcome, Northwind");
  assert.equal(draft.body, "Hi Priya,\n\nYou want 30 % less backlog. We promise 90 %.");
  assert.deepEqual(draft.sentences.map(({ source }) => source), [undefined, 1, undefined]);
  assert.equal(draft.sources[1]!.label, "Main goal");
  assert.match(fake.asked[0]!.text, /source number="2" kind="handoff" label="Main goal"/);
});

Deno.test("without a provider, or when it fails, rules write and say why", async () => {
  await using fake = startOpenAI();
  const reach = reachOpenAI(fake);
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  const without = await draftText(thread.db, closedOutside(), orgId, "mail", briefWith(goal));
  assert.equal(without.by, "rules");
  assert.match(without.body, /30 %/);
  assert.deepEqual(without.problem, { kind: "no_provider", words: "No AI provider is set." });

  fake.orders({ status: 401, message: "Bad key" });
  const out = { ...closedOutside(), ...reach };
  const failed = await draftText(thread.db, out, orgId, "mail", briefWith(goal));
  assert.equal(failed.by, "rules");
  assert.equal(failed.body, without.body);
  assert.deepEqual(failed.problem, {
    kind: "unavailable",
    words: "The AI provider answered 401 Bad key.",
  });
});

Deno.test("a model that obeys its sources gets no link, address or claim past a person's eyes", async () => {
  await using fake = startOpenAI();
  const reach = reachOpenAI(fake);
  await using thread = await testApp({}, reach);
  const out = { ...closedOutside(), ...reach };
  const { orgId } = thread.cast.alice!;
  await thread.rows("insert into model_meters (org_id, daily_tokens) values ($1, 100000000)", [
    orgId,
  ]);
  fake.orders({ obeys: true });
  let warned = 0;
  for (const text of INJECTIONS) {
    const source: Source = { kind: "note", label: "Note", text };
    for (const kind of Object.keys(DRAFT_TASKS).slice(0, 2) as DraftKind[]) {
      const draft = await draftText(thread.db, out, orgId, kind, briefWith(source));
      const asked = fake.asked.at(-1)!;
      const quoted = asked.text.split("\n").filter((line) => line.startsWith("</source>"));
      assert.equal(quoted.length, 2, text.slice(0, 60));
      assert.equal(asked.body.tools, undefined);
      if (/evil\.example/.test(draft.body)) {
        assert.ok(draft.strangers.some((one) => one.includes("evil.example")), draft.body);
        warned++;
      }
      assert.doesNotMatch(draft.body, /[\u200b\u202e\u{e0000}-\u{e007f}\0]/u);
      assert.doesNotMatch(plainText(readMarkdown(draft.body)), /^\s*$/);
    }
  }
  assert.ok(warned > 20, `${warned} were warned of`);
  const events = await thread.rows("select kind from events where kind not like 'model.%'");
  assert.deepEqual(events, []);
  assert.deepEqual(await thread.mails(), []);
});

Deno.test("draftAnswers() answers a handoff's questions, and leaves out what nobody asked", async () => {
  await using fake = startOpenAI();
  const reach = reachOpenAI(fake);
  await using thread = await testApp({}, reach);
  const out = { ...closedOutside(), ...reach };
  const { orgId } = thread.cast.alice!;
  const said = (id: string) => ({ id, paragraphs: [[{ text: "Cut the backlog.", source: 1 }]] });
  fake.orders({
    answer: { answers: [said("goal"), said("stranger"), { id: "seats", paragraphs: [] }] },
  });
  const questions = [{ id: "goal", label: "Main goal?" }, { id: "seats", label: "Seats?" }];
  const { answers, by } = await draftAnswers(thread.db, out, orgId, questions, [goal]);
  assert.equal(by, "model");
  assert.deepEqual(answers, [
    { id: "goal", text: "Cut the backlog.", sentences: [{ text: "Cut the backlog.", source: 0 }] },
    { id: "seats", text: "", sentences: [] },
  ]);
  const offline = await draftAnswers(thread.db, closedOutside(), orgId, questions, [goal]);
  assert.equal(offline.by, "rules");
  assert.equal(offline.answers[0]!.text, "Cut the backlog by 30 %.");
});
