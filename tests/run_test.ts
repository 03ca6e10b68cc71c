import assert from "node:assert/strict";
import { endLeftovers } from "./leftovers.ts";
import { runSuite } from "./run.ts";
import type { Score } from "./score.ts";

async function score(files: Record<string, string>, minutes = 5) {
  const { passed, failed } = await scoreAndFaults(files, minutes);
  return { passed, failed };
}

async function scoreAndFaults(files: Record<string, string>, minutes = 5): Promise<Score> {
  const root = await Deno.makeTempDir({ prefix: "thread-run-" });
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${root}/${name}`, text);
    }
    const suite = { name: "made up", holds: () => true, minutes, again: true };
    const stop = new AbortController().signal;
    const options = { id: crypto.randomUUID(), only: [], stop, root, quiet: true };
    return await runSuite(suite, options);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const good = `Deno.test("good", () => {});`;
const bad = `Deno.test("bad", () => { throw new Error("<failure"); });`;

Deno.test("a run counts what passed and what failed over all files", async () => {
  assert.deepEqual(await score({ "a_test.ts": good + bad, "b_test.tsx": good }), {
    passed: 2,
    failed: 1,
  });
});

Deno.test("what failed can be read again at the end: file, test and why", async () => {
  const { faults } = await scoreAndFaults({ "a_test.ts": good + bad, "b_test.ts": "" });
  assert.match(faults[0]!, /^\.\/a_test\.ts: bad\n {2}Error: <failure\n/);
  assert.match(faults[1]!, /^b_test\.ts: holds no test/);
  assert.equal(faults.length, 2);
});

Deno.test("what passes alone does not fail the run, and is named", async () => {
  const late = `Deno.test("late", async () => {
    const mark = import.meta.dirname + "/been";
    const isFirst = await Deno.stat(mark).then(() => false, () => true);
    await Deno.writeTextFile(mark, "");
    if (isFirst) throw new Error("too late");
  });`;
  const { passed, failed, faults, unsteady } = await scoreAndFaults({ "a_test.ts": late + good });
  assert.deepEqual({ passed, failed, faults }, { passed: 2, failed: 0, faults: [] });
  assert.match(unsteady[0]!, /^\.\/a_test\.ts: late\n {2}Error: too late/);
});

Deno.test("a test that is skipped, or a file without tests, fails the run", async () => {
  assert.deepEqual(await score({ "a_test.ts": `Deno.test.ignore("later", () => {});` }), {
    passed: 0,
    failed: 1,
  });
  assert.deepEqual(await score({ "a_test.ts": good, "b_test.ts": "" }), { passed: 1, failed: 1 });
});

Deno.test("a file that does not load fails the run", async () => {
  const unresolved = { "a_test.ts": good, "b_test.ts": `import "./nowhere.ts";` };
  assert.ok((await score(unresolved)).failed > 0);
  assert.ok((await score({ "a_test.ts": good, "b_test.ts": `throw new Error();` })).failed > 0);
});

Deno.test("a test that waits for ever fails the run and does not hold it up", async () => {
  const endless = `Deno.test("endless", () => new Promise(() => setInterval(() => {}, 1000)));`;
  assert.deepEqual(await score({ "a_test.ts": endless }, 3 / 60), { passed: 0, failed: 1 });
});

Deno.test("no file at all is no score", async () => {
  assert.deepEqual(await score({}), { passed: 0, failed: 0 });
});

Deno.test("a process that a test left running is ended by its mark", async () => {
  const id = crypto.randomUUID();
  const child = new Deno.Command("sleep", { args: ["600"], env: { THREAD_TEST_RUN: id } }).spawn();
  assert.deepEqual(await endLeftovers(id, 0), [child.pid]);
  assert.equal((await child.status).signal, "SIGKILL");
});
