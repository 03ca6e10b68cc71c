import type { Db } from "../../domain/base/db.ts";
import { takeBackExpired } from "../../domain/base/queue_leases.ts";
import type { ChaosPostgres } from "../chaos_postgres.ts";
import { pause } from "../faults.ts";

interface Held {
  lease_token: string;
}

const HELD = `select lease_token from jobs where lease_token is not null
  union select lease_token from mails where state = 'sending'`;

/**
 * Waits until nothing is left to do. What a dead server held would come back after its lease, and
 * what failed would be tried again after its wait: the leases nobody uses any more are let run out,
 * and due times are brought near, so that it is not a matter of hours.
 */
export async function drain(
  postgres: ChaosPostgres,
  db: Db,
  { untilHung, patience = 120_000 }: { untilHung: number; patience?: number },
): Promise<{ seconds: number; left: unknown[] }> {
  const start = performance.now();
  const held = await postgres.ask<Held>(HELD);
  await pause(untilHung);
  const stillHeld = new Set((await postgres.ask<Held>(HELD)).map((one) => one.lease_token));
  const orphans = held.map((one) => one.lease_token).filter((token) => stillHeld.has(token));
  await letLeasesPass(postgres, orphans);
  for (;;) {
    const left = await whatIsLeft(postgres);
    const seconds = Math.round((performance.now() - start) / 1000);
    if (left.length === 0 || performance.now() - start > patience) return { seconds, left };
    await takeBackExpired(db); // As the next beat of any server would.
    await hurry(postgres);
    await pause(1000);
  }
}

/** As if this much time had passed for the leases of these tokens, or of all. */
export async function letLeasesPass(postgres: ChaosPostgres, tokens?: string[]): Promise<void> {
  for (const table of ["jobs", "mails"]) {
    await postgres.ask( // What is locked is being settled just now.
      `update ${table} set leased_until = leased_until - interval '5 minutes'
       where id in (select id from ${table} where leased_until > clock_timestamp()
         and ($1::uuid[] is null or lease_token = any($1)) for update skip locked)`,
      [tokens ?? null],
    );
  }
}

/** Brings near what waits, and lets the clock's minute come round again. */
export async function hurry(postgres: ChaosPostgres): Promise<void> {
  await postgres.ask(
    `update jobs set run_at = now() where lease_token is null and run_at > now()`,
  );
  await postgres.ask(
    `delete from cron_slots where slot > now() - interval '5 minutes'
       and name in ('seal-events', 'settle-mails', 'wake-due-runs', 'settle-runs')`,
  );
}

async function whatIsLeft(postgres: ChaosPostgres): Promise<unknown[]> {
  return await postgres.ask(
    `select 'job' as what, kind, attempts, last_error from jobs where parked_at is null
       and kind not in ('seal_events', 'settle_mails')
     union all
     select 'mail', state, attempts, error from mails m where state in ('approved', 'sending')
       and not exists (select from jobs j where parked_at is not null
         and j.payload ->> 'mailId' = m.id::text)
     union all
     select 'event', e.kind, 0, null from events e where not exists
       (select from event_seals s where s.org_id = e.org_id and s.event_id = e.id)
     limit 50`,
  );
}
