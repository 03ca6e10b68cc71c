import assert from "node:assert/strict";
import { armCrashpoint, crashpoint } from "./crashpoint.ts";

Deno.test("crashpoint() crashes at the named point only, and at the passing asked for", () => {
  let crashes = 0;
  armCrashpoint("after-claim:2", () => crashes++);
  crashpoint("after-commit");
  crashpoint("after-claim");
  assert.equal(crashes, 0);
  crashpoint("after-claim");
  assert.equal(crashes, 1);
  crashpoint("after-claim");
  assert.equal(crashes, 1);
});

Deno.test("crashpoint() does nothing where nobody armed it", () => {
  armCrashpoint(undefined, () => assert.fail());
  crashpoint("after-claim");
});

Deno.test("crashpoint() kills the process before its next line", async () => {
  const module = new URL("./crashpoint.ts", import.meta.url).href;
  const script = `import { armCrashpoint, crashpoint } from "${module}";
    armCrashpoint("here"); console.log("before"); crashpoint("here"); console.log("after");`;
  const { signal, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", script],
  }).output();
  assert.equal(signal, "SIGKILL");
  assert.equal(new TextDecoder().decode(stdout), "before\n");
});
