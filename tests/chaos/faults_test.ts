import assert from "node:assert/strict";
import { type Account, assertLive, crashpointsIn, seeded } from "../chaos.ts";

const quiet: Account = {
  seed: 1,
  struck: [{ at: "", fault: "kill", what: "" }],
  operations: 1000,
  succeeded: 990,
  hung: 0,
  crashes: [],
  lastTrouble: "",
};

Deno.test("a run in which too little happened is void", () => {
  assertLive(quiet, { kills: 1 });
  assert.throws(() => assertLive(quiet, { kills: 2 }), /only 1 of 2 kills/);
  assert.throws(() => assertLive({ ...quiet, succeeded: 900 }), /too few succeeded/);
  assert.throws(() => assertLive({ ...quiet, operations: 9, succeeded: 9 }), /too few operations/);
  assert.throws(() => assertLive({ ...quiet, hung: 1 }), /hung/);
  assert.throws(() => assertLive({ ...quiet, crashes: ["7 ended"] }), /ended by itself/);
});

Deno.test("the same seed strikes the same way", () => {
  const first = (seed: number) => Array.from({ length: 5 }, seeded(seed));
  assert.deepEqual(first(7), first(7));
  assert.notDeepEqual(first(7), first(8));
  assert.ok(first(7).every((one) => one >= 0 && one < 1));
});

Deno.test("every crash point in the sources is found", () => {
  const text = `crashpoint("after-claim"); crashpoint("after-send"); crashpoint("after-claim");`;
  assert.deepEqual(
    crashpointsIn([{ path: "jobs/a.ts", text }, {
      path: "jobs/a_test.ts",
      text: `crashpoint("x")`,
    }]),
    ["after-claim", "after-send"],
  );
});
