import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { tellAll } from "../tests/notifications.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

/** An account with a note that speaks of goals and risks, and its handoff, asked for by Olive. */
async function asked(thread: TestApp) {
  const olive = thread.as("olive");
  const { ed } = thread.cast;
  const account = await addAccount(olive);
  await olive.post(`${account}/notes`, {
    body: "Their goal is to be live before the March audit. Legal review is a risk. Lunch at 12.",
  });
  const page = await (await olive.get(`${account}/handoff/new`)).text();
  const set = /<option value="([0-9a-f-]{36})"[^>]*>Standard handoff/.exec(page)![1]!;
  const res = await olive.post(`${account}/handoff`, {
    ae_id: ed!.memberId,
    template_id: set,
  });
  assert.equal(res.status, 303);
  const [handoff] = await thread.rows<{ id: string }>("select id from handoffs");
  return { account, olive, at: `/handoffs/${handoff!.id}` };
}

async function formOf(thread: TestApp, who: string, at: string) {
  const html = await (await thread.as(who).get(at)).text();
  const fields: Record<string, string> = {};
  const form = html.slice(html.indexOf('id="handoff"'));
  for (const [, name, value] of form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)) {
    fields[name!] = value!;
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>\n([^<]*)/g)) {
    fields[name!] = value!;
  }
  return { html, fields };
}

Deno.test("THREAD-037 THREAD-038 THREAD-040 setting up drafts the answers and mails the AE a link that opens them", async () => {
  await using thread = await testApp();
  const { at } = await asked(thread);
  await tellAll(thread);
  const mails = (await thread.mails()).filter(({ to_address }) => to_address === "ed@acme.test");
  assert.equal(mails.length, 1);
  const link = /http\S+\/handoffs\/\S+/.exec(mails[0]!.body_text)![0];
  assert.equal(new URL(link).pathname, at);
  const res = await thread.as("ed").get(new URL(link).pathname);
  assert.equal(res.status, 200);
  assert.match(await res.text(), /Their goal is to be live before the March audit/);
});

Deno.test("THREAD-041 use case, goals and risks are filled before the AE types, and say from what", async () => {
  await using thread = await testApp();
  const { at } = await asked(thread);
  assert.match(await (await thread.as("ed").get(at)).text(), /answers are being drafted/);
  await thread.workOff();
  const { html, fields } = await formOf(thread, "ed", at);
  for (const id of ["use_case", "goals", "risks"]) assert.notEqual(fields[`a_${id}`], "");
  assert.equal(fields.a_goals, "Their goal is to be live before the March audit.");
  assert.equal(fields.a_risks, "Legal review is a risk.");
  assert.match(html, /Note of/);
  assert.match(html, /No source says this/);
});

Deno.test("THREAD-042 an edited answer stays, and an older page does not overwrite it", async () => {
  await using thread = await testApp();
  const { at } = await asked(thread);
  await thread.workOff();
  const { fields } = await formOf(thread, "ed", at);
  const save = (body: string, v: string) =>
    thread.as("ed").fragment("POST", `${at}/answers/goals`, { a_goals: body, v_goals: v });
  assert.equal((await save("Live by April", fields.v_goals!)).status, 200);
  assert.equal((await formOf(thread, "ed", at)).fields.a_goals, "Live by April");
  const late = await save("Live by May", fields.v_goals!);
  assert.match(await late.text(), /was changed elsewhere/);
  assert.equal((await formOf(thread, "ed", at)).fields.a_goals, "Live by April");
});

Deno.test("THREAD-043 an answer written anew keeps the one before it in sight", async () => {
  await using thread = await testApp();
  const { at, account } = await asked(thread);
  await thread.workOff();
  await thread.as("olive").post(`${account}/notes`, { body: "A new goal: 40 seats." });
  const { fields } = await formOf(thread, "ed", at);
  const res = await thread.as("ed").post(`${at}/answers/goals/anew`, {
    ...fields,
    a_risks: "Typed meanwhile",
    csm_id: "",
    do: "save",
  });
  assert.equal(res.status, 303);
  await thread.workOff();
  const after = await formOf(thread, "ed", at);
  assert.match(after.fields.a_goals!, /40 seats/);
  assert.equal(after.fields.a_risks, "Typed meanwhile");
  assert.match(after.html, /Earlier texts/);
  assert.match(
    after.html,
    /<p class="note-body">Their goal is to be live before the March audit\./,
  );
});

Deno.test("THREAD-044 the AE chooses among the organisation's own people only", async () => {
  await using thread = await testApp();
  const { at } = await asked(thread);
  await thread.workOff();
  const { html, fields } = await formOf(thread, "ed", at);
  const roster = html.slice(html.indexOf('name="csm_id"'));
  assert.match(roster, />Bob, \d+ accounts? now/);
  assert.doesNotMatch(roster, /Charlie|Ed,/);
  const foreign = thread.cast.charlie!.memberId;
  const res = await thread.as("ed").post(at, { ...fields, csm_id: foreign, do: "submit" });
  assert.ok(res.status === 422 || res.status === 409, String(res.status));
});

Deno.test("THREAD-045 THREAD-046 THREAD-230 submitting makes the chosen CSM the owner and tells them", async () => {
  await using thread = await testApp();
  const { at, account } = await asked(thread);
  await thread.workOff();
  const ed = thread.as("ed");
  const { fields } = await formOf(thread, "ed", at);
  const empty = await ed.post(at, { ...fields, a_goals: "", csm_id: "", do: "submit" });
  assert.equal(empty.status, 422);
  const refused = await empty.text();
  assert.match(refused, /Answer &quot;Goals&quot;|Answer "Goals"/);
  assert.match(refused, /Choose who takes the account over/);

  const again = await formOf(thread, "ed", at);
  const bob = thread.cast.bob!.memberId;
  const res = await ed.post(at, { ...again.fields, a_goals: "March", csm_id: bob, do: "submit" });
  assert.equal(res.status, 303);
  const [row] = await thread.rows("select csm_id from accounts where id = $1", [
    account.split("/").at(-1),
  ]);
  assert.equal(row!.csm_id, bob);
  await tellAll(thread);
  const told = (await thread.mails()).filter(({ to_address }) => to_address === "bob@acme.test");
  assert.deepEqual(told.map(({ subject }) => subject), ["Northwind Traders is handed over to you"]);
  const page = await (await ed.get(at)).text();
  assert.match(page, /This handoff is submitted/);
  assert.doesNotMatch(page, /<textarea/);
  const late = await ed.post(at, { ...again.fields, csm_id: bob, do: "save" });
  assert.equal(late.status, 409);
});

Deno.test("operations open a submitted handoff again, and an AE does not", async () => {
  await using thread = await testApp();
  const { at } = await asked(thread);
  await thread.workOff();
  const { fields } = await formOf(thread, "ed", at);
  await thread.as("ed").post(at, { ...fields, csm_id: thread.cast.bob!.memberId, do: "submit" });
  assert.equal((await thread.as("ed").post(`${at}/reopening`, {})).status, 403);
  assert.equal((await thread.as("olive").post(`${at}/reopening`, {})).status, 303);
  assert.match((await formOf(thread, "ed", at)).html, /<textarea/);
});

Deno.test("THREAD-047 the AE reaches the handoff that asks them, and no other account", async () => {
  await using thread = await testApp();
  const { at } = await asked(thread);
  const other = await addAccount(thread.as("olive"), { name: "Somebody Else", domain: "" });
  assert.equal((await thread.as("ed").get(at)).status, 200);
  assert.equal((await thread.as("ed").get(other)).status, 404);
  assert.equal((await thread.as("charlie").get(at)).status, 404);
  assert.equal((await thread.as("bob").post(at, {})).status, 403);
});

Deno.test("an AE who lets it wait is reminded, three times and no more", async () => {
  await using thread = await testApp();
  await asked(thread);
  await thread.workOff();
  const reminders = async () =>
    (await thread.mails()).filter(({ subject }) => /still waits/.test(subject)).length;
  for (const expected of [1, 2, 3, 3]) {
    await thread.pass("4 days");
    await tellAll(thread);
    assert.equal(await reminders(), expected);
  }
});
