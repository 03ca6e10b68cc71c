import type { Connection } from "../domain/base/driver.ts";

/**
 * A new database costs half a second of the server's time, emptying a used one a tenth of that. So
 * what a test leaves is kept, and the next test that asks has it emptied. Whoever holds the lock of
 * its name has it to themselves; a test that dies lets go of it with its connection.
 */
export interface Spares {
  /** Asks about all databases, and keeps the lock: closing it gives the database back. */
  keeper: Connection;
  template: string;
  owner: string;
  /** A connection to one of them that may do everything. */
  enter: (name: string) => Promise<Connection>;
}

export async function takeDatabase(spares: Spares): Promise<string> {
  for (const name of await sparesOf(spares)) {
    if (!await lock(spares, name)) continue;
    if (await isEmptied(spares, name)) return name;
    await spares.keeper.script(`drop database if exists ${name} with (force)`);
    await spares.keeper.query(`select pg_advisory_unlock(${LOCKS}, hashtext($1))`, [name]);
  }
  return await makeDatabase(spares);
}

const LOCKS = 20_261;

/** Somebody threw it away between our look and our lock. */
const GONE = "3D000";

/** Where a test changed the schema, or somebody does not leave, the database is of no more use. */
async function isEmptied({ enter, keeper }: Spares, name: string): Promise<boolean> {
  await keeper.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1",
    [name],
  );
  const admin = await enter(name).catch((error) => {
    if (error.code !== GONE) throw error;
  });
  if (!admin) return false;
  try {
    const { rows } = await admin.query("select spare.empty() as emptied", []);
    return rows[0]!.emptied === true;
  } finally {
    admin.destroy(new Error("Done"));
  }
}

async function sparesOf({ keeper, template }: Spares): Promise<string[]> {
  const { rows } = await keeper.query(
    "select datname from pg_database where starts_with(datname, $1) order by datname",
    [prefixOf(template)],
  );
  return rows.map(({ datname }) => String(datname));
}

async function lock({ keeper }: Spares, name: string): Promise<boolean> {
  const { rows } = await keeper.query(
    `select pg_try_advisory_lock(${LOCKS}, hashtext($1)) as mine`,
    [name],
  );
  return rows[0]!.mine === true;
}

async function makeDatabase(spares: Spares): Promise<string> {
  const name = prefixOf(spares.template) + crypto.randomUUID().slice(0, 8);
  await lock(spares, name);
  // Copying files beats writing them to the log.
  await spares.keeper.script(
    `create database ${name} template ${spares.template} strategy file_copy owner ${spares.owner}`,
  );
  return name;
}

export const prefixOf = (template: string) => template.replace("template", "spare") + "_";

/** Goes into the template after its migrations, whose own rows are kept aside. */
export const emptyingScript = `
create schema spare;
create table spare.changes (tag text not null);
create table spare.kept (name text not null);

create function spare.note_change() returns event_trigger language plpgsql security definer as $$
begin
  insert into spare.changes values (tg_tag);
end $$;

create function spare.empty() returns boolean language plpgsql as $$
declare
  one record;
begin
  if exists (select from spare.changes) or exists (
    select from pg_database d left join pg_db_role_setting s on s.setdatabase = d.oid
    where d.datname = current_database() and (s.setdatabase is not null or datconnlimit <> -1)
  ) then return false; end if;
  set local session_replication_role = replica;
  for one in
    select format('public.%I', relname) as name, pg_relation_size(oid) > 65536 as large
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'migrations'
      and pg_relation_size(oid) > 0
  loop
    execute case when one.large then format('truncate %s cascade', one.name)
      else format('delete from %s', one.name) end;
  end loop;
  for one in select name from spare.kept loop
    execute format('insert into public.%1$I overriding system value select * from spare.%1$I',
      one.name);
  end loop;
  perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
  from pg_sequences where schemaname = 'public' and last_value is not null;
  return true;
end $$;

do $$
declare
  one record;
begin
  for one in
    select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and relname <> 'migrations' and pg_relation_size(oid) > 0
  loop
    execute format('create table spare.%1$I as table public.%1$I', one.relname);
    insert into spare.kept values (one.relname);
  end loop;
end $$;

create event trigger note_change on ddl_command_end execute function spare.note_change();
`;
