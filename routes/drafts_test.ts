import assert from "node:assert/strict";
import { dueAction } from "../tests/drafts.ts";
import { mailServer } from "../tests/mail_server.ts";
import { hiddenOn } from "../tests/pages.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

Deno.test("THREAD-005 THREAD-050 a CSM opens a due email and is shown its draft for review", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await thread.workOff();
  const page = await thread.as("bob").get(action.at);
  assert.equal(page.status, 200);
  const text = await page.text();
  for (const said of [/Welcome to Northwind!/, /Hello Priya, we are glad/, /Approve and send/]) {
    assert.match(text, said);
  }
  for (const [who, status] of [["lea", 200], ["ed", 200], ["charlie", 404]] as const) {
    const seen = await thread.as(who).get(action.at);
    assert.equal(seen.status, status, who);
    assert.doesNotMatch(await seen.text(), /Approve and send/, who);
  }
});

Deno.test("THREAD-140 the preview shows the final recipients, subject and text", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread, {
    contacts: ["priya@northwind.example", "sam@northwind.example"],
    content: { to: ["all_contacts"], cc: ["ae"], bcc: ["csm"], body: "**Hello** {{contact_name}}" },
  });
  await thread.workOff();
  const bob = thread.as("bob");
  const page = await (await bob.get(action.at)).text();
  assert.match(page, /priya@northwind\.example, sam@northwind\.example/);
  for (const said of ["ed@acme.test", "bob@acme.test", "<strong>Hello</strong> Priya"]) {
    assert.ok(page.includes(said), said);
  }
  const letter = await bob.get(`${action.at}/html`);
  assert.match(letter.headers.get("content-security-policy")!, /^sandbox; default-src 'none'/);
  const shown = await letter.text();
  await approve(thread, action.at);
  await thread.pass("10 seconds");
  await thread.workOff();
  const [mail] = await action.mails();
  assert.equal(mail!.body_html, shown, "what was shown is what was sent");
  assert.deepEqual(
    [mail!.to_address, mail!.more_to, mail!.cc, mail!.bcc],
    ["priya@northwind.example", ["sam@northwind.example"], ["ed@acme.test"], ["bob@acme.test"]],
  );
});

Deno.test("THREAD-051 the text that a CSM has edited is the text that is sent", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const action = await dueAction(thread);
  await thread.workOff();
  const bob = thread.as("bob");
  const words = {
    to: "sam@northwind.example, priya@northwind.example",
    ...{ cc: "", bcc: "hidden@northwind.example" },
    ...{ subject: "Hi {{company_name}}", body: "Edited for {{contact_name}}." },
  };
  const version = await hiddenOn(bob, `${action.at}?edit`, "version");
  const saved = await bob.post(action.at, { version, ...words });
  assert.equal(saved.status, 303, await saved.clone().text());
  const stale = await thread.as("olive").post(action.at, { version, ...words, body: "Mine" });
  assert.equal(stale.status, 409);
  const told = await stale.text();
  assert.match(told, /Bob changed the draft/);
  assert.match(told, />\s*Mine<\/textarea>/, "nothing typed is lost");
  await approve(thread, action.at);
  await thread.pass("10 seconds");
  await thread.workOff();
  const [{ to, raw }] = sink.received as [typeof sink.received[number]];
  assert.deepEqual(to, [
    "sam@northwind.example",
    "priya@northwind.example",
    "hidden@northwind.example",
  ]);
  assert.match(raw, /^Subject: Hi Northwind/m);
  assert.match(raw, /Edited for Priya\./);
  assert.match(raw, /^Reply-To: bob@acme\.test/m);
});

Deno.test("THREAD-054 THREAD-134 a due email is drafted by itself, and never sent by itself", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const action = await dueAction(thread);
  await thread.workOff();
  assert.equal((await action.draft()).state, "ready");
  await thread.pass("60 days");
  await thread.workOff();
  assert.deepEqual([sink.received.length, await action.mails()], [0, []]);
});

Deno.test("THREAD-066 a variable without a value is named, and blocks the approval", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread, {
    content: { subject: "{{company_name}}", body: "{{arr}} {{csm_name}}" },
  });
  await thread.workOff();
  const form = await hiddenOn(thread.as("bob"), `${action.at}?edit`, "version");
  await thread.as("bob").post(action.at, {
    ...{ version: form, to: "priya@northwind.example", cc: "", bcc: "" },
    ...{ subject: "{{account_name}}", body: "{{arr}} {{field.seats}} {{nonsense}} {{csm_name}}" },
  });
  const page = await (await thread.as("bob").get(action.at)).text();
  assert.match(page, /Nothing is known for \{\{arr\}\}, \{\{field\.seats\}\}, \{\{nonsense\}\}\./);
  assert.match(page, /<h2>Northwind<\/h2>/);
  const { version } = await action.draft();
  const refused = await thread.as("bob").post(`${action.at}/approval`, {
    version: String(version),
  });
  assert.equal(refused.status, 409);
  assert.match(await refused.text(), /Nothing is known for/);
  await thread.pass("1 minute");
  await thread.workOff();
  assert.deepEqual(await action.mails(), []);
});

Deno.test("THREAD-139 what is sent has no recall, and undoing it is refused", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await thread.workOff();
  await approve(thread, action.at);
  const bob = thread.as("bob");
  assert.match(await (await bob.get(action.at)).text(), /\/draft\/recall"/);
  await thread.pass("10 seconds");
  await thread.workOff();
  const page = await (await bob.get(action.at)).text();
  assert.doesNotMatch(page, /\/recall"|Undo/);
  const refused = await bob.post(`${action.at}/recall`);
  assert.equal(refused.status, 409);
  assert.match(await refused.text(), /cannot be recalled/);
  assert.equal(await action.state(), "completed");
});

Deno.test("THREAD-006 THREAD-144 executing an approved email sends it and changes its state", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await thread.workOff();
  await approve(thread, action.at);
  const { version } = await action.now();
  const bob = thread.as("bob");
  const done = await bob.post(action.at.replace(/draft$/, "execution"), {
    version: String(version),
  });
  assert.equal(done.status, 303, await done.clone().text());
  await thread.workOff();
  assert.equal(await action.state(), "completed");
  assert.equal((await action.mails()).length, 1);
});

for (
  const [number, type] of [
    ["THREAD-145", "REQUEST_DOCS"],
    ["THREAD-146", "COLLECT_INFO"],
    ["THREAD-147", "REQUEST_ASSETS"],
  ] as const
) {
  Deno.test(`${number} executing ${type} mails the request and opens it in the portal`, async () => {
    await using thread = await testApp();
    const action = await dueAction(thread, { type });
    await thread.workOff();
    const { version } = await action.now();
    const execution = action.at.replace(/draft$/, "execution");
    const done = await thread.as("bob").post(execution, { version: String(version) });
    assert.equal(done.status, 303, await done.clone().text());
    await thread.pass("10 seconds");
    await thread.workOff();
    const now = await action.now();
    assert.equal(now.state, "executed");
    assert.ok(now.opened_at && now.portal_visible);
    const [mail] = await action.mails();
    assert.match(String(mail!.body_text), /http:\/\/thread\.test\/p\//);
  });
}

Deno.test("THREAD-138 without review is only where the action says so, and the history tells", async () => {
  await using thread = await testApp();
  await using sink = await mailServer(thread);
  const usual = await dueAction(thread, { label: "Usual" });
  const switched = await dueAction(thread, { label: "Switched", send_without_review: true });
  const strange = await dueAction(thread, {
    ...{ label: "Strange", send_without_review: true },
    content: { to: ["stranger@elsewhere.example"] },
  });
  await thread.workOff();
  await thread.pass("10 seconds");
  await thread.workOff();
  assert.deepEqual(
    [await usual.state(), await switched.state(), await strange.state()],
    ["draft_ready", "completed", "draft_ready"],
  );
  assert.equal(sink.received.length, 1);
  const history = await (await thread.as("bob").get(`${switched.path}/activity`)).text();
  assert.match(history, /by its setting to leave without review/);
});

Deno.test("who may not review decides nothing, and nobody else's draft is there", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await thread.workOff();
  const { version } = await action.draft();
  for (const part of ["approval", "discarding", "regeneration", "recall", "request"]) {
    const form = { version: String(version), ...(part === "regeneration" && { wish: "" }) };
    for (const [who, status] of [["lea", 403], ["ed", 403], ["charlie", 404]] as const) {
      assert.equal((await thread.as(who).post(`${action.at}/${part}`, form)).status, status, part);
    }
  }
  assert.equal(await action.state(), "draft_ready");
});

Deno.test("writing anew keeps the text before, and a discarded draft leaves the action open", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await thread.workOff();
  const bob = thread.as("bob");
  const version = await hiddenOn(bob, action.at, "version");
  const again = await bob.post(`${action.at}/regeneration`, { version, wish: "Shorter" });
  assert.equal(again.status, 303, await again.clone().text());
  assert.match(await (await bob.get(action.at)).text(), /being written/);
  await thread.workOff();
  const [first, second] = await action.drafts();
  assert.deepEqual(
    [first!.state, second!.state, second!.number, second!.wish],
    ["replaced", "ready", 2, "Shorter"],
  );
  assert.match(await (await bob.get(action.at)).text(), /Earlier texts \(1\)/);
  const now = await hiddenOn(bob, action.at, "version");
  assert.equal((await bob.post(`${action.at}/discarding`, { version: now })).status, 303);
  assert.equal(await action.state(), "due");
  assert.equal((await bob.post(`${action.at}/request`)).status, 303);
  await thread.workOff();
  assert.equal((await action.draft()).number, 3);
  assert.equal(await action.state(), "draft_ready");
});

Deno.test("two CSMs approve at once: one does, the other is told who", async () => {
  await using thread = await testApp();
  const action = await dueAction(thread);
  await thread.workOff();
  const { version } = await action.draft();
  const answers = await Promise.all(
    ["bob", "alice"].map((who) =>
      thread.as(who).post(`${action.at}/approval`, { version: String(version) })
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [303, 409]);
  const told = await answers.find(({ status }) => status === 409)!.text();
  assert.match(told, /(Bob|Alice) changed the draft/);
  await thread.pass("10 seconds");
  await thread.workOff();
  assert.equal((await action.mails()).length, 1);
});

async function approve(thread: TestApp, at: string) {
  const bob = thread.as("bob");
  const version = await hiddenOn(bob, at, "version");
  const res = await bob.post(`${at}/approval`, { version });
  assert.equal(res.status, 303, await res.clone().text());
}
