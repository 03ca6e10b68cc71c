import assert from "node:assert/strict";

const suites = Deno.env.has("THREAD_TEST_LONG")
  ? ["routes/"]
  : ["profile", "invitations"].map((name) => `routes/${name}_test.ts`);

Deno.test("the routes' own tests hold with one connection, so no request waits for a second", async () => {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", "--parallel", ...suites],
    cwd: new URL("../..", import.meta.url).pathname,
    env: { THREAD_TEST_POOL: "1", DENO_JOBS: "2", NO_COLOR: "1" },
    stderr: "inherit",
  }).output();
  assert.ok(success, new TextDecoder().decode(stdout).slice(-3000));
});
