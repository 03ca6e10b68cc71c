import assert from "node:assert/strict";
import { connect, type Db } from "../../domain/base/db.ts";
import { crashpointsIn, seeded } from "../chaos.ts";
import { type ChaosPostgres, openChaosPostgres } from "../chaos_postgres.ts";
import { pause } from "../faults.ts";
import { readSources } from "../house_sources.ts";
import { eventually, startProgram } from "../processes.ts";
import { openSmtpSink } from "../smtp_sink.ts";
import { crash } from "./crashing.ts";
import { openDeals } from "./deals.ts";
import { drain, hurry } from "./drain.ts";
import { checkInvariants, type Evidence } from "./invariants.ts";
import { checkRuns } from "./run_invariants.ts";
import { serverEnvironment } from "./storm.ts";

const isLong = Deno.env.has("THREAD_TEST_LONG");
const patience = isLong ? 600_000 : 60_000;
const kills = isLong ? 190 : 1;
const dealsEach = isLong ? 13 : 12;
const passings = isLong ? [1, 2, 5, 11, 23] : [4];
const points = crashpointsIn(await readSources(new URL("../../", import.meta.url)))
  .filter((point) => point.startsWith("run-"));

Deno.test("runs whose servers die at any moment all end, once, and so do those of two servers at once", async () => {
  await using postgres = await openChaosPostgres();
  await using sink = await openSmtpSink();
  await using cleared = new AsyncDisposableStack();
  const db = connect(postgres.appUrl, 4, "thread-chaos");
  cleared.defer(() => db.close());
  const env = serverEnvironment(postgres.appUrl, sink);
  const deals = await openDeals(postgres, db);
  const evidence: Evidence = {
    ...{ postgres, db, received: sink.received, struck: [] },
    ledger: { names: new Map(), lettersTo: [], invited: [], posted: [] },
  };
  const struck = (fault: string, what: string) =>
    void evidence.struck.push({ at: new Date().toISOString(), fault, what });
  assert.deepEqual(points, ["run-errand-done", "run-step-made"]);
  for (const point of points.flatMap((name) => passings.map((nth) => `${name}:${nth}`))) {
    await deals.give(dealsEach);
    await hurry(postgres);
    await crash(env, point);
    struck("crash", point);
  }
  const chance = seeded(Number(Deno.env.get("THREAD_SEED") ?? 7));
  for (let nth = 0; nth < kills; nth++) {
    await deals.give(dealsEach);
    await using server = await startProgram({ env });
    await pause(chance() * 600);
    server.kill("SIGKILL");
    struck("kill", `server ${server.pid}`);
  }
  const servers = await Promise.all([startProgram({ env }), startProgram({ env })]);
  for (const server of servers) cleared.use(server);
  for (let nth = 0; nth < 10; nth++) {
    const both = servers.map(({ url }) => url);
    await Promise.all([deals.tell(both), deals.tell(both), wakeTwice(postgres)]);
  }
  await settle(postgres, db);
  const runs = await checkRuns(postgres, deals.companies);
  await checkInvariants(evidence);
  console.log(`${runs} runs ended once, after ${evidence.struck.length} deaths`);
  assert.ok(evidence.struck.length >= points.length * passings.length + kills);
});

Deno.test("a Thread that does not know a kind of step sets its run aside and says so; a newer one takes it on", async () => {
  await using postgres = await openChaosPostgres();
  await using sink = await openSmtpSink();
  await using cleared = new AsyncDisposableStack();
  const db = connect(postgres.appUrl, 4, "thread-chaos");
  cleared.defer(() => db.close());
  const env = serverEnvironment(postgres.appUrl, sink);
  const deals = await openDeals(postgres, db);
  const stateOf = async () => {
    await hurry(postgres);
    const [run] = await postgres.ask<{ state: string; failure: { text: string; todo: string } }>(
      "select state, failure from runs",
    );
    return run;
  };
  await deals.give(1);
  {
    const script = new URL("./older_thread.ts", import.meta.url).pathname;
    await using _older = await startProgram({ env, flags: ["--preload", script] });
    await eventually("it is set aside", async () => (await stateOf())?.state === "parked", 30_000);
  }
  const { failure } = (await stateOf())!;
  assert.equal(failure.text, 'This Thread does not know the step "switch".');
  assert.match(failure.todo, /goes on by itself once a Thread that knows it is running/);
  await using _newer = await startProgram({ env });
  await eventually("it goes on", async () => (await stateOf())?.state === "completed", 30_000);
  const kinds = await postgres.ask<{ kind: string }>(
    "select kind from events where kind like 'run.%' order by id",
  );
  assert.deepEqual(kinds.map(({ kind }) => kind), ["run.started", "run.parked", "run.completed"]);
});

/** As if each wake-up came again, so that both servers go for the same run. */
async function wakeTwice(postgres: ChaosPostgres): Promise<void> {
  await postgres.ask(
    `insert into jobs (org_id, kind, lane, payload)
     select distinct org_id, kind, lane, payload from jobs where kind = 'run_step_outside'
     union all select org_id, 'advance_runs', 'inside', jsonb_build_object('runId', id)
       from runs where state in ('running', 'waiting')`,
  );
}

async function settle(postgres: ChaosPostgres, db: Db): Promise<void> {
  await eventually("every run has ended", async () => {
    const { left } = await drain(postgres, db, { untilHung: 1000, patience });
    assert.deepEqual(left, []);
    const open = await postgres.ask("select from runs where state <> 'completed' limit 1");
    if (open.length > 0) await hurry(postgres);
    return open.length === 0;
  }, 2 * patience);
}
