import assert from "node:assert/strict";
import { type Db, inOrg } from "../../domain/base/db.ts";
import { verifyChain } from "../../domain/base/seals.ts";
import type { Account } from "../chaos.ts";
import type { ChaosPostgres } from "../chaos_postgres.ts";
import { eventually } from "../processes.ts";
import type { Received } from "../smtp_sink.ts";
import type { Ledger } from "./workload.ts";

export interface Evidence {
  postgres: ChaosPostgres;
  db: Db;
  ledger: Ledger;
  received: Received[];
  struck: Account["struck"];
}

export type Figures = Record<string, number>;

/** Each answers the rows that break it, so that a failure names them. */
const BREACHES: Record<string, string> = {
  "I3 a mail's outcome is recorded exactly once": `
    select m.id, m.class, m.state, array_agg(e.kind order by e.id) as events
    from mails m left join events e on e.org_id = m.org_id and e.subject_id = m.id
    group by m.org_id, m.id having
      count(*) filter (where e.kind = 'mail.sent') <> (m.state = 'sent')::int
      or count(*) filter (where e.kind = 'mail.failed') <> (m.state = 'failed')::int
      or (m.state = 'unknown' and count(*) filter (where e.kind = 'mail.unknown') <> 1)`,
  "I4 every mail is sent, failed or unknown": `
    select id, class, state, attempts, error from mails
    where state not in ('sent', 'failed', 'unknown')`,
  "I4 nothing leaves that nobody approved": `
    select m.id, d.state from mails m join drafts d on d.org_id = m.org_id and d.id = m.draft_id
    where d.state <> 'left' or d.approved_at is null`,
  "I5 an approved draft is one mail": `
    select d.id, count(m.id) from drafts d
    left join mails m on m.org_id = d.org_id and m.draft_id = d.id
    where d.state in ('approved', 'left') group by d.org_id, d.id having count(m.id) <> 1`,
  "an action says what became of its mail": `
    select a.id, a.state, m.state as mail from actions a
    join mails m on m.org_id = a.org_id and m.subject_id = a.id and m.draft_id is not null
    where a.state <> case when m.state = 'sent' then 'completed' else 'failed' end`,
  "I6 no lease is left": `
    select id::text, 'job' as what, leased_until from jobs where lease_token is not null
      and kind not in ('seal_events', 'settle_mails')
    union all select id::text, 'mail', leased_until from mails where leased_until is not null`,
  "I7 every event is sealed once": `
    select * from (
      select o.id, (select count(*) from events e where e.org_id = o.id) as events,
        (select count(*) from event_seals s where s.org_id = o.id) as seals from orgs o
    ) counts where events <> seals`,
  "I8 nothing hangs on another organisation's row": `
    select 'event' as what, e.id::text from events e join mails m on m.id = e.subject_id
      where e.org_id <> m.org_id
    union all select 'event', e.id::text from events e join members m on m.id = e.subject_id
      where e.org_id <> m.org_id
    union all select 'job', j.id::text from jobs j
      join mails m on m.id::text = j.payload ->> 'mailId' where j.org_id <> m.org_id
    union all select 'session', s.id::text from sessions s where s.org_id is not null
      and not exists (select from members m
        where m.org_id = s.org_id and m.identity_id = s.identity_id)
    union all select 'invitation', i.id::text from invitations i
      join members m on m.id = i.invited_by where m.org_id <> i.org_id`,
  "I9 the clock's slots are whole, and one a tick": `
    select name, slot from cron_slots
    where name not in ('project-plans', 'rewrap-vault', 'prune') and slot <> date_trunc('minute', slot)
    union all select name, min(slot) from cron_slots
    where name in ('project-plans', 'rewrap-vault', 'prune')
    group by name, slot::date having count(*) > 1`,
  "no job waits for a person": `
    select id, kind, attempts, last_error from jobs where parked_at is not null`,
};

const PASSING: Record<string, string> = {
  "no advisory lock is held": `select pid, objid from pg_locks where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())`,
  "nobody idles in a transaction": `
    select pid, application_name, query from pg_stat_activity
    where state like 'idle in transaction%' and state_change < clock_timestamp() - interval '10 s'`,
};

/** Asks every question that must hold after the storm. Answers what was counted meanwhile. */
export async function checkInvariants(evidence: Evidence): Promise<Figures> {
  const { postgres, db, ledger } = evidence;
  for (const [name, breaches] of Object.entries(BREACHES)) {
    assert.deepEqual((await postgres.ask(breaches)).slice(0, 5), [], name);
  }
  for (const [name, breaches] of Object.entries(PASSING)) {
    await eventually(`I6 ${name}`, async () => (await postgres.ask(breaches)).length === 0);
  }
  const figures = {
    ...await assertAcknowledged(postgres, ledger),
    ...await assertReceived(evidence),
    "sealed events": await assertChains(postgres, db),
  };
  return { ...figures, ...await countMails(postgres) };
}

async function assertAcknowledged(postgres: ChaosPostgres, ledger: Ledger): Promise<Figures> {
  const mails = await postgres.ask<{ id: string; class: string; to_address: string }>(
    "select id, class, to_address from mails",
  );
  const ids = new Map(mails.map((mail) => [mail.id, mail.class]));
  const lost = ledger.posted.filter(({ id, mailClass }) => ids.get(id) !== mailClass);
  assert.deepEqual(lost, [], "an acknowledged mail is lost");
  const letters = Map.groupBy(mails, ({ to_address }) => to_address);
  const unwritten = ledger.lettersTo.filter((email) => letters.get(email)?.length !== 1);
  assert.deepEqual(unwritten, [], "a promised letter was not written exactly once");
  const invitations = await postgres.ask<{ org_id: string; email: string; mails: number }>(
    `select org_id, email, (select count(*) from mails m
       where m.org_id = i.org_id and m.subject_id = i.id) as mails from invitations i`,
  );
  const sent = new Set(
    invitations.map(({ org_id, email, mails }) => `${org_id} ${email} ${mails}`),
  );
  const uninvited = ledger.invited.filter(({ orgId, email }) => !sent.has(`${orgId} ${email} 1`));
  assert.deepEqual(uninvited, [], "an acknowledged invitation, or its letter, is lost");
  const names = await postgres.ask<{ id: string; name: string; member_name: string }>(
    `select i.id, i.name, m.name as member_name
     from identities i join members m on m.identity_id = i.id`,
  );
  const forgotten = names.filter(({ id, name, member_name }) => {
    const { told, untold } = ledger.names.get(id) ?? { told: "Nobody", untold: [] };
    const allowed = [told || "Nobody", ...untold];
    return !allowed.includes(name) || !allowed.includes(member_name);
  });
  assert.deepEqual(forgotten, [], "an acknowledged name is lost");
  return {
    "acknowledged mails": ledger.posted.length,
    "acknowledged letters": ledger.lettersTo.length,
    "acknowledged invitations": ledger.invited.length,
    "people renamed": [...ledger.names.values()].filter(({ told }) => told).length,
  };
}

/** I4 and I5: what the mail server got is what was approved, as often as crashes can explain. */
async function assertReceived({ postgres, received, struck }: Evidence): Promise<Figures> {
  const rows = await postgres.ask<
    { id: string; class: string; state: string; readers: string[] }
  >(
    "select id, class, state, array[to_address] || more_to || cc || bcc as readers from mails",
  );
  const approved = new Map(rows.map((row) => [row.id, row]));
  const strikes = struck.map(({ at }) => Date.parse(at));
  const copies = Map.groupBy(received, ({ messageId }) => messageId?.slice(1, 37) ?? "");
  const twice: Figures = { "duplicates sign_in": 0, "duplicates notice": 0 };
  for (const [id, all] of copies) {
    const mail = approved.get(id);
    assert.ok(mail, `I4 a mail was received that nobody approved: ${id}`);
    assert.deepEqual([...new Set(all.flatMap(({ to }) => to))], mail.readers);
    if (mail.class === "customer") {
      assert.notEqual(mail.state, "failed", `I4 mail ${id} is noted as failed, but was received`);
    }
    if (all.length === 1) continue;
    assert.notEqual(mail.class, "customer", `I5 ${all.length} copies of customer mail ${id}`);
    const crashes = strikes.filter((at) => at > all[0]!.at - 1000 && at < all.at(-1)!.at + 1000);
    const unanswered = all.filter(({ answered }) => !answered).length;
    assert.ok(
      all.length <= 1 + crashes.length + unanswered,
      `I5 ${all.length} copies of mail ${id}, after ${crashes.length} strikes`,
    );
    twice[`duplicates ${mail.class}`]! += all.length - 1;
  }
  const missing = rows.filter(({ id, state }) => state === "sent" && !copies.has(id));
  assert.deepEqual(missing, [], "a mail is noted as sent that nobody received");
  return { received: received.length, "duplicates customer": 0, ...twice };
}

async function assertChains(postgres: ChaosPostgres, db: Db): Promise<number> {
  const orgs = await postgres.ask<{ id: string }>("select id from orgs");
  let sealed = 0;
  for (const { id } of orgs) {
    const { verified, broken } = await inOrg(db, id, { kind: "system" }, (tx) => verifyChain(tx));
    assert.equal(broken, undefined, "I7 a chain of seals is broken");
    sealed += verified;
  }
  return sealed;
}

async function countMails(postgres: ChaosPostgres): Promise<Figures> {
  const counts = await postgres.ask<{ what: string; count: number }>(
    "select class || ' ' || state as what, count(*) from mails group by 1 order by 1",
  );
  return Object.fromEntries(counts.map(({ what, count }) => [what, Number(count)]));
}
