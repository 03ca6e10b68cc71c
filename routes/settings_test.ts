import assert from "node:assert/strict";
import { hiddenOn, landed } from "../tests/pages.ts";
import { testApp } from "../tests/test_app.ts";

const ACME = {
  name: "Acme Cloud",
  support_email: "help@acme.test",
  time_zone: "America/New_York",
  working_days: ["1", "2", "3", "4"],
};

Deno.test("an admin and ops change the settings, and the history says from what to what", async () => {
  await using thread = await testApp();
  for (const name of ["alice", "olive"]) {
    const person = thread.as(name);
    const version = await hiddenOn(person, "/settings", "version");
    const fields = { ...ACME, version, name: `Acme of ${name}` };
    const page = await landed(person, await person.post("/settings", fields));
    assert.match(page, /The settings are saved/);
    assert.match(page, new RegExp(`value="Acme of ${name}"`));
  }
  const events = await thread.rows<{ data: { changes: unknown } }>(
    "select data from events where kind = 'org.changed' order by id",
  );
  assert.deepEqual(events[1]!.data.changes, { name: ["Acme of alice", "Acme of olive"] });
  const [org] = await thread.rows("select * from orgs where name = 'Acme of olive'");
  assert.deepEqual(org!.working_days, [1, 2, 3, 4]);
  assert.equal((await thread.rows("select from orgs where name = 'Globex'")).length, 1);
});

Deno.test("other roles see neither the settings nor a way to change them", async () => {
  await using thread = await testApp();
  for (const name of ["bob", "ed", "lea"]) {
    const person = thread.as(name);
    const answers = [
      await person.get("/settings"),
      await person.get("/settings/holidays"),
      await person.get("/settings/branding"),
      await person.get("/settings/branding/preview?accent=%23112233"),
      await person.get("/settings/plan"),
      await person.post("/settings", { ...ACME, version: "1" }),
      await person.post("/settings/holidays", { day: "2026-12-25", name: "" }),
      await person.post("/settings/holidays/2026-12-25/removal"),
      await person.post("/settings/branding", { version: "1", accent: "#112233" }),
    ];
    assert.deepEqual(answers.map((res) => res.status), Array(9).fill(403), name);
    assert.match(await answers[0]!.text(), /An admin or somebody in operations can give it to you/);
    assert.doesNotMatch(await person.page("/"), /href="\/settings"/);
  }
});

Deno.test("of two tabs the second is told who saved first, and keeps what was typed", async () => {
  await using thread = await testApp();
  await thread.as("alice").post("/settings", { ...ACME, version: "1" });
  const late = await thread.as("olive").post("/settings", { ...ACME, version: "1", name: "Late" });
  assert.equal(late.status, 409);
  const page = await late.text();
  assert.match(page, /Alice changed these settings while you had it open/);
  assert.match(page, /value="Late"/);
  assert.match(page, /name="version" value="2"/);
  const [org] = await thread.rows("select name from orgs where id = $1", [
    thread.cast.alice!.orgId,
  ]);
  assert.equal(org!.name, "Acme Cloud");
});

Deno.test("holidays are added and removed, and the example skips them", async () => {
  await using thread = await testApp();
  thread.house.outside.now = () => new Date("2026-12-23T11:00:00Z"); // A Wednesday.
  const alice = thread.as("alice");
  const example = async () =>
    (await alice.page("/settings")).match(/Three\s+working[^]*?<strong>([^<]*)</)![1];
  assert.equal(await example(), "Monday, 28 December 2026");
  for (const [day, name] of [["2026-12-24", "Christmas Eve"], ["2026-12-25", "Christmas Day"]]) {
    const page = await landed(
      alice,
      await alice.post("/settings/holidays", { day: day!, name: name! }),
    );
    assert.match(page, new RegExp(`${name} is in the list`));
  }
  assert.equal(await example(), "Wednesday, 30 December 2026");
  const twice = await alice.post("/settings/holidays", { day: "2026-12-25", name: "Xmas" });
  assert.equal(twice.status, 409);
  assert.match(await twice.text(), /That day is in the list already/);
  await landed(alice, await alice.post("/settings/holidays/2026-12-24/removal"));
  assert.equal(await example(), "Tuesday, 29 December 2026");
  assert.equal((await alice.post("/settings/holidays/2026-12-24/removal")).status, 404);
  assert.equal(
    (await thread.as("charlie").post("/settings/holidays/2026-12-25/removal")).status,
    404,
  );
  assert.doesNotMatch(await thread.as("charlie").page("/settings/holidays"), /Christmas/);
  const kinds = await thread.rows("select kind from events where kind ~ '^holiday' order by id");
  assert.deepEqual(kinds.map(({ kind }) => kind), [
    "holiday.added",
    "holiday.added",
    "holiday.removed",
  ]);
});

Deno.test("settings that make no sense are handed back in words", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const odd: [Record<string, string | string[]>, RegExp][] = [
    [{ name: " " }, /Enter a name for your organisation/],
    [{ support_email: "a@b@c" }, /not an email address/],
    [{ time_zone: "europe/berlin" }, /Choose a time zone from the list/],
    [{ working_days: [] }, /Choose at least one/],
    [{ working_days: ["8"] }, /Choose from the days shown/],
    [{ version: "-1" }, /Open this page again/],
    [{ id: thread.cast.charlie!.orgId }, /no field named id/],
    [{ plan: "enterprise" }, /no field named plan/],
  ];
  for (const [fields, says] of odd) {
    const res = await alice.post("/settings", { ...ACME, version: "1", ...fields });
    assert.equal(res.status, 422, JSON.stringify(fields));
    assert.match(await res.text(), says);
  }
  for (const day of ["2026-02-30", "0000-00-00", "99999-01-01", "tomorrow", ""]) {
    assert.equal((await alice.post("/settings/holidays", { day, name: "" })).status, 422, day);
  }
  assert.equal((await alice.post("/settings/holidays/2026-99-99/removal")).status, 404);
});

Deno.test("an organisation is on Pro unless its operator says otherwise, and the page says what for", async () => {
  await using thread = await testApp();
  const alice = thread.as("alice");
  const pro = await alice.page("/settings/plan");
  assert.match(pro, /Pro plan/);
  assert.doesNotMatch(pro, /Not included/);
  await thread.rows("update orgs set plan = 'basic' where id = $1", [thread.cast.alice!.orgId]);
  const basic = await alice.page("/settings/plan");
  assert.match(basic, /Basic plan/);
  assert.match(basic, /Connecting Notion[^]*Not included[^]*is part of the Pro plan/);
});
