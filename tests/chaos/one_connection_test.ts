import assert from "node:assert/strict";

if (Deno.env.has("THREAD_TEST_LONG")) {
  Deno.test("every route's own tests hold with one connection", async () => {
    const { success, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--parallel", "routes/"],
      cwd: new URL("../..", import.meta.url).pathname,
      env: { THREAD_TEST_POOL: "1", DENO_JOBS: "2", NO_COLOR: "1" },
      stderr: "inherit",
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout).slice(-3000));
  });
}
