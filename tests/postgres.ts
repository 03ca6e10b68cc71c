import { createHash } from "node:crypto";
import { type Connection, openConnection } from "../domain/base/driver.ts";
import { startEmbedded } from "../domain/base/embedded.ts";
import { migrate, migrationNames } from "../domain/base/migrate.ts";
import { emptyingScript, takeDatabase } from "./spare_databases.ts";

export interface TestDatabase extends AsyncDisposable {
  /** Bypasses row security, for looking at what the app may not see. */
  adminUrl: string;
  ownerUrl: string;
  appUrl: string;
  /** Whatever is in it then is gone. */
  release(): Promise<void>;
}

/** Addresses of the server all test processes share; tests get databases of their own. */
interface TestServer {
  adminUrl: string;
  ownerUrl: string;
  appUrl: string;
  /** What `thread_app` still has to be given on a server that is not ours. */
  appPassword?: string;
  leave(): void;
}

const dataDir = new URL("../.data/test-postgres", import.meta.url).pathname;
const migrations = new URL("../migrations/", import.meta.url);

/** A database with every migration in it and no row but theirs. */
export async function testDatabase(): Promise<TestDatabase> {
  const { server, template } = await (ready ??= prepare());
  const keeper = await connectTo(server.adminUrl);
  const enter = (name: string) => connectTo(withDatabase(server.adminUrl, name));
  const name = await takeDatabase({ keeper, template, owner: ownerOf(server), enter })
    .catch((error) => {
      keeper.destroy(error);
      throw error;
    });
  const release = () => {
    keeper.destroy(new Error("The database was given back"));
    return Promise.resolve();
  };
  return {
    adminUrl: withDatabase(server.adminUrl, name),
    ownerUrl: withDatabase(server.ownerUrl, name),
    appUrl: withDatabase(server.appUrl, name),
    release,
    [Symbol.asyncDispose]: release,
  };
}

/** Once a process: nobody stops the server while tests run. */
let ready: Promise<{ server: TestServer; template: string }> | undefined;

async function prepare() {
  const server = await joinServer();
  try {
    const template = await onServer(server, (admin) => ensureTemplate(server, admin));
    return { server, template };
  } finally {
    server.leave();
  }
}

/** Stops the shared server, unless another test run of this checkout still uses it. */
export async function stopTestServer(): Promise<void> {
  const running = await Deno.stat(`${dataDir}/database/postmaster.pid`).catch(() => null);
  if (!running) return;
  const server = await startEmbedded(dataDir, () => {});
  if (await onServer(server, isIdle)) await server.stop();
  else server.leave();
}

async function joinServer(): Promise<TestServer> {
  const url = Deno.env.get("DATABASE_URL");
  if (!url) return await startEmbedded(dataDir, () => {}, { durable: false, connections: 300 });
  const app = new URL(url);
  app.username = "thread_app";
  app.password = digest(url);
  const appPassword = app.password;
  return { adminUrl: url, ownerUrl: url, appUrl: app.href, appPassword, leave: () => {} };
}

/** Named by its migrations, so that a changed migration is a new template. */
async function ensureTemplate(server: TestServer, admin: Connection): Promise<string> {
  const texts = (await migrationNames()).map((name) =>
    Deno.readTextFile(new URL(name, migrations))
  );
  const template = `thread_template_${
    digest([...await Promise.all(texts), emptyingScript].join("\0"))
  }`;
  await admin.script("select pg_advisory_lock(hashtext('thread_template'))");
  if (!await databaseExists(admin, template)) await makeTemplate(server, admin, template);
  if (server.appPassword) {
    await admin.script(`alter role thread_app password '${server.appPassword}'`);
  }
  await admin.script("select pg_advisory_unlock(hashtext('thread_template'))");
  return template;
}

/** Made under another name first, so that a killed run leaves no half of a template. */
async function makeTemplate(server: TestServer, admin: Connection, template: string) {
  await dropLeftovers(admin);
  const half = `${template}_new`;
  await dropDatabase(admin, half);
  await admin.script(`create database ${half} template template0 owner ${ownerOf(server)}`);
  await migrate(withDatabase(server.ownerUrl, half));
  await onServer(
    { adminUrl: withDatabase(server.adminUrl, half) },
    (inside) => inside.script(emptyingScript),
  );
  await admin.script(`alter database ${half} rename to ${template}`);
}

/** Databases of another template that nobody is in. */
async function dropLeftovers(admin: Connection): Promise<void> {
  const { rows } = await admin.query(
    `select datname from pg_database d where datname like 'thread\\_spare\\_%'
       and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
    [],
  );
  for (const { datname } of rows) await dropDatabase(admin, String(datname));
}

async function dropDatabase(admin: Connection, name: string): Promise<void> {
  await admin.script(`drop database if exists ${name} with (force)`);
}

async function databaseExists(admin: Connection, name: string): Promise<boolean> {
  const { rows } = await admin.query("select from pg_database where datname = $1", [name]);
  return rows.length > 0;
}

async function isIdle(admin: Connection): Promise<boolean> {
  const { rows } = await admin.query(
    `select from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    [],
  );
  return rows.length === 0;
}

async function onServer<T>(
  { adminUrl }: { adminUrl: string },
  work: (admin: Connection) => Promise<T>,
): Promise<T> {
  const admin = await connectTo(adminUrl);
  try {
    return await work(admin);
  } finally {
    admin.destroy(new Error("Done"));
  }
}

function connectTo(url: string): Promise<Connection> {
  const limits = { statementTimeoutMs: 120_000, lockTimeoutMs: 120_000 };
  return openConnection({ url, applicationName: "thread-tests", ...limits });
}

function ownerOf(server: TestServer): string {
  return `"${decodeURIComponent(new URL(server.ownerUrl).username)}"`;
}

function withDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
