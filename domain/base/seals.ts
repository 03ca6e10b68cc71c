import { sql } from "kysely";
import { createHash } from "node:crypto";
import { crashpoint } from "./crashpoint.ts";
import type { OrgDb, SystemDb } from "./db.ts";

const AT_ONCE = 1000;

/**
 * Links the organisation's settled events into its hash chain. Writers take no lock for it: only
 * events older than every transaction still running are linked, in the order (xid, id), so nothing
 * can appear later in front of what is linked. Answers how many were.
 */
export async function sealEvents(tx: OrgDb, limit = AT_ONCE): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('seals ' || current_org(), 0))`
    .execute(tx);
  const head = await chainHead(tx);
  if (head.restored) throw new Error(RESTORED);
  const events = await settledAfter(tx, head, limit);
  if (events.length === 0) return 0;
  let { sealNo, hash } = head;
  const seals = events.map((event) => {
    hash = link(hash, event.row);
    return { seal_no: ++sealNo, event_id: event.id, hash };
  });
  await tx.insertInto("event_seals").values(seals).execute();
  crashpoint("seals-before-commit");
  return seals.length;
}

/** The organisations with events newer than their last seal: one look each, however long the past. */
export async function orgsToSeal(tx: SystemDb): Promise<string[]> {
  const { rows } = await sql<{ org_id: string }>`
    with recursive newest as (
      (select org_id, xid, id from events order by org_id desc, xid desc, id desc limit 1)
      union all
      select next.org_id, next.xid, next.id from newest cross join lateral (
        select org_id, xid, id from events where org_id < newest.org_id
        order by org_id desc, xid desc, id desc limit 1
      ) next
    )
    select org_id from newest where not exists (
      select from event_seals s where s.org_id = newest.org_id and s.event_id = newest.id
    )`.execute(tx);
  return rows.map(({ org_id }) => org_id);
}

export interface ChainHead {
  sealNo: number;
  hash: Uint8Array;
}

export interface ChainVerdict {
  /** Whole links, up to the first broken one. */
  verified: number;
  broken?: {
    sealNo: number;
    eventId: number;
    how: "changed" | "removed" | "reordered" | "inserted";
  };
}

/**
 * Walks the whole chain and names the first event that was changed, removed, reordered or slipped
 * in. With a head that was written down elsewhere, it also notices a chain that was cut short or
 * made anew.
 */
export async function verifyChain(tx: OrgDb, known?: ChainHead): Promise<ChainVerdict> {
  let before: Link = { seal_no: 0, event_id: 0, hash: GENESIS, row: "", xid: "0" };
  for (;;) {
    const links = await linksAfter(tx, before.seal_no);
    for (const next of links) {
      const how = fault(before, next, known);
      const sealNo = before.seal_no + 1;
      if (how) return { verified: before.seal_no, broken: { sealNo, eventId: next.event_id, how } };
      before = next;
    }
    if (links.length < AT_ONCE) break;
  }
  const verified = before.seal_no;
  if (known && known.sealNo > verified) {
    return { verified, broken: { sealNo: verified + 1, eventId: 0, how: "removed" } };
  }
  const slipped = await unsealedBefore(tx, before);
  if (slipped === undefined) return { verified };
  return { verified, broken: { sealNo: 0, eventId: slipped, how: "inserted" } };
}

/** Where the chain ends. Kept outside the database, it is what later proves the chain whole. */
export async function chainHead(tx: OrgDb): Promise<Head> {
  const { rows: [last] } = await sql<Link & { restored: boolean }>`
    select s.seal_no, s.event_id, s.hash, e.xid::text as xid,
      e.xid >= pg_snapshot_xmax(pg_current_snapshot()) as restored
    from event_seals s join events e on e.org_id = s.org_id and e.id = s.event_id
    where s.org_id = current_org() order by s.seal_no desc limit 1`.execute(tx);
  if (!last) return { sealNo: 0, hash: GENESIS, xid: "0", eventId: 0, restored: false };
  const { seal_no: sealNo, hash, xid, event_id: eventId, restored } = last;
  return { sealNo, hash, xid: xid!, eventId, restored };
}

interface Head extends ChainHead {
  xid: string;
  eventId: number;
  /** The event was written on a server that counted its transactions further than this one has. */
  restored: boolean;
}

const RESTORED = "The sealed events come from another server, whose transaction ids this one has " +
  "not reached: raise them with pg_resetwal, or the order of events cannot be told";

interface Link {
  seal_no: number;
  event_id: number;
  hash: Uint8Array;
  /** Absent when the event is gone. */
  row: string | null;
  xid: string | null;
}

function fault(before: Link, next: Link, known?: ChainHead) {
  if (next.seal_no !== before.seal_no + 1 || next.row === null) return "removed";
  if (comesBefore(next, before)) return "reordered";
  if (!same(link(before.hash, next.row), next.hash)) return "changed";
  if (known?.sealNo === next.seal_no && !same(known.hash, next.hash)) return "changed";
}

function comesBefore(a: Link, b: Link): boolean {
  const [x, y] = [BigInt(a.xid!), BigInt(b.xid!)];
  return x < y || (x === y && a.event_id <= b.event_id);
}

/** jsonb writes its keys in one order and numbers in one way, so equal rows are equal texts. */
const ROW = sql<string>`jsonb_build_array(e.org_id, e.id, extract(epoch from e.at), e.kind,
  e.account_id, e.subject_id, e.actor_kind, e.actor_id, e.cause, e.data, e.xid::text)::text`;

async function settledAfter(
  tx: OrgDb,
  { xid, eventId }: { xid: string; eventId: number },
  limit: number,
): Promise<{ id: number; row: string }[]> {
  const { rows } = await sql<{ id: number; row: string }>`
    select e.id, ${ROW} as row from events e
    where e.org_id = current_org() and (e.xid, e.id) > (${xid}::xid8, ${eventId}::bigint)
      and e.xid < pg_snapshot_xmin(pg_current_snapshot())
    order by e.xid, e.id limit ${limit}`.execute(tx);
  return rows;
}

async function linksAfter(tx: OrgDb, sealNo: number): Promise<Link[]> {
  const { rows } = await sql<Link>`
    select s.seal_no, s.event_id, s.hash, e.xid::text as xid,
      case when e.id is not null then ${ROW} end as row
    from event_seals s left join events e on e.org_id = s.org_id and e.id = s.event_id
    where s.org_id = current_org() and s.seal_no > ${sealNo}
    order by s.seal_no limit ${AT_ONCE}`.execute(tx);
  return rows;
}

async function unsealedBefore(tx: OrgDb, last: Link): Promise<number | undefined> {
  const { rows: [row] } = await sql<{ id: number }>`
    select e.id from events e
    where e.org_id = current_org() and (e.xid, e.id) < (${last.xid}::xid8, ${last.event_id}::bigint)
      and not exists (
        select from event_seals s where s.org_id = e.org_id and s.event_id = e.id
      )
    order by e.xid, e.id limit 1`.execute(tx);
  return row?.id;
}

const GENESIS = new Uint8Array(32);

function link(before: Uint8Array, row: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(before).update(row).digest());
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
