import { sql } from "kysely";
import type { Db } from "./db.ts";
import { Refused } from "./errors.ts";
import { missingMigrations } from "./migrate.ts";

/** Row security binds neither a superuser nor a table's owner, so Thread does not serve as one. */
export async function refuseUnsafeRole({ plain }: Db): Promise<void> {
  const { rows: [role] } = await sql<Risks>`
    select current_user as name, r.rolsuper as super, r.rolbypassrls as bypass,
      exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm'))
        as owns
    from pg_roles r where r.rolname = current_user`.execute(plain);
  const why = role!.super
    ? "is a superuser"
    : role!.bypass
    ? "may bypass row security"
    : role!.owns
    ? "owns tables"
    : undefined;
  if (why) {
    throw new Refused(
      `DATABASE_URL signs in as "${role!.name}", which ${why}; sign in as thread_app instead`,
    );
  }
}

interface Risks {
  name: string;
  super: boolean;
  bypass: boolean;
  owns: boolean;
}

export async function refuseOldSchema({ plain }: Db): Promise<void> {
  const applied = await sql<{ name: string }>`select name from migrations`.execute(plain);
  const missing = await missingMigrations(applied.rows.map(({ name }) => name));
  if (missing.length > 0) {
    throw new Refused(
      `The database lacks ${missing.length} migration(s), first "${
        missing[0]
      }"; run the migrate task`,
    );
  }
}
