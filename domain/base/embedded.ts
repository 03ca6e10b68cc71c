import postgres from "postgres";
import { type Cluster, openCluster, openRoot, passwordOf, reasonOf } from "./embedded_cluster.ts";
import { findServer, launch, type ServerOptions, stopServer } from "./embedded_server.ts";
import { exists } from "./embedded_software.ts";
import { Refused } from "./errors.ts";

export interface Embedded {
  /** Signs in as `thread_owner`, who owns the database `thread` and is no superuser. */
  ownerUrl: string;
  /** Signs in as `thread_app`, who owns nothing. It may use what the migrations grant. */
  appUrl: string;
  /** Signs in as the superuser, for what only the machine's owner may do. */
  adminUrl: string;
  port: number;
  /** Leaves the server; whoever leaves last shuts it down. */
  stop(): Promise<void>;
  /** Leaves the server and lets it run on. */
  leave(): void;
}

/**
 * Joins the PostgreSQL of this data folder, and starts it first where nobody has.
 * A killed process leaves it running, and the next start joins it again.
 */
export async function startEmbedded(
  dataDir: string,
  log: (line: string) => void,
  options: Partial<ServerOptions> = {},
): Promise<Embedded> {
  const root = await openRoot(dataDir);
  const inUse = await openLock(`${root}/in_use.lock`);
  try {
    using _starting = await holdStartLock(root);
    const settings = { durable: true, connections: 100, ...options };
    const cluster = await openCluster(root, log, settings.durable);
    const port = await findServer(cluster) ?? await startServer(cluster, log, settings);
    await ensureDatabase(cluster, port);
    await inUse.lock(false);
    return {
      ownerUrl: urlOf(cluster, "thread_owner", "thread", port),
      appUrl: urlOf(cluster, "thread_app", "thread", port),
      adminUrl: urlOf(cluster, "postgres", "thread", port),
      port,
      stop: () => stopIfLast(cluster, inUse),
      leave: () => inUse.close(),
    };
  } catch (error) {
    inUse.close();
    throw error;
  }
}

async function startServer(
  cluster: Cluster,
  log: (line: string) => void,
  options: ServerOptions,
): Promise<number> {
  const port = await launch(cluster, options);
  log(`PostgreSQL answers on 127.0.0.1:${port}`);
  return port;
}

/** Asks before each step, because a killed first start may have done any part of it. */
async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const done = `${cluster.data}/thread_database_made`;
  if (await exists(done)) return;
  const sql = postgres(urlOf(cluster, "postgres", "postgres", port), { max: 1 });
  const [owner, app] = [passwordOf(cluster, "thread_owner"), passwordOf(cluster, "thread_app")];
  try {
    // A role's password is no parameter to Postgres, so it travels as a setting of this session.
    await sql`select set_config('thread.owner_password', ${owner}, false),
      set_config('thread.app_password', ${app}, false)`;
    await sql`do $$ begin
      if not exists (select from pg_roles where rolname = 'thread_owner') then
        execute format('create role thread_owner login createdb createrole password %L',
          current_setting('thread.owner_password'));
      end if;
      if not exists (select from pg_roles where rolname = 'thread_app') then
        set local role thread_owner;
        execute format('create role thread_app login noinherit password %L',
          current_setting('thread.app_password'));
      end if;
    end $$`;
    const [found] = await sql`select from pg_database where datname = 'thread'`;
    if (!found) await sql`create database thread owner thread_owner`;
    await Deno.writeTextFile(done, "");
  } finally {
    await sql.end();
  }
}

async function stopIfLast(cluster: Cluster, inUse: Deno.FsFile): Promise<void> {
  using _starting = await holdStartLock(cluster.root);
  await inUse.unlock();
  const last = await inUse.tryLock(true);
  inUse.close();
  if (last) await stopServer(cluster);
}

/** The system frees a lock when its process dies, so a killed start blocks nobody. */
async function holdStartLock(root: string): Promise<Disposable> {
  const file = await openLock(`${root}/start.lock`);
  await file.lock(true);
  return file;
}

async function openLock(path: string): Promise<Deno.FsFile> {
  try {
    return await Deno.open(path, { create: true, read: true, write: true });
  } catch (cause) {
    throw new Refused(`Cannot write "${path}": ${reasonOf(cause)}`, { cause });
  }
}

function urlOf(cluster: Cluster, role: string, database: string, port: number): string {
  return `postgres://${role}:${passwordOf(cluster, role)}@127.0.0.1:${port}/${database}`;
}
