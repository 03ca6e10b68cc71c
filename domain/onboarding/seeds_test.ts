import assert from "node:assert/strict";
import { type BigSeed, seedBig } from "../base/big_seed.ts";
import { connect } from "../base/db.ts";
import { openConnection } from "../base/driver.ts";
import { peopleSeeds } from "../people/big_seed.ts";
import { seedDemo } from "../people/demo.ts";
import { testDatabase } from "../../tests/postgres.ts";
import { templateSeeds } from "./big_seed.ts";
import { seedDemoTemplates } from "./demo.ts";
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
      await database.drop();
    },
  };
}
