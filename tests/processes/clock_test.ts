import assert from "node:assert/strict";
import { eventually, startProgram } from "../processes.ts";
import { type TestApp, testApp } from "../test_app.ts";

const TICKS = 30;
const PROCESSES = 5;

Deno.test("five processes that ring the clock claim each of thirty ticks once", async () => {
  await using thread = await testApp();
  await using stack = new AsyncDisposableStack();
  const script = new URL("./ringing.ts", import.meta.url).pathname;
  const env = { DATABASE_URL: thread.urls.appUrl };
  const ringers = await Promise.all(
    Array.from({ length: PROCESSES }, () => startProgram({ script, env })),
  );
  for (const ringer of ringers) stack.use(ringer);

  for (let tick = 1; tick <= TICKS; tick++) {
    await eventually(`tick ${tick} is claimed`, async () => {
      const { counted, sealing } = await slots(thread);
      return counted >= tick && sealing >= tick;
    }, 30_000);
    for (const { stderr } of ringers) assert.equal(stderr(), "");
    await letTickPass(thread, tick);
  }
  await eventually("the last is claimed", async () => (await slots(thread)).counted > TICKS);

  const { counted, sealing } = await slots(thread);
  const worked = await thread.rows<{ pid: string }>(
    "select split_part(key, ' ', 1) as pid from jobs where key <> 'clock'",
  );
  assert.ok(counted <= TICKS + 2, "a minute of real time may pass meanwhile, and no more");
  assert.ok(Math.abs(counted - sealing) <= 1);
  assert.equal(worked.length, counted, "a tick's work was done twice, or not at all");
  assert.ok(new Set(worked.map(({ pid }) => pid)).size > 1, "only one process ever rang");
});

/** What was claimed just now lies further back, at a place of its own, so the clock is due again. */
async function letTickPass(thread: TestApp, tick: number): Promise<void> {
  await thread.rows(
    `update cron_slots set slot = slot - make_interval(days => 1, mins => $1)
     where slot > now() - interval '1 hour'`,
    [tick],
  );
}

async function slots(thread: TestApp): Promise<{ counted: number; sealing: number }> {
  const [row] = await thread.rows<{ counted: number; sealing: number }>(
    `select count(*) filter (where name = 'counted') as counted,
       count(*) filter (where name = 'seal-events') as sealing from cron_slots`,
  );
  return row!;
}
