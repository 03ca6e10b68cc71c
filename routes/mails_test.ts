import assert from "node:assert/strict";
import { type Name, type TestApp, testApp } from "../tests/test_app.ts";
import { inOrg } from "../domain/base/db.ts";
import { type NewMail, postMail } from "../domain/messages/outbox.ts";

async function mailIn(
  thread: TestApp,
  state: string,
  more: Partial<NewMail> = {},
  owner: Name = "alice",
) {
  const { orgId } = thread.cast[owner]!;
  const id = await inOrg(thread.db, orgId, { kind: "system" }, (tx) =>
    postMail(tx, {
      class: "customer",
      to: { name: "Ann", address: "ann@globex.test" },
      subject: "Your kick-off",
      text: "Hello Ann",
      ...more,
    }));
  await thread.rows(
    `update mails set state = $2, attempts = 1, error = 'No answer after the mail',
       lease_token = case when $2 = 'unknown' then gen_random_uuid() end,
       carrier = case when $2 = 'approved' then null else 'smtp' end
     where id = $1`,
    [id, state],
  );
  await thread.rows("delete from jobs");
  return id;
}

const stateOf = async (thread: TestApp, id: string) =>
  (await thread.rows("select state, attempts, lease_token, settled_by from mails where id = $1", [
    id,
  ]))[0]!;

Deno.test("an admin sees what needs a person, and nothing else", async () => {
  await using thread = await testApp();
  await mailIn(thread, "unknown", { subject: "May be there" });
  await mailIn(thread, "failed", { subject: "Never left" });
  await mailIn(thread, "approved", { subject: "On its way" });
  await mailIn(thread, "failed", { subject: "Of Globex" }, "charlie");
  const page = await thread.as("alice").page("/mails");
  assert.match(page, /May be there[\s\S]*May have been sent|May have been sent[\s\S]*May be there/);
  assert.match(page, /Never left/);
  assert.doesNotMatch(page, /On its way|Of Globex/);
  const all = await thread.as("alice").page("/mails?view=all&to=GLOBEX.test");
  assert.match(all, /On its way/);
  assert.doesNotMatch(all, /Of Globex/);
  assert.match(await thread.as("alice").page("/mails?view=all&to=nobody"), /No mail to an address/);
});

Deno.test("a mail can be read as its reader sees it, in a sandbox, unless it lets somebody in", async () => {
  await using thread = await testApp();
  const html = "<p onclick=pwn()>Hello</p>";
  const alice = thread.as("alice");
  const id = await mailIn(thread, "failed", { class: "customer", html });
  assert.match(await alice.page(`/mails/${id}`), new RegExp(`href="/mails/${id}/html"`));
  const res = await alice.get(`/mails/${id}/html`);
  assert.equal(await res.text(), html);
  const policy = res.headers.get("content-security-policy")!;
  assert.match(policy, /^sandbox; default-src 'none'/);
  assert.doesNotMatch(policy, /allow-|script/);
  assert.match(policy, /img-src data: http:\/\/thread\.test\/brand\/$/);
  for (const name of ["bob", "charlie"]) {
    assert.ok((await thread.as(name).get(`/mails/${id}/html`)).status >= 403, name);
  }
  const secret = await mailIn(thread, "failed", { class: "sign_in", html });
  assert.equal((await alice.get(`/mails/${secret}/html`)).status, 404);
  assert.doesNotMatch(await alice.page(`/mails/${secret}`), /\/html"/);
});

Deno.test("a kept mail says why it did not leave", async () => {
  await using thread = await testApp();
  const id = await mailIn(thread, "failed", {});
  const words = "from this install no mail leaves to this address";
  await thread.rows(
    "update mails set state = 'sent', carrier = 'outbox', sent_at = now(), error = null, answer = $1",
    [words],
  );
  const page = await thread.as("alice").page(`/mails/${id}`);
  assert.ok(page.includes(`Kept here: ${words}`));
  assert.doesNotMatch(page, /The server said/);
});

Deno.test("pages of mails follow one another without a gap or a double", async () => {
  await using thread = await testApp();
  const subjects = new Set<string>();
  for (let i = 0; i < 53; i++) subjects.add(`Mail ${100 + i}`);
  for (const subject of subjects) await mailIn(thread, "failed", { subject });
  const seen: string[] = [];
  let path: string | undefined = "/mails";
  while (path) {
    const page: string = await thread.as("alice").page(path);
    seen.push(...[...page.matchAll(/>(Mail \d+)</g)].map(([, subject]) => subject!));
    path = /href="([^"]+)"[^>]*rel="next"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  }
  assert.deepEqual(seen, [...subjects].reverse());
});

Deno.test("an empty page says what would stand there", async () => {
  await using thread = await testApp();
  assert.match(await thread.as("alice").page("/mails"), /No mail needs you/);
  assert.match(await thread.as("alice").page("/mails?before=%00&view=all"), /No mail yet/);
});

Deno.test("an unknown mail that arrived is settled without being sent again", async () => {
  await using thread = await testApp();
  const id = await mailIn(thread, "unknown");
  const page = await thread.as("alice").page(`/mails/${id}`);
  assert.match(page, /It arrived[\s\S]*Send again/);
  const res = await thread.as("alice").post(`/mails/${id}/arrival`);
  assert.equal(res.headers.get("location"), `/mails/${id}`);
  const settled = await stateOf(thread, id);
  assert.deepEqual([settled.state, settled.settled_by], ["sent", thread.cast.alice!.memberId]);
  assert.equal((await thread.rows("select from jobs")).length, 0);
  assert.match(await thread.as("alice").page(`/mails/${id}`), /Marked as arrived[\s\S]*Alice/);
});

Deno.test("sending again starts the tries anew, and only once", async () => {
  await using thread = await testApp();
  for (const state of ["unknown", "failed"]) {
    const id = await mailIn(thread, state);
    const both = await Promise.all(
      [1, 2].map(() => thread.as("alice").post(`/mails/${id}/resending`)),
    );
    assert.deepEqual(both.map(({ status }) => status).sort(), [303, 409]);
    const settled = await stateOf(thread, id);
    assert.deepEqual([settled.state, settled.attempts, settled.lease_token], ["approved", 0, null]);
    const jobs = await thread.rows<{ payload: { mailId: string } }>("select payload from jobs");
    assert.deepEqual(jobs.map(({ payload }) => payload.mailId), [id]);
    await thread.rows("delete from jobs");
  }
});

Deno.test("a refused mail cannot be said to have arrived", async () => {
  await using thread = await testApp();
  const id = await mailIn(thread, "failed");
  assert.equal((await thread.as("alice").post(`/mails/${id}/arrival`)).status, 409);
  const sent = await mailIn(thread, "approved");
  assert.equal((await thread.as("alice").post(`/mails/${sent}/resending`)).status, 409);
});

Deno.test("only an admin settles mails, and only their own organisation's", async () => {
  await using thread = await testApp();
  const id = await mailIn(thread, "unknown");
  for (const name of ["bob", "olive", "ed", "lea"]) {
    for (const path of ["/mails", `/mails/${id}`]) {
      assert.equal((await thread.as(name).get(path)).status, 403, `${name} ${path}`);
    }
    for (const noun of ["arrival", "resending"]) {
      assert.equal((await thread.as(name).post(`/mails/${id}/${noun}`)).status, 403);
    }
  }
  assert.equal((await thread.as("charlie").get(`/mails/${id}`)).status, 404);
  assert.equal((await thread.as("charlie").post(`/mails/${id}/arrival`)).status, 404);
  assert.equal((await thread.visitor().get("/mails")).status, 303);
  assert.equal((await stateOf(thread, id)).state, "unknown");
});

Deno.test("a sign-in mail's text is for its reader only", async () => {
  await using thread = await testApp();
  const id = await mailIn(thread, "failed", { class: "sign_in", text: "Your code: 123456" });
  const page = await thread.as("alice").page(`/mails/${id}`);
  assert.doesNotMatch(page, /123456/);
  assert.match(page, /only its reader/);
});
