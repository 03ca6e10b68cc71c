import assert from "node:assert/strict";
import { testDatabase } from "../postgres.ts";
import { startProgram } from "../processes.ts";

Deno.test("two programs serve one database, and one outlives the other's kill", async () => {
  await using database = await testDatabase();
  const env = { DATABASE_URL: database.appUrl };
  await using one = await startProgram({ env });
  await using two = await startProgram({ env });
  assert.notEqual(one.url, two.url);
  for (const { url } of [one, two]) assert.equal(await statusOf(`${url}/readyz`), 200);

  one.kill("SIGKILL");
  assert.equal((await one.ended).signal, "SIGKILL");
  await assert.rejects(statusOf(`${one.url}/readyz`));
  assert.equal(await statusOf(`${two.url}/readyz`), 200);
});

Deno.test("a program ends by itself when it is asked to", async () => {
  await using database = await testDatabase();
  await using program = await startProgram({ env: { DATABASE_URL: database.appUrl } });
  program.kill("SIGTERM");
  assert.equal((await program.ended).code, 0);
});

Deno.test("a program that cannot start says why, and leaves nothing running", async () => {
  await assert.rejects(
    startProgram({ env: { DATABASE_URL: "mysql://nowhere" } }),
    /ended with 1: DATABASE_URL must look like postgres:/,
  );
});

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
}
