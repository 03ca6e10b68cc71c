import { sql } from "kysely";
import { asSystem, type Db, type SystemDb } from "../base/db.ts";
import { hashToken } from "../base/tokens.ts";
import { isKnownDevice } from "./known_devices.ts";

/**
 * How often something may be tried: `free` times at once, then after a delay that doubles from
 * `firstSeconds` to `mostSeconds` and no further, so nobody is ever locked out. One try is forgotten
 * every `mostSeconds`.
 */
interface Pace {
  free: number;
  firstSeconds: number;
  mostSeconds: number;
}

export interface Lane extends Pace {
  key: string;
  /** Nobody else's tries count in it, so a right password empties it. */
  own?: boolean;
}

export interface Asking {
  email: string;
  ip: string;
  /** The cookie of a browser that has signed in before. */
  device?: string;
}

/**
 * A browser in which this person has signed in before waits only for itself: others who guess at
 * the password cannot slow it down. Everyone else shares the account's lane, whose delay stays
 * short, so that the right password gets in after a wait even while somebody guesses.
 */
export async function passwordLanes(db: Db, asking: Asking): Promise<Lane[]> {
  const { email, device } = asking;
  if (device && await asSystem(db, (tx) => isKnownDevice(tx, email, device))) {
    return [{ ...lane(["password-device", email, device], 10, 1, 900), own: true }];
  }
  const network = networkOf(asking.ip);
  return [
    lane(["password-network", network], 60, 1, 300),
    { ...lane(["password-both", email, network], 5, 1, 900), own: true },
    lane(["password-account", email], 50, 1, 60),
  ];
}

/** The same pace at the portal of a customer, whose tries are counted apart from the staff's. */
export function portalPasswordLanes({ email, ip }: Asking): Lane[] {
  const network = networkOf(ip);
  return [
    lane(["portal-password-network", network], 60, 1, 300),
    { ...lane(["portal-password-both", email, network], 5, 1, 900), own: true },
    lane(["portal-password-account", email], 50, 1, 60),
  ];
}

/** Mails that anybody may ask for: nobody's mailbox is flooded, and no network floods many. */
export async function mailLanes(db: Db, asking: Asking): Promise<Lane[]> {
  const { email, device } = asking;
  if (device && await asSystem(db, (tx) => isKnownDevice(tx, email, device))) {
    return [lane(["mail-device", email, device], 5, 60, 900)];
  }
  return [
    lane(["mail-network", networkOf(asking.ip)], 60, 5, 120),
    lane(["mail-address", email], 4, 60, 900),
  ];
}

export function stepUpLanes(identityId: string): Lane[] {
  return [{ ...lane(["step-up", identityId], 5, 2, 900), own: true }];
}

/**
 * Counts a try before its work is done, in every lane or in none, so that parallel tries on any
 * number of machines are all counted. Answers how many seconds to wait; 0 is a go.
 */
export async function takeTurn(db: Db, lanes: Lane[]): Promise<number> {
  const hashed = lanes.map((one) => ({ ...one, hash: hashToken(one.key) }));
  return await asSystem(db, async (tx) => {
    const held = await lock(tx, hashed.map(({ hash }) => hash));
    const wait = Math.max(...held.map(({ wait }) => wait));
    if (wait > 0) return Math.ceil(wait);
    for (const { hash, ...pace } of hashed) await count(tx, hash, pace);
    return 0;
  });
}

/** The try was a good one, so it does not count as a guess. */
export async function forgive(db: Db, lanes: Lane[]): Promise<void> {
  const hashed = lanes.map(({ key, own }) => ({ hash: hashToken(key), own }));
  await asSystem(db, async (tx) => {
    for (const { hash, own } of hashed.sort((a, b) => byBytes(a.hash, b.hash))) {
      if (own) await tx.deleteFrom("throttles").where("key", "=", hash).execute();
      else {
        await tx.updateTable("throttles")
          .set({ failures: sql<number>`greatest(failures - 1, 0)` })
          .where("key", "=", hash).execute();
      }
    }
  });
}

/** Seconds to wait after that many tries. */
export function delayAfter(tries: number, { free, firstSeconds, mostSeconds }: Pace): number {
  if (tries < free) return 0;
  return Math.min(firstSeconds * 2 ** Math.min(tries - free, 30), mostSeconds);
}

/** One person has a whole /64 of IPv6 addresses, so that counts as one. */
export function networkOf(ip: string): string {
  const address = ip.split("%")[0]!.toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address);
  if (mapped) return mapped[1]!;
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail === undefined ? [] : tail.split(":").filter(Boolean);
  const gap = tail === undefined ? 0 : Math.max(8 - left.length - right.length, 0);
  const groups = [...left, ...Array<string>(gap).fill("0"), ...right];
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "")).join(":");
}

/** Rows are locked in one order, so two tries never wait for each other in a circle. */
async function lock(tx: SystemDb, keys: Uint8Array[]) {
  const sorted = [...keys].sort(byBytes);
  await tx.insertInto("throttles").values(sorted.map((key) => ({ key })))
    .onConflict((conflict) => conflict.doNothing()).execute();
  return await tx.selectFrom("throttles")
    .select(sql<number>`extract(epoch from blocked_until - clock_timestamp())::float8`.as("wait"))
    .where("key", "in", sorted)
    .orderBy("key")
    .forUpdate()
    .execute();
}

async function count(tx: SystemDb, key: Uint8Array, pace: Pace): Promise<void> {
  const { failures } = await tx.updateTable("throttles")
    .set({
      failures: sql<number>`least(${pace.free + 16}::int, 1 + greatest(0, failures - floor(
        extract(epoch from clock_timestamp() - touched_at) / ${pace.mostSeconds}::int)::int))`,
      touched_at: sql<Date>`clock_timestamp()`,
    })
    .where("key", "=", key).returning("failures").executeTakeFirstOrThrow();
  const delay = delayAfter(failures, pace);
  await tx.updateTable("throttles")
    .set({ blocked_until: sql<Date>`clock_timestamp() + make_interval(secs => ${delay})` })
    .where("key", "=", key).execute();
}

function lane(parts: string[], free: number, firstSeconds: number, mostSeconds: number): Lane {
  return { key: parts.join("\0"), free, firstSeconds, mostSeconds };
}

function byBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at]) return a[at]! - b[at]!;
  }
  return 0;
}
