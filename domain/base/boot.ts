import { sql } from "kysely";
import type { Db } from "./db.ts";
import { openConnection } from "./driver.ts";
import { Busy, Refused } from "./errors.ts";
import { missingMigrations } from "./migrate.ts";

/** Says in one sentence why a database cannot be used, before anything waits for its connections. */
export async function reachDatabase(address: string, setting: string): Promise<void> {
  const { host, username, pathname } = new URL(address);
  try {
    const connection = await openConnection({ url: address, applicationName: "thread-boot" });
    connection.destroy(new Error("The database was reached"));
  } catch (error) {
    const { code = "" } = rootOf(error as Failure);
    const database = decodeURIComponent(pathname.slice(1));
    const why = REFUSALS[code]?.(decodeURIComponent(username), database) ??
      (code === "ECONNREFUSED" ? "nothing listens there" : "it does not answer");
    throw new Refused(`Cannot use the database at ${host}: ${why}; check ${setting}`, {
      cause: error,
    });
  }
}

const REFUSALS: Record<string, (user: string, database: string) => string> = {
  "28P01": (user) => `it refuses this password for "${user}"`,
  "28000": (user) => `it does not let "${user}" in`,
  "3D000": (_, database) => `it has no database "${database}"`,
  "53300": () => "all of its connections are taken",
  "57P03": () => "it is starting up or stopping",
  "ENOTFOUND": () => "no machine has this name",
  "EAI_AGAIN": () => "the name of this machine cannot be looked up now",
};

interface Failure {
  code?: string;
  cause?: Failure;
}

function rootOf(error: Failure): Failure {
  return error.cause ? rootOf(error.cause) : error;
}

/** Row security binds neither a superuser nor a table's owner, so Thread does not serve as one. */
export async function refuseUnsafeRole({ plain }: Db): Promise<void> {
  const risks = sql<Risks>`
    select current_user as name, r.rolsuper as super, r.rolbypassrls as bypass,
      exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p', 'v', 'm'))
        as owns
    from pg_roles r where r.rolname = current_user`;
  const { rows: [role] } = await patiently(() => risks.execute(plain));
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

/** A busy machine may need longer for its first connection than a visitor would be let wait. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Busy) || tries === 3) throw error;
    }
  }
}

export async function refuseOldSchema({ plain }: Db): Promise<void> {
  const { rows: [made] } = await sql<{ there: boolean }>`
    select coalesce(has_table_privilege(to_regclass('public.migrations'), 'select'), false) as there`
    .execute(plain);
  const applied = made!.there
    ? await sql<{ name: string }>`select name from migrations`.execute(plain)
    : { rows: [] };
  const missing = await missingMigrations(applied.rows.map(({ name }) => name));
  if (missing.length > 0) {
    throw new Refused(
      `The database lacks ${missing.length} migration(s), first "${
        missing[0]
      }"; run the migrate task`,
    );
  }
}
