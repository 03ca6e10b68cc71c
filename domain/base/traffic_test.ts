import assert from "node:assert/strict";
import { openTraffic } from "./traffic.ts";

Deno.test("lull() waits while requests fill the time: until they stop, or as long as it has patience", async () => {
  let now = 0;
  let step = 0;
  const traffic = openTraffic(() => now += step);
  const ask = (times: number, { ms, pause }: { ms: number; pause: number }) => {
    for (let time = 0; time < times; time++) {
      const done = traffic.come();
      now += ms;
      done();
      now += pause;
    }
  };
  const waited = async (patienceMs: number) => {
    const since = now;
    step = 1;
    await traffic.lull(patienceMs);
    step = 0;
    return now - since;
  };
  ask(1000, { ms: 1, pause: 4 });
  assert.ok(await waited(1000) < 10, "many that are answered quickly");
  ask(3, { ms: 10_000, pause: 0 });
  assert.ok(await waited(1000) < 10, "few that take long");
  ask(1000, { ms: 4, pause: 1 });
  const untilTheyStop = await waited(1000);
  assert.ok(untilTheyStop > 10 && untilTheyStop < 200, `${untilTheyStop} ms`);
  ask(1000, { ms: 4, pause: 1 });
  assert.ok(await waited(5) <= 10, "no longer than it has patience");
});
