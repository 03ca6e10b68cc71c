import assert from "node:assert/strict";
import { HOUSE, inOrg } from "../domain/base/db.ts";
import { type NewMail, postMail } from "../domain/messages/outbox.ts";
import { writeLetter } from "../domain/messages/letters.ts";
import { makeApp } from "./app.tsx";
import { openClient } from "../tests/client.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

async function demo() {
  const thread = await testApp();
  await thread.rows("update identities set operator = true where id = $1", [
    thread.cast.alice!.identityId,
  ]);
  return thread;
}

function post(thread: TestApp, orgId: string, more: Partial<NewMail> = {}) {
  return inOrg(thread.db, orgId, { kind: "system" }, (tx) =>
    postMail(tx, {
      class: "sign_in",
      to: { name: "", address: "ann@globex.test" },
      subject: "Sign in",
      text: "Open https://thread.test/in?t=a&x=1.\n\nOr <b>not</b>",
      ...more,
    }));
}

Deno.test("the operator reads the house's mails and their organisation's, newest first", async () => {
  await using thread = await demo();
  const acme = thread.cast.alice!.orgId;
  await post(thread, acme, { subject: "First" });
  await post(thread, HOUSE, { subject: "Second" });
  await post(thread, acme, { subject: "Third", to: { name: "", address: "zoe@acme.test" } });
  await post(thread, thread.cast.charlie!.orgId, { subject: "Of Globex" });
  const subjects = async (path: string) =>
    [...(await thread.as("alice").page(path)).matchAll(/>(First|Second|Third|Of Globex)</g)]
      .map(([, subject]) => subject);
  assert.deepEqual(await subjects("/outbox"), ["Third", "Second", "First"]);
  assert.deepEqual(await subjects("/outbox?to=Globex"), ["Second", "First"]);
  assert.match(await thread.as("alice").page("/outbox?to=nobody"), /No mail to an address/);
});

Deno.test("pages of the outbox follow one another over all organisations", async () => {
  await using thread = await demo();
  const subjects = Array.from({ length: 60 }, (_, i) => `Mail ${100 + i}`);
  for (const [i, subject] of subjects.entries()) {
    await post(thread, i % 2 ? HOUSE : thread.cast.alice!.orgId, { subject });
  }
  const seen: string[] = [];
  let path: string | undefined = "/outbox";
  while (path) {
    const page: string = await thread.as("alice").page(path);
    seen.push(...[...page.matchAll(/>(Mail \d+)</g)].map(([, subject]) => subject!));
    path = /href="([^"]+)"[^>]*rel="next"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  }
  assert.deepEqual(seen, subjects.reverse());
});

Deno.test("a kept mail says so, and its links can be followed", async () => {
  await using thread = await demo();
  const id = await post(thread, HOUSE);
  await thread.rows("update mails set state = 'sent', carrier = 'outbox', sent_at = now()");
  const page = await thread.as("alice").page(`/outbox/${HOUSE}/${id}`);
  assert.match(page, /Kept here: no mail server is set/);
  assert.match(page, /<a href="https:\/\/thread\.test\/in\?t=a&amp;x=1"\s*>[^<]*<\/a>\./);
  assert.match(page, /Or &lt;b&gt;not&lt;\/b&gt;/);
  assert.equal((await thread.as("alice").get(`/outbox/${HOUSE}/${id}/html`)).status, 404);
});

Deno.test("the reader's view of a mail runs in a sandbox", async () => {
  await using thread = await demo();
  const letter = writeLetter({ subject: "Hello", paragraphs: ["Hello"], why: "You asked for it." });
  const id = await post(thread, HOUSE, letter);
  const res = await thread.as("alice").get(`/outbox/${HOUSE}/${id}/html`);
  assert.equal(res.status, 200);
  const policy = res.headers.get("content-security-policy")!;
  assert.match(policy, /^sandbox; default-src 'none'/);
  assert.doesNotMatch(policy, /allow-|script/);
  assert.equal(await res.text(), letter.html);
});

Deno.test("nobody but the demo's operator finds the outbox", async () => {
  await using thread = await demo();
  const id = await post(thread, HOUSE);
  for (const path of ["/outbox", `/outbox/${HOUSE}/${id}`, `/outbox/${HOUSE}/${id}/html`]) {
    for (const name of ["bob", "charlie"]) {
      assert.equal((await thread.as(name).get(path)).status, 404, `${name} ${path}`);
    }
    assert.equal((await thread.visitor().get(path)).status, 303);
  }
  const globex = thread.cast.charlie!.orgId;
  const theirs = await post(thread, globex);
  assert.equal((await thread.as("alice").get(`/outbox/${globex}/${theirs}`)).status, 404);
  assert.equal((await thread.as("alice").get(`/outbox/${HOUSE}/${theirs}`)).status, 404);
});

Deno.test("in production there is no outbox", async () => {
  await using thread = await demo();
  const settings = { ...thread.settings, demo: false };
  const app = makeApp({ ...thread.house, settings });
  const token = thread.as("alice").jar.get("thread");
  assert.equal((await openClient(app, settings, token).get("/outbox")).status, 404);
});
