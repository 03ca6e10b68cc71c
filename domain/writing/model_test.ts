import assert from "node:assert/strict";
import { z } from "zod";
import { closedOutside, type TestApp, testApp } from "../../tests/test_app.ts";
import { type Order, reachOpenAI, startOpenAI } from "../../tests/fakes/openai.ts";
import { connect, inOrg } from "../base/db.ts";
import { askModel, type Question } from "./model.ts";
import { FAILURES_TO_SHUT, readMeter } from "./model_meter.ts";

const answer = z.strictObject({ word: z.string().max(200), count: z.int() });
const actor = { kind: "system", cause: "test" } as const;

const question: Question<z.infer<typeof answer>> = {
  name: "one_word",
  system: "You answer in one word.",
  instructions: "Say one word.",
  sources: [{ kind: "note", label: "Note of 3 May", text: "They use Zendesk." }],
  answer,
  mostTokens: 100,
};

async function withModel() {
  const fake = startOpenAI();
  const reach = reachOpenAI(fake);
  const thread = await testApp({}, reach);
  const { orgId } = thread.cast.alice!;
  const out = { ...closedOutside(), ...reach };
  return {
    fake,
    thread,
    orgId,
    out,
    ask: (more: Partial<Question<z.infer<typeof answer>>> = {}) =>
      askModel(thread.db, out, orgId, { ...question, ...more }),
    meter: () => inOrg(thread.db, orgId, actor, (tx) => readMeter(tx)),
    async [Symbol.asyncDispose]() {
      await thread[Symbol.asyncDispose]();
      await fake[Symbol.asyncDispose]();
    },
  };
}

const good: Order = { answer: { word: "Hello", count: 1 }, tokens: 42 };

Deno.test("askModel() answers what the schema reads, and tells what it cost", async () => {
  await using writing = await withModel();
  const { fake } = writing;
  fake.orders(good);
  assert.deepEqual(await writing.ask(), {
    ok: true,
    value: { word: "Hello", count: 1 },
    tokens: 42,
    model: "fake-large",
  });
  const [asked] = fake.asked;
  assert.equal(asked!.authorization, "Bearer sk-fake-key-of-a-test");
  assert.equal(asked!.body.response_format!.json_schema.name, "one_word");
  assert.equal(asked!.body.max_completion_tokens, 100);
  assert.equal(asked!.body.tools, undefined);
  assert.match(asked!.text, /\n\| They use Zendesk\.\n<\/source>/);
  assert.equal((await writing.meter()).used, 42);
});

Deno.test("askModel() asks nobody where no provider is set", async () => {
  await using thread = await testApp();
  const { orgId } = thread.cast.alice!;
  const told = await askModel(thread.db, closedOutside(), orgId, question);
  assert.deepEqual(told, {
    ok: false,
    kind: "no_provider",
    words: "No AI provider is set.",
    tokens: 0,
  });
});

Deno.test("askModel() tries again after a 429 that says when, and after a 500", async () => {
  await using writing = await withModel();
  const { fake } = writing;
  fake.orders({ status: 429, retryAfter: "0" }, { status: 500 }, good);
  assert.equal((await writing.ask()).ok, true);
  assert.equal(fake.asked.length, 3);
  assert.equal((await writing.meter()).used, 42);
});

Deno.test("askModel() tries three times at most, and refuses in the server's words without the key", async () => {
  await using writing = await withModel();
  const { fake } = writing;
  fake.orders({ status: 503, message: "Overloaded, key sk-fake-key-of-a-test", retryAfter: "0" });
  const told = await writing.ask();
  assert.equal(told.ok, false);
  assert.equal(fake.asked.length, 3);
  assert.ok(!told.ok && told.kind === "unavailable");
  assert.match(told.words, /503 Overloaded, key \[hidden\]/);
  assert.equal((await writing.meter()).used, 0);
});

Deno.test("askModel() does not try again what the server will refuse again", async () => {
  await using writing = await withModel();
  const { fake } = writing;
  for (const order of [{ status: 429 }, { status: 401 }, { status: 400 }]) {
    fake.orders(order);
    fake.asked.length = 0;
    assert.equal((await writing.ask()).ok, false);
    assert.equal(fake.asked.length, 1, JSON.stringify(order));
  }
});

Deno.test("askModel() does not wait for a Retry-After that is longer than its time", async () => {
  await using writing = await withModel();
  writing.fake.orders({ status: 429, retryAfter: "120" });
  const told = await writing.ask();
  assert.ok(!told.ok && told.kind === "unavailable");
  assert.equal(told.afterMs, 120_000);
  assert.equal(writing.fake.asked.length, 1);
});

Deno.test("askModel() tries again when an answer breaks off", async () => {
  await using writing = await withModel();
  const { fake } = writing;
  fake.orders({ cut: "half" }, good);
  assert.equal((await writing.ask()).ok, true);
  assert.equal(fake.asked.length, 2);
  assert.ok((await writing.meter()).used > 42); // What was lost may have been billed.
});

Deno.test("askModel() gives up on a server that hangs", async () => {
  await using writing = await withModel();
  writing.fake.orders({ hang: true });
  const told = await writing.ask({ withinMs: 200 });
  assert.ok(!told.ok && told.kind === "too_late");
  assert.equal((await writing.meter()).failures, 1);
});

Deno.test("askModel() refuses what is not the JSON that was asked for, and asks no more", async () => {
  await using writing = await withModel();
  const { fake } = writing;
  const nonsense: Order[] = [
    { says: "Sure! Here is your word." },
    { says: '{"word": "Hello"' },
    { says: '{"word": "Hello", "count": "one"}' },
    { says: '{"word": "Hello", "count": 1, "send_to": "all"}' },
    { says: "null" },
    { bytes: 1_000_000 },
    { finish: "length" },
    { finish: "content_filter" },
    { refuses: "I cannot do this" },
    { body: "[]" },
    { body: '{"choices": []}' },
    { body: "<h1>It works</h1>", type: "text/html" },
  ];
  for (const order of nonsense) {
    fake.orders(order);
    fake.asked.length = 0;
    const told = await writing.ask();
    assert.ok(!told.ok && told.kind === "nonsense", JSON.stringify([order, told]));
    assert.equal(fake.asked.length, 1);
  }
  assert.equal((await writing.meter()).failures, 0);
});

Deno.test("askModel() reads JSON in a block of code, without invisible characters", async () => {
  await using writing = await withModel();
  writing.fake.orders({ says: '```json\n{"word": "He\\u0000l\\u202elo\\ud800", "count": 1}\n```' });
  const told = await writing.ask();
  assert.deepEqual(told.ok && told.value, { word: "Hello\ufffd", count: 1 });
});

Deno.test("askModel() asks servers without schemas and new names as they understand it", async () => {
  await using writing = await withModel();
  const { fake } = writing;
  fake.knowsNot.add("response_format").add("max_completion_tokens");
  fake.orders(good);
  assert.equal((await writing.ask()).ok, true);
  const { body } = fake.asked.at(-1)!;
  assert.equal(body.response_format, undefined);
  assert.equal(body.max_tokens, 100);
  assert.match(body.messages.at(-1)!.content, /"count"/);
});

Deno.test("askModel() sends the key to no other address", async () => {
  await using writing = await withModel();
  const { out, thread, orgId } = writing;
  const seen: string[] = [];
  const redirecting = (input: RequestInfo | URL, init?: RequestInit) => {
    seen.push(`${init?.redirect} ${input}`);
    return Promise.resolve(
      new Response(null, { status: 302, headers: { location: "https://evil.example/" } }),
    );
  };
  const told = await askModel(thread.db, { ...out, fetch: redirecting }, orgId, question);
  assert.equal(told.ok, false);
  assert.deepEqual(seen, [`manual ${writing.fake.url}/chat/completions`]);
});

Deno.test("a question that Thread itself cuts off is nobody's failure", async () => {
  await using writing = await withModel();
  writing.fake.orders({ hang: true });
  const stopping = new AbortController();
  const asking = writing.ask({ signal: stopping.signal });
  while (writing.fake.asked.length === 0) await new Promise((done) => setTimeout(done, 5));
  stopping.abort(new Error("Thread stops"));
  await assert.rejects(asking, /Thread stops/);
  assert.equal((await writing.meter()).failures, 0);
});

Deno.test("two processes that ask at once stay within the day's budget together", async () => {
  await using writing = await withModel();
  const { thread, orgId, out, fake } = writing;
  await setBudget(thread, orgId, 5_000);
  fake.orders({ answer: { word: "Hello", count: 1 }, tokens: 400 });
  const other = connect(thread.urls.appUrl, 4, "thread-other");
  try {
    const asked = await Promise.all(
      Array.from(
        { length: 40 },
        (_, n) => askModel(n % 2 ? other : thread.db, out, orgId, question),
      ),
    );
    const answered = asked.filter(({ ok }) => ok).length;
    const refused = asked.filter((one) => !one.ok && one.kind === "budget").length;
    assert.ok(answered > 0 && refused > 0);
    assert.equal(answered + refused, 40);
    assert.equal(fake.asked.length, answered);
    assert.equal((await writing.meter()).used, answered * 400);
    assert.ok(answered * 400 <= 5_000);
  } finally {
    other.close();
  }
});

Deno.test("the budget is new each day, and each organisation has its own", async () => {
  await using writing = await withModel();
  const { thread, orgId, out, fake } = writing;
  fake.orders({ answer: { word: "Hello", count: 1 }, tokens: 4_500 });
  await setBudget(thread, orgId, 5_000);
  assert.equal((await writing.ask()).ok, true);
  const told = await writing.ask();
  assert.ok(!told.ok && told.kind === "budget");
  assert.match(told.words, /budget of 5,000 tokens does not hold this: 4,500 are used/);
  assert.equal((await askModel(thread.db, out, thread.cast.charlie!.orgId, question)).ok, true);
  await thread.pass("1 day");
  assert.equal((await writing.ask()).ok, true);
});

Deno.test("after five failures in a row nobody asks, then one asks for all", async () => {
  await using writing = await withModel();
  const { thread, fake } = writing;
  fake.orders({ status: 401 });
  for (let failure = 0; failure < FAILURES_TO_SHUT; failure++) await writing.ask();
  fake.asked.length = 0;
  const told = await writing.ask();
  assert.ok(!told.ok && told.kind === "unavailable");
  assert.match(told.words, /has failed 5 times in a row.*in about a minute/);
  assert.equal(fake.asked.length, 0);
  assert.equal((await writing.meter()).used, 0);

  await thread.pass("61 seconds");
  fake.orders({ hang: true }, good);
  const probing = writing.ask({ withinMs: 400 });
  while (fake.asked.length === 0) await new Promise((done) => setTimeout(done, 5));
  const others = await Promise.all([1, 2, 3].map(() => writing.ask()));
  assert.ok(others.every((one) => !one.ok && one.kind === "unavailable"));
  assert.equal((await probing).ok, false);
  assert.equal(fake.asked.length, 1);

  await thread.pass("61 seconds");
  assert.equal((await writing.ask()).ok, false); // It rests twice as long after the probe.
  await thread.pass("61 seconds");
  assert.equal((await writing.ask()).ok, true);
  assert.equal((await writing.meter()).failures, 0);
  assert.deepEqual(
    (await thread.rows("select kind from events where kind like 'model.%' order by id"))
      .map(({ kind }) => kind),
    ["model.shut", "model.shut", "model.opened"],
  );
});

Deno.test("what one organisation runs into shuts nobody else out", async () => {
  await using writing = await withModel();
  const { thread, out, fake } = writing;
  fake.orders({ status: 500, retryAfter: "0" });
  for (let failure = 0; failure < FAILURES_TO_SHUT; failure++) await writing.ask();
  fake.orders(good);
  assert.equal((await writing.ask()).ok, false);
  assert.equal((await askModel(thread.db, out, thread.cast.charlie!.orgId, question)).ok, true);
});

async function setBudget(thread: TestApp, orgId: string, tokens: number) {
  await thread.rows(
    `insert into model_meters (org_id, daily_tokens) values ($1, $2)
     on conflict (org_id) do update set daily_tokens = $2`,
    [orgId, tokens],
  );
}
