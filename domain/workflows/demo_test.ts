import assert from "node:assert/strict";
import { connect } from "../base/db.ts";
import { openConnection } from "../base/driver.ts";
import { seedDemo } from "../people/demo.ts";
import { seedDemoTemplates } from "../onboarding/demo.ts";
import { testDatabase } from "../../tests/postgres.ts";
import { seedDemoWorkflows } from "./demo.ts";

Deno.test("the demo has three queues at work, with late, claimed, open and decided tasks, and makes them once", async () => {
  await using database = await testDatabase();
  const db = connect(database.appUrl, 3, "thread-test");
  const admin = await openConnection({ url: database.adminUrl, applicationName: "thread-test" });
  const rows = async (text: string) => (await admin.query(text, [])).rows;
  try {
    const seeds = [seedDemoTemplates, seedDemoWorkflows];
    await seedDemo(db, seeds);
    await seedDemo(db, seeds);
    assert.deepEqual(
      await rows(
        `select q.name, count(m.member_id)::int as members
         from queues q join queue_members m on m.queue_id = q.id group by 1 order by 1`,
      ),
      [
        { name: "Enterprise CSMs", members: 3 },
        { name: "Manager approval", members: 3 },
        { name: "SMB pool", members: 2 },
      ],
    );
    assert.deepEqual(
      await rows(
        `select kind, state, due_at <= now() as late, count(*)::int from tasks
         group by 1, 2, 3 order by 1, 2, 3`,
      ),
      [
        { kind: "approval", state: "claimed", late: false, count: 1 },
        { kind: "approval", state: "decided", late: false, count: 1 },
        { kind: "approval", state: "open", late: true, count: 1 },
        { kind: "assignment", state: "claimed", late: false, count: 1 },
        { kind: "assignment", state: "open", late: false, count: 1 },
      ],
    );
    assert.deepEqual(await rows("select state from workflows"), [{ state: "active" }, {
      state: "active",
    }]);
    assert.deepEqual(await rows("select 1 from runs where state in ('failed', 'parked')"), []);
  } finally {
    db.close();
    admin.destroy(new Error("The test is over"));
  }
});
