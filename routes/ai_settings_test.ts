import assert from "node:assert/strict";
import { reachOpenAI, startOpenAI } from "../tests/fakes/openai.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("the AI settings say that no provider is set, and that everything works", async () => {
  await using thread = await testApp();
  const page = await thread.as("alice").page("/settings/ai");
  assert.match(page, /No AI provider is set/);
  assert.match(page, /0 of 200,000 used today/);
});

Deno.test("the AI settings show host and model, never the key, and a test asks for one word", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const alice = thread.as("alice");
  const before = await alice.page("/settings/ai");
  assert.ok(before.includes(new URL(fake.url).host) && before.includes("fake-large"));
  assert.ok(!before.includes("sk-fake"));
  assert.match(before, /Never tested/);

  fake.orders({ answer: { word: "Hello" }, tokens: 1_234 });
  assert.equal((await alice.post("/settings/ai/trials", {})).status, 303);
  assert.match(await alice.page("/settings/ai"), /Asking/);
  await thread.workOff();
  const after = await alice.page("/settings/ai");
  assert.match(after, /&quot;Hello&quot; after \d/);
  assert.match(after, /1,234 of 200,000 used today/);

  fake.orders({ status: 401, message: "Wrong key sk-fake-key-of-a-test" });
  for (let failure = 0; failure < 5; failure++) {
    await alice.post("/settings/ai/trials", {});
    await thread.workOff();
  }
  const shut = await alice.page("/settings/ai");
  assert.match(shut, /Not asked after 5 failures in a row/);
  assert.match(shut, /Wrong key \[hidden\]/);
});

Deno.test("the budget is changed in words and numbers, and not over somebody else's change", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  assert.equal(
    (await alice.post("/settings/ai", { version: "1", daily_tokens: "50,000" })).status,
    303,
  );
  assert.match(await alice.page("/settings/ai"), /0 of 50,000 used today/);
  const stale = await alice.post("/settings/ai", { version: "1", daily_tokens: "7" });
  assert.equal(stale.status, 409);
  assert.match(await stale.text(), /Alice changed the AI settings/);
  const bad = await alice.post("/settings/ai", { version: "2", daily_tokens: "lots" });
  assert.equal(bad.status, 422);
  assert.match(await bad.text(), /Enter a whole number/);
  assert.match(await alice.page("/activity"), /set the daily AI budget to 50,000 tokens/);
});

Deno.test("who does not set the organisation up sees no AI settings", async () => {
  await using thread = await testApp();
  for (const name of ["bob", "lea", "ed"]) {
    assert.equal((await thread.as(name).get("/settings/ai")).status, 403);
    assert.equal((await thread.as(name).post("/settings/ai/trials", {})).status, 403);
  }
});
