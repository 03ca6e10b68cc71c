import assert from "node:assert/strict";
import { landed } from "../../tests/pages.ts";
import { testApp } from "../../tests/test_app.ts";
import {
  activeWorkflow,
  drawn,
  queueOf,
  runRow,
  started,
  startWith,
} from "../../tests/workflows.ts";

const assigning = (config: Record<string, unknown>) =>
  drawn({
    n1: startWith("manual", "company:text!"),
    n2: ["create_account", { name: "{{n1.company}}", own: [], existing: "link" }],
    n3: ["assign_csm", { members: [], replace: false, ...config }],
    n4: ["end", { outcome: "{{n3.csm_name}}" }],
  }, ["n1>n2", "n2>n3", "n3>n4"]);

Deno.test("accounts go round a group in turns, and past whoever has a day off", async () => {
  await using thread = await testApp();
  const [bob, olive, alice] = [thread.as("bob"), thread.as("olive"), thread.as("alice")];
  const members = ["bob", "olive"].map((who) => thread.cast[who]!.memberId);
  const { id } = await activeWorkflow(thread, assigning({ how: "round_robin", members }));
  let count = 0;
  const next = async () => {
    const run = await started(thread, id, { company: `Account ${++count}` });
    const { outcome, failure } = await runRow(thread, run);
    return outcome ?? failure!.text;
  };
  assert.deepEqual([await next(), await next(), await next()], ["Bob", "Olive", "Bob"]);

  const [{ today, later }] = await thread.rows<{ today: string; later: string }>(
    `select to_char(day, 'YYYY-MM-DD') as today, to_char(day + 3, 'YYYY-MM-DD') as later
     from (select (now() at time zone 'Europe/Berlin')::date as day) d`,
  ) as [{ today: string; later: string }];
  const days = { first_on: today, last_on: later };
  const ofOlive = `/members/${thread.cast.olive!.memberId}/days-off`;
  assert.match(await bob.page("/profile"), /Your days off/);
  assert.match(await bob.page("/profile/days-off"), /No days off/);
  assert.match(await landed(bob, await bob.post("/profile/days-off", days)), /are in the list/);
  assert.deepEqual([await next(), await next()], ["Olive", "Olive"]);

  assert.equal((await bob.post(ofOlive, days)).status, 403);
  assert.equal((await thread.as("charlie").post(ofOlive, days)).status, 404);
  assert.equal((await alice.post(ofOlive, days)).status, 303);
  assert.equal(await next(), "Everybody who could take it is away today: Bob, Olive.");

  for (
    const [form, status, said] of [
      [{ first_on: today, last_on: today }, 409, /in the list already/],
      [{ first_on: later, last_on: today }, 409, /The last day is before the first/],
      [{ first_on: "2020-01-01", last_on: "2020-01-02" }, 409, /These days are over/],
      [{ first_on: "soon", last_on: today }, 422, /Choose a day/],
    ] as const
  ) {
    const res = await bob.post("/profile/days-off", form);
    assert.equal(res.status, status);
    assert.match(await res.text(), said);
  }
  const removal = /action="([^"]+\/removal)"/.exec(await olive.page("/profile/days-off"))![1]!;
  assert.equal((await bob.post(removal)).status, 404, "it is not his");
  assert.match(await landed(olive, await olive.post(removal)), /The days are removed/);
  assert.equal(await next(), "Olive");
  assert.match(await alice.page("/activity?noun=member"), /Bob.*took .* to .* off for Bob/s);
});

Deno.test("of several who start at once each gets another of the group", async () => {
  await using thread = await testApp();
  const pool = await queueOf(thread, "assignment", "Pool", ["bob", "olive"]);
  const { id } = await activeWorkflow(thread, assigning({ how: "round_robin", pool }));
  const runs = await Promise.all(
    Array.from({ length: 6 }, (_, at) => started(thread, id, { company: `Account ${at}` })),
  );
  const outcomes = await Promise.all(runs.map(async (run) => (await runRow(thread, run)).outcome));
  assert.deepEqual(outcomes.sort(), ["Bob", "Bob", "Bob", "Olive", "Olive", "Olive"]);
});

Deno.test("the least loaded of a group takes it, and whoever has it already keeps it", async () => {
  await using thread = await testApp();
  const members = ["bob", "olive"].map((who) => thread.cast[who]!.memberId);
  const { id } = await activeWorkflow(thread, assigning({ how: "least_loaded", members }));
  const give = async (company: string) =>
    (await runRow(thread, await started(thread, id, { company }))).outcome;
  assert.deepEqual([await give("A"), await give("B"), await give("C")], ["Bob", "Olive", "Bob"]);
  assert.equal(await give("B"), "Olive", "the account is there, and stays with her");
  const [{ count }] = await thread.rows("select count(*)::int from accounts") as [
    { count: number },
  ];
  assert.equal(count, 3);
});
