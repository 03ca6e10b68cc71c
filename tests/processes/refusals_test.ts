import assert from "node:assert/strict";
import { openConnection } from "../../domain/base/driver.ts";
import { startRefusal } from "../fakes/postgres_refusal.ts";
import { testDatabase } from "../postgres.ts";

const root = new URL("../..", import.meta.url).pathname;
const KEYS = `k1:${btoa("0".repeat(32))}`;
const NOWHERE = "postgres://thread_app:x@127.0.0.1:1/thread";

/** Runs the program where it must not start: answers what it said, and how long that took. */
async function refused(args: string[], env: Record<string, string> = {}) {
  const since = performance.now();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "main.ts", ...args],
    cwd: root,
    env: {
      ...{ HOST: "127.0.0.1", PORT: "0", NO_COLOR: "1", OTEL_DENO: "false" },
      ...{ DATABASE_URL: "", MIGRATION_DATABASE_URL: "", THREAD_SECRET_KEYS: KEYS },
      ...env,
    },
    stdin: "null",
  }).output();
  const said = new TextDecoder().decode(stderr);
  assert.equal(code, 1, said);
  assert.equal(new TextDecoder().decode(stdout), "");
  assert.match(said, /^[^\n]+\n$/, "It is one line");
  return { said: said.trim(), ms: performance.now() - since };
}

Deno.test("what the command line cannot mean is said in one sentence", async () => {
  const wrong: [string[], RegExp][] = [
    [["strat"], /^There is no command "strat"; try one of start, dev, serve, migrate, seed$/],
    [["start", "--prot", "80"], /^There is no option "--prot"/],
    [["start", "--port", "many"], /^PORT must be a number from 0 to 65535$/],
    [["start", "--data", "/proc/thread"], /^Cannot make the data folder "\/proc\/thread": /],
  ];
  for (const [args, sentence] of wrong) assert.match((await refused(args)).said, sentence);
});

Deno.test("serve names each setting that is missing, and never shows a malformed key", async () => {
  const bare = await refused(["serve"], { THREAD_SECRET_KEYS: "" });
  assert.match(bare.said, /^DATABASE_URL is missing; THREAD_SECRET_KEYS is missing/);
  const odd = await refused(["serve"], { DATABASE_URL: "mysql://db/thread" });
  assert.match(odd.said, /^DATABASE_URL must look like postgres:/);
  await using database = await testDatabase();
  for (const THREAD_SECRET_KEYS of ["k1:c2hvcnQ=", "kanarienvogel", `${KEYS},${KEYS}`]) {
    const { said } = await refused(["serve"], {
      DATABASE_URL: database.appUrl,
      THREAD_SECRET_KEYS,
    });
    assert.match(said, /^Cannot read THREAD_SECRET_KEYS: /);
    assert.doesNotMatch(said, /c2hvcnQ|kanarienvogel/);
  }
});

Deno.test("a database that cannot be used is named, with the reason", async () => {
  const reasons: [string | undefined, RegExp][] = [
    ["28P01", /: it refuses this password for "thread_app"; check DATABASE_URL$/],
    ["3D000", /: it has no database "thread"; check DATABASE_URL$/],
    ["53300", /: all of its connections are taken; check DATABASE_URL$/],
    [undefined, /: it does not answer; check DATABASE_URL$/],
  ];
  for (const [code, sentence] of reasons) {
    const server = startRefusal(code);
    const { said, ms } = await refused(["serve"], { DATABASE_URL: server.url });
    server.close();
    assert.match(said, sentence);
    assert.doesNotMatch(said, /wrong/);
    assert.ok(ms < 40_000, `${code}: ${ms} ms`);
  }
  const closed = await refused(["serve"], { DATABASE_URL: NOWHERE });
  assert.equal(
    closed.said,
    "Cannot use the database at 127.0.0.1:1: nothing listens there; check DATABASE_URL",
  );
});

Deno.test("serve refuses a role that row security does not bind, and a schema that is behind", async () => {
  await using database = await testDatabase();
  const { said: owner } = await refused(["serve"], { DATABASE_URL: database.ownerUrl });
  assert.match(owner, /^DATABASE_URL signs in as .* (owns tables|is a superuser); sign in as/);
  const { said: admin } = await refused(["serve"], { DATABASE_URL: database.adminUrl });
  assert.match(admin, /is a superuser; sign in as thread_app instead$/);
  const connection = await openConnection({ url: database.ownerUrl, applicationName: "test" });
  for (const change of ["delete from migrations where name ~ '^0007'", "drop table migrations"]) {
    await connection.query(change, []);
    const { said } = await refused(["serve"], { DATABASE_URL: database.appUrl });
    assert.match(
      said,
      /^The database lacks \d+ migration\(s\), first "000\d_.*; run the migrate task$/,
    );
  }
  connection.destroy(new Error("The test is over"));
  const { said: app } = await refused(["migrate"], { DATABASE_URL: database.appUrl });
  assert.match(app, /^"thread_app" may not make tables; set MIGRATION_DATABASE_URL/);
});

Deno.test("a port that is taken is named", async () => {
  await using database = await testDatabase();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String(listener.addr.port);
  const { said } = await refused(["serve", "--port", port], { DATABASE_URL: database.appUrl });
  assert.equal(said, `Port ${port} is taken; choose another with PORT`);
});
