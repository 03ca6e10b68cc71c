import assert from "node:assert/strict";
import { connect, type Db, inOrg } from "../../domain/base/db.ts";
import { enqueueAll } from "../../domain/base/queue.ts";
import { assertLive, runChaos } from "../chaos.ts";
import { type ChaosPostgres, openChaosPostgres, throughPort } from "../chaos_postgres.ts";
import * as faults from "../faults.ts";
import { openFleet } from "../fleet.ts";
import { eventually } from "../processes.ts";
import { openTcpProxy } from "../tcp_proxy.ts";
import { killBusyServer, loseAnswerToCommit } from "./blows.ts";
import { hurry } from "./drain.ts";

const isLong = Deno.env.has("THREAD_TEST_LONG");
const strikes = isLong ? 200 : 16;
const BATCH = 10;
const TWO_LEASES_MS = 3000;

Deno.test("every job counts once, whoever was killed, frozen past its lease, or cut off", async () => {
  await using cleared = new AsyncDisposableStack();
  await using postgres = await openChaosPostgres();
  await using proxy = openTcpProxy({ hostname: "127.0.0.1", port: postgres.port });
  const db = connect(postgres.appUrl, 6, "thread-chaos");
  cleared.defer(() => db.close());
  await using fleet = await openFleet({
    size: isLong ? 3 : 2,
    env: { DATABASE_URL: throughPort(postgres.appUrl, proxy.port) },
    special: () => ({ script: new URL("./counting_worker.ts", import.meta.url).pathname }),
  });
  const orgs = await makeOrgs(postgres, 3);
  const acknowledged: number[] = [];
  let next = 0;
  const account = await runChaos({
    fleet,
    strikes,
    every: [200, 700],
    clients: 2,
    faults: [
      killBusyServer(fleet, 12),
      faults.freezeServer(fleet, TWO_LEASES_MS, 4),
      faults.terminateBackend(postgres, 4),
      faults.restartPostgres(postgres, 1),
      faults.cutNetwork(proxy, 2),
      loseAnswerToCommit(proxy, 3),
    ],
    async work(_url, _signal, nth) {
      const numbers = Array.from({ length: BATCH }, () => ++next);
      await enqueueNumbers(db, orgs[nth % orgs.length]!, nth, numbers);
      acknowledged.push(...numbers);
      await faults.pause(200);
    },
  });
  await eventually("no job waits", async () => {
    await hurry(postgres);
    return (await postgres.ask("select from jobs where parked_at is null")).length === 0;
  }, 120_000);

  const counted = await postgres.ask<{ nth: number; times: number }>(
    `select (data ->> 'nth')::int as nth, count(*) as times from events
     where kind = 'job.counted' and data ? 'nth' group by 1`,
  );
  const parked = await postgres.ask("select kind, attempts from jobs where parked_at is not null");
  console.log(
    `${counted.length} jobs counted, ${acknowledged.length} acknowledged, ${parked.length} parked`,
  );
  assert.deepEqual(counted.filter(({ times }) => Number(times) !== 1), [], "a job counted twice");
  const seen = new Set(counted.map(({ nth }) => nth));
  assert.deepEqual(acknowledged.filter((nth) => !seen.has(nth)), [], "a job was lost");
  assert.deepEqual(parked, []);
  assertLive(account, { kills: Math.floor(strikes / 4), operations: strikes });
});

async function makeOrgs(postgres: ChaosPostgres, count: number): Promise<string[]> {
  const orgs = await postgres.ask<{ id: string }>(
    "insert into orgs (name) select 'Org ' || n from generate_series(1, $1::int) n returning id",
    [count],
  );
  return orgs.map(({ id }) => id);
}

/** In turn work for the database alone, and work that waits for the network. */
function enqueueNumbers(db: Db, orgId: string, nth: number, numbers: number[]): Promise<void> {
  return inOrg(db, orgId, { kind: "system", cause: "chaos" }, async (tx) => {
    if (nth % 2 === 0) {
      await enqueueAll(tx, "seal_events", numbers.map((nth) => ({ payload: { nth } })));
    } else {
      const payloads = numbers.map((nth) => ({ payload: { mailId: "", nth } }));
      await enqueueAll(tx, "send_mail", payloads);
    }
  });
}
