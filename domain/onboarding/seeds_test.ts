import assert from "node:assert/strict";
import { type BigSeed, seedBig } from "../base/big_seed.ts";
import { connect } from "../base/db.ts";
import { openConnection } from "../base/driver.ts";
import { peopleSeeds } from "../people/big_seed.ts";
import { seedDemo } from "../people/demo.ts";
import { testDatabase } from "../../tests/postgres.ts";
import { accountSeeds } from "../accounts/big_seed.ts";
import { seedDemoAccounts } from "../accounts/demo.ts";
import { templateSeeds } from "./big_seed.ts";
import { seedDemoTemplates } from "./demo.ts";
import { seedDemoPlans } from "./demo_plans.ts";
import { planSeeds } from "./plan_seeds.ts";
import { contentSchema } from "./template_content.ts";
import { problemsIn } from "./template_problems.ts";

Deno.test("the demo has three templates, two of them published, and makes them once", async () => {
  await using database = await openDatabase();
  const db = connect(database.appUrl, 3, "thread-test");
  try {
    await seedDemo(db, [seedDemoTemplates]);
    await seedDemo(db, [seedDemoTemplates]);
    const rows = await database.rows(
      "select name, published_number, draft_changed from templates order by name",
    );
    assert.deepEqual(rows, [
      { name: "Data migration", published_number: null, draft_changed: true },
      { name: "Enterprise onboarding", published_number: 1, draft_changed: true },
      { name: "SMB quick start", published_number: 1, draft_changed: false },
    ]);
    assert.equal((await database.rows("select from template_suggestions")).length, 1);
    for (const { draft } of await database.rows("select draft from templates")) {
      assert.deepEqual(problemsIn(contentSchema.parse(draft)), []);
    }
  } finally {
    db.close();
  }
});

Deno.test("the large seed gives each organisation templates that can be read", async () => {
  await using database = await openDatabase();
  const seeds: BigSeed[] = [...peopleSeeds.slice(0, 2), ...templateSeeds];
  const counts = await seedBig(database.ownerUrl, seeds, () => {}, { orgs: 2, scale: 1 / 100 });
  assert.ok(counts.templates! >= 4, `${counts.templates} templates`);
  assert.equal(counts.template_revisions, counts.templates);
  const [row] = await database.rows("select content from template_revisions limit 1");
  assert.deepEqual(problemsIn(contentSchema.parse(row!.content)), []);
});

async function openDatabase() {
  const database = await testDatabase();
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-test" });
  return {
    ...database,
    rows: async (text: string) => (await admin.query(text, [])).rows as Record<string, unknown>[],
    async [Symbol.asyncDispose]() {
      admin.destroy(new Error("The test is over"));
      await database.release();
    },
  };
}

Deno.test("the demo has accounts at every stage of a plan, and begins each once", async () => {
  await using database = await openDatabase();
  const db = connect(database.appUrl, 3, "thread-test");
  try {
    const seeds = [seedDemoTemplates, seedDemoAccounts, seedDemoPlans];
    await seedDemo(db, seeds);
    await seedDemo(db, seeds);
  } finally {
    db.close();
  }
  const rows = await database.rows("select name, milestone_name, health from accounts");
  const said = Object.fromEntries(
    rows.map(({ name, milestone_name, health }) => [name, `${milestone_name}: ${health}`]),
  );
  assert.deepEqual(said, {
    "Northwind Traders": "Implementation: blocked",
    "Fabrikam": "Kickoff: on_track",
    "Contoso Health": "Training: at_risk",
    "Tailspin Toys": "Setup: waiting",
    "Adventure Works": "First results: on_track",
    "Wide World Importers": "Kickoff: blocked",
    "Litware": "null: not_started",
    "Proseware": "null: live",
  });
  const overdue = await database.rows("select from actions where overdue_at is not null");
  assert.ok(overdue.length > 0, "something is overdue");
  const asked = await database.rows("select from drafts where state = 'asked'");
  assert.ok(asked.length > 0, "drafts are asked for");
});

Deno.test("the large seed gives every account a plan whose parts fit together", async () => {
  await using database = await openDatabase();
  const seeds = [...peopleSeeds.slice(0, 2), ...accountSeeds, ...templateSeeds, ...planSeeds];
  const counts = await seedBig(database.ownerUrl, seeds, () => {}, { orgs: 2, scale: 1 / 500 });
  assert.equal(counts.plans, counts.accounts);
  assert.ok(counts.actions! >= 10 * counts.accounts!, `${counts.actions} actions`);
  const [row] = await database.rows(
    `select count(distinct state)::int as states, count(distinct plan_id)::int as plans,
       bool_and((state in ('pending')) = (due_at is null)) as dated from actions`,
  );
  assert.deepEqual(row, { states: 6, plans: counts.plans, dated: true });
  const wrong = await database.rows(
    `select from accounts a where actions_total <>
       (select count(*) from actions x where x.org_id = a.org_id and x.account_id = a.id)`,
  );
  assert.equal(wrong.length, 0);
});
