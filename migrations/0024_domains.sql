-- A domain of an organisation's own: where its portal answers, or where its mail comes from. A TXT
-- record shows that whoever typed it holds it, and is looked for again every day.
create table domains (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  kind text not null check (kind in ('portal', 'mail')),
  name text collate "C" not null check (name = lower(name) and length(name) between 4 and 253),
  -- Of mail: what stands before the @.
  mailbox text collate "C" check (mailbox = lower(mailbox) and length(mailbox) between 1 and 64),
  -- What the TXT record has to say. It is public there.
  token text not null check (length(token) between 20 and 100),
  -- `failing` still answers for a week; `lapsed` does not, and comes back when the record does.
  state text not null default 'pending'
    check (state in ('pending', 'verified', 'failing', 'lapsed', 'removed')),
  -- The name leads here; or mail from it will be taken for genuine.
  is_ready boolean not null default false,
  -- What the last look found, record by record; see domain/people/domain_records.ts.
  findings jsonb not null default '[]',
  next_check_at timestamptz default now(),
  -- Somebody pressed the button and waits for the answer.
  is_asked boolean not null default false,
  checked_at timestamptz,
  verified_at timestamptz,
  failing_since timestamptz,
  removed_at timestamptz,
  added_by uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, added_by) references members (org_id, id),
  check ((kind = 'mail') = (mailbox is not null)),
  check ((state = 'removed') = (removed_at is not null)),
  check (state <> 'failing' or failing_since is not null)
);
create unique index domains_in_use on domains (org_id, kind) where state <> 'removed';
create index domains_to_check on domains (next_check_at) where state <> 'removed';
alter table domains enable row level security;
alter table domains force row level security;
create policy own_org on domains using (org_id = current_org()) with check (org_id = current_org());
create policy system_reads on domains for select to thread_system using (true);
grant select, insert, update on domains to thread_app;
-- Letters that a customer's act makes lead to the organisation's own name too.
grant select (org_id, kind, name, state, is_ready) on domains to thread_portal;
grant select (org_id, id, kind, name, state, next_check_at) on domains to thread_system;

-- Which organisation answers under a name. Global, because one alone can; no tenant reads it. A name
-- that was given up stays theirs for 30 days, so that nobody takes over links that still travel.
create table portal_hosts (
  name text collate "C" primary key,
  held_by uuid not null references orgs,
  given_up_at timestamptz
);
grant select, insert, update on portal_hosts to thread_system;

create function org_of_host(host text) returns uuid
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select h.held_by from public.portal_hosts h where h.name = host and h.given_up_at is null;
end;

-- Whether another organisation holds it; not which.
create function is_host_taken(host text) returns boolean
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select exists (select from public.portal_hosts h
    where h.name = host and h.held_by <> public.current_org()
      and (h.given_up_at is null or h.given_up_at > now() - interval '30 days'));
end;

-- For the organisation of the transaction, after its TXT record was seen. False: another holds it.
create function claim_host(host text) returns boolean
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  with claimed as (
    insert into public.portal_hosts as h (name, held_by) values (host, public.current_org())
    on conflict (name) do update set held_by = excluded.held_by, given_up_at = null
      where h.held_by = excluded.held_by or h.given_up_at <= now() - interval '30 days'
    returning 1
  )
  select exists (select from claimed);
end;

create function give_up_host(host text) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  update public.portal_hosts h set given_up_at = now()
  where h.name = host and h.held_by = public.current_org() and h.given_up_at is null;
end;

grant create on schema public to thread_system;
alter function org_of_host(text) owner to thread_system;
alter function is_host_taken(text) owner to thread_system;
alter function claim_host(text) owner to thread_system;
alter function give_up_host(text) owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function org_of_host(text), is_host_taken(text), claim_host(text),
  give_up_host(text) from public;
grant execute on function org_of_host(text), is_host_taken(text), claim_host(text),
  give_up_host(text) to thread_app;
