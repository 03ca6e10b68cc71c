import assert from "node:assert/strict";
import { sql } from "kysely";
import { inOrg } from "../domain/base/db.ts";
import { dueReminders, remindCustomers } from "../domain/onboarding/reminders.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { ring } from "../tests/plans.ts";
import { contactIdOf, onboarding, wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const ANN = "ann@northwind.example";
const actor = { kind: "system", cause: "test" } as const;

/** A zone in which it is about noon, whenever the test runs. */
export function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  return `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

async function switchOn(thread: TestApp, changes: Record<string, string> = {}): Promise<string> {
  const olive = thread.as("olive");
  const at = "/settings/notifications";
  return await landed(
    olive,
    await olive.post(`${at}/reminders`, {
      version: await hiddenOn(olive, at, "version"),
      reminders_on: "on",
      before_days: "2",
      after_days: "1, 4",
      most_reminders: "3",
      note: "Call us if something is unclear.",
      ...changes,
    }),
  );
}

/** An account where it is noon on a working day, whose papers are due in so many days. */
async function waiting(thread: TestApp, dueIn: number) {
  const made = await onboarding(thread);
  const papers = await made.action("Signed papers");
  const zone = noonZone();
  await thread.rows("update orgs set working_days = '{1,2,3,4,5,6,7}'");
  await thread.rows("update accounts set time_zone = $1", [zone]);
  await thread.rows("update actions set deadline_on = null, deadline_at = null");
  const dueOn = (days: number) =>
    thread.rows(
      "update actions set deadline_on = (now() at time zone $1)::date + $2::integer where id = $3",
      [zone, days, papers.id],
    );
  await dueOn(dueIn);
  return { ...made, papersId: papers.id, dueOn };
}

async function remind(thread: TestApp): Promise<void> {
  await thread.rows("delete from cron_slots");
  await ring(thread);
}

const reminders = async (thread: TestApp) =>
  (await thread.mails()).filter(({ subject }) => /"Signed papers" (is|was) due/.test(subject));

Deno.test("customers are reminded only once somebody has switched it on, and that is written down", async () => {
  await using thread = await testApp();
  const { path, papersId, dueOn } = await waiting(thread, 2);
  await remind(thread);
  assert.deepEqual(await reminders(thread), []);
  const page = wordsOf(await thread.as("olive").page("/settings/notifications"));
  assert.match(page, /off until you switch them on\. Off /);
  assert.match(page, /As a customer gets it.*"Signed order form" is due on/);

  assert.match(wordsOf(await switchOn(thread)), /off until you switch them on\. On /);
  assert.match(
    wordsOf(await thread.as("alice").page("/activity?about=org")),
    /Olive switched reminders to customers on/,
  );
  await remind(thread);
  await remind(thread);
  const [mail, ...more] = await reminders(thread);
  assert.deepEqual(more, []);
  assert.equal(mail!.to_address, ANN);
  assert.match(mail!.body_text, /Call us if something is unclear\./);
  assert.match(mail!.body_text, new RegExp(`http://thread\\.test/p/[0-9a-f-]+/tasks/${papersId}`));
  assert.match(
    mail!.body_text,
    /Stop mail that comes by itself: http:\/\/thread\.test\/unsubscribe\/c/,
  );
  for (const place of [`${path}/activity`, `${path}/actions/${papersId}`]) {
    assert.match(
      wordsOf(await thread.as("bob").page(place)),
      /Thread reminded Ann of "Signed papers"/,
    );
  }
  await dueOn(-1);
  await remind(thread);
  await dueOn(-4);
  await remind(thread);
  await dueOn(-5);
  await remind(thread);
  assert.deepEqual(
    (await reminders(thread)).map(({ subject }) => / (is|was) due/.exec(subject)![1]),
    ["is", "was", "was"],
  );
  for (const who of ["bob", "lea", "ed"]) {
    assert.equal((await thread.as(who).get("/settings/notifications")).status, 403, who);
  }
});

Deno.test("two processes that remind at once send one mail, and at most so many leave", async () => {
  await using thread = await testApp();
  const { dueOn } = await waiting(thread, 2);
  await switchOn(thread, { most_reminders: "1" });
  const room = { publicUrl: new URL("http://thread.test") };
  const { orgId } = thread.cast.bob!;
  await Promise.all([1, 2, 3].map(() => remindCustomers(thread.db, orgId, room)));
  assert.equal((await reminders(thread)).length, 1);
  await dueOn(-1);
  await remindCustomers(thread.db, orgId, room);
  assert.equal((await reminders(thread)).length, 1);
});

Deno.test("a contact from whom mail comes back, or who calls it spam, is not reminded until that is put right", async () => {
  await using thread = await testApp();
  const { path, accountId, papersId, dueOn } = await waiting(thread, 2);
  await switchOn(thread);
  const mark = (complained: boolean) =>
    thread.rows(
      `update contacts set failing_since = now(), failing_why = 'No such mailbox',
         complained = $1 where account_id = $2`,
      [complained, accountId],
    );
  const bob = thread.as("bob");
  await mark(false);
  await remind(thread);
  assert.deepEqual(await reminders(thread), []);
  const plan = wordsOf(await bob.page(`${path}/plan`));
  assert.match(plan, /Mail to Ann comes back .*Correct the address : Ann Try again : Ann/);
  const why = /No reminder of it goes to Ann: No such mailbox\./;
  assert.match(wordsOf(await bob.page(`${path}/actions/${papersId}`)), why);
  const at = `${path}/contacts/${await contactIdOf(thread, accountId, ANN)}`;
  assert.match(wordsOf(await bob.page(at)), /ann@northwind\.example: No such mailbox\. Until/);

  const version = await hiddenOn(bob, at, "version");
  const facts = { name: "Ann", email: "ann@new.example", job_title: "", phone: "", version };
  await landed(bob, await bob.post(at, facts));
  assert.doesNotMatch(wordsOf(await bob.page(`${path}/actions/${papersId}`)), why);
  await remind(thread);
  assert.deepEqual((await reminders(thread)).map(({ to_address }) => to_address), [
    "ann@new.example",
  ]);
  await mark(true);
  await dueOn(-1);
  await remind(thread);
  assert.equal((await reminders(thread)).length, 1);
  assert.match(wordsOf(await bob.page(`${path}/plan`)), /Ann called our mail spam/);
  assert.match(
    wordsOf(await landed(bob, await bob.post(`${at}/failing/removal`))),
    /Mail goes to Ann at ann@new\.example again\./,
  );
  await remind(thread);
  assert.equal((await reminders(thread)).length, 2);
});

Deno.test("nobody is reminded of what is done, paused, archived or a test, nor on a day of rest", async () => {
  await using thread = await testApp();
  const { accountId, papersId } = await waiting(thread, 2);
  await switchOn(thread);
  const { orgId } = thread.cast.bob!;
  const dueAfter = async (change: string): Promise<number> => {
    let due = -1;
    await inOrg(thread.db, orgId, actor, async (tx) => {
      await sql.raw(change).execute(tx);
      due = (await dueReminders(tx)).length;
      throw new Error("undone");
    }).catch((error) => assert.equal(error.message, "undone"));
    return due;
  };
  assert.equal(await dueAfter("select 1"), 1);
  for (
    const change of [
      `update actions set state = 'completed' where id = '${papersId}'`,
      `update actions set held = true where id = '${papersId}'`,
      `update actions set portal_visible = false where id = '${papersId}'`,
      "update accounts set archived_at = now()",
      "update accounts set test = true",
      "update accounts set reminders_paused_at = now()",
      "update plans set ended_at = now(), ended_why = 'removed'",
      `insert into account_holidays (account_id, day)
       select id, (now() at time zone time_zone)::date from accounts`,
      `insert into submissions (id, account_id, action_id, state, submitted_at)
       values (gen_random_uuid(), '${accountId}', '${papersId}', 'submitted', now())`,
    ]
  ) {
    assert.equal(await dueAfter(change), 0, change);
  }
  const at = `/accounts/${accountId}`;
  const bob = thread.as("bob");
  const version = await hiddenOn(bob, `${at}/settings`, "version");
  const paused = await landed(bob, await bob.post(`${at}/reminder-pause`, { version }));
  assert.match(wordsOf(paused), /Paused: this customer is not reminded/);
  await remind(thread);
  assert.deepEqual(await reminders(thread), []);
  const again = await hiddenOn(bob, `${at}/settings`, "version");
  await landed(bob, await bob.post(`${at}/reminder-pause/removal`, { version: again }));
  await thread.rows("update portal_access set ended_at = now()");
  await remind(thread);
  assert.deepEqual(await reminders(thread), [], "their access to the portal was ended");
});

Deno.test("a contact chooses one summary a day, only requests, or nothing, and what a person sends comes all the same", async () => {
  await using thread = await testApp();
  const { ann, accountId, form, field } = await onboarding(thread);
  const bob = thread.as("bob");
  const mailsToAnn = async () =>
    (await thread.mails()).filter(({ to_address }) => to_address === ANN);
  const choose = async (mail: string) =>
    assert.equal((await ann.post("/p/settings/mail", { mail })).status, 303);
  const answer = async (body: string) =>
    assert.equal((await bob.post(`/accounts/${accountId}/messages`, { body })).status, 303);
  await ann.post("/p/messages", { body: "When is the training?" });
  let before = (await mailsToAnn()).length;

  await choose("daily");
  await remind(thread);
  await answer("On Monday, at ten");
  assert.equal((await mailsToAnn()).length, before);
  await thread.pass("8 days");
  await remind(thread);
  await remind(thread);
  const [summary, ...more] = (await mailsToAnn()).slice(before);
  assert.deepEqual(more, []);
  assert.equal(summary!.subject, "One thing from Acme Cloud");
  assert.match(summary!.body_text, /Bob wrote in the portal:\nOn Monday, at ten/);

  before = (await mailsToAnn()).length;
  await choose("requests");
  await answer("And bring a friend");
  assert.equal((await mailsToAnn()).length, before);
  const client = await ann.post(`${form}/answers`, {
    version: "0",
    [field("Your goal?")]: "Fewer calls",
    [field("Single sign-on?")]: "no",
  });
  assert.equal(client.status, 303, await client.clone().text());
  const sent = await ann.post(`${form}/submission`, { version: "1" });
  assert.equal(sent.status, 303, await sent.clone().text());
  await thread.workOff();
  const returns = `/accounts/${accountId}/submissions/${form.split("/").at(-1)}/returns`;
  assert.equal((await bob.post(returns, { body: "Which calls?" })).status, 303);
  const [asked] = (await mailsToAnn()).slice(before);
  assert.match(asked!.subject, /Once more, please/);

  const [{ unsubscribe_url }] = await thread.rows<{ unsubscribe_url: string }>(
    "select unsubscribe_url from mails where id = $1",
    [asked!.id],
  ) as [{ unsubscribe_url: string }];
  const stop = new URL(unsubscribe_url).pathname;
  assert.match(wordsOf(await ann.page(stop)), /Acme Cloud would not write to ann@northwind/);
  assert.match(await ann.page("/p/settings"), /value="requests"[^>]*checked/);
  const pressed = await thread.visitor().request(stop, {
    method: "POST",
    headers: { "sec-fetch-site": "cross-site" },
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  assert.match(
    wordsOf(await pressed.text()),
    /does not write to ann@northwind.example by itself any more/,
  );
  assert.match(await ann.page("/p/settings"), /value="none"[^>]*checked/);
  before = (await mailsToAnn()).length;
  await answer("Are you there?");
  assert.equal((await mailsToAnn()).length, before);
  await thread.visitor().post("/p/sign-in-links", { email: ANN, next: "/p" });
  assert.equal((await mailsToAnn()).length, before + 1, "the way in comes all the same");
  assert.equal((await ann.post("/p/settings/mail", { mail: "hourly" })).status, 422);
});
