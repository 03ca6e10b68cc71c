import assert from "node:assert/strict";
import { assertLive } from "../chaos.ts";
import { storm } from "./storm.ts";

const isLong = Deno.env.has("THREAD_TEST_LONG");
const plan = isLong
  ? { strikes: 300, every: [400, 1000] as [number, number], killing: 18, servers: 3, slow: true }
  : { strikes: 40, every: [100, 400] as [number, number], killing: 42, servers: 2, slow: false };

Deno.test("what was acknowledged is there, and done once, after servers, database and network failed", async () => {
  const { account, figures } = await storm(plan);
  console.log(Object.entries(figures).map(([what, count]) => `${what}: ${count}`).join(", "));
  const blows = account.struck.filter(({ fault }) => fault !== "calm").length;
  const kills = account.struck.filter(({ fault }) => fault.startsWith("kill")).length;
  assertLive(account, { kills: isLong ? 90 : 18, operations: isLong ? 1000 : 60 });
  assert.ok(kills >= (isLong ? 100 : 20), `only ${kills} kills`);
  assert.ok(blows >= (isLong ? 200 : 20), `only ${blows} blows`);
});
