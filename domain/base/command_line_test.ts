import assert from "node:assert/strict";
import { readCommandLine } from "./command_line.ts";
import { Refused } from "./errors.ts";

Deno.test("readCommandLine() starts when no command is given", () => {
  assert.deepEqual(readCommandLine([], { PORT: "1" }), {
    command: "start",
    environment: { PORT: "1" },
  });
});

Deno.test("readCommandLine() lets an option count for more than the environment", () => {
  const { command, environment } = readCommandLine(["serve", "--port=9000", "--data", "here"], {
    PORT: "1",
    HOST: "::1",
  });
  assert.equal(command, "serve");
  assert.deepEqual(environment, { PORT: "9000", HOST: "::1", THREAD_DATA_DIR: "here" });
});

Deno.test("readCommandLine() refuses what it does not know in one sentence", () => {
  const refused: [string[], RegExp][] = [
    [["start", "--prot", "1"], /^There is no option "--prot"; try --data or --port$/],
    [["start", "-v"], /^There is no option "-v"/],
    [["start", "--data"], /want a value/],
    [["start", "again"], /^"again" is one word too many after "start"$/],
  ];
  for (const [args, message] of refused) {
    assert.throws(() => readCommandLine(args, {}), (error) => {
      assert.ok(error instanceof Refused);
      assert.match(error.message, message);
      return true;
    });
  }
});
