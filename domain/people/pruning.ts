import { sql } from "kysely";
import type { SystemDb } from "../base/db.ts";

/** Forgets what can no longer be used: ended sessions, old proofs and browsers, throttles at rest. */
export async function pruneSignIns(tx: SystemDb): Promise<void> {
  await sql`
    delete from sessions
    where expires_at < now() or seen_at < now() - interval '14 days'`.execute(tx);
  await sql`delete from challenges where expires_at < now() - interval '1 day'`.execute(tx);
  await sql`
    delete from throttles
    where blocked_until < now() and touched_at < now() - interval '1 day'`.execute(tx);
  await sql`delete from known_devices where seen_at < now() - interval '180 days'`.execute(tx);
}
