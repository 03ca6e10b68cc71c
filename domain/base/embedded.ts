import postgres from "postgres";
import { type Cluster, openCluster, openRoot } from "./embedded_cluster.ts";
import { findServer, launch, type ServerOptions, stopServer } from "./embedded_server.ts";
import { Refused } from "./errors.ts";

export interface Embedded {
  /** Signs in as `thread_owner`, who owns the database `thread` and is no superuser. */
  ownerUrl: string;
  /** Signs in as the superuser, for what only the machine's owner may do. */
  adminUrl: string;
  port: number;
  /** Leaves the server; whoever leaves last shuts it down. */
  stop(): Promise<void>;
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
    await inUse.lock(false);
    return {
      ownerUrl: urlOf(cluster, "thread_owner", "thread", port),
      adminUrl: urlOf(cluster, "postgres", "thread", port),
      port,
      stop: () => leave(cluster, inUse),
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
  await ensureDatabase(cluster, port);
  log(`PostgreSQL answers on 127.0.0.1:${port}`);
  return port;
}

/** Asks before each step, because a killed first start may have done any part of it. */
async function ensureDatabase(cluster: Cluster, port: number): Promise<void> {
  const sql = postgres(urlOf(cluster, "postgres", "postgres", port), { max: 1 });
  try {
    const [found] = await sql`
      select exists (select from pg_roles where rolname = 'thread_owner') as role,
        exists (select from pg_database where datname = 'thread') as database`;
    if (!found!.role) {
      await sql.unsafe(
        `create role thread_owner login createdb createrole password '${cluster.password}'`,
      );
    }
    if (!found!.database) await sql`create database thread owner thread_owner`;
  } finally {
    await sql.end();
  }
}

async function leave(cluster: Cluster, inUse: Deno.FsFile): Promise<void> {
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
    throw new Refused(`Cannot write "${path}": choose another data folder with --data`, { cause });
  }
}

function urlOf(cluster: Cluster, role: string, database: string, port: number): string {
  return `postgres://${role}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
