import { type Connection, openConnection } from "./driver.ts";
import { Refused } from "./errors.ts";

const folder = new URL("../../migrations/", import.meta.url);

/** Applies what is missing, one file a transaction, and returns the names applied. */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const owner = await openConnection({
    url: ownerUrl,
    applicationName: "thread-migrate",
    statementTimeoutMs: 300_000,
    lockTimeoutMs: 60_000,
    idleInTransactionMs: 300_000,
  });
  try {
    await refuseOldServer(owner);
    await refuseOthers(owner);
    await owner.query(
      "create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())",
      [],
    );
    const { rows } = await owner.query("select name from migrations", []);
    const applied: string[] = [];
    for (const name of await missingMigrations(rows.map((row) => String(row.name)))) {
      if (await applyOnce(owner, name)) applied.push(name);
    }
    return applied;
  } finally {
    owner.destroy(new Error("Migrations are done"));
  }
}

export async function migrationNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) if (name.endsWith(".sql")) names.push(name);
  return names.sort();
}

/** What a running process needs and the database does not have yet. */
export async function missingMigrations(applied: string[]): Promise<string[]> {
  const has = new Set(applied);
  return (await migrationNames()).filter((name) => !has.has(name));
}

async function applyOnce(owner: Connection, name: string): Promise<boolean> {
  await owner.script("begin; lock table migrations in share row exclusive mode");
  const { rows } = await owner.query("select 1 from migrations where name = $1", [name]);
  if (rows.length > 0) {
    await owner.script("rollback");
    return false;
  }
  try {
    await owner.script(await Deno.readTextFile(new URL(name, folder)));
    await owner.query("insert into migrations (name) values ($1)", [name]);
    await owner.script("commit");
  } catch (cause) {
    throw new Refused(`Migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
  return true;
}

async function refuseOthers(owner: Connection) {
  const { rows } = await owner.query(
    "select current_user as name, has_schema_privilege('public', 'create') as may",
    [],
  );
  if (!rows[0]!.may) {
    throw new Refused(
      `"${rows[0]!.name}" may not make tables; set MIGRATION_DATABASE_URL to sign in as the owner`,
    );
  }
}

async function refuseOldServer(owner: Connection) {
  const { rows } = await owner.query("show server_version_num", []);
  if (Number(rows[0]!.server_version_num) < 150_000) {
    throw new Refused("Thread needs PostgreSQL 15 or newer");
  }
}
