import assert from "node:assert/strict";
import { type Connection, openConnection } from "../domain/base/driver.ts";
import { testDatabase } from "../tests/postgres.ts";
import {
  PORTAL_GRANTS,
  REVIEWED_DEFINERS,
  SHARED_WITH_CUSTOMERS,
  SYSTEM_GRANTS,
} from "./catalogue_data.ts";

/** Reviewed: tables that belong to no organisation. No role of a tenant transaction reads them. */
const GLOBAL_TABLES = [
  "challenges",
  "cron_slots",
  "identities",
  "known_devices",
  "migrations",
  "portal_hosts",
  "sessions",
  "throttles",
];

Deno.test("every tenant table has forced row security and one uniform policy", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(await catalogue.names(TABLES_WITHOUT_ORG), GLOBAL_TABLES);
  assert.deepEqual(await catalogue.names(UNFORCED), []);
  assert.deepEqual(await catalogue.names(WITHOUT_UNIFORM_POLICY), []);
});

Deno.test("only named policies stand beside the uniform one", async () => {
  await using catalogue = await openCatalogue();
  const others = await catalogue.names(
    `select distinct policyname as name from pg_policies where policyname <> 'own_org' order by 1`,
  );
  for (const name of others) {
    assert.match(
      name,
      /^(staff_only|own_account|own_action|own_contact|own_role|members_\w+|open_only|system_\w+)$/,
    );
  }
  assert.deepEqual(await catalogue.names(OPEN_TO_MORE_THAN_SYSTEM), []);
});

Deno.test("a customer reads of shared tables what belongs to their account, and nothing else", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(
    await catalogue.names(
      `select tablename || ': ' || qual as name from pg_policies
       where policyname = 'own_account' and permissive = 'RESTRICTIVE' order by 1`,
    ),
    SHARED_WITH_CUSTOMERS,
  );
});

Deno.test("what keeps customers out does not mislead the planner about how many rows are left", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(
    await catalogue.names(
      `select tablename as name from pg_policies
       where policyname = 'staff_only' and qual is distinct from 'is_staff()'`,
    ),
    [],
  );
  const [row] = await catalogue.rows(
    `explain (format json) select from generate_series(1, 1000) where is_staff()`,
  );
  const [{ Plan: plan }] = row!["QUERY PLAN"] as [{ Plan: { "Plan Rows": number } }];
  assert.ok(plan["Plan Rows"] > 900, `${plan["Plan Rows"]} of 1,000 rows are expected`);
});

Deno.test("the app and the system own nothing and bypass nothing", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(
    await catalogue.names(
      `select rolname as name from pg_roles where rolname in ('thread_app', 'thread_system', 'thread_portal')
       and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole)`,
    ),
    [],
  );
  assert.deepEqual(
    await catalogue.names(
      `select relname as name from pg_class c join pg_roles r on r.oid = c.relowner
       where rolname in ('thread_app', 'thread_system', 'thread_portal')`,
    ),
    [],
  );
  assert.deepEqual(
    await catalogue.names(
      `select 'schema' as name where has_schema_privilege('thread_app', 'public', 'create')
       or has_schema_privilege('thread_system', 'public', 'create')`,
    ),
    [],
  );
});

Deno.test("a definer function is reviewed, owned by a bound role, and keeps its search path", async () => {
  await using catalogue = await openCatalogue();
  const rows = await catalogue.rows(
    `select p.proname as name, r.rolname as owner, r.rolsuper or r.rolbypassrls as unbound,
       array_to_string(p.proconfig, ',') as config,
       has_function_privilege('public', p.oid, 'execute') as public
     from pg_proc p join pg_roles r on r.oid = p.proowner
     where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`,
  );
  const reviewed = REVIEWED_DEFINERS.map((name) => ({
    name,
    owner: "thread_system",
    unbound: false,
    config: "search_path=pg_catalog, public, pg_temp",
    public: false,
  }));
  assert.deepEqual(rows, reviewed);
});

Deno.test("no view or materialized view shows rows past their policies", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(
    await catalogue.names(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace
       and (relkind = 'm' or relkind = 'v'
         and not coalesce(reloptions @> '{security_invoker=true}', false))`,
    ),
    [],
  );
});

Deno.test("a foreign key between tenant tables carries the organisation on both sides", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(await catalogue.names(PLAIN_FOREIGN_KEYS), []);
});

Deno.test("a unique index on a tenant table begins with the organisation", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(await catalogue.names(GLOBAL_UNIQUES), []);
});

Deno.test("every tenant table's primary key is its organisation and its id", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(
    await catalogue.names(
      `select t.name from (${TENANT_TABLES}) t where not exists (
         select from pg_index i join pg_attribute a
           on a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'org_id'
         where i.indrelid = t.oid and i.indisprimary)`,
    ),
    [],
  );
});

Deno.test("the system role has exactly the reviewed grants", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(await catalogue.names(grantsOf("thread_system")), SYSTEM_GRANTS);
});

Deno.test("the role of customers has exactly the reviewed grants", async () => {
  await using catalogue = await openCatalogue();
  assert.deepEqual(await catalogue.names(grantsOf("thread_portal")), PORTAL_GRANTS);
});

Deno.test("the app cannot change what happened, nor read before an organisation is known", async () => {
  await using catalogue = await openCatalogue();
  const may = await catalogue.names(
    `select t || ': ' || p as name from unnest(array['events', 'identities', 'sessions',
       'challenges', 'throttles', 'known_devices', 'cron_slots', 'event_seals']) t,
       unnest(array['select', 'insert', 'update', 'delete', 'truncate']) p
     where has_table_privilege('thread_app', t, p) order by 1`,
  );
  assert.deepEqual(may, [
    "event_seals: insert",
    "event_seals: select",
    "events: insert",
    "events: select",
  ]);
});

const TENANT_TABLES = `select c.oid, c.relname as name from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and exists (
    select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id'
      and a.attnotnull and not a.attisdropped)`;

const TABLES_WITHOUT_ORG = `select relname as name from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'orgs'
    and oid not in (select oid from (${TENANT_TABLES}) t) order by 1`;

const GUARDED = `select oid, name from (${TENANT_TABLES}) t
  union all select 'orgs'::regclass::oid, 'orgs'`;

const UNFORCED = `select g.name from (${GUARDED}) g join pg_class c using (oid)
  where not (c.relrowsecurity and c.relforcerowsecurity)`;

const WITHOUT_UNIFORM_POLICY = `select g.name from (${GUARDED}) g where not exists (
  select from pg_policies p where p.tablename = g.name and p.policyname = 'own_org'
    and p.permissive = 'PERMISSIVE' and p.cmd = 'ALL' and p.roles = '{public}'
    and p.qual ~ '^\\((org_)?id = current_org\\(\\)\\)$' and p.with_check = p.qual)`;

const OPEN_TO_MORE_THAN_SYSTEM = `select tablename || '.' || policyname as name from pg_policies
  where permissive = 'PERMISSIVE' and policyname <> 'own_org' and roles <> '{thread_system}'`;

const PLAIN_FOREIGN_KEYS = `select k.conname as name from pg_constraint k
  join (${TENANT_TABLES}) a on a.oid = k.conrelid join (${TENANT_TABLES}) b on b.oid = k.confrelid
  where k.contype = 'f' and not exists (
    select from generate_subscripts(k.conkey, 1) i
    join pg_attribute x on x.attrelid = k.conrelid and x.attnum = k.conkey[i]
    join pg_attribute y on y.attrelid = k.confrelid and y.attnum = k.confkey[i]
    where x.attname = 'org_id' and y.attname = 'org_id')`;

const GLOBAL_UNIQUES = `select i.indexrelid::regclass::text as name from pg_index i
  join (${TENANT_TABLES}) t on t.oid = i.indrelid
  where i.indisunique and not exists (select from pg_attribute a
    where a.attrelid = i.indrelid and a.attnum = i.indkey[0] and a.attname = 'org_id')`;

const grantsOf = (role: string) =>
  `select table_name || ': ' || string_agg(what, ' ' order by nth, what) as name
  from (
    select table_name, lower(privilege_type) as what,
      array_position('{SELECT,INSERT,UPDATE,DELETE}', privilege_type::text) as nth
    from information_schema.table_privileges
    where grantee = '${role}' and table_schema = 'public'
    union all
    select table_name,
      lower(privilege_type) || '(' || string_agg(column_name, ', ' order by column_name) || ')', 9
    from information_schema.column_privileges c
    where grantee = '${role}' and table_schema = 'public' and not exists (
      select from information_schema.table_privileges t where t.grantee = c.grantee
        and t.table_name = c.table_name and t.privilege_type = c.privilege_type)
    group by table_name, privilege_type
  ) grants group by table_name order by table_name`;

async function openCatalogue() {
  const database = await testDatabase();
  const admin: Connection = await openConnection({
    url: database.adminUrl,
    applicationName: "thread-catalogue",
  });
  const rows = async (text: string) => [...(await admin.query(text, [])).rows];
  return {
    rows,
    names: async (text: string) => (await rows(text)).map(({ name }) => String(name)),
    async [Symbol.asyncDispose]() {
      admin.destroy(new Error("The test is over"));
      await database.release();
    },
  };
}
