import assert from "node:assert/strict";
import { addAccount } from "../tests/accounts.ts";
import { hiddenOn, landed } from "../tests/pages.ts";
import { tellAll } from "../tests/notifications.ts";
import { testApp } from "../tests/test_app.ts";

Deno.test("THREAD-227, THREAD-231: a CSM is chosen in the field on the account, a second replaces the first", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const at = await addAccount(bob);
  const choose = async (name: string) => {
    const version = await hiddenOn(bob, at, "version");
    const csm_id = thread.cast[name]!.memberId;
    return await landed(bob, await bob.post(`${at}/csm`, { version, csm_id }));
  };
  assert.match(await choose("bob"), /selected[^>]*>Bob</);
  assert.match(await choose("olive"), /selected[^>]*>Olive</);
  const rows = await thread.rows("select csm_id from accounts");
  assert.deepEqual(rows, [{ csm_id: thread.cast.olive!.memberId }]);
  const version = await hiddenOn(bob, at, "version");
  const refused = await bob.post(`${at}/csm`, { version, csm_id: thread.cast.ed!.memberId });
  assert.equal(refused.status, 409);
  assert.match(await refused.text(), /Ed is not a CSM/);
});

Deno.test("THREAD-236: a transfer informs both CSMs and stands in the history", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const at = await addAccount(alice, { csm_id: thread.cast.bob!.memberId });
  await tellAll(thread);
  await thread.pass("2 minutes");
  const told = (await thread.mails()).length;
  const version = await hiddenOn(alice, at, "version");
  const csm_id = thread.cast.olive!.memberId;
  await landed(alice, await alice.post(`${at}/csm`, { version, csm_id }));
  await tellAll(thread);
  const mails = (await thread.mails()).slice(told);
  assert.deepEqual(mails.map(({ to_address }) => to_address).sort(), [
    "bob@acme.test",
    "olive@acme.test",
  ]);
  for (const mail of mails) {
    assert.match(mail.body_text, /Alice/);
    assert.ok(mail.body_text.includes(`http://thread.test${at}`));
  }
  assert.match(
    await alice.page(`${at}/activity`),
    /transferred Northwind Traders from Bob to Olive/,
  );
  const stale = await alice.post(`${at}/csm`, { version, csm_id: thread.cast.bob!.memberId });
  assert.equal(stale.status, 409);
  await tellAll(thread);
  assert.equal((await thread.mails()).length, told + 2, "a refused transfer tells nobody");
});

Deno.test("THREAD-234: another member adds a note, and only its author changes it", async () => {
  await using thread = await testApp();
  const [alice, lea] = [thread.as("alice"), thread.as("lea")];
  const at = await addAccount(alice);
  const body = "Wants <b>SSO</b> before go-live\nAsk Priya";
  const page = await landed(lea, await lea.post(`${at}/notes`, { body }));
  assert.match(
    page,
    /<strong>Lea<\/strong>[^]*Wants &lt;b&gt;SSO&lt;\/b&gt; before go-live\nAsk Priya/,
  );
  const note = page.match(/href="([^"]*\/notes\/[0-9a-f-]{36})"/)![1]!;
  assert.doesNotMatch(await alice.page(`${at}/notes`), /aria-label="Change this note"/);
  assert.equal((await alice.get(note)).status, 403);
  assert.equal((await alice.post(note, { version: "1", body: "No" })).status, 403);
  await landed(lea, await lea.post(note, { version: "1", body: "Wants SSO soon" }));
  const late = await lea.post(note, { version: "1", body: "Typed in another tab" });
  assert.equal(late.status, 409);
  assert.match(await late.text(), /Typed in another tab/);
  assert.match(await alice.page("/search?q=sso+soon"), /Northwind Traders/);
  for (
    const [bad, words] of [["", /Write a note/], ["x".repeat(10_001), /at most 10,000/]] as const
  ) {
    const res = await lea.post(`${at}/notes`, { body: bad });
    assert.equal(res.status, 422);
    assert.match(await res.text(), words);
  }
});

Deno.test("THREAD-237, THREAD-239, THREAD-240: an archived account leaves lists and search, keeps all it holds, and comes back", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const at = await addAccount(bob, { csm_id: thread.cast.bob!.memberId });
  await bob.post(`${at}/contacts`, PRIYA);
  await bob.post(`${at}/notes`, { body: "Kept" });
  assert.match(await bob.page(`${at}/settings`), /Archive account<\/button>/);
  const version = await hiddenOn(bob, `${at}/settings`, "version");
  await landed(bob, await bob.post(`${at}/archival`, { version }));
  for (const view of ["all", "mine", "needs-me"]) {
    assert.doesNotMatch(await bob.page(`/accounts?view=${view}`), /account-link/);
  }
  const found = await bob.page("/search?q=northwind");
  assert.doesNotMatch(found, /href="\/accounts\/[0-9a-f]{8}/);
  assert.match(await bob.page("/accounts?view=archived"), /account-link[^]*Northwind Traders/);
  assert.match(await bob.page(at), /This account is archived[^]*€50,000/);
  assert.match(await bob.page(`${at}/contacts`), /Priya/);
  assert.match(await bob.page(`${at}/notes`), /Kept/);
  const again = await hiddenOn(bob, `${at}/settings`, "version");
  const twice = await bob.post(`${at}/archival`, { version: again });
  assert.equal(twice.status, 409);
  await landed(bob, await bob.post(`${at}/restoration`, { version: again }));
  assert.match(await bob.page("/accounts"), /Northwind Traders/);
  const history = await bob.page(`${at}/activity`);
  assert.match(history, /restored Northwind Traders[^]*archived Northwind Traders/);
});

Deno.test("THREAD-238: no page offers to delete an account, and no request does", async () => {
  await using thread = await testApp();
  const at = await addAccount(thread.as("alice"));
  for (const name of ["alice", "bob", "olive"]) {
    const person = thread.as(name);
    for (const below of ["", "/settings", "/contacts", "/notes"]) {
      assert.doesNotMatch(await person.page(at + below), /delete/i);
    }
    assert.equal((await person.delete(at)).status, 404);
    assert.equal((await person.post(`${at}/deletion`)).status, 404);
  }
  const [row] = await thread.rows(
    "select has_table_privilege('thread_app', 'accounts', 'delete') as may, count(*)::int from accounts",
  );
  assert.deepEqual(row, { may: false, count: 1 });
});

Deno.test("an account has one primary contact, with any address that can receive mail", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const at = `${await addAccount(bob)}/contacts`;
  assert.match(await bob.page(at), /No contacts yet/);
  await landed(bob, await bob.post(at, PRIYA));
  const page = await landed(
    bob,
    await bob.post(at, { ...PRIYA, name: "Sam", email: "sam@gmail.com" }),
  );
  const sam = page.match(/href="([^"]*)">Sam</)![1]!;
  await landed(bob, await bob.post(`${sam}/primary`));
  const primaries = await thread.rows("select name from contacts where is_primary");
  assert.deepEqual(primaries, [{ name: "Sam" }]);
  const removal = await bob.post(`${sam}/removal`);
  assert.equal(removal.status, 409);
  assert.match(await removal.text(), /Make somebody else the primary/);
  const same = await bob.post(at, { ...PRIYA, name: "Priya again" });
  assert.equal(same.status, 409);
  assert.match(await same.text(), /has this address already[^]*value="Priya again"/);
  const bad = await bob.post(at, { ...PRIYA, email: "nobody@" });
  assert.equal(bad.status, 422);
  assert.match(await bad.text(), /not a domain/);
  const change = { ...PRIYA, name: "Sam Lee", email: "sam@northwind.example", version: "2" };
  await landed(bob, await bob.post(sam, change));
  assert.equal((await bob.post(sam, change)).status, 409);
  assert.match(await bob.page("/search?q=sam+lee"), /Northwind Traders/);
  assert.equal((await thread.as("charlie").post(`${sam}/removal`)).status, 404);
});

Deno.test("collaborators are added and removed, and said in the history", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const at = await addAccount(bob);
  const lea = thread.cast.lea!.memberId;
  await landed(bob, await bob.post(`${at}/collaborators`, { member_id: lea }));
  assert.match(await bob.page(at), /Collaborators<\/dt><dd>Lea/);
  assert.equal((await bob.post(`${at}/collaborators`, { member_id: lea })).status, 409);
  assert.equal((await bob.post(`${at}/collaborators`, { member_id: "" })).status, 422);
  const stranger = { member_id: thread.cast.charlie!.memberId };
  assert.equal((await bob.post(`${at}/collaborators`, stranger)).status, 409);
  await landed(bob, await bob.post(`${at}/collaborators/${lea}/removal`));
  assert.match(await bob.page(`${at}/activity`), /removed the collaborator Lea/);
});

Deno.test("an account is marked as a test account, and its pages say so", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  const at = await addAccount(bob);
  const version = await hiddenOn(bob, `${at}/settings`, "version");
  await landed(bob, await bob.post(`${at}/test`, { version, test: "on" }));
  assert.match(await bob.page(at), /This is a test account/);
  assert.match(await bob.page("/accounts?view=all&test=only"), /Northwind Traders/);
  const again = await hiddenOn(bob, `${at}/settings`, "version");
  await landed(bob, await bob.post(`${at}/test`, { version: again }));
  assert.match(await bob.page("/accounts?view=all&test=only"), /No account matches/);
});

const PRIYA = {
  name: "Priya Nair",
  email: "priya@northwind.example",
  job_title: "COO",
  phone: "+44 20 7946 0000",
};
