import type { CompiledQuery, Kysely, RawBuilder, Transaction } from "kysely";
import { bindTo, kyselyOver } from "./dialect.ts";
import { type Connection, ConnectionLost, type Rows } from "./driver.ts";
import { Busy } from "./errors.ts";
import { actorSettings, opening, uuid } from "./openings.ts";
import { openPool, type Pool, type PoolFigures } from "./pool.ts";
import type { Tables } from "./schema.ts";

declare const pinned: unique symbol;

/** One transaction in one organisation. Only `inOrg` makes one. */
export type OrgDb = Transaction<Tables> & { readonly [pinned]: "org" };
/**
 * One transaction of a customer's contact, as the role `thread_portal`. Only `inAccount` makes one;
 * staff code does not fit.
 */
export type AccountDb = Transaction<Tables> & { readonly [pinned]: "account" };
/** One transaction before an organisation is known, as the role `thread_system`. */
export type SystemDb = Transaction<Tables> & { readonly [pinned]: "system" };

/** Statements on their own. It sees no tenant row at all, so forgetting `inOrg` shows nothing. */
export interface Db {
  readonly plain: Kysely<Tables>;
  readonly pool: Pool;
  readonly listeners: Set<(topics: Set<Topic>) => void>;
  figures(): PoolFigures;
  close(): void;
}

/** What a commit may wake in this process. Other processes hear of it from the ticker. */
export type Topic = "jobs:inside" | "jobs:outside" | "events" | "notifications";

export interface Actor {
  kind: "member" | "contact" | "rule" | "system" | "operator" | "outside" | "nobody";
  id?: string;
  /** What made it happen: "run:<id>/<node>", "job:<kind>", "request". */
  cause?: string;
}

export interface UnitOptions {
  /** The whole unit of work, waiting for a connection excepted. */
  deadlineMs?: number;
  /** How often a serialization failure or a deadlock starts the work again. */
  attempts?: number;
  readOnly?: boolean;
}

export const HOUSE = "00000000-0000-0000-0000-000000000000";

export function connect(url: string, size = 10, applicationName = "thread"): Db {
  const pool = openPool({ url, size, applicationName });
  const plain = kyselyOver(pool);
  return { plain, pool, listeners: new Set(), figures: pool.figures, close: pool.end };
}

export function inOrg<T>(
  db: Db,
  orgId: string,
  actor: Actor,
  work: (tx: OrgDb) => Promise<T>,
  options: UnitOptions = {},
): Promise<T> {
  const settings = { org_id: uuid(orgId), ...actorSettings(actor) };
  return unit(db, opening(options, settings), work as Work<T>, options);
}

export function inAccount<T>(
  db: Db,
  orgId: string,
  accountId: string,
  contactId: string,
  work: (tx: AccountDb) => Promise<T>,
  options: UnitOptions = {},
): Promise<T> {
  const settings = opening(options, {
    org_id: uuid(orgId),
    account_id: uuid(accountId),
    ...actorSettings({ kind: "contact", id: contactId, cause: "request" }),
  });
  return unit(db, `${settings}; set local role thread_portal`, (tx) => {
    customers.add(tx);
    return work(tx as AccountDb);
  }, options);
}

const customers = new WeakSet<object>();

/** Whether a transaction is a customer's, who may write some rows and not read them back. */
export function isCustomers(tx: OrgDb | AccountDb): boolean {
  return customers.has(tx);
}

/**
 * The transaction of whoever holds a secret: `enter` is sent with the opening, looks the secret up
 * and pins the organisation in the database. Its rows say who that is; without any, nothing is
 * pinned and nothing can be seen.
 */
export function inOrgOf<T, Who>(
  db: Db,
  enter: RawBuilder<Who>,
  work: (tx: OrgDb, who: Who[]) => Promise<T>,
  options: UnitOptions = {},
): Promise<T> {
  return unit(db, opening(options), async (tx) => {
    const { rows } = await enter.execute(tx);
    return await work(tx as OrgDb, rows);
  }, options);
}

/** For sign-in, hook intake and the queue's claim. The role has column grants on just those. */
export function asSystem<T>(
  db: Db,
  work: (tx: SystemDb) => Promise<T>,
  options: UnitOptions = {},
): Promise<T> {
  const asRole = `${opening(options)}; set local role thread_system`;
  return unit(db, asRole, work as Work<T>, options);
}

/** Wakes this process's listeners once the transaction has committed, and never if it has not. */
export function wakeAfterCommit(tx: OrgDb | AccountDb | SystemDb, topic: Topic) {
  topicsOf.get(tx)?.add(topic);
}

const topicsOf = new WeakMap<object, Set<Topic>>();

/**
 * Sends a statement whose answer nobody needs, without waiting a round trip for it. It keeps its
 * place among the others, and if it fails, the transaction does.
 */
export function sendAlong(tx: OrgDb | AccountDb | SystemDb, statement: RawBuilder<unknown>) {
  lineOf(tx).along(statement.compile(tx));
}

/** The last statement of a transaction: the commit leaves with it, not after its answer. */
export async function sendLast<R>(
  tx: OrgDb | AccountDb | SystemDb,
  statement: RawBuilder<R>,
): Promise<R[]> {
  return (await lineOf(tx).last(statement.compile(tx))).rows as R[];
}

/** Sends rows as `copy` takes them: bytes as they are, of which no second copy stays behind. */
export async function copyIn(
  tx: OrgDb | AccountDb,
  statement: RawBuilder<unknown>,
  parts: Uint8Array[],
): Promise<void> {
  await lineOf(tx).copyIn(statement.compile(tx), parts);
}

/**
 * After a rollback to a savepoint: why a statement that was sent along has failed. It is forgotten
 * then, because what it broke was undone.
 */
export function takeFailure(tx: OrgDb): unknown {
  const line = lineOf(tx);
  const failure = line.failure;
  line.failure = undefined;
  return failure;
}

function lineOf(tx: object): ReturnType<typeof openLine> {
  const line = linesOf.get(tx);
  if (!line) throw new Error("This database handle was used after its transaction ended");
  return line;
}

const linesOf = new WeakMap<object, ReturnType<typeof openLine>>();

/**
 * One statement that is a whole transaction: it is begun, done and committed in one round trip. It
 * sees no tenant row but those of the organisation that a function in it pins.
 */
export function atOnce<R>(db: Db, statement: RawBuilder<R>): Promise<R[]> {
  const { sql, parameters } = statement.compile(db.plain);
  return leased(db, {}, async (connection) => {
    const { rows } = await connection.query(sql, parameters);
    return rows as R[];
  });
}

/** For what has committed by itself; see `wakeAfterCommit` for all else. */
export function wake(db: Db, topics: Set<Topic>) {
  for (const listener of db.listeners) listener(topics);
}

type Work<T> = (tx: Transaction<Tables>) => Promise<T>;

function unit<T>(db: Db, begin: string, work: Work<T>, options: UnitOptions): Promise<T> {
  return leased(db, options, (connection) => once(db, connection, begin, work, options));
}

async function leased<T>(
  db: Db,
  { deadlineMs = 15_000, attempts = 5 }: UnitOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  for (let attempt = 1;; attempt++) {
    const connection = await db.pool.acquire();
    const deadline = setTimeout(
      () => connection.destroy(new Busy("The database did not answer in time")),
      deadlineMs,
    );
    try {
      return await work(connection);
    } catch (error) {
      if (attempt >= attempts || !isTransient(error)) throw error;
    } finally {
      clearTimeout(deadline);
      db.pool.release(connection);
    }
    await new Promise((done) => setTimeout(done, Math.random() * 20 * 2 ** attempt));
  }
}

async function once<T>(
  db: Db,
  connection: Connection,
  begin: string,
  work: Work<T>,
  { readOnly }: UnitOptions,
): Promise<T> {
  const { tx, end: endHandle } = bindTo(db.plain, connection);
  const topics = new Set<Topic>();
  topicsOf.set(tx, topics);
  const line = openLine(connection);
  linesOf.set(tx, line);
  const end = () => {
    endHandle();
    linesOf.delete(tx);
  };
  const opened = connection.script(begin);
  opened.catch(() => {});
  let result: T;
  try {
    result = await connection.whileOpen(work(tx));
  } catch (error) {
    end();
    await rollBack(connection);
    throw codeOf(error) === "25P02" ? line.failure ?? error : error; // It followed the one that failed.
  }
  end();
  const committing = line.commit();
  if (readOnly && !line.sentAlong) {
    // There is nothing to lose: whoever gets the connection next is served behind it.
    committing.catch(() => {});
    await opened;
    return result;
  }
  const [{ command }] = await Promise.all([committing, opened]);
  if (command !== "COMMIT") {
    throw line.failure ?? new Error("The transaction failed and was rolled back");
  }
  if (topics.size > 0) wake(db, topics);
  return result;
}

/** What a transaction sends without waiting for each answer. */
function openLine(connection: Connection) {
  let committing: Promise<Rows> | undefined;
  const line = {
    sentAlong: false,
    failure: undefined as unknown,
    along({ sql, parameters }: CompiledQuery) {
      line.sentAlong = true;
      connection.query(sql, parameters).catch((error) => line.failure ??= error);
    },
    last({ sql, parameters }: CompiledQuery): Promise<Rows> {
      const answer = connection.query(sql, parameters);
      line.commit().catch(() => {});
      return answer;
    },
    copyIn: ({ sql }: CompiledQuery, parts: Uint8Array[]) => connection.copyIn(sql, parts),
    commit: () => committing ??= connection.script("commit"),
  };
  return line;
}

async function rollBack(connection: Connection) {
  if (connection.closed) return;
  try {
    await connection.script("rollback");
  } catch {
    connection.destroy(new ConnectionLost("The transaction could not be rolled back"));
  }
}

const codeOf = (error: unknown) => (error as { code?: string } | null)?.code ?? "";

const isTransient = (error: unknown) => ["40001", "40P01"].includes(codeOf(error));
