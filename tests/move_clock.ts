import type { Connection } from "../domain/base/driver.ts";

/** Where times are unique, a row may not step on another that has yet to move: all leave first. */
const AWAY = "interval '365000 days'";

/**
 * Moves the clock on by moving every stored time back. What is due is decided by the database's
 * now() alone, so to Thread this is the same as having waited. Row and append-only triggers rest
 * meanwhile, as nothing has happened.
 */
export async function moveClock(admin: Connection, interval: string): Promise<void> {
  if (!/^[\w .:-]+$/.test(interval)) throw new Error(`"${interval}" is no interval`);
  const { rows } = await admin.query(WITH_TIMES, []);
  const by = `interval '${interval}'`;
  const moves = rows.flatMap(({ name, columns, unique }) =>
    (unique ? [AWAY, `${AWAY} - ${by}`] : [by]).map((step, at) =>
      `update ${name} set ${
        (columns as string[]).map((one) => `${one} = ${one} ${at ? "+" : "-"} (${step})`).join(", ")
      }`
    )
  );
  const opening = "begin; set local session_replication_role = replica";
  const script = [opening, ...moves, "commit"].join("; ");
  for (let tries = 1;; tries++) {
    try {
      return void await admin.script(script);
    } catch (error) {
      await admin.script("rollback");
      // A program that works meanwhile takes rows in another order than we do.
      if ((error as { code?: string }).code !== "40P01" || tries === 10) throw error;
    }
  }
}

/** The tables that hold anything, and their columns that are times. */
const WITH_TIMES = `
  select format('public.%I', c.relname) as name, array_agg(format('%I', a.attname)) as columns,
    bool_or(exists (
      select from pg_index i
      where i.indrelid = c.oid and i.indisunique and a.attnum = any(i.indkey))) as unique
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and pg_relation_size(c.oid) > 0
    and a.atttypid = 'timestamptz'::regtype and a.attnum > 0 and not a.attisdropped
    and a.attgenerated = ''
  group by c.relname`;
