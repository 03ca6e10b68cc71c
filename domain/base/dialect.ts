import {
  type CompiledQuery,
  type ConnectionProvider,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  Transaction,
} from "kysely";
import type { Connection } from "./driver.ts";
import type { Pool } from "./pool.ts";
import type { Tables } from "./schema.ts";

/**
 * Kysely over our pool. The published dialects reserve a connection for each statement (0.31 of the
 * rate) or open a transaction in four round trips; here a statement alone leases for its own time,
 * and a transaction is a Kysely bound to one connection that `db.ts` opens in one message.
 */
export function kyselyOver(pool: Pool): Kysely<Tables> {
  const driver = statementDriver(pool);
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => driver,
  };
  return new Kysely<Tables>({ dialect });
}

/** A transaction handle on one connection. Used after `end()`, it throws. */
export function bindTo(db: Kysely<Tables>, connection: Connection) {
  const handle = handleOn(connection);
  // Statements are not queued behind each other here: the wire keeps their order, and the first
  // one leaves together with the opening of the transaction.
  const provider: ConnectionProvider = { provideConnection: (consumer) => consumer(handle) };
  const executor = db.getExecutor().withConnectionProvider(provider);
  // The props are what Kysely hands itself in connection(); only the executor counts here.
  const props = { config: { dialect: {} }, dialect: {}, driver: {}, executor } as never;
  return { tx: new Transaction<Tables>(props), end: () => handle.end() };
}

function statementDriver(pool: Pool): Driver {
  const leased = new WeakMap<DatabaseConnection, Connection>();
  const refuse = () => Promise.reject(new Error("Open a transaction with inOrg"));
  return {
    init: () => Promise.resolve(),
    async acquireConnection() {
      const connection = await pool.acquire();
      const handle = handleOn(connection);
      leased.set(handle, connection);
      return handle;
    },
    releaseConnection(handle) {
      (handle as Handle).end();
      pool.release(leased.get(handle)!);
      return Promise.resolve();
    },
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    destroy: () => Promise.resolve(pool.end()),
  };
}

interface Handle extends DatabaseConnection {
  end(): void;
}

const writing = new Set(["INSERT", "UPDATE", "DELETE", "MERGE"]);

function handleOn(connection: Connection): Handle {
  let ended = false;
  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      if (ended) throw new Error("This database handle was used after its transaction ended");
      const { rows, command, count } = await connection.query(sql, parameters);
      const numAffectedRows = writing.has(command) ? BigInt(count) : undefined;
      return { rows: rows as R[], numAffectedRows };
    },
    streamQuery() {
      throw new Error("Page through rows by key instead of streaming them");
    },
    end() {
      ended = true;
    },
  };
}
