import type { OrgDb } from "../base/db.ts";
import { Refused } from "../base/errors.ts";

export interface Change {
  by: string;
  at: Date;
}

/** Somebody changed the row after this person opened it. Nothing was saved. */
export class Stale extends Refused {
  override name = "Stale";
  constructor(message: string, readonly change: Change | undefined) {
    super(message);
  }
}

/** Says who was first, so that the second can talk to them. */
export async function staleError(tx: OrgDb, what: string, subjectId: string): Promise<Stale> {
  const change = await lastChange(tx, subjectId);
  const who = change?.by ?? "Somebody";
  return new Stale(
    `${who} changed ${what} while you had it open, so nothing was saved. ` +
      "Look at what it says now, then save again if you still want to.",
    change,
  );
}

async function lastChange(tx: OrgDb, subjectId: string): Promise<Change | undefined> {
  const row = await tx.selectFrom("events as e")
    .leftJoin("members as m", "m.id", "e.actor_id")
    .select(["e.at", "m.name"])
    .where("e.subject_id", "=", subjectId)
    .orderBy("e.id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { by: row.name ?? "Thread", at: row.at };
}

/** What really changed, as an event keeps it: field to before and after. */
export function differences<T extends Record<string, unknown>>(
  before: T,
  after: Partial<T>,
): Record<string, [unknown, unknown]> {
  return Object.fromEntries(
    Object.entries(after)
      .filter(([field, value]) => JSON.stringify(before[field]) !== JSON.stringify(value))
      .map(([field, value]) => [field, [before[field] ?? null, value ?? null]]),
  );
}
