import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { mailsTo, prefer, tellAll, toldTo } from "../tests/notifications.ts";
import { action, milestone, plannedAccount } from "../tests/plans.ts";
import { wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

/** The address under which the latest mail to somebody is stopped. */
async function stopOf(thread: TestApp, who: string): Promise<string> {
  const [mail] = await thread.rows<{ unsubscribe_url: string; body_text: string }>(
    "select unsubscribe_url, body_text from mails where to_address = $1 order by id desc limit 1",
    [thread.cast[who]!.email],
  );
  assert.ok(mail!.body_text.includes(mail!.unsubscribe_url));
  return new URL(mail!.unsubscribe_url).pathname;
}

/** Hours of the clock where it is `hours` from now in Berlin, as "HH:MM". */
function clockIn(hours: number): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Berlin",
    hour: "2-digit",
    minute: "2-digit",
  }).format(Date.now() + hours * 3_600_000);
}

async function giveBob(thread: TestApp, name: string): Promise<void> {
  const csm_id = thread.cast.bob!.memberId;
  await addAccount(thread.as("alice"), { csm_id, name, domain: "" });
}

Deno.test("what happens in quiet hours waits for their end, and comes in one mail then", async () => {
  await using thread = await testApp();
  const quiet = { quiet_from: clockIn(-1), quiet_until: clockIn(2) };
  assert.equal((await prefer(thread, "bob", quiet)).status, 303);
  await giveBob(thread, "One");
  await tellAll(thread);
  await thread.pass("65 minutes");
  await giveBob(thread, "Two");
  await tellAll(thread);
  assert.deepEqual(await mailsTo(thread, "bob"), []);
  for (const { mail_at } of await toldTo(thread, "bob")) {
    const minutes = (mail_at!.getTime() - Date.now()) / 60_000;
    assert.ok(minutes > 45 && minutes < 125, `${minutes} minutes from now`);
  }
  // By the clock of this machine they are still quiet, so they are ended by hand.
  const [row] = await toldTo(thread, "bob");
  assert.equal((await prefer(thread, "bob", { quiet_from: "", quiet_until: "" })).status, 303);
  await tellAll(thread);
  assert.ok((await toldTo(thread, "bob"))[0]!.mail_at! < row!.mail_at!);
  const [mail, ...more] = await mailsTo(thread, "bob");
  assert.deepEqual(more, []);
  assert.equal(mail!.subject, "2 things happened with 2 accounts");
});

Deno.test("the daily summary says what is late, what waits and what moved, once, and is never empty", async () => {
  await using thread = await testApp();
  const daily = { mail_accounts: "daily", mail_trouble: "daily", mail_escalations: "daily" };
  assert.equal((await prefer(thread, "bob", daily)).status, 303);
  await plannedAccount(thread, {
    milestones: [milestone("Kickoff", [
      action("SCHEDULE_MEETING", "Call", { due_days: 1 }),
      action("SEND_EMAIL", "Welcome email"),
    ])],
    startFirst: true,
  });
  await tellAll(thread);
  await thread.pass("8 days");
  await tellAll(thread);
  const [summary, ...more] = await mailsTo(thread, "bob");
  assert.deepEqual(more, []);
  assert.match(summary!.subject, /^Your day: 1 late, 1 to do, \d things happened$/);
  assert.match(summary!.body_text, /What is late\n- "Call" of Acme, due \d+ \w+ \d{4}\n/);
  assert.match(summary!.body_text, /What waits for you\n- Approve "Welcome email" of Acme\n/);
  assert.match(summary!.body_text, /What happened:\n\nAcme\n- Alice assigned Acme to Bob\n/);
  assert.equal((await mailsTo(thread, "olive")).length, 0);

  const [row] = await thread.rows<{ daily_at: Date }>(
    "select daily_at from notification_preferences where member_id = $1",
    [thread.cast.bob!.memberId],
  );
  assert.ok(row!.daily_at.getTime() > Date.now());
  await thread.rows("update actions set state = 'completed'");
  await thread.pass("8 days");
  await tellAll(thread);
  const all = (await mailsTo(thread, "bob")).length;
  await thread.pass("8 days");
  await tellAll(thread);
  await tellAll(thread);
  assert.equal((await mailsTo(thread, "bob")).length, all, "an empty summary was mailed");
});

Deno.test("opening the address that stops mail changes nothing, and pressing its button stops it", async () => {
  await using thread = await testApp();
  await giveBob(thread, "One");
  await tellAll(thread);
  const at = await stopOf(thread, "bob");
  const visitor = thread.visitor();
  for (const method of ["GET", "HEAD", "GET"]) {
    const res = await visitor.request(at, { method });
    assert.equal(res.status, 200);
    if (method === "GET") {
      assert.match(
        wordsOf(await res.text()),
        /Acme Cloud would not mail bob@acme\.test .* Accounts that come to you .* Stop this mail/,
      );
    }
  }
  await giveBob(thread, "Two");
  await thread.pass("2 minutes");
  await tellAll(thread);
  assert.equal(
    (await mailsTo(thread, "bob")).length,
    2,
    "a scanner that opens links stops nothing",
  );

  // As a mail program does it: from nowhere, without a cookie, in the words of RFC 8058.
  const pressed = await thread.app.request(`http://thread.test${at}`, {
    method: "POST",
    headers: { "sec-fetch-site": "cross-site" },
    body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }),
  });
  assert.equal(pressed.status, 200);
  assert.match(wordsOf(await pressed.text()), /Acme Cloud does not mail bob@acme\.test/);
  await giveBob(thread, "Three");
  await thread.pass("2 minutes");
  await tellAll(thread);
  assert.equal((await mailsTo(thread, "bob")).length, 2);
  assert.equal((await toldTo(thread, "bob")).length, 3, "in Thread it is shown all the same");
  assert.match(
    await thread.as("bob").page("/profile/notifications"),
    /name="mail_accounts"[^]*?value="none" selected[^]*?<\/select>/,
  );
  const event = await thread.rows("select from events where kind = 'member.notifications_changed'");
  assert.equal(event.length, 1);
});

Deno.test("an address that Thread did not sign stops nothing", async () => {
  await using thread = await testApp();
  await giveBob(thread, "One");
  await tellAll(thread);
  const at = await stopOf(thread, "bob");
  const hex = (id: string) => id.replaceAll("-", "");
  const { bob, olive, charlie } = thread.cast;
  for (
    const forged of [
      at.replace(hex(bob!.memberId), hex(olive!.memberId)),
      at.replace(hex(bob!.orgId), hex(charlie!.orgId)),
      at.replace(".accounts.", ".customers."),
      at.replace(".k1.", ".k2."),
      at.replace("/unsubscribe/m", "/unsubscribe/c"),
      at.slice(0, -2) + (at.endsWith("AA") ? "BB" : "AA"),
    ]
  ) {
    for (const method of ["GET", "POST"]) {
      const res = await thread.visitor().request(forged, { method });
      assert.equal(res.status, 404, forged);
    }
  }
  assert.deepEqual(
    await thread.rows("select from events where kind = 'member.notifications_changed'"),
    [],
  );
});

Deno.test("how one is told is refused in words, keeps what was typed, and notices a second window", async () => {
  await using thread = await testApp();
  const half = await prefer(thread, "bob", { quiet_from: "22:00", quiet_until: "" });
  assert.equal(half.status, 422);
  const page = await half.text();
  assert.match(page, /Write when the quiet hours begin and when they end/);
  assert.match(page, /name="quiet_from"[^>]*value="22:00"/);
  assert.equal((await prefer(thread, "bob", { mail_late: "hourly" })).status, 422);
  assert.equal((await prefer(thread, "bob", { time_zone: "Mars/Base" })).status, 422);
  assert.equal((await prefer(thread, "bob", { mail_late: "none" })).status, 303);
  assert.equal((await prefer(thread, "bob", { version: "0" })).status, 409);
  assert.equal((await prefer(thread, "bob", { time_zone: "Asia/Tokyo" })).status, 303);
  assert.match(await thread.as("bob").page("/profile/notifications"), /Asia\/Tokyo" selected/);
});
