import type { Connection } from "../domain/base/driver.ts";

/** Where times are unique, a row may not step on another that has yet to move: all leave first. */
const AWAY = "365000 days";

/**
 * Moves the clock on by moving every stored time back. What is due is decided by the database's
 * now() alone, so to Thread this is the same as having waited. Row and append-only triggers rest
 * meanwhile, as nothing has happened.
 */
export async function moveClock(admin: Connection, interval: string): Promise<void> {
  const { rows } = await admin.query(
    `select c.table_name as name,
       string_agg(format('%I = %I - $1::interval + $2::interval', c.column_name, c.column_name), ', ') as moves,
       bool_or(exists (
         select from pg_index i join pg_attribute a
           on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indisunique and i.indrelid = format('%I', c.table_name)::regclass
           and a.attname = c.column_name)) as unique
     from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
       and c.data_type = 'timestamp with time zone' and c.is_generated = 'NEVER'
     group by c.table_name`,
    [],
  );
  await admin.script("begin; set local session_replication_role = replica");
  try {
    for (const { name, moves, unique } of rows) {
      const steps = unique ? [[AWAY, "0"], [interval, AWAY]] : [[interval, "0"]];
      for (const step of steps) await admin.query(`update "${name}" set ${moves}`, step);
    }
    await admin.script("commit");
  } catch (error) {
    await admin.script("rollback");
    throw error;
  }
}
