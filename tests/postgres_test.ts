import assert from "node:assert/strict";
import { openConnection } from "../domain/base/driver.ts";
import { migrationNames } from "../domain/base/migrate.ts";
import { testDatabase } from "./postgres.ts";

Deno.test("a test database has every migration, and the app signs in as thread_app", async () => {
  await using database = await testDatabase();
  const app = await openConnection({ url: database.appUrl, applicationName: "test" });
  const { rows } = await app.query("select name, current_user::text from migrations", []);
  app.destroy(new Error("Done"));
  assert.deepEqual(rows.map(({ name }) => name).sort(), await migrationNames());
  assert.equal(rows[0]!.current_user, "thread_app");
});

Deno.test("two test databases share nothing", async () => {
  await using one = await testDatabase();
  await using other = await testDatabase();
  const owner = await openConnection({ url: one.ownerUrl, applicationName: "test" });
  await owner.script("create table only_here ()");
  owner.destroy(new Error("Done"));
  const stranger = await openConnection({ url: other.ownerUrl, applicationName: "test" });
  const { rows } = await stranger.query("select to_regclass('only_here') as found", []);
  stranger.destroy(new Error("Done"));
  assert.equal(rows[0]!.found, null);
});

Deno.test("a database that was given back comes again without a row of the test before", async () => {
  const first = await testDatabase();
  const app = await openConnection({ url: first.adminUrl, applicationName: "test" });
  await app.script("insert into orgs (id, name) values (gen_random_uuid(), 'Left behind')");
  const kept = await count(first.adminUrl, "select count(*)::int as n from orgs");
  await first.release();
  await using second = await testDatabase();
  app.destroy(new Error("Done"));
  assert.equal(await count(second.adminUrl, "select count(*)::int as n from orgs"), kept - 1);
});

Deno.test("a database whose schema a test has changed is never given to another", async () => {
  const first = await testDatabase();
  const owner = await openConnection({ url: first.ownerUrl, applicationName: "test" });
  await owner.script("create table only_here ()");
  owner.destroy(new Error("Done"));
  await first.release();
  await using second = await testDatabase();
  assert.notEqual(second.adminUrl, first.adminUrl);
  assert.equal(
    await count(second.adminUrl, "select count(to_regclass('only_here'))::int as n"),
    0,
  );
});

async function count(url: string, question: string): Promise<number> {
  const admin = await openConnection({ url, applicationName: "test" });
  const { rows } = await admin.query(question, []);
  admin.destroy(new Error("Done"));
  return Number(rows[0]!.n);
}
