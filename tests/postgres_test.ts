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

Deno.test("a dropped test database is gone, though somebody is still connected", async () => {
  const database = await testDatabase();
  const app = await openConnection({ url: database.appUrl, applicationName: "test" });
  await database.drop();
  await assert.rejects(openConnection({ url: database.appUrl, applicationName: "test" }));
  app.destroy(new Error("Done"));
});
