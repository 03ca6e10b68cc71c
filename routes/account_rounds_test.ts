import assert from "node:assert/strict";
import type { Client } from "../tests/client.ts";
import { tellAll } from "../tests/notifications.ts";
import { landed, pressOn } from "../tests/pages.ts";
import { plannedAccount, publishedTemplate } from "../tests/plans.ts";
import { type TestApp, testApp } from "../tests/test_app.ts";

Deno.test("all that a filter holds is archived in the background, by its page, and undone", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  await addMany(thread, 230, "SMB");
  await addMany(thread, 3, "Enterprise");
  const list = await bob.page("/accounts?view=all&segment=SMB");
  assert.match(list, /name="everything"[^>]*>\s*All that match the filters/);
  const at = await ask(bob, { kind: "archive", everything: "on", query: "view=all&segment=SMB" });
  const asked = await bob.page(at);
  assert.match(asked, /<h1[^>]*>Archive 230 accounts/);
  assert.match(asked, /230 accounts will be archived/);
  assert.equal(await archived(thread), 0, "nothing happens before somebody confirms it");

  await thread.rows("update accounts set archived_at = now() where name like '%SMB 7'");
  assert.match(await bob.page(at), /229 accounts will be archived[^]*1 account stays as it is/);
  const running = await pressOn(bob, at, `${at}/confirmation`);
  assert.match(running, /0 of 230 accounts[^]*Stop here/);
  await landed(bob, await bob.post(`${at}/confirmation`));
  await thread.workOff();
  const fragment = await bob.fragment("GET", at);
  assert.equal(fragment.headers.get("HX-Redirect"), at);
  const done = await bob.page(at);
  assert.match(done, /229 archived, 1 left as it is, by Bob/);
  assert.match(await bob.page(`${at}?part=left`), /SMB 7<[^]*Left as it is[^]*Archived already/);
  assert.equal(await archived(thread), 230);
  const [told] = await thread.rows(
    "select count(*)::int, min(actor_id::text) as actor from events where kind = 'account.archived'",
  );
  assert.deepEqual(told, { count: 229, actor: thread.cast.bob!.memberId });

  const [restored] = await thread.rows<{ id: string }>(
    "select id from accounts where name = 'Customer of SMB 3'",
  );
  const version = "2";
  await landed(bob, await bob.post(`/accounts/${restored!.id}/restoration`, { version }));
  assert.match(await bob.page(at), /228 accounts will be restored[^]*1 account/);
  await pressOn(bob, at, `${at}/undoing`);
  await thread.workOff();
  assert.match(await bob.page(at), /Undone[^]*228 taken back/);
  assert.equal(await archived(thread), 1);
  assert.match(await bob.page("/accounts/rounds"), /Archive 230 accounts<[^]*Undone/);
  assert.match(
    await thread.as("alice").page("/activity?about=round"),
    /saw this through: Archive 230 accounts, 229 changed/,
  );
  assert.deepEqual(thread.reported, []);
});

Deno.test("ticked accounts are assigned, both CSMs are told, and it goes back to whoever had them", async () => {
  await using thread = await testApp();
  const bob = thread.as("bob");
  await addMany(thread, 3, "SMB");
  const ids = await idsOf(thread);
  const [bobId, oliveId] = [thread.cast.bob!.memberId, thread.cast.olive!.memberId];
  await thread.rows("update accounts set csm_id = $1 where id = $2", [bobId, ids[0]]);
  await thread.rows("update accounts set csm_id = $1 where id = $2", [oliveId, ids[1]]);
  const at = await ask(bob, { kind: "assign", id: ids, csm_id: oliveId });
  assert.match(await bob.page(at), /Assign 3 accounts to Olive[^]*has this CSM already/);
  await pressOn(bob, at, `${at}/confirmation`);
  await thread.workOff();
  assert.deepEqual(await csms(thread), [oliveId, oliveId, oliveId]);
  await tellAll(thread);
  const mails = await thread.mails();
  assert.deepEqual(mails.map(({ to_address }) => to_address), ["olive@acme.test"]);
  await pressOn(bob, at, `${at}/undoing`);
  await thread.workOff();
  assert.deepEqual(await csms(thread), [bobId, oliveId, null]);

  const none = await bob.post("/accounts/rounds", {
    kind: "archive",
    query: "view=all&segment=SMB",
  });
  assert.equal(none.status, 422);
  assert.match(await none.text(), /Tick at least one account/);
  const foreign = await bob.post("/accounts/rounds", {
    kind: "archive",
    id: [ids[0]!, crypto.randomUUID()],
  });
  assert.equal(foreign.status, 404);
  const wrong = { kind: "assign", id: ids, csm_id: thread.cast.charlie!.memberId };
  assert.equal((await bob.post("/accounts/rounds", wrong)).status, 409);
  assert.equal((await thread.as("lea").get(at)).status, 403);
  assert.equal((await thread.as("charlie").get(at)).status, 404);
});

Deno.test("THREAD-029 a template is applied to more than a hundred accounts, and stopped half way", async () => {
  await using thread = await testApp();
  const templateId = await publishedTemplate(thread);
  const { accountId } = await plannedAccount(thread, { templateId });
  await addMany(thread, 119, "SMB");
  const bob = thread.as("bob");
  const wish = { kind: "apply", everything: "on", template_id: templateId, query: "view=all" };
  const at = await ask(bob, wish);
  assert.match(
    await bob.page(at),
    /Apply Onboarding to 120 accounts[^]*119 accounts will get the plan[^]*follows a plan already/,
  );
  const plans = async () => (await thread.rows("select from plans")).length;
  await pressOn(bob, at, `${at}/confirmation`);
  await landed(bob, await bob.post(`${at}/cancellation`));
  await thread.workOff();
  assert.equal(await plans(), 1);
  assert.match(await bob.page(at), /Cancelled[^]*0 applied, 120 not reached/);

  const again = await ask(bob, wish);
  await pressOn(bob, again, `${again}/confirmation`);
  await thread.rows("update jobs set run_at = now() - interval '1 hour'");
  await thread.workOff();
  assert.equal(await plans(), 120);
  const [used] = await thread.rows("select usage_count from templates");
  assert.equal(used!.usage_count, 120);
  const left = await bob.page(`${again}?part=left`);
  assert.match(left, new RegExp(`href="/accounts/${accountId}">Acme<[^]*Follows a plan already`));
  assert.doesNotMatch(await bob.page(again), /action="[^"]*undoing"/);
  assert.equal((await bob.post(`${again}/undoing`)).status, 409);
  await thread.rows("update templates set status = 'archived'");
  assert.equal((await bob.post("/accounts/rounds", wish)).status, 409);
});

async function ask(client: Client, form: Record<string, string | string[]>): Promise<string> {
  const answer = await client.post("/accounts/rounds", form);
  assert.equal(answer.status, 303, await answer.clone().text());
  return answer.headers.get("location")!;
}

async function archived(thread: TestApp): Promise<number> {
  return (await thread.rows("select from accounts where archived_at is not null")).length;
}

async function idsOf(thread: TestApp): Promise<string[]> {
  return (await thread.rows<{ id: string }>("select id from accounts order by id"))
    .map(({ id }) => id);
}

async function csms(thread: TestApp): Promise<(string | null)[]> {
  const rows = await thread.rows<{ csm_id: string | null }>(
    "select csm_id from accounts order by id",
  );
  return rows.map(({ csm_id }) => csm_id);
}

async function addMany(thread: TestApp, count: number, segment: string) {
  await thread.rows(
    `insert into accounts (org_id, id, name, match_key, segment)
     select $1, gen_random_uuid(), 'Customer of ' || $3 || ' ' || n, $3 || n, $3
     from generate_series(1, $2::int) n`,
    [thread.cast.alice!.orgId, count, segment],
  );
}
