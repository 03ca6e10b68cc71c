import { sql } from "kysely";
import type { OrgDb } from "../base/db.ts";

export interface Activity {
  id: number;
  at: Date;
  kind: string;
  subjectId: string | null;
  actorKind: string;
  actorId: string | null;
  actor: string | null;
  cause: string | null;
  data: Record<string, unknown>;
}

export interface ActivityFilter {
  actor?: string;
  /** The first word of the kinds: "member", "org". */
  noun?: string;
  /** Days in the organisation's own time zone, both included. */
  from?: string;
  to?: string;
  timeZone?: string;
  subjectId?: string;
  /** More than one where accounts were merged. */
  accountIds?: string[];
  /** The event below, or above, which the page stands. */
  before?: number;
  after?: number;
}

export interface ActivityPage {
  events: Activity[];
  older?: number;
  newer?: number;
}

/** Newest first; each page is found by the number of the last event, however long the log is. */
export async function listActivity(
  tx: OrgDb,
  filter: ActivityFilter,
  size = 50,
): Promise<ActivityPage> {
  const upwards = filter.after !== undefined && filter.before === undefined;
  const zone = filter.timeZone ?? "UTC";
  const found = await tx.selectFrom("events as e")
    .leftJoin("members as m", "m.id", "e.actor_id")
    .leftJoin("contacts as k", "k.id", "e.actor_id")
    .select([
      "e.id",
      "e.at",
      "e.kind",
      "e.subject_id as subjectId",
      "e.actor_kind as actorKind",
      "e.actor_id as actorId",
      sql<string | null>`coalesce(m.name, k.name)`.as("actor"),
      "e.cause",
      "e.data",
    ])
    .$if(filter.actor !== undefined, (q) => q.where("e.actor_id", "=", filter.actor!))
    .$if(
      filter.noun !== undefined,
      (q) => q.where(sql<string>`split_part(e.kind, '.', 1)`, "=", filter.noun!),
    )
    .$if(
      filter.from !== undefined,
      (q) => q.where("e.at", ">=", sql<Date>`${filter.from}::date::timestamp at time zone ${zone}`),
    )
    .$if(
      filter.to !== undefined,
      (q) =>
        q.where("e.at", "<", sql<Date>`(${filter.to}::date + 1)::timestamp at time zone ${zone}`),
    )
    .$if(filter.subjectId !== undefined, (q) => q.where("e.subject_id", "=", filter.subjectId!))
    .$if(
      filter.accountIds !== undefined,
      (q) => q.where("e.account_id", "=", sql<string>`any(${filter.accountIds}::uuid[])`),
    )
    .$if(filter.before !== undefined, (q) => q.where("e.id", "<", filter.before!))
    .$if(upwards, (q) => q.where("e.id", ">", filter.after!))
    .orderBy("e.id", upwards ? "asc" : "desc")
    .limit(size + 1)
    .execute();
  const more = found.length > size;
  const events = found.slice(0, size) as Activity[];
  if (upwards) events.reverse();
  return {
    events,
    older: upwards || more ? events.at(-1)?.id : undefined,
    newer: (upwards ? more : filter.before !== undefined) ? events[0]?.id : undefined,
  };
}
