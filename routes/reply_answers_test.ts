import assert from "node:assert/strict";
import { startOpenAI } from "../tests/fakes/openai.ts";
import { dueAction } from "../tests/drafts.ts";
import { letLeave } from "../tests/executions.ts";
import { inboundApp, replyAddress } from "../tests/inbound.ts";
import { wordsOf } from "../tests/portal.ts";

const ask = (id: string, type: string, label: string, options: string[] = []) => (
  { id, type, label, help: "", required: true, options }
);
const QUESTIONS = [
  ask("users", "number", "How many people will use it?"),
  ask("sso", "yes_no", "Single sign-on?"),
  ask("goal", "long_text", "What is your goal?"),
];

async function askedByMail(settings: Record<string, string> = {}) {
  const thread = await inboundApp(settings);
  const due = await dueAction(thread, {
    type: "COLLECT_INFO",
    label: "Goals",
    content: { intro: "", questions: QUESTIONS },
    contacts: ["ann@northwind.example"],
  });
  await due.approve();
  await letLeave(thread);
  const [mail] = await due.mails();
  const { content } = await due.now();
  const asked = (content as unknown as { questions: { id: string }[] }).questions;
  const [users, sso, goal] = asked.map(({ id }) => id) as [string, string, string];
  const to = await replyAddress(thread, String(mail!.id));
  return { thread, due, to, ids: { users, sso, goal } };
}

Deno.test("a form is answered by reply: rules lay it against the questions, and it counts once a CSM has accepted it", async () => {
  const { thread, due, to, ids } = await askedByMail();
  await using _ = thread;
  await thread.post.postmark({ to, text: "1. 40\n2. Ja\n\nBest, Ann" });
  await thread.workOff();
  assert.equal(await due.state(), "executed", "nothing is submitted by itself");
  const bob = thread.as("bob");
  const page = await bob.page(`${due.path}/messages`);
  const at = /href="([^"]*\/answers)"[^>]*>\s*Check the answers \(2\)/.exec(page)![1]!;
  const form = await bob.page(at);
  assert.match(form, new RegExp(`name="q_${ids.users}"[^>]*value="40"`));
  const version = /name="version" value="(\d+)"/.exec(form)![1]!;
  const [users, sso, goal] = [`q_${ids.users}`, `q_${ids.sso}`, `q_${ids.goal}`];
  const typed = { version, [users]: "40", [sso]: "yes", [goal]: "" };
  const missing = await bob.post(at, typed);
  assert.equal(missing.status, 422);
  assert.match(await missing.text(), /Answer this: What is your goal\?/);
  const stale = await bob.post(at, { ...typed, [goal]: "Grow", version: "99" });
  assert.equal(stale.status, 409);
  assert.equal((await thread.as("lea").post(at, typed)).status, 403);
  const accepted = await bob.post(at, { ...typed, [goal]: "Grow" });
  assert.equal(accepted.status, 303, await accepted.text());
  await thread.workOff();
  assert.equal(await due.state(), "completed");
  const sent = wordsOf(await bob.page(`${due.path}/submissions/${due.id}`));
  assert.match(sent, /Sent by Ann .*How many people will use it\? 40 .*Yes .*Grow/);
  assert.equal((await bob.post(at, { ...typed, [goal]: "Twice" })).status, 409);
  assert.deepEqual(thread.reported, []);
});

Deno.test("where a language model is set, it finds what rules have not, and only what stands in the mail", async () => {
  await using model = startOpenAI();
  const { thread, due, to, ids } = await askedByMail({
    OPENAI_BASE_URL: model.url,
    OPENAI_MODEL: "small",
  });
  await using _ = thread;
  thread.house.outside.fetch = fetch;
  model.orders({
    answer: {
      answers: [
        { id: ids.users, answer: "40", quote: "we are 40 people" },
        { id: ids.goal, answer: "World peace", quote: "World peace" },
      ],
    },
  });
  await thread.post.postmark({ to, text: "Hello, we are 40 people and want to grow." });
  await thread.workOff();
  const [laid] = await thread.rows<{ answers: object; written_by: string }>(
    "select * from reply_answers",
  );
  assert.deepEqual(laid!.answers, { [ids.users]: "40" });
  assert.equal(laid!.written_by, "model");
  const bob = thread.as("bob");
  const page = await bob.page(`${due.path}/messages`);
  const done = /action="([^"]*\/completion)"/.exec(page)![1]!;
  assert.equal((await bob.post(done)).status, 303);
  assert.equal(await due.state(), "completed", "a CSM completes it with one press");
  assert.doesNotMatch(wordsOf(await bob.page("/review")), /Replies that wait/);
  assert.deepEqual(thread.reported, []);
});
