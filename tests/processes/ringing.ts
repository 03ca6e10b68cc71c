// A process that rings the clock without rest, now and then a little late, until it is ended.
import { dnsResolver } from "../../domain/base/dns.ts";
import { claimSlots, minutely } from "../../domain/base/clock.ts";
import { asSystem, connect, HOUSE } from "../../domain/base/db.ts";
import { sql } from "kysely";
import { ringDue } from "../../jobs/schedule.ts";

const db = connect(Deno.env.get("DATABASE_URL")!, 3, "thread-ringing");
const publicUrl = new URL("http://thread.test");
const resolveDns = dnsResolver(undefined);
const outside = { fetch, now: () => new Date(), secret: () => undefined, publicUrl, resolveDns };
console.log("Thread is ready at http://nowhere");
for (;;) {
  await ringDue(db, outside);
  await asSystem(db, async (tx) => {
    for (const _slot of await claimSlots(tx, minutely("counted"))) {
      // A key of its own, so that two claims of one slot would be two jobs.
      const key = `${Deno.pid} ${crypto.randomUUID()}`;
      await sql`insert into jobs (org_id, kind, lane, key)
        values (${HOUSE}, 'seal_events', 'inside', ${key})`.execute(tx);
    }
  });
  await new Promise((done) => setTimeout(done, Math.random() * 30));
}
