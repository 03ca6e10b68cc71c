import { asSystem, type Db, inOrg } from "../base/db.ts";
import { sql } from "kysely";
import { settleOverdue } from "./deliveries.ts";

/** For the clock: gives mails whose sender fell silent their outcome. Answers how many it looked at. */
export async function sweepOverdueMails(db: Db, limit = 500): Promise<number> {
  const overdue = await asSystem(db, (tx) =>
    tx.selectFrom("mails").select(["org_id", "id"])
      .where("state", "=", "sending")
      .where("leased_until", "<", sql<Date>`now()`)
      .orderBy("leased_until").limit(limit).execute());
  for (const { org_id, id } of overdue) {
    await inOrg(
      db,
      org_id,
      { kind: "system", cause: "clock:mails" },
      (tx) => settleOverdue(tx, id),
    );
  }
  return overdue.length;
}
