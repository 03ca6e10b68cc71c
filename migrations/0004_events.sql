-- Append-only: what happened, who did it, and why. Written in the transaction that did it.
create table events (
  org_id uuid not null default current_org() references orgs,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  kind text not null,
  account_id uuid,
  subject_id uuid,
  actor_kind text not null default current_actor_kind(),
  actor_id uuid default current_actor_id(),
  cause text default current_cause(),
  data jsonb not null default '{}',
  xid xid8 not null default pg_current_xact_id(),
  primary key (org_id, id)
);
create index events_by_subject on events (org_id, subject_id, id desc) where subject_id is not null;
-- In the order the sealer links them; see domain/base/seals.ts.
create index events_by_xid on events (org_id, xid, id);
create index events_by_id on events using brin (id);
alter table events enable row level security;
alter table events force row level security;
create policy own_org on events using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on events as restrictive
  using (is_staff()) with check (true); -- A customer's act is recorded, not read.
create policy system_reads on events for select to thread_system using (true);
grant select, insert on events to thread_app;
grant select (org_id, id, xid) on events to thread_system;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'events are append-only' using errcode = '42501';
end $$;
create trigger append_only before update or delete or truncate on events
  for each statement execute function refuse_change();

-- The sealer links each organisation's events into a hash chain, after they are settled.
create table event_seals (
  org_id uuid not null default current_org() references orgs,
  seal_no bigint not null,
  event_id bigint not null,
  hash bytea not null,
  sealed_at timestamptz not null default now(),
  primary key (org_id, seal_no),
  unique (org_id, event_id),
  foreign key (org_id, event_id) references events (org_id, id)
);
alter table event_seals enable row level security;
alter table event_seals force row level security;
create policy own_org on event_seals
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on event_seals as restrictive using (is_staff());
create policy system_reads on event_seals for select to thread_system using (true);
grant select, insert on event_seals to thread_app;
grant select (org_id, event_id) on event_seals to thread_system;
