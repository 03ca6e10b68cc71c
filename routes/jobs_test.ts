import assert from "node:assert/strict";
import { HOUSE } from "../domain/base/db.ts";
import { type Name, type TestApp, testApp } from "../tests/test_app.ts";

/** As the queue leaves a job that failed too often. */
async function parkedJob(
  thread: TestApp,
  error: string,
  { owner = "alice", kind = "rewrap_vault" }: { owner?: Name; kind?: string } = {},
): Promise<number> {
  const [job] = await thread.rows<{ id: number }>(
    `insert into jobs (org_id, kind, lane, attempts, last_error, parked_at)
     values ($1, $2, 'outside', 8, $3, clock_timestamp()) returning id`,
    [thread.cast[owner]!.orgId, kind, error],
  );
  return job!.id;
}

const stateOf = async (thread: TestApp, id: number) =>
  (await thread.rows(
    "select attempts, parked_at is not null as parked, run_at <= now() as due from jobs where id = $1",
    [id],
  ))[0];

const eventsOf = (thread: TestApp, kind: string) =>
  thread.rows<{ actor_id: string; data: Record<string, unknown> }>(
    "select actor_id, data from events where kind = $1",
    [kind],
  );

Deno.test("an admin sees what waits and what is parked, with its error", async () => {
  await using thread = await testApp();
  await parkedJob(thread, "The key is not there");
  await parkedJob(thread, "Of Globex", { owner: "charlie" });
  await thread.rows("insert into jobs (org_id, kind, lane) values ($1, 'seal_events', 'inside')", [
    thread.cast.alice!.orgId,
  ]);
  const page = await thread.as("alice").page("/jobs");
  assert.match(page, /Waiting<\/dt><dd>1<[\s\S]*Running<\/dt><dd>0</);
  assert.match(page, /Renew the keys of stored secrets[\s\S]*The key is not there/);
  assert.doesNotMatch(page, /Of Globex/);
});

Deno.test("an empty page says what would stand there", async () => {
  await using thread = await testApp();
  assert.match(await thread.as("alice").page("/jobs"), /Nothing is parked/);
  assert.match(await thread.as("alice").page("/jobs?before=1-1"), /No older parked jobs/);
});

Deno.test("nobody but an admin sees or decides about jobs", async () => {
  await using thread = await testApp();
  const id = await parkedJob(thread, "No");
  for (const name of ["bob", "olive", "ed", "lea"]) {
    assert.equal((await thread.as(name).get("/jobs")).status, 403);
    assert.equal((await thread.as(name).post(`/jobs/${id}/retry`)).status, 403);
    assert.equal((await thread.as(name).post(`/jobs/${id}/discard`, { reason: "x" })).status, 403);
  }
  assert.equal((await thread.visitor().get("/jobs")).status, 303);
  assert.deepEqual(await stateOf(thread, id), { attempts: 8, parked: true, due: true });
});

Deno.test("a job of another organisation or of the house is a 404", async () => {
  await using thread = await testApp();
  const id = await parkedJob(thread, "No");
  const [house] = await thread.rows<{ id: number }>(
    `insert into jobs (org_id, kind, lane, parked_at) values ($1, 'rewrap_vault', 'outside', now())
     returning id`,
    [HOUSE],
  );
  for (const job of [id, house!.id]) {
    const charlie = thread.as("charlie");
    assert.equal((await charlie.get(`/jobs/${job}`)).status, 404);
    for (const noun of ["retry", "retry-of-all", "discard"]) {
      assert.equal((await charlie.post(`/jobs/${job}/${noun}`, { reason: "x" })).status, 404);
    }
    assert.equal((await stateOf(thread, job))?.parked, true);
  }
});

Deno.test("Try again makes a job due at once, and is recorded", async () => {
  await using thread = await testApp();
  const id = await parkedJob(thread, "No");
  const alice = thread.as("alice");
  const res = await alice.post(`/jobs/${id}/retry`);
  assert.match(await (await alice.follow(res)).text(), /The job is tried again/);
  assert.deepEqual(await stateOf(thread, id), { attempts: 0, parked: false, due: true });
  const [event] = await eventsOf(thread, "job.retried");
  assert.equal(event!.actor_id, thread.cast.alice!.memberId);
  assert.equal(event!.data.jobId, id);
  assert.equal((await alice.post(`/jobs/${id}/retry`)).status, 404);
});

Deno.test("all jobs with the same error are tried again together, and no others", async () => {
  await using thread = await testApp();
  const same = [await parkedJob(thread, "Down"), await parkedJob(thread, "Down")];
  const others = [
    await parkedJob(thread, "Up"),
    await parkedJob(thread, "Down", { kind: "seal_events" }),
    await parkedJob(thread, "Down", { owner: "charlie" }),
  ];
  assert.match(await thread.as("alice").page(`/jobs/${same[0]}`), /Try all 2 with this error/);
  assert.doesNotMatch(await thread.as("alice").page(`/jobs/${others[0]}`), /with this error/);
  await thread.as("alice").post(`/jobs/${same[0]}/retry-of-all`);
  for (const id of same) assert.equal((await stateOf(thread, id))!.parked, false);
  for (const id of others) assert.equal((await stateOf(thread, id))!.parked, true);
  const [event] = await eventsOf(thread, "job.retried");
  assert.equal(event!.data.jobs, 2);
});

Deno.test("a job is discarded with a reason only, and the reason is recorded", async () => {
  await using thread = await testApp();
  const id = await parkedJob(thread, "No");
  const alice = thread.as("alice");
  const refused = await alice.post(`/jobs/${id}/discard`, { reason: "  " });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /Say why it need not be done/);
  assert.equal((await stateOf(thread, id))!.parked, true);
  const res = await alice.post(`/jobs/${id}/discard`, { reason: "Sent by hand" });
  assert.equal(res.headers.get("location"), "/jobs");
  assert.equal(await stateOf(thread, id), undefined);
  const [event] = await eventsOf(thread, "job.discarded");
  assert.equal(event!.data.reason, "Sent by hand");
});

Deno.test("a job that is not parked cannot be discarded or tried again", async () => {
  await using thread = await testApp();
  const id = await parkedJob(thread, "No");
  await thread.rows("update jobs set parked_at = null, lease_token = gen_random_uuid()");
  for (const noun of ["retry", "retry-of-all", "discard"]) {
    const res = await thread.as("alice").post(`/jobs/${id}/${noun}`, { reason: "x" });
    assert.equal(res.status, 404);
  }
  assert.equal((await thread.rows("select from jobs")).length, 1);
});

Deno.test("pages of parked jobs follow one another without a gap or a double", async () => {
  await using thread = await testApp();
  await thread.rows(
    `insert into jobs (org_id, kind, lane, last_error, parked_at)
     select $1, 'rewrap_vault', 'outside', 'Error ' || (1000 + n), now() - n / 3 * interval '1 s'
     from generate_series(1, 120) n`,
    [thread.cast.alice!.orgId],
  );
  const seen: string[] = [];
  let path: string | undefined = "/jobs";
  while (path) {
    const page: string = await thread.as("alice").page(path);
    seen.push(...[...page.matchAll(/Error \d+/g)].map(([error]) => error));
    path = /href="([^"]+)"[^>]*rel="next"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
  }
  assert.equal(seen.length, 120);
  assert.equal(new Set(seen).size, 120);
});

Deno.test("the list alone is answered when htmx asks for it", async () => {
  await using thread = await testApp();
  const part = await (await thread.as("alice").fragment("GET", "/jobs")).text();
  assert.match(part, /^<div id="jobs"/);
});
