import assert from "node:assert/strict";
import { testApp } from "../tests/test_app.ts";

Deno.test("an admin and a leader read the log, and others are told who does", async () => {
  await using thread = await testApp();
  for (const name of ["alice", "lea"]) {
    assert.equal((await thread.as(name).get("/activity")).status, 200, name);
  }
  for (const name of ["bob", "olive", "ed"]) {
    const res = await thread.as(name).get("/activity");
    assert.equal(res.status, 403, name);
    assert.match(await res.text(), /An admin or a leader can give it to you/);
    assert.doesNotMatch(await thread.as(name).page("/"), /href="\/activity"/);
  }
});

Deno.test("the log is paged from the newest to the first and back", async () => {
  await using thread = await testApp();
  await addEvents(thread, 120);
  const alice = thread.as("alice");
  const first = await alice.page("/activity");
  const second = await alice.page(linkTo(first, "next"));
  const third = await alice.page(linkTo(second, "next"));
  const seen = [first, second, third].map(idsOn);
  assert.deepEqual(seen.map((ids) => ids.length), [50, 50, 20]);
  assert.deepEqual(seen.flat(), [...new Set(seen.flat())].sort((a, b) => b - a));
  assert.doesNotMatch(third, /rel="next"/);
  assert.doesNotMatch(first, /rel="prev"/);
  const back = await alice.page(linkTo(third, "prev"));
  assert.deepEqual(idsOn(back), seen[1]);
  const start = await alice.page(linkTo(back, "prev"));
  assert.deepEqual(idsOn(start), seen[0]);
  assert.doesNotMatch(start, /rel="prev"/);
});

Deno.test("the log is filtered by who, by what and by the days of the organisation", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  await alice.post("/settings/holidays", { day: "2026-12-25", name: "Christmas" });
  const { memberId } = thread.cast.bob!;
  await alice.post(`/members/${memberId}/roles`, { version: "1", roles: ["csm", "ops"] });
  await thread.as("olive").post("/settings/holidays", { day: "2026-12-26", name: "Boxing Day" });
  const by = (person: string) => alice.page(`/activity?actor=${thread.cast[person]!.memberId}`);
  assert.match(await by("olive"), /added the holiday Boxing Day/);
  assert.doesNotMatch(await by("olive"), /Christmas/);
  assert.match(await by("lea"), /Nothing matches/);
  const members = await alice.page("/activity?about=member");
  assert.match(members, /changed the roles of Bob/);
  assert.doesNotMatch(members, /Boxing/);
  assert.match(await alice.page("/activity?from=2000-01-01&to=2000-01-02"), /Nothing matches/);
  const [{ today }] = await thread.rows<{ today: string }>(
    "select to_char(now() at time zone 'Europe/Berlin', 'YYYY-MM-DD') as today",
  ) as [{ today: string }];
  assert.match(await alice.page(`/activity?from=${today}&to=${today}`), /Boxing Day/);
  assert.match(await alice.page("/activity?from=2026-02-01&to=2026-01-01"), /comes after the last/);
  for (
    const odd of [
      "actor=x",
      "about=%27",
      "from=2026-02-30",
      "to=x",
      "before=1e9",
      "after=-1",
      "after=0",
    ]
  ) {
    assert.equal((await alice.get(`/activity?${odd}`)).status, 200, odd);
  }
});

Deno.test("the log of one organisation tells nothing of another", async () => {
  await using thread = await testApp();
  await thread.as("alice").post("/settings/holidays", { day: "2026-12-25", name: "Christmas" });
  const charlie = thread.as("charlie");
  assert.doesNotMatch(await charlie.page("/activity"), /Christmas/);
  assert.match(await charlie.page("/activity"), /Nothing has happened yet/);
  const { memberId } = thread.cast.alice!;
  assert.equal((await charlie.get(`/activity?actor=${memberId}`)).status, 404);
  assert.equal((await charlie.get(`/activity?actor=${crypto.randomUUID()}`)).status, 404);
});

type Thread = Awaited<ReturnType<typeof testApp>>;

async function addEvents(thread: Thread, count: number) {
  await thread.rows(
    `insert into events (org_id, kind, actor_kind, actor_id, data)
     select $1, 'holiday.added', 'member', $2, jsonb_build_object('day', '2026-12-25')
     from generate_series(1, $3::int)`,
    [thread.cast.alice!.orgId, thread.cast.alice!.memberId, count],
  );
}

function idsOn(page: string): number[] {
  return [...page.matchAll(/id="event-(\d+)"/g)].map((it) => Number(it[1]));
}

function linkTo(page: string, rel: string): string {
  const link = page.match(new RegExp(`href="([^"]*)" rel="${rel}"`));
  assert.ok(link, `no ${rel} link`);
  return link[1]!.replaceAll("&amp;", "&");
}
