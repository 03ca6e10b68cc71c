import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";
import { recordEvent } from "../base/events.ts";
import { currentOrg } from "../people/orgs.ts";
import { differences, staleError } from "../people/versions.ts";

/** When customers are reminded, and when leads are told. All days are working days. */
export interface NotificationPolicy {
  reminders_on: boolean;
  before_days: number[];
  after_days: number[];
  most_reminders: number;
  /** Stands in each reminder. */
  note: string;
  /** Null: nobody is told. */
  overdue_days: number | null;
  review_days: number | null;
  version: number;
}

export type PolicyChange = Partial<Omit<NotificationPolicy, "version">>;

const USUAL: NotificationPolicy = {
  reminders_on: false,
  before_days: [2],
  after_days: [1, 4],
  most_reminders: 3,
  note: "",
  overdue_days: 5,
  review_days: 3,
  version: 0,
};

export async function findPolicy(tx: OrgDb): Promise<NotificationPolicy> {
  const row = await tx.selectFrom("notification_policies").selectAll().executeTakeFirst();
  if (!row) return USUAL;
  const { org_id: _, ...policy } = row;
  return policy;
}

/** Switching reminders on or off is said by itself: from then on customers get them, or none. */
export async function changePolicy(
  tx: OrgDb,
  version: number,
  change: PolicyChange,
): Promise<void> {
  const before = await findPolicy(tx);
  const { version: _, ...usual } = USUAL;
  await tx.insertInto("notification_policies").values({ ...usual, version: 0 })
    .onConflict((conflict) => conflict.doNothing()).execute();
  const { numUpdatedRows } = await tx.updateTable("notification_policies")
    .set({ ...change, version: sql<number>`version + 1` })
    .where("org_id", "=", currentOrg).where("version", "=", version).executeTakeFirst();
  const org = await tx.selectFrom("orgs").select("id").where("id", "=", currentOrg)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) throw await staleError(tx, "these settings", org.id);
  const { reminders_on: turned, ...changes } = differences<Record<string, unknown>>(
    { ...before },
    { ...change },
  );
  if (turned) {
    const kind = change.reminders_on ? "org.reminders_on" : "org.reminders_off";
    await recordEvent(tx, { kind, subjectId: org.id });
  }
  if (Object.keys(changes).length === 0) return;
  await recordEvent(tx, {
    kind: "org.notifications_changed",
    subjectId: org.id,
    data: { changes },
  });
}
