import { sql } from "kysely";
import type { OrgDb } from "../../base/db.ts";
import { Refused } from "../../base/errors.ts";
import { recordEvent } from "../../base/events.ts";
import { enqueue } from "../../base/queue.ts";
import { staleError } from "../../people/versions.ts";
import { type Connection, findConnection } from "../connections.ts";
import { findOffer, type Offer } from "../schemas.ts";
import { PRIMARY_CONTACT } from "../targets.ts";
import { awaitsConsent, type Writing, writingOf } from "./status_wishes.ts";
import { FIRST_REQUIRED_TARGETS, PACES, REQUIRABLE, type WatchWish } from "./watch_forms.ts";
import { watchingOf } from "./watching.ts";

/**
 * From now on this database is watched: rows that are there already start nothing until somebody
 * changes them. The mapping belongs to a database's own columns, so another one begins it anew.
 */
export async function watchDatabase(
  tx: OrgDb,
  id: string,
  version: number,
  wish: WatchWish,
): Promise<Connection> {
  const connection = await findConnection(tx, id);
  const before = watchingOf(connection);
  const isOther = before.place !== wish.place;
  const offer = await findOffer(tx, id);
  const place = offer?.places.find((one) => one.id === wish.place);
  if (!place && isOther) {
    throw new Refused("Choose one of the databases that are shared with Thread.");
  }
  const unknown = wish.status && !offer?.fields.some((one) => one.id === wish.status) ||
    wish.made && !offer?.stages.some((one) => one.id === wish.made);
  if (unknown && !isOther) throw new Refused("Choose from the columns and values that are shown.");
  const pace = PACES.find(({ value }) => value === wish.pace)!;
  const status = wish.status && !isOther ? { stage: wish.status } : {};
  const settings = {
    place: wish.place,
    placeName: place?.label ?? before.placeName,
    pace: pace.value,
    required: [...new Set(["name", ...wish.required])],
    columns: status,
    write: isOther ? null : writingFor(connection, wish.made),
  };
  const changed = await tx.updateTable("connections").set({
    settings: sql`settings || ${settings}::jsonb`,
    poll_seconds: pace.seconds,
    poll_at: sql<Date>`now() + make_interval(secs => ${pace.seconds})`,
    version: version + 1,
    ...(isOther && { polled_to: sql<Date>`now()`, poll_cursor: null }),
  }).where("id", "=", id).where("version", "=", version).returningAll().executeTakeFirst();
  if (!changed) throw await staleError(tx, "this connection", id);
  if (isOther) await forgetColumns(tx, id);
  await requireTargets(tx, id, settings.required);
  const { name, service } = changed;
  await recordEvent(tx, {
    kind: "connection.changed",
    subjectId: id,
    data: { name, service, database: settings.placeName },
  });
  await enqueue(tx, "read_connection", { connectionId: id }, { key: `read:${id}` });
  return changed;
}

/** To write takes a wider permission than to read, so whoever switches it on agrees anew. */
function writingFor(connection: Connection, made: string): Writing | null {
  if (!made) return null;
  const before = writingOf(connection)?.before ?? connection.connected_at?.toISOString() ?? "";
  return { made, before };
}

/** Of the database before: its columns mean nothing in another. */
async function forgetColumns(tx: OrgDb, id: string): Promise<void> {
  await tx.deleteFrom("field_mappings").where("connection_id", "=", id).execute();
  await tx.updateTable("connection_schemas")
    .set({
      fields: sql`'[]'::jsonb`,
      stages: sql`'[]'::jsonb`,
      sample: sql`'{}'::jsonb`,
      hidden: [],
      faults: [],
    })
    .where("connection_id", "=", id).execute();
}

async function requireTargets(tx: OrgDb, id: string, targets: string[]): Promise<void> {
  const known = REQUIRABLE.map(({ target }) => target);
  await sql`update field_mappings set required = target = any(${targets}::text[]),
      version = version + 1
    where org_id = current_org() and connection_id = ${id} and target = any(${known}::text[])
      and required <> (target = any(${targets}::text[]))`.execute(tx);
}

export interface Watched {
  place?: string;
  placeName?: string;
  pace: string;
  /** The column that is chosen as Status; empty where Thread goes by the names of columns. */
  status: string;
  /** The value that a row is given when its account is made; empty where Thread only reads. */
  made: string;
  /** Whether somebody has yet to agree at Notion that Thread writes. */
  awaitsConsent: boolean;
  required: string[];
  /** In words: what keeps rows of this database from making accounts. */
  problems: string[];
  /** Whether the columns of this database have been read. */
  isRead: boolean;
}

/** What is watched, and what is wrong with it, as the settings show it. */
export async function watchedDatabase(
  tx: OrgDb,
  connection: Connection,
  offer: Offer | undefined,
): Promise<Watched> {
  const { place, placeName, columns } = watchingOf(connection);
  const { settings, poll_seconds: seconds } = connection;
  const mappings = await tx.selectFrom("field_mappings").select(["target", "field", "required"])
    .where("connection_id", "=", connection.id).where("removed_at", "is", null).execute();
  const chosen = Array.isArray(settings.required)
    ? settings.required.map(String)
    : FIRST_REQUIRED_TARGETS;
  const mapped = new Map(mappings.map((one) => [one.target, one]));
  const required = REQUIRABLE.map(({ target }) => target).filter((target) =>
    mapped.get(target)?.required ?? chosen.includes(target)
  );
  const isRead = (offer?.fields.length ?? 0) > 0;
  const offered = new Set(offer?.fields.map(({ id }) => id));
  const isThere = (field = "") => offered.has(field) || field.startsWith(PRIMARY_CONTACT);
  const missing = REQUIRABLE.filter(({ target }) =>
    required.includes(target) && !isThere(mapped.get(target)?.field)
  );
  return {
    place,
    placeName,
    pace: PACES.find(({ value }) => value === settings.pace)?.value ??
      (PACES.find((one) => one.seconds === seconds) ?? PACES[0]!).value,
    status: columns.stage ?? "",
    made: writingOf(connection)?.made ?? "",
    awaitsConsent: awaitsConsent(connection),
    required,
    problems: [
      ...offer?.faults ?? [],
      ...isRead ? missing.map((one) => missingWords(one, placeName)) : [],
    ],
    isRead,
  };
}

function missingWords({ label, wanted }: { label: string; wanted: string }, placeName?: string) {
  return `“${placeName}” has no column for ${label}. Add a column called “${label}” (${wanted}) in ` +
    "Notion and read it again, choose another column in the field mapping, or require it no more.";
}
