import { sql } from "kysely";
import { type Db, inOrg, type Topic } from "../base/db.ts";

type Ring = () => void;

interface OrgBells {
  /** By member: whoever looks in several browsers hears it in each. */
  rings: Map<string, Set<Ring>>;
  /** What each of them last had. */
  had: Map<string, string>;
  reading: boolean;
  again: boolean;
}

/**
 * Tells the open pages of a member that their notifications are others now. One question for each
 * organisation and wake-up, however many look.
 */
export function openBells(db: Db) {
  const orgs = new Map<string, OrgBells>();
  const onCommit = (topics: Set<Topic>) => {
    if (topics.has("notifications")) wake();
  };
  db.listeners.add(onCommit);

  /** Answers a way to stop. */
  function follow(orgId: string, memberId: string, ring: Ring): () => void {
    const org = orgs.get(orgId) ?? newOrgBells();
    orgs.set(orgId, org);
    const rings = org.rings.get(memberId) ?? new Set();
    org.rings.set(memberId, rings.add(ring));
    return () => {
      rings.delete(ring);
      if (rings.size === 0 && org.rings.get(memberId) === rings) {
        org.rings.delete(memberId);
        org.had.delete(memberId);
      }
      if (org.rings.size === 0 && orgs.get(orgId) === org) orgs.delete(orgId);
    };
  }

  function wake() {
    for (const [orgId, org] of orgs) {
      if (org.reading) org.again = true;
      else read(orgId, org);
    }
  }

  async function read(orgId: string, org: OrgBells) {
    org.reading = true;
    do {
      org.again = false;
      try {
        for (const { id, has } of await readBells(db, orgId, [...org.rings.keys()])) {
          if (org.had.get(id) === has) continue;
          org.had.set(id, has);
          for (const ring of org.rings.get(id) ?? []) ring();
        }
      } catch {
        break; // The database is away; the next wake-up asks again.
      }
    } while (org.again);
    org.reading = false;
  }

  return { follow, wake, stop: () => db.listeners.delete(onCommit) };
}

export type Bells = ReturnType<typeof openBells>;

const READER = { kind: "system", cause: "live" } as const;
const MOST_COUNTED = 100;

function newOrgBells(): OrgBells {
  return { rings: new Map(), had: new Map(), reading: false, again: false };
}

async function readBells(db: Db, orgId: string, memberIds: string[]) {
  const { rows } = await inOrg(
    db,
    orgId,
    READER,
    (tx) =>
      sql<{ id: string; has: string }>`
      select id, concat(
        (select count(*) from (select from notifications
          where org_id = current_org() and member_id = id and unread limit ${MOST_COUNTED}) as counted),
        ' ',
        (select event_id from notifications
          where org_id = current_org() and member_id = id and unread
          order by event_id desc limit 1)) as has
      from unnest(${memberIds}::uuid[]) as id`.execute(tx),
    { readOnly: true },
  );
  return rows;
}
