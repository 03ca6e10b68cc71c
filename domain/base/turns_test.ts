import assert from "node:assert/strict";
import { openTurns } from "./turns.ts";

Deno.test("inTurn() lets so many at a time, in order, and hands the turn on after a failure", async () => {
  const inTurn = openTurns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (n: number) =>
    inTurn(async () => {
      begun.push(n);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (n === 1) throw new Error("One fails");
      return n;
    });
  const all = [1, 2, 3, 4].map(work);
  const told = Promise.allSettled(all);
  assert.deepEqual(begun, [1, 2]);
  ends[0]!();
  await assert.rejects(all[0]!, /One fails/);
  assert.deepEqual(begun, [1, 2, 3]);
  ends[1]!();
  await all[1];
  assert.deepEqual(begun, [1, 2, 3, 4]);
  for (const end of ends) end();
  assert.equal((await told).filter(({ status }) => status === "fulfilled").length, 3);
  assert.equal(await inTurn(() => Promise.resolve(5)), 5);
});
