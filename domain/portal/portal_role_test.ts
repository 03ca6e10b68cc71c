import assert from "node:assert/strict";
import { sql } from "kysely";
import { plannedAccount } from "../../tests/plans.ts";
import { contactIdOf } from "../../tests/portal.ts";
import { testApp } from "../../tests/test_app.ts";
import { type AccountDb, inAccount } from "../base/db.ts";

Deno.test("a customer's transaction may record what happened, and cannot ask for what is the staff's", async () => {
  await using thread = await testApp();
  const { accountId } = await plannedAccount(thread, { startFirst: true });
  const ann = await contactIdOf(thread, accountId, "ann@northwind.example");
  const asAnn = <T>(work: (tx: AccountDb) => Promise<T>) =>
    inAccount(thread.db, thread.cast.bob!.orgId, accountId, ann, work);
  const members = await asAnn(async (tx) => {
    await tx.insertInto("events").values({ kind: "portal.opened", data: {} }).execute();
    return await tx.selectFrom("members").select("name").execute();
  });
  assert.deepEqual(members, [{ name: "Bob" }], "of the staff, the CSM and nobody else");
  for (
    const closed of [
      sql`select id from events`,
      sql`select id from notes`,
      sql`select id from drafts`,
      sql`select id from templates`,
      sql`select our_text from milestones`,
      sql`select note from actions`,
      sql`select problem from actions`,
      sql`select arr_cents from accounts`,
      sql`select phone from contacts`,
      sql`update accounts set name = 'Mine'`,
      sql`update actions set state = 'completed'`,
      sql`update milestones set state = 'done'`,
      sql`delete from submissions`,
    ]
  ) await assert.rejects(asAnn((tx) => closed.execute(tx)), /permission denied/);
});
