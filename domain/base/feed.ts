import { sql } from "kysely";
import { type Db, inOrg, type Topic } from "./db.ts";

/** That something happened, not what: whoever wants to know more asks a route, which checks rights. */
export interface News {
  id: number;
  kind: string;
  subjectId: string | null;
  accountId: string | null;
}

export type Reader = (news: News[], resumeFrom: number) => void;

interface OrgFeed {
  readers: Set<Reader>;
  /** Every event up to here was delivered or can no longer appear. */
  floor: number;
  delivered: Set<number>;
  /** Floors to be: `id` is safe once every transaction older than `xmax` has ended. */
  marks: { id: number; xmax: bigint }[];
  reading: boolean;
  again: boolean;
}

/**
 * Tells the readers of an organisation about its events: one query an organisation and a wake-up,
 * however many people look. Ids are given out before commits, so a smaller id can appear later;
 * the floor therefore follows behind, and what was delivered is remembered above it.
 */
export function openFeed(db: Db) {
  const orgs = new Map<string, OrgFeed>();
  const onCommit = (topics: Set<Topic>) => {
    if (topics.has("events")) wake();
  };
  db.listeners.add(onCommit);

  /** Starts at the newest event; answers a number to resume from and a way to stop. */
  async function follow(orgId: string, reader: Reader) {
    let feed = orgs.get(orgId);
    if (!feed) {
      const newest = await newestEvent(db, orgId);
      feed = orgs.get(orgId) ?? newOrgFeed(newest);
      orgs.set(orgId, feed);
    }
    feed.readers.add(reader);
    return {
      resumeFrom: feed.floor,
      stop() {
        feed.readers.delete(reader);
        if (feed.readers.size === 0 && orgs.get(orgId) === feed) orgs.delete(orgId);
      },
    };
  }

  function wake() {
    for (const [orgId, feed] of orgs) {
      if (feed.reading) feed.again = true;
      else read(orgId, feed);
    }
  }

  async function read(orgId: string, feed: OrgFeed) {
    feed.reading = true;
    do {
      feed.again = false;
      try {
        const news = await readNews(db, orgId, feed);
        if (news.length > 0) { for (const reader of feed.readers) reader(news, feed.floor); }
      } catch {
        break; // The database is away; the next wake-up reads from the same floor.
      }
    } while (feed.again);
    feed.reading = false;
  }

  return {
    follow,
    wake,
    readers: () => [...orgs.values()].reduce((sum, { readers }) => sum + readers.size, 0),
    stop: () => db.listeners.delete(onCommit),
  };
}

export type Feed = ReturnType<typeof openFeed>;

/** What happened after this event, for a page that lost its stream. At most `limit`. */
export function newsSince(db: Db, orgId: string, id: number, limit: number): Promise<News[]> {
  return inOrg(
    db,
    orgId,
    READER,
    (tx) =>
      tx.selectFrom("events").select([
        "id",
        "kind",
        "subject_id as subjectId",
        "account_id as accountId",
      ])
        .where("org_id", "=", orgId).where("id", ">", id).orderBy("id").limit(limit).execute(),
    {
      readOnly: true,
    },
  );
}

const READER = { kind: "system", cause: "live" } as const;
const BATCH = 1000;

function newOrgFeed(floor: number): OrgFeed {
  return {
    readers: new Set(),
    floor,
    delivered: new Set(),
    marks: [],
    reading: false,
    again: false,
  };
}

async function readNews(db: Db, orgId: string, feed: OrgFeed): Promise<News[]> {
  const { rows } = await inOrg(
    db,
    orgId,
    READER,
    (tx) =>
      sql<News & { xmin: string; xmax: string }>`
      select e.id, e.kind, e.subject_id as "subjectId", e.account_id as "accountId",
        pg_snapshot_xmin(s) as xmin, pg_snapshot_xmax(s) as xmax
      from pg_current_snapshot() s left join lateral (
        select * from events where org_id = ${orgId} and id > ${feed.floor} order by id limit ${BATCH}
      ) e on true`.execute(tx),
    { readOnly: true },
  );
  const seen = rows.filter(({ id }) => id !== null);
  const news = seen.filter(({ id }) => !feed.delivered.has(id));
  for (const { id } of news) feed.delivered.add(id);
  raiseFloor(feed, BigInt(rows[0]!.xmin));
  if (seen.length > 0) feed.marks.push({ id: seen.at(-1)!.id, xmax: BigInt(rows[0]!.xmax) });
  if (seen.length === BATCH) { // A flood: what comes late out of order is not waited for.
    feed.floor = seen.at(-1)!.id;
    feed.marks = [];
    feed.again = true;
  }
  return news.map(({ id, kind, subjectId, accountId }) => ({ id, kind, subjectId, accountId }));
}

function raiseFloor(feed: OrgFeed, xmin: bigint) {
  while (feed.marks.length > 0 && feed.marks[0]!.xmax <= xmin) feed.floor = feed.marks.shift()!.id;
  for (const id of feed.delivered) if (id <= feed.floor) feed.delivered.delete(id);
}

async function newestEvent(db: Db, orgId: string): Promise<number> {
  const row = await inOrg(
    db,
    orgId,
    READER,
    (tx) =>
      tx.selectFrom("events").select("id").where("org_id", "=", orgId).orderBy("id", "desc").limit(
        1,
      )
        .executeTakeFirst(),
    { readOnly: true },
  );
  return row?.id ?? 0;
}
