-- Work in the background. A done job is deleted; a parked one waits for a person.
create table jobs (
  org_id uuid not null default current_org() references orgs,
  id bigint generated always as identity,
  kind text not null,
  -- `inside` work needs the database only; `outside` work may wait for the network.
  lane text not null check (lane in ('inside', 'outside')),
  payload jsonb not null default '{}',
  key text,
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  lease_token uuid,
  leased_until timestamptz,
  parked_at timestamptz,
  last_error text,
  cause text default current_cause(),
  created_at timestamptz not null default now(),
  primary key (org_id, id)
);
-- A wake-up that arrives while its twin runs must not be lost: the claim takes the key away, so
-- only jobs never claimed are counted, and nothing that puts a job back can meet its twin.
create unique index jobs_once on jobs (org_id, kind, key) where key is not null;
create index jobs_due on jobs (lane, org_id, run_at, id)
  where lease_token is null and parked_at is null;
create index jobs_next on jobs (lane, run_at) where lease_token is null and parked_at is null;
create index jobs_leased on jobs (leased_until) where leased_until is not null;
create index jobs_parked on jobs (org_id, parked_at desc, id desc) where parked_at is not null;
-- Every row lives shortly, so the dead ones are swept by number and not by share.
alter table jobs set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000);
alter table jobs enable row level security;
alter table jobs force row level security;
create policy own_org on jobs using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on jobs as restrictive
  using (is_staff()) with check (true); -- A customer's act may enqueue, not read.
create policy system_routes on jobs to thread_system using (true) with check (true);
grant select, insert, update, delete on jobs to thread_app;
-- The clock's jobs carry no payload, so this role reads and writes none.
grant select (org_id, id, kind, lane, run_at, attempts, lease_token, leased_until, parked_at),
  insert (org_id, kind, lane, key),
  update (key, run_at, attempts, lease_token, leased_until, last_error)
  on jobs to thread_system;

-- Ringing twice does the work once: the slot's row is the claim, and the record of it.
create table cron_slots (
  name text not null,
  slot timestamptz not null,
  claimed_at timestamptz not null default now(),
  primary key (name, slot)
);
grant select, insert, delete on cron_slots to thread_system;
