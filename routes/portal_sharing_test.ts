import assert from "node:assert/strict";
import { sql } from "kysely";
import { type AccountDb, inAccount } from "../domain/base/db.ts";
import { letterTo } from "../tests/letters.ts";
import { landed, pressOn } from "../tests/pages.ts";
import { comeIn, contactIdOf, onboarding, pdf, wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const ZOE = { name: "Zoe Lang", email: "zoe@northwind.example" };

/** A colleague who was handed the form of the plan, signed in by the letter. */
async function delegated(thread: TestApp) {
  const site = await onboarding(thread);
  const { ann, form } = site;
  await landed(ann, await ann.post(`${form}/delegations`, { ...ZOE, note: "You know SSO" }));
  const zoe = thread.visitor();
  const letter = await letterTo(thread, ZOE.email);
  assert.match(await zoe.page(letter.path), /asks you to take care of one task for Acme Cloud/);
  await zoe.post(letter.path);
  const entered = await zoe.post((await letterTo(thread, ZOE.email)).path);
  assert.equal(entered.status, 303, await entered.clone().text());
  return { ...site, zoe, letter, zoeId: await contactIdOf(thread, site.accountId, ZOE.email) };
}

Deno.test("a colleague who is handed one task sees it and nothing else, and their work counts", async () => {
  await using thread = await testApp();
  const site = await delegated(thread);
  const { ann, zoe, form, papers, letter, field, accountId } = site;
  assert.match(letter.subject, /Ann asks you for "Goals and people"/);
  assert.match(letter.text, /You know SSO/);
  const home = await zoe.page("/p");
  assert.match(wordsOf(home), /You are asked for one task .* Goals and people Asked by Ann\./);
  const task = await zoe.page(form);
  assert.match(task, /Your goal\?/);
  for (const html of [home, task, await zoe.page("/p/settings")]) {
    assert.doesNotMatch(
      html,
      /Signed papers|By hand later|Last questions|Kickoff|Go-live|Uma|uma@/,
    );
  }
  for (const path of ["/timeline", "/team", "/messages", "/meetings", "/sponsors", "/documents"]) {
    assert.equal((await zoe.get(`/p${path}`)).status, 404, path);
  }
  assert.equal((await zoe.get(papers)).status, 404);
  assert.equal((await zoe.post("/p/messages", { body: "Hello" })).status, 404);
  assert.equal(
    (await zoe.post(`${form}/delegations`, { ...ZOE, email: "x@y.example" })).status,
    404,
  );
  assert.match(wordsOf(await ann.page(form)), /Zoe Lang zoe@northwind\.example, asked by Ann Has/);
  assert.match(wordsOf(await ann.page("/p/team")), /Zoe Lang .* Sees one task/);

  const answers = { [field("Your goal?")]: "Fewer calls", [field("Single sign-on?")]: "no" };
  await zoe.post(`${form}/answers`, { version: "0", ...answers });
  assert.match(wordsOf(await ann.page(form)), /asked by Ann Is answering/);
  assert.equal((await zoe.post(`${form}/submission`, { version: "1" })).status, 303);
  await thread.workOff();
  assert.match(wordsOf(await zoe.page("/p")), /Nothing waits for you/);
  assert.equal((await zoe.get(form)).status, 404, "it ends with the task");
  assert.match(wordsOf(await ann.page(form)), /asked by Ann Done/);
  const activity = wordsOf(await thread.as("bob").page(`/accounts/${accountId}/activity`));
  assert.match(activity, /Zoe Lang sent "Goals and people"/);
  assert.match(activity, /Ann handed "Goals and people" to Zoe Lang/);
});

Deno.test("what was handed on is taken back at once, and a delegate can become a teammate", async () => {
  await using thread = await testApp();
  const { ann, zoe, form } = await delegated(thread);
  const again = await ann.post(`${form}/delegations`, ZOE);
  assert.equal(again.status, 409);
  assert.match(await again.text(), /has this task already/);
  const [, end] = /action="([^"]*\/delegations\/[^"]*\/end)"/.exec(await ann.page(form))!;
  await pressOn(ann, form, end!);
  assert.equal((await zoe.get(form)).status, 404);
  assert.match(wordsOf(await ann.page(form)), /Taken back/);
  assert.equal((await ann.post("/p/team", ZOE)).status, 303);
  assert.match(wordsOf(await zoe.page("/p")), /2 tasks need you/);
});

Deno.test("a viewer reads everything, and neither a form nor the database lets them write", async () => {
  await using thread = await testApp();
  const { ann, accountId, form, papers, slot } = await onboarding(thread);
  const vic = { name: "Vic Low", email: "vic@northwind.example" };
  await landed(ann, await ann.post("/p/team", { ...vic, role: "viewer" }));
  const viewer = thread.visitor();
  await comeIn(thread, viewer, vic.email);
  assert.match(wordsOf(await viewer.page("/p")), /You can read everything here\./);
  for (const path of [form, papers, "/p/team", "/p/messages", "/p/sponsors", "/p/timeline"]) {
    const page = await viewer.page(path);
    assert.doesNotMatch(page, /type="submit"|hx-post/, path);
  }
  const tries: [string, Record<string, string | File>][] = [
    [`${form}/answers`, { version: "0" }],
    [`${form}/submission`, { version: "0" }],
    [`${papers}/files/${slot}`, { [`file_${slot}`]: pdf() }],
    [`${form}/change-requests`, { body: "Hello" }],
    [`${form}/delegations`, ZOE],
    [`${form}/asks`, { contact: crypto.randomUUID() }],
    ["/p/messages", { body: "Hello" }],
    ["/p/team", ZOE],
    ["/p/sponsors", { label: "Me", days: "7" }],
  ];
  for (const [path, fields] of tries) {
    assert.equal((await viewer.post(path, fields)).status, 403, path);
  }
  const contactId = await contactIdOf(thread, accountId, vic.email);
  const actionId = form.split("/").at(-1)!;
  const asViewer = (work: (tx: AccountDb) => Promise<unknown>) =>
    inAccount(thread.db, thread.cast.bob!.orgId, accountId, contactId, work);
  const row = { account_id: accountId, action_id: actionId, contact_id: contactId };
  const id = () => crypto.randomUUID();
  const writes: ((tx: AccountDb) => Promise<unknown>)[] = [
    (tx) => tx.insertInto("submissions").values({ ...row, id: id(), answers: {} }).execute(),
    (tx) => tx.insertInto("messages").values({ ...row, id: id(), body: "Hello" }).execute(),
    (tx) => tx.insertInto("contacts").values({ id: id(), account_id: accountId, ...ZOE }).execute(),
    (tx) =>
      sql`update portal_access set role = 'member'`.execute(tx).then(async () => {
        const { rows } = await sql<{ role: string }>`select portal_role() as role`.execute(tx);
        if (rows[0]!.role === "viewer") throw new Error("violates: nothing was updated");
      }),
  ];
  for (const write of writes) await assert.rejects(asViewer(write), /row-level security|violates/);

  // The CSM and members decide; nobody decides about themselves.
  const bob = thread.as("bob");
  const at = `/accounts/${accountId}/contacts/${contactId}`;
  await landed(bob, await bob.post(`${at}/portal-role`, { role: "member" }));
  assert.match(wordsOf(await viewer.page("/p/messages")), /Send message/);
  await landed(ann, await ann.post(`/p/team/${contactId}/role`, { role: "viewer" }));
  assert.equal((await viewer.post("/p/messages", { body: "Hello" })).status, 403);
  const own = await contactIdOf(thread, accountId, "ann@northwind.example");
  assert.equal((await ann.post(`/p/team/${own}/role`, { role: "viewer" })).status, 409);
  assert.equal((await thread.as("lea").post(`${at}/portal-role`, { role: "member" })).status, 403);
  assert.equal(
    (await thread.as("charlie").post(`${at}/portal-role`, { role: "member" })).status,
    404,
  );
});

Deno.test("a teammate who is asked for an answer sees it marked, and is told by mail once", async () => {
  await using thread = await testApp();
  const { ann, form, field } = await onboarding(thread);
  const joe = { name: "Joe Park", email: "joe@northwind.example" };
  await ann.post("/p/team", joe);
  const other = thread.visitor();
  await comeIn(thread, other, joe.email);
  const id = /<option value="([^"]*)"[^>]*>Joe Park/.exec(await ann.page(form))![1]!;
  const question = [field("Your goal?"), field("Single sign-on?")].map((name) => name.slice(2));
  await landed(ann, await ann.post(`${form}/asks`, { contact: id, question }));
  const letter = await letterTo(thread, joe.email);
  assert.match(letter.subject, /Ann asks you for answers in "Goals and people"/);
  assert.match(letter.text, /2 questions:\s+Your goal\?\s+Single sign-on\?/);
  assert.match(wordsOf(await ann.page(form)), /Joe Park is asked Your goal\?/);
  assert.match(wordsOf(await other.page(form)), /You are asked for this answer Your goal\?/);
  const count = (await thread.mails()).length;
  await landed(ann, await ann.post(`${form}/asks`, { contact: id, question }));
  assert.equal((await thread.mails()).length, count, "told once");
  await pressOn(ann, form, `${form}/asks/${question[0]}/removal`);
  assert.doesNotMatch(wordsOf(await other.page(form)), /You are asked for this answer Your goal/);
  assert.equal((await ann.post(`${form}/asks`, { contact: id })).status, 409, "no question");
  assert.equal(
    (await ann.post(`${form}/asks`, { contact: crypto.randomUUID(), question })).status,
    404,
  );
});

Deno.test("an organisation says whom its customers may invite, and who is outside of that is told in words", async () => {
  await using thread = await testApp();
  const { ann, form } = await onboarding(thread);
  const alice = thread.as("alice");
  const at = "/settings/domains";
  const rules = { version: "0", invites: "listed", domains: "Partner.example\n@agency.example" };
  await landed(alice, await alice.post(`${at}/invites`, rules));
  assert.match(await alice.page(at), /partner\.example\nagency\.example/);
  assert.equal((await alice.post(`${at}/invites`, rules)).status, 409, "somebody was faster");
  assert.equal((await alice.post(`${at}/invites`, { ...rules, domains: "not a" })).status, 422);
  for (const path of ["/p/team", `${form}/delegations`]) {
    const res = await ann.post(path, { name: "Eve", email: "eve@elsewhere.example" });
    assert.equal(res.status, 409, path);
    const says =
      /Acme Cloud allows invitations only to addresses at: northwind\.example, partner\.example, agency\.example/;
    assert.match(wordsOf(await res.text()), says);
  }
  for (const email of ["eve@partner.example", "eva@northwind.example"]) {
    assert.equal((await ann.post("/p/team", { name: "Eve", email })).status, 303, email);
  }
  assert.equal((await thread.as("olive").post(`${at}/invites`, rules)).status, 403);
});
