import assert from "node:assert/strict";
import { asMember, milestone, plannedAccount, publishedTemplate } from "../../tests/plans.ts";
import { type TestApp, testApp } from "../../tests/test_app.ts";
import { countGroups, countStandings, sumAccountCounts } from "./account_counts.ts";
import { readPeriod } from "./periods.ts";
import { type Scope, todayOf } from "./scope.ts";

Deno.test("whatever happens to accounts and plans, the sums equal a slow recount", async () => {
  await using thread = await testApp();
  const templates = [
    await publishedTemplate(thread, [milestone("Kickoff"), milestone("Go-live")], "One"),
    await publishedTemplate(thread, [milestone("Start"), milestone("End")], "Two"),
  ];
  for (let n = 0; n < 6; n++) {
    await plannedAccount(thread, {
      name: `Account ${n}`,
      domain: `account${n}.example`,
      templateId: templates[n % 2],
      startFirst: n % 3 > 0,
      test: n === 5,
      contacts: [],
    });
  }
  const random = dice(20_260_052);
  for (let round = 0; round < 4; round++) {
    const steps = Array.from({ length: 25 }, () => random(STEPS.length));
    await thread.rows(`do $$ begin ${steps.map((step) => STEPS[step]!(random)).join(" ")} end $$`);
    await equalsRecount(thread);
    if (round % 2 === 0) await asMember(thread, "alice", sumAccountCounts);
    await equalsRecount(thread);
  }
  const left = await thread.rows("select 1 from account_counts where grain = 'new'");
  assert.ok(left.length > 0, "nothing was left to be summed, so only the sums were asked");
  await thread.rows("delete from cron_slots");
  await thread.ring();
  await thread.workOff();
  assert.deepEqual(await thread.rows("select 1 from account_counts where grain = 'new'"), []);
  await equalsRecount(thread);
});

/** The same numbers in every run. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % sides;
  };
}

type Step = (random: (sides: number) => number) => string;

const oneOf = (table: string, random: (sides: number) => number) =>
  `(select id from ${table} order by id offset ${random(6)} limit 1)`;

const HEALTHS = ["not_started", "on_track", "at_risk", "blocked", "waiting", "live"];

const STEPS: Step[] = [
  (random) =>
    `update accounts set health = '${HEALTHS[random(6)]}' where id = ${oneOf("accounts", random)};`,
  (random) =>
    `update accounts set csm_id = case when csm_id is null then (select id from members
       where name = '${["Bob", "Alice"][random(2)]}' and org_id = accounts.org_id) end
     where id = ${oneOf("accounts", random)};`,
  (random) =>
    `update accounts set segment = ${["null", "'SMB'", "'Enterprise'"][random(3)]},
       arr_cents = ${["null", "0", "120000", "99"][random(4)]},
       arr_currency = '${["USD", "EUR"][random(2)]}' where id = ${oneOf("accounts", random)};`,
  (random) => `update accounts set test = not test where id = ${oneOf("accounts", random)};`,
  (random) =>
    `update accounts set archived_at = case when archived_at is null then now() end
     where id = ${oneOf("accounts", random)};`,
  (random) =>
    `update plans set finished_at = case when finished_at is null then now() end
     where id = ${oneOf("plans", random)};`,
  (random) =>
    `update plans set template_id = (select id from templates order by id offset ${
      random(2)
    } limit 1)
     where id = ${oneOf("plans", random)};`,
  (random) =>
    `update plans set ended_at = now(), ended_why = 'removed' where id = ${
      oneOf("plans", random)
    };`,
  (random) =>
    `update milestones set state = 'done', started_at = coalesce(started_at, now()),
       finished_at = now() where id = ${oneOf("milestones", random)};`,
  (random) =>
    `update milestones set state = 'not_started', started_at = null, finished_at = null
     where id = ${oneOf("milestones", random)};`,
];

async function equalsRecount(thread: TestApp) {
  const facts = await thread.rows(
    `select f.account_id, f.csm_id, f.segment, f.health, f.counted, f.template_id, f.started_at,
       f.first_done_at, f.finished_at from account_facts f order by account_id`,
  );
  assert.deepEqual(facts, await thread.rows(SLOW_FACTS), "the facts");
  const csm = thread.cast.bob!.memberId;
  for (const narrow of [{}, { csm }, { segment: "SMB" }, { segment: "(none)", csm }]) {
    const scope = await scopeOf(thread, narrow);
    const sums = await asMember(thread, "alice", (tx) => countStandings(tx, scope));
    assert.deepEqual(
      sums,
      await thread.rows(
        `${SLOW_SUMS} and ($1::uuid is null or csm_id = $1)
           and ($2::text is null or coalesce(segment, '(none)') = $2) group by 1, 2 order by 1, 2`,
        [scope.csm ?? null, scope.segment ?? null],
      ),
      JSON.stringify(narrow),
    );
    const groups = await asMember(thread, "alice", (tx) => countGroups(tx, scope, "template"));
    const all = (rows: { accounts: number }[]) =>
      rows.reduce((sum, { accounts }) => sum + accounts, 0);
    assert.equal(all(groups), all(sums), "templates together are all of them");
  }
}

async function scopeOf(thread: TestApp, narrow: Partial<Scope>): Promise<Scope> {
  const when = await asMember(thread, "alice", todayOf);
  return { ...when, period: readPeriod({}, when.today), ...narrow };
}

const SLOW_FACTS = `
  select a.id as account_id, a.csm_id, a.segment, a.health,
    not a.test and a.archived_at is null as counted, p.template_id,
    (select min(started_at) from milestones m where m.plan_id = p.id) as started_at,
    (select min(finished_at) from milestones m where m.plan_id = p.id and state = 'done')
      as first_done_at, p.finished_at
  from accounts a left join plans p on p.account_id = a.id and p.ended_at is null
  order by a.id`;

const SLOW_SUMS = `
  select health, arr_currency as currency, count(*)::int as accounts,
    coalesce(sum(arr_cents), 0)::bigint as cents
  from accounts where not test and archived_at is null`;
