import assert from "node:assert/strict";
import { type Account, assertLive, crashpointsIn, runChaos, seeded } from "../chaos.ts";
import { openChaosPostgres, throughPort } from "../chaos_postgres.ts";
import * as faults from "../faults.ts";
import { openFleet } from "../fleet.ts";
import { openTcpProxy } from "../tcp_proxy.ts";

const strikes = Deno.env.has("THREAD_TEST_LONG") ? 300 : 20;

Deno.test("servers serve on while they, their network and their database are struck", async () => {
  await using postgres = await openChaosPostgres();
  await using proxy = openTcpProxy({ hostname: "127.0.0.1", port: postgres.port });
  await using fleet = await openFleet({
    size: 2,
    env: { DATABASE_URL: throughPort(postgres.appUrl, proxy.port) },
  });
  const account = await runChaos({
    fleet,
    strikes,
    faults: [
      faults.killServer(fleet),
      faults.freezeServer(fleet, 500),
      faults.interruptServer(fleet),
      faults.terminateBackend(postgres),
      faults.restartPostgres(postgres),
      faults.cutNetwork(proxy),
      faults.delayNetwork(proxy, 200, 500),
    ],
    async work(url, signal) {
      const response = await fetch(`${url}/readyz`, { signal });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`/readyz answers ${response.status}`);
    },
  });
  assertLive(account, { kills: Math.floor(strikes / 4) });
});

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
