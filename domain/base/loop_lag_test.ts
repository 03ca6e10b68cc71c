import assert from "node:assert/strict";
import { openLoopProbe } from "./loop_lag.ts";

Deno.test("openLoopProbe() sees what blocked the event loop, and forgets nothing within a minute", async () => {
  const told: number[] = [];
  const seen = Promise.withResolvers<void>();
  const probe = openLoopProbe((lag) => {
    told.push(lag);
    if (lag > 150) seen.resolve();
  });
  const waiting = setTimeout(() => {}, 5000); // The probe alone keeps no process alive.
  try {
    const until = performance.now() + 400;
    while (performance.now() < until);
    await seen.promise;
    assert.ok(probe.worst() >= 150, `${probe.worst()}`);
    assert.ok(told.every((lag) => lag >= 0));
  } finally {
    clearTimeout(waiting);
    probe.stop();
  }
});
