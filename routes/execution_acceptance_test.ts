import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { dueAction } from "../tests/drafts.ts";
import { approveAt, letLeave, outboxOf, pressExecute } from "../tests/executions.ts";
import { reachOpenAI, startOpenAI } from "../tests/fakes/openai.ts";
import { mailServer } from "../tests/mail_server.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { rowOf } from "../tests/plan_rows.ts";
import { action, byHand, milestone, plannedAccount, ring } from "../tests/plans.ts";
import { customerOf, wordsOf } from "../tests/portal.ts";
import { testApp } from "../tests/test_app.ts";

const EXECUTABLE = ["SEND_EMAIL", "REQUEST_DOCS", "COLLECT_INFO", "REQUEST_ASSETS"] as const;
const hidden = { portal_visible: false };

Deno.test("THREAD-049 the AI has drafted each email, form, request and channel text that is due", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const bob = thread.as("bob");
  for (const type of [...EXECUTABLE, "SLACK"] as const) {
    const said = `The machine wrote this ${type}.`;
    const prose = { paragraphs: [[{ text: said, source: 0 }]] };
    fake.orders({ answer: type === "SEND_EMAIL" ? { subject: "A welcome", ...prose } : prose });
    const due = await dueAction(thread, { name: `For ${type}`, type });
    await thread.workOff();
    const page = await bob.page(due.at);
    assert.ok(wordsOf(page).includes(said), type);
    assert.match(page, /Written by the language model fake-large/, type);
    if (type === "SLACK") continue;
    const row = rowOf(await bob.page(`${due.path}/plan`), "Welcome");
    assert.match(row, /Draft ready[^]*Review draft/, type);
  }
});

Deno.test("THREAD-052 executing mails the email into the outbox and puts the form into the portal", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [
        action("SEND_EMAIL", "Welcome"),
        action("COLLECT_INFO", "Your goals", hidden),
      ]),
    ],
  });
  await thread.workOff();
  const ann = await customerOf(thread, account.accountId);
  const { id } = await account.action("Your goals");
  assert.doesNotMatch(await ann.page("/p"), /Your goals/);
  assert.equal((await ann.get(`/p/tasks/${id}`)).status, 404);
  assert.doesNotMatch(await outboxOf(thread), /Welcome to Acme!/);

  const bob = thread.as("bob");
  for (const label of ["Welcome", "Your goals"]) await pressExecute(bob, account.path, label);
  await letLeave(thread);
  assert.match(await outboxOf(thread), /Welcome to Acme![^]*ann@northwind\.example/);
  assert.match(wordsOf(await ann.page("/p")), /Your goals/);
  assert.match(await ann.page(`/p/tasks/${id}`), /How many people will use it\?/);
});

Deno.test("THREAD-144 THREAD-145 THREAD-146 THREAD-147 the Execute button of an email, a request of documents, of information and of assets sends it, and opens requests in the portal", async () => {
  await using thread = await testApp();
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", EXECUTABLE.map((type) => action(type, `Do ${type}`, hidden))),
    ],
  });
  await thread.workOff();
  const ann = await customerOf(thread, account.accountId);
  const bob = thread.as("bob");
  for (const type of EXECUTABLE) {
    const label = `Do ${type}`;
    const sent = async () => {
      const { id } = await account.action(label);
      return await thread.rows("select * from mails where subject_id = $1", [id]);
    };
    assert.doesNotMatch(await ann.page("/p"), new RegExp(label));
    assert.deepEqual(await sent(), []);
    await pressExecute(bob, account.path, label);
    await letLeave(thread);
    const [mail, ...more] = await sent();
    assert.deepEqual([mail!.to_address, mail!.state, more], ["ann@northwind.example", "sent", []]);
    const isMail = type === "SEND_EMAIL";
    const row = wordsOf(rowOf(await bob.page(`${account.path}/plan`), label));
    assert.match(row, isMail ? /Done by Bob on/ : /Sent by Bob on/);
    assert.equal((await ann.page("/p")).includes(label), !isMail, type);
  }
});

Deno.test("THREAD-063 the answers of a handoff and a customer's email are drafted by the AI, and written anew when asked", async () => {
  await using fake = startOpenAI();
  await using thread = await testApp({}, reachOpenAI(fake));
  const [olive, ed, bob] = [thread.as("olive"), thread.as("ed"), thread.as("bob")];
  const account = await addAccount(olive);
  const sets = await olive.page(`${account}/handoff/new`);
  const set = /<option value="([0-9a-f-]{36})"[^>]*>Standard handoff/.exec(sets)![1]!;
  const saying = (text: string) => [[{ text, source: 0 }]];
  const answerGoals = (text: string) => {
    const goals = { question: "goals", choice: "", paragraphs: saying(text) };
    fake.orders({ answer: { answers: [goals] } });
  };
  answerGoals("To be live before March.");
  await olive.post(`${account}/handoff`, { ae_id: thread.cast.ed!.memberId, template_id: set });
  await thread.workOff();
  const [handoff] = await thread.rows("select id from handoffs");
  const at = `/handoffs/${handoff!.id}`;
  const drafted = await ed.page(at);
  assert.match(drafted, /name="a_goals"[^>]*>\s*To be live before March\.</);
  const [, anew] = /formaction="([^"]*\/goals\/anew)"[^>]*>Write anew</.exec(drafted)!;
  answerGoals("To be live in April.");
  const asked = await ed.post(anew!, { ...fieldsOf(drafted), csm_id: "", do: "save" });
  assert.equal(asked.status, 303, await asked.clone().text());
  await thread.workOff();
  assert.match(await ed.page(at), /name="a_goals"[^>]*>\s*To be live in April\.</);

  const writeMail = (text: string) =>
    fake.orders({ answer: { subject: "A welcome", paragraphs: saying(text) } });
  writeMail("The first try.");
  const email = await dueAction(thread);
  await thread.workOff();
  assert.match(await bob.page(email.at), /The first try\.[^]*>Write anew</);
  writeMail("The second try.");
  const version = await hiddenOn(bob, email.at, "version");
  await bob.post(`${email.at}/regeneration`, { version, wish: "Shorter" });
  await thread.workOff();
  assert.match(await bob.page(email.at), /The second try\.[^]*language model fake-large/);
});

Deno.test("THREAD-135 what the AI has drafted reaches the outbox when a CSM approves it, and not before", async () => {
  await using thread = await testApp();
  const email = await dueAction(thread);
  await thread.workOff();
  await thread.pass("5 days");
  await letLeave(thread);
  assert.doesNotMatch(await outboxOf(thread), /Welcome to Northwind!/);
  assert.equal((await approveAt(thread.as("bob"), email.at)).status, 303);
  await letLeave(thread);
  assert.match(await outboxOf(thread), /Welcome to Northwind!/);
});

Deno.test("THREAD-137 a meeting and a Slack message stay as they are until a CSM presses for them", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const labels = { SCHEDULE_MEETING: "Kickoff call", SLACK: "Tell the team" } as const;
  const types = Object.keys(labels) as (keyof typeof labels)[];
  const account = await plannedAccount(thread, {
    startFirst: true,
    milestones: [
      milestone("Kickoff", [
        ...types.map((type) => action(type, labels[type])),
        ...types.map((type) => action(type, `${labels[type]} by hand`, { trigger: byHand })),
      ]),
    ],
  });
  const bob = thread.as("bob");
  for (let days = 0; days < 3; days++) {
    await thread.pass("2 days");
    await ring(thread);
  }
  // Bob may well be told of his own work; the customer hears nothing.
  const toOthers = () => sink.received.filter(({ raw }) => !/^To: .*bob@acme\.test/m.test(raw));
  assert.deepEqual([toOthers(), thread.reported], [[], []]);
  for (const label of Object.values(labels)) {
    const row = rowOf(await bob.page(`${account.path}/plan`), label);
    assert.match(row, /It waits for the CSM to mark it complete/, label);
    assert.match(rowOf(await bob.page(`${account.path}/plan`), `${label} by hand`), />Start</);
    const { id, version } = await account.action(label);
    const done = await bob.post(`${account.path}/actions/${id}/completion`, {
      version: String(version),
      note: "",
    });
    assert.match(rowOf(await landed(bob, done), label), /Done by Bob on/);
  }
  assert.deepEqual(toOthers(), []);
});

/** What a handoff's form sends when nothing was typed. */
function fieldsOf(page: string): Record<string, string> {
  const form = page.slice(page.indexOf('id="handoff"'));
  const hidden = form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  const typed = form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>\n([^<]*)/g);
  return Object.fromEntries([...hidden, ...typed].map(([, name, value]) => [name!, value!]));
}
