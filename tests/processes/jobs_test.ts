import assert from "node:assert/strict";
import { connect, inOrg } from "../../domain/base/db.ts";
import { openConnection } from "../../domain/base/driver.ts";
import { recordEvent } from "../../domain/base/events.ts";
import { enqueue } from "../../domain/base/queue.ts";
import { moveClock } from "../move_clock.ts";
import { testDatabase } from "../postgres.ts";
import { eventually, startProgram } from "../processes.ts";

const actor = { kind: "system", cause: "test" } as const;
const POINTS = ["job-claimed", "job-before-commit", "job-before-completion"];

Deno.test("whatever a process was doing when it died, its jobs are done once by another", async () => {
  await using database = await testDatabase();
  const db = connect(database.appUrl, 2, "thread-test");
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-test" });
  const [org] =
    (await admin.query("insert into orgs (name) values ('Acme') returning id", [])).rows;
  const orgId = String(org!.id);
  const env = { DATABASE_URL: database.appUrl };
  const count = async (table: string) =>
    Number((await admin.query(`select count(*) as count from ${table}`, [])).rows[0]!.count);
  try {
    for (const point of POINTS) {
      await using doomed = await startProgram({ env: { ...env, THREAD_CRASH_AT: point } });
      await inOrg(db, orgId, actor, async (tx) => {
        await recordEvent(tx, { kind: "test.happened" });
        await enqueue(tx, "seal_events", {});
        await enqueue(tx, "rewrap_vault", {});
      });
      assert.equal((await doomed.ended).signal, "SIGKILL");
      assert.ok(await count("jobs") > 0);
      await moveClock(admin, "91 seconds");
    }
    await using _heir = await startProgram({ env });
    await eventually("every job is done", async () => {
      // What is taken back is set aside for a while; what is being done is not taken away again.
      if (await count("jobs where leased_until > now()") === 0) {
        await moveClock(admin, "11 minutes");
      }
      // The clock itself goes on to find work.
      return await count(
        "jobs where key is distinct from 'clock' and kind in ('seal_events','rewrap_vault')",
      ) === 0;
    }, 60_000);
    await eventually("every event is sealed", async () => {
      await moveClock(admin, "67 seconds");
      return await count("event_seals") === await count("events");
    }, 60_000);
  } finally {
    db.close();
    admin.destroy(new Error("The test is over"));
  }
});
