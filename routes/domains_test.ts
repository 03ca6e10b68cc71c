import assert from "node:assert/strict";
import { openDns } from "../tests/fakes/dns.ts";
import { letterTo } from "../tests/letters.ts";
import { landed, pressOn } from "../tests/pages.ts";
import { ring } from "../tests/plans.ts";
import { invite, onboarding, wordsOf } from "../tests/portal.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

const AT = "/settings/domains";
const HOST = "portal.acme-cloud.example";

/** Thread with a name server of its own, and what a domain provider's form would hold. */
async function withDns() {
  const dns = await openDns();
  const thread = await testApp({}, { resolveDns: dns.resolve });
  return {
    thread,
    dns,
    /** What the page says to create. */
    async recordOf(id: string, client = thread.as("alice")) {
      const page = await client.page(AT);
      const row = new RegExp(`id="record-${id}".*?</tr>`, "s").exec(page)![0];
      const [name, value] = [...row.matchAll(/data-copy="([^"]*)"/g)].map(([, text]) => text!);
      return { name: name!, value: value!, words: wordsOf(row) };
    },
    async [Symbol.asyncDispose]() {
      await thread[Symbol.asyncDispose]();
      dns[Symbol.dispose]();
    },
  };
}

async function checkNow(thread: TestApp, who = "alice"): Promise<string> {
  const client = thread.as(who);
  const [, id] = /domains\/([0-9a-f-]{36})\/checks/.exec(await client.page(AT))!;
  await pressOn(client, AT, `${AT}/${id}/checks`);
  await thread.workOff();
  return wordsOf(await client.page(AT));
}

/** Acme's portal under its own name, as an admin sets it up. */
async function verified(site: Awaited<ReturnType<typeof withDns>>) {
  const { thread, dns, recordOf } = site;
  const alice = thread.as("alice");
  await landed(alice, await alice.post(AT, { kind: "portal", host: HOST }));
  const owner = await recordOf("portal-owner");
  const route = await recordOf("portal-route");
  dns.set(owner.name, "TXT", owner.value);
  dns.set(route.name, "CNAME", route.value);
  assert.match(await checkNow(thread), /portal\.acme-cloud\.example Verified/);
  return { owner, route, at: `http://${HOST}` };
}

Deno.test("THREAD-257 the settings say in words what the look at each record has found", async () => {
  await using site = await withDns();
  const { thread, dns, recordOf } = site;
  const alice = thread.as("alice");
  const page = await landed(
    alice,
    await alice.post(AT, { kind: "portal", host: `https://${HOST}/` }),
  );
  assert.match(wordsOf(page), /Waiting for the records Being looked up now/);
  const owner = await recordOf("portal-owner");
  assert.equal(owner.name, `_thread-verify.${HOST}`);
  assert.match(owner.value, /^thread-verify=[\w-]{43}$/);
  const route = await recordOf("portal-route");
  assert.deepEqual([route.name, route.value], [HOST, "thread.test"]);
  await thread.workOff();
  const says = async (id: string) => (await recordOf(`portal-${id}`)).words;
  assert.match(await says("owner"), /No record found No TXT record was found at _thread-verify/);
  assert.match(await says("route"), /No record found No CNAME record was found at portal/);

  dns.set(owner.name, "TXT", "google-site-verification=x", "thread-verify=old");
  dns.set(HOST, "CNAME", "elsewhere.example");
  await checkNow(thread);
  assert.match(await says("owner"), /Wrong value .*"google-site.*" and "thread-verify=old"/);
  assert.match(await says("route"), /leads elsewhere, to "elsewhere\.example"\. .* thread\.test/);

  dns.silence(owner.name);
  await checkNow(thread);
  assert.match(await says("owner"), /No answer The name servers of .* did not answer/);
  dns.silence(owner.name, false);

  dns.set(owner.name, "TXT", "other", owner.value);
  assert.match(await checkNow(thread), /Verified Does not lead here/);
  dns.set(HOST, "CNAME");
  dns.set(HOST, "A", "192.0.2.7");
  dns.set("thread.test", "A", "192.0.2.7");
  assert.match(await checkNow(thread), /Verified Looked up/);
  assert.match(await says("route"), /Right Leads here, by an address in place of a CNAME/);
  const history = wordsOf(await alice.page("/activity"));
  assert.match(history, /verified portal\.acme-cloud\.example .* added the domain portal/);
});

Deno.test("a name that cannot be a portal's is refused in words, and only admins may set one", async () => {
  await using site = await withDns();
  const { thread } = site;
  const alice = thread.as("alice");
  const wrong: Record<string, RegExp> = {
    "": /Enter a domain/,
    "acme.example": /Put a word before it, such as portal\.acme\.example/,
    "http://127.0.0.1/": /is not a domain name/,
    "portal.corp.local": /not a name on the internet/,
    "thread.test": /Put a word|not a name on the internet/,
    "ann@acme.example": /Enter the name alone/,
    "portal_1.acme.example": /is not a domain name/,
    "portal.acme.example:8080": /Enter the name alone/,
  };
  for (const [host, says] of Object.entries(wrong)) {
    const res = await alice.post(AT, { kind: "portal", host });
    assert.equal(res.status, 422, host);
    assert.match(await res.text(), says, host);
  }
  assert.equal((await thread.as("olive").get(AT)).status, 403);
  assert.equal((await thread.as("bob").post(AT, { kind: "portal", host: HOST })).status, 403);
  await landed(alice, await alice.post(AT, { kind: "portal", host: HOST }));
  const [, id] = /domains\/([0-9a-f-]{36})\/checks/.exec(await alice.page(AT))!;
  assert.equal((await thread.as("charlie").post(`${AT}/${id}/removal`)).status, 404);
  assert.equal((await thread.as("charlie").post(`${AT}/${id}/checks`)).status, 404);
  assert.equal((await alice.post(AT, { kind: "portal", host: "help.acme.example" })).status, 409);
});

Deno.test("THREAD-196 the portal answers on its own name with the right look, and on no other", async () => {
  await using site = await withDns();
  const { thread } = site;
  const { accountId } = await onboarding(thread);
  const { orgId } = thread.cast.bob!;
  await thread.rows("update brandings set accent = '#8a1253', version = 7 where org_id = $1", [
    orgId,
  ]);
  const stranger = await thread.visitor().get(`http://${HOST}/p`);
  assert.equal(stranger.status, 421);
  assert.doesNotMatch(await stranger.text(), /Acme|Thread/);
  const { at } = await verified(site);

  const visitor = thread.visitor();
  assert.equal((await visitor.get(`${at}/`)).headers.get("location"), "/p");
  const front = await visitor.page(`${at}/p/sign-in`);
  assert.match(front, /Acme Cloud/);
  assert.ok(front.includes(`/brand/${orgId}.css?v=7`));
  assert.equal((await visitor.get(`${at}/brand/${orgId}.css?v=7`)).status, 200);

  // Nothing of the staff, nor of another organisation, whoever asks.
  const other = thread.cast.charlie!.orgId;
  const paths = ["/sign-in", "/accounts", "/settings", "/live", "/outbox", "/sign-up", "/mails"];
  for (const path of [...paths, `/p/${other}`, `/brand/${other}.css`]) {
    const res = await thread.as("alice").get(at + path);
    assert.equal(res.status, 404, path);
    assert.doesNotMatch(await res.text(), /Globex|help@thread\.test/, path);
  }

  // The letter leads to the name that is stored, and the cookie opens only this organisation.
  await thread.pass("2 minutes");
  await invite(thread, accountId, "uma@northwind.example");
  assert.match((await letterTo(thread, "uma@northwind.example")).text, new RegExp(`${at}/p/`));
  const uma = thread.visitor();
  const asked = await uma.request(`${at}/p/sign-in-links`, {
    method: "POST",
    headers: { "x-forwarded-host": "evil.example", forwarded: "host=evil.example" },
    body: new URLSearchParams({ email: "uma@northwind.example", next: "/p" }),
  });
  assert.equal(asked.status, 303);
  const letter = await letterTo(thread, "uma@northwind.example");
  assert.match(letter.text, new RegExp(`${at}/p/sign-in-links/`));
  assert.doesNotMatch(letter.text, /evil/);
  const entered = await uma.post(at + letter.path);
  assert.equal(entered.headers.get("location"), `/p/${orgId}`, await entered.text());
  assert.doesNotMatch(entered.headers.getSetCookie().join(), /domain=/i);
  assert.match(wordsOf(await uma.page(`${at}/p`)), /Welcome, Uma/);
});

Deno.test("under an organisation's own name another's account cannot be opened, nor from elsewhere", async () => {
  await using site = await withDns();
  const { thread } = site;
  const { ann } = await onboarding(thread);
  const { at } = await verified(site);
  // Ann's address is known to Globex too, where the name leads nobody.
  const [globex] = await thread.rows<{ id: string }>(
    `with a as (insert into accounts (org_id, id, name, match_key)
       values ($1, gen_random_uuid(), 'Hidden', 'hidden') returning org_id, id),
     c as (insert into contacts (org_id, id, account_id, name, email)
       select org_id, gen_random_uuid(), id, 'Ann', 'ann@northwind.example' from a
       returning org_id, id, account_id)
     insert into portal_access (org_id, contact_id, account_id, token_hash)
     select org_id, id, account_id, sha256('x') from c returning contact_id as id`,
    [thread.cast.charlie!.orgId],
  );
  assert.match(await ann.page("/p/choice"), /Hidden, with Globex/);
  const client = thread.visitor();
  const ask = { email: "ann@northwind.example", next: "/p" };
  await client.post(`${at}/p/sign-in-links`, ask);
  await client.post(at + (await letterTo(thread, ask.email)).path);
  const choice = await client.page(`${at}/p/choice`);
  assert.doesNotMatch(choice, /Hidden|Globex/);
  assert.equal((await client.post(`${at}/p/choice`, { contact: globex!.id })).status, 422);
  // In Globex's portal at Thread's own address, the same cookie shows nothing under Acme's name.
  await ann.post("/p/choice", { contact: globex!.id });
  assert.match(wordsOf(await ann.page("/p")), /Hidden with Globex/);
  const crossed = await ann.get(`${at}/p`);
  assert.equal(crossed.status, 303);
  assert.match(crossed.headers.get("location")!, /^\/p\/sign-in/);

  const from = (origin: string, to = at) =>
    thread.app.request(`${to}/p/sign-in-links`, {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(ask),
    });
  assert.equal((await from(at)).status, 303);
  for (const origin of ["http://thread.test", "http://evil.example", "null"]) {
    assert.equal((await from(origin)).status, 403, origin);
  }
  assert.equal((await from(at, "http://thread.test")).status, 403);
});

Deno.test("a record that goes away: admins are told, letters lead back at once, after a week the name is out", async () => {
  await using site = await withDns();
  const { thread, dns } = site;
  const { accountId } = await onboarding(thread);
  const { at, owner } = await verified(site);
  const mailed = async () => {
    await thread.pass("2 minutes");
    await invite(thread, accountId, "uma@northwind.example");
    return (await letterTo(thread, "uma@northwind.example")).text;
  };
  dns.set(owner.name, "TXT");
  await thread.pass("25 hours");
  await ring(thread);
  assert.match((await letterTo(thread, "alice@acme.test")).subject, /can no longer be verified/);
  assert.match(wordsOf(await thread.as("alice").page(AT)), /Failing/);
  assert.equal((await thread.visitor().get(`${at}/p/sign-in`)).status, 200);
  assert.match(await mailed(), /http:\/\/thread\.test\/p\//);

  // A name server that is down is no proof of anything.
  dns.silence(owner.name);
  await thread.pass("8 days");
  await ring(thread);
  assert.equal((await thread.visitor().get(`${at}/p/sign-in`)).status, 200);
  dns.silence(owner.name, false);
  await thread.pass("2 hours");
  await ring(thread);
  assert.match((await letterTo(thread, "alice@acme.test")).subject, /is out of use/);
  assert.equal((await thread.visitor().get(`${at}/p/sign-in`)).status, 421);

  dns.set(owner.name, "TXT", owner.value);
  assert.match(await checkNow(thread), /Verified/);
  assert.match(await mailed(), new RegExp(`${at}/p/`));
});

Deno.test("a name that somebody holds, or has given up lately, is refused without saying whose it was", async () => {
  await using site = await withDns();
  const { thread, dns, recordOf } = site;
  const { at } = await verified(site);
  const charlie = thread.as("charlie");
  const taken = await charlie.post(AT, { kind: "portal", host: HOST.toUpperCase() });
  assert.equal(taken.status, 409);
  const words = wordsOf(await taken.text());
  assert.match(words, /This domain cannot be used here/);
  assert.doesNotMatch(words, /Acme Cloud/);

  const alice = thread.as("alice");
  const [, id] = /domains\/([0-9a-f-]{36})\/removal/.exec(await alice.page(AT))!;
  await pressOn(alice, AT, `${AT}/${id}/removal`);
  assert.equal((await thread.visitor().get(`${at}/p`)).status, 421);
  assert.equal((await charlie.post(AT, { kind: "portal", host: HOST })).status, 409);
  await thread.rows("update portal_hosts set given_up_at = now() - interval '31 days'");
  await landed(charlie, await charlie.post(AT, { kind: "portal", host: HOST }));
  // Typed alone it is nobody's: whoever shows the record first has it.
  await landed(alice, await alice.post(AT, { kind: "portal", host: HOST }));
  const [his, hers] = [await recordOf("portal-owner", charlie), await recordOf("portal-owner")];
  assert.notEqual(his.value, hers.value);
  dns.set(his.name, "TXT", his.value);
  assert.match(await checkNow(thread, "charlie"), /Verified/);
  dns.set(his.name, "TXT", his.value, hers.value);
  assert.match(await checkNow(thread), /Waiting for the records .* cannot be used here/);
  assert.match(await thread.visitor().page(`${at}/p/sign-in`), /Globex/);
});
