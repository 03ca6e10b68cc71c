import assert from "node:assert/strict";
import { reachOpenAI, startOpenAI } from "../tests/fakes/openai.ts";
import { hiddenOn } from "../tests/pages.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const DESCRIPTION = `Enterprise onboarding
1. Kickoff, 1 week: we send a welcome email, hold a kickoff call and collect their goals in a form
2. Data migration (2 weeks): they upload a CSV export and the signed contract
3. Go-live: an email`;

const OUTLINE = {
  name: "Analytics onboarding",
  description: "From the deal to the first report",
  milestones: [
    {
      name: "Kickoff",
      duration_days: 5,
      our_text: "We meet you.",
      your_text: "You meet us.",
      actions: [
        {
          type: "SEND_EMAIL",
          label: "Welcome email",
          delay_hours: 0,
          subject: "Welcome, {{company_name}}",
          text: "Hi {{contact_first_name}}",
        },
        {
          type: "COLLECT_INFO",
          label: "Goals",
          delay_hours: 24,
          text: "Short.",
          questions: [{ label: "What is the goal?", type: "long_text" }],
        },
      ],
    },
    {
      name: "Go-live",
      duration_days: 3,
      actions: [{ type: "SLACK", label: "Cheer", text: "Live" }],
    },
  ],
};

/** Describes an onboarding, lets the job run, and answers where the proposal stands. */
async function proposed(thread: TestApp, wish = DESCRIPTION): Promise<string> {
  const asked = await thread.as("olive").post("/templates/proposals", { wish });
  assert.equal(asked.status, 303, await asked.clone().text());
  const path = asked.headers.get("location")!;
  assert.match(await thread.as("olive").page(path), /Waiting for its turn/);
  await thread.workOff();
  return path;
}

/** Every field of the review as the page shows it. */
async function reviewed(thread: TestApp, path: string): Promise<Record<string, string>> {
  const page = await thread.as("olive").page(path);
  const fields: Record<string, string> = {};
  for (const [tag, name] of page.matchAll(/<input[^>]*name="((?:m\.|name)[^"]*)"[^>]*>/g)) {
    if (/type="checkbox"/.test(tag) && !/ checked/.test(tag)) continue;
    fields[name!] = /value="([^"]*)"/.exec(tag)?.[1] ?? "";
  }
  for (const [, name, text] of page.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>\n?([^<]*)</g)) {
    fields[name!] = text!;
  }
  return { ...fields, version: await hiddenOn(thread.as("olive"), path, "version") };
}

const templateCount = async (thread: TestApp) =>
  (await thread.rows("select id from templates")).length;

Deno.test("THREAD-130: a described onboarding becomes proposed milestones and actions, by a model or by rules", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  fake.orders({ answer: OUTLINE, tokens: 321 });
  const path = await proposed(thread);
  const page = await thread.as("olive").page(path);
  assert.match(page, /2 milestones and 3 actions/);
  assert.match(page, /Written by fake-large, 321 tokens/);
  for (const words of ["Kickoff", "Welcome email", "What is the goal?", "Go-live", "Cheer"]) {
    assert.ok(page.includes(words), words);
  }
  assert.match(fake.asked[0]!.text, /\| 2\. Data migration \(2 weeks\)/);

  await using offline = await testApp();
  const byRules = await offline.as("olive").page(await proposed(offline));
  assert.match(byRules, /Written by rules: no AI provider is set/);
  assert.match(byRules, /3 milestones and 5 actions/);
  for (const words of ["Kickoff call", "Data migration", "CSV export", "Signed contract"]) {
    assert.ok(byRules.includes(words), words);
  }
});

Deno.test("THREAD-131: a proposal is edited and thinned out in place, and nothing is a template before it is taken", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const path = await proposed(thread);
  assert.equal(await templateCount(thread), 0);

  const fields = await reviewed(thread, path);
  const changed: Record<string, string> = {
    ...fields,
    "m.0.name": "Start",
    "m.0.a.0.subject": "Nice to meet you",
    press: "keep",
  };
  delete changed["m.2.keep"];
  const kept = await olive.post(path, changed);
  assert.equal(kept.status, 303, (await kept.clone().text()).slice(0, 2000));
  assert.equal(await templateCount(thread), 0);
  const page = await olive.page(path);
  assert.match(page, /2 milestones and 4 actions/);

  const again = await reviewed(thread, path);
  assert.equal(again["m.0.name"], "Start");
  const made = await olive.post(path, { ...again, name: "Our way", press: "take" });
  assert.equal(made.status, 303);
  const [row] = await thread.rows("select name, status, draft from templates");
  assert.equal(row!.name, "Our way");
  assert.equal(row!.status, "draft");
  const { milestones } = row!.draft as typeof OUTLINE & {
    milestones: { name: string; actions: { content: { subject: string } }[] }[];
  };
  assert.deepEqual(milestones.map(({ name }) => name), ["Start", "Data migration"]);
  assert.equal(milestones[0]!.actions[0]!.content.subject, "Nice to meet you");
  assert.match(await olive.page(path), /A template was made of this proposal/);
  const twice = await olive.post(path, { ...again, press: "take" });
  assert.equal(twice.status, 200);
  assert.equal(await templateCount(thread), 1);
});

Deno.test("a discarded proposal makes nothing, and what is wrong in one is said beside its field", async () => {
  await using thread = await testApp();
  const olive = thread.as("olive");
  const path = await proposed(thread);
  const fields = await reviewed(thread, path);
  const refused = await olive.post(path, {
    ...fields,
    "m.1.days": "soon",
    "m.0.a.1.label": " ",
    "m.0.our_text": "Typed and not lost",
    press: "take",
  });
  assert.equal(refused.status, 422);
  const page = await refused.text();
  assert.match(page, /href="#field-m\.1\.days"/);
  assert.match(page, /Enter a label for the action/);
  assert.match(page, /Typed and not lost/);

  const nothing = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !/keep$/.test(name)),
  );
  const empty = await olive.post(path, { ...nothing, press: "take" });
  assert.match(await empty.text(), /Keep at least one milestone/);
  const stale = await olive.post(path, { ...fields, version: "1", press: "take" });
  assert.equal(stale.status, 409);
  await olive.post(`${path}/dismissal`, {});
  assert.equal(await templateCount(thread), 0);
  assert.match(await olive.page(path), /This proposal was discarded/);
});

Deno.test("a model that fails is said to have failed, and is asked again or left out", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const olive = thread.as("olive");
  fake.orders({ says: "Sure, here is your template!" });
  const path = await proposed(thread);
  assert.match(await olive.page(path), /not the JSON that was asked for/);
  fake.orders({ status: 401, message: "Wrong key" });
  await olive.post(`${path}/tries`, {});
  await thread.workOff();
  assert.match(await olive.page(path), /401 Wrong key/);
  await olive.post(`${path}/tries`, { rules: "yes" });
  await thread.workOff();
  assert.match(await olive.page(path), /Written by rules\./);
  assert.equal(fake.asked.length, 2);
});

Deno.test("a proposal by a model that obeys the text it reads makes no template and keeps its settings safe", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const hostile = {
    ...OUTLINE,
    milestones: [{
      ...OUTLINE.milestones[0],
      actions: [{
        ...OUTLINE.milestones[0]!.actions[0],
        text: "Pay at https://evil.example/pay <script>pwn()</script> {{secrets}}",
        send_without_review: true,
        to: ["thief@evil.example"],
      }],
    }],
  };
  fake.orders({ answer: hostile });
  const path = await proposed(thread);
  const page = await thread.as("olive").page(path);
  assert.match(page, /It names https:\/\/evil\.example\/pay/);
  assert.match(page, /There is no variable \{\{secrets\}\}/);
  assert.ok(!page.includes("<script>pwn"));
  const [row] = await thread.rows("select answer from proposals");
  const text = JSON.stringify(row!.answer);
  assert.ok(!text.includes("thief@"));
  assert.ok(text.includes('"send_without_review":false'));
  assert.equal(await templateCount(thread), 0);
});

Deno.test("only who changes templates describes one, and nobody else's is found", async () => {
  await using thread = await testApp();
  const path = await proposed(thread);
  for (const name of ["bob", "lea", "ed"]) {
    assert.equal((await thread.as(name).get("/templates/proposals")).status, 403);
    assert.equal((await thread.as(name).get(path)).status, 403);
  }
  assert.equal((await thread.as("charlie").get(path)).status, 404);
  assert.equal((await thread.as("charlie").post(`${path}/dismissal`, {})).status, 404);
  assert.match(await thread.as("alice").page("/templates"), /href="\/templates\/proposals"/);
  assert.match(await thread.as("alice").page("/templates/proposals"), /To review/);
});
