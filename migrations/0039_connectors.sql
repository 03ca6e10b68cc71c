-- A service of an organisation's own that Thread reads from. Its tokens are in the vault, under
-- "connection/<id>".
create table connections (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  service text not null check (service in ('salesforce', 'hubspot', 'notion')),
  name text not null check (length(name) between 1 and 80),
  environment text not null default 'production'
    check (environment in ('production', 'sandbox', 'development')),
  state text not null default 'pending'
    check (state in ('pending', 'connected', 'reconnect', 'disconnected')),
  -- Why somebody has to connect it again, or why it could not be connected.
  reason text not null default '' check (length(reason) <= 500),
  -- The portal, organisation or bot that events name.
  outside_id text check (length(outside_id) between 1 and 120),
  outside_name text check (length(outside_name) <= 200),
  -- Where people sign in, if they typed it, and where the API is, if each customer has its own.
  host text check (length(host) <= 253),
  address text check (length(address) <= 300),
  scopes text[] not null default '{}',
  settings jsonb not null default '{}',
  -- Which token is held: who finds another than the one that failed need not renew it.
  token_number integer not null default 0,
  token_ends_at timestamptz,
  -- Who renews it holds it until then; nobody else asks meanwhile.
  renewing_until timestamptz,
  hook_hash bytea check (length(hook_hash) = 32),
  -- A service that brings its own secret has brought it, and it is never replaced from outside.
  hook_proven boolean not null default false,
  connected_by uuid,
  connected_at timestamptz,
  last_event_at timestamptz,
  last_success_at timestamptz,
  last_failure_at timestamptz,
  last_failure text not null default '' check (length(last_failure) <= 500),
  -- Of the allowance that the service gives, as its last answer told it.
  used integer check (used >= 0),
  allowed integer check (allowed > 0),
  -- How many requests left in the present window.
  window_at timestamptz,
  window_count integer not null default 0,
  -- How many failed in a row, and until when none is tried.
  failures integer not null default 0,
  paused_until timestamptz,
  poll_seconds integer not null default 300 check (poll_seconds between 30 and 86400),
  poll_at timestamptz,
  polled_to timestamptz,
  poll_cursor text check (length(poll_cursor) <= 2000),
  -- It answers from within Thread, to show what a deal does.
  simulated boolean not null default false,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, connected_by) references members (org_id, id)
) with (fillfactor = 80);
create unique index connections_by_name on connections (org_id, service, lower(name))
  where state <> 'disconnected';
create index connections_by_hook on connections (hook_hash) where hook_hash is not null;
create index connections_outside on connections (service, outside_id)
  where outside_id is not null and state <> 'disconnected';
create index connections_to_poll on connections (poll_at) where poll_at is not null;
alter table connections enable row level security;
alter table connections force row level security;
create policy own_org on connections
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on connections as restrictive using (is_staff());
create policy system_reads on connections for select to thread_system using (true);
grant select, insert, update on connections to thread_app;
grant select (org_id, id, service, state, outside_id, hook_hash, poll_at) on connections
  to thread_system;

-- Somebody has gone to the service to agree. What proves it was them when they come back.
create table connection_attempts (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  connection_id uuid not null,
  member_id uuid not null,
  state_hash bytea not null check (length(state_hash) = 32),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (org_id, id),
  unique (org_id, state_hash),
  foreign key (org_id, connection_id) references connections (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);
alter table connection_attempts enable row level security;
alter table connection_attempts force row level security;
create policy own_org on connection_attempts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on connection_attempts as restrictive using (is_staff());
grant select, insert, update, delete on connection_attempts to thread_app;

-- Everything a service has told, or that was found by looking, and what became of it in words.
create table deliveries (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  connection_id uuid not null,
  source text not null check (source in ('hook', 'poll', 'resent', 'test')),
  -- The service's own number for it: what arrives again is counted and not done again.
  dedupe_key text not null check (length(dedupe_key) between 1 and 300),
  kind text not null check (length(kind) between 1 and 80),
  record_id text not null check (length(record_id) between 1 and 120),
  record_name text check (length(record_name) <= 300),
  body jsonb not null default '{}',
  said_at timestamptz,
  arrived_at timestamptz not null default now(),
  times integer not null default 1,
  state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
  why text not null default '' check (length(why) <= 1000),
  -- For each workflow that listens: [{"workflow", "name", "fate", "why", "run"}].
  fates jsonb not null default '[]',
  done_at timestamptz,
  primary key (org_id, id),
  unique (org_id, connection_id, dedupe_key),
  foreign key (org_id, connection_id) references connections (org_id, id)
);
create index deliveries_of_connection on deliveries (org_id, connection_id, id desc);
create index deliveries_failed on deliveries (org_id, connection_id, id desc)
  where state = 'failed';
create index deliveries_old on deliveries (org_id, arrived_at);
alter table deliveries enable row level security;
alter table deliveries force row level security;
create policy own_org on deliveries
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on deliveries as restrictive using (is_staff());
grant select, insert, update, delete on deliveries to thread_app;

-- What each connection has to offer, as it was last asked.
create table connection_schemas (
  org_id uuid not null default current_org() references orgs,
  connection_id uuid not null,
  fields jsonb not null default '[]',
  stages jsonb not null default '[]',
  places jsonb not null default '[]',
  -- Values of a real record, by field; what the connected user may not see is not among them.
  sample jsonb not null default '{}',
  hidden text[] not null default '{}',
  faults text[] not null default '{}',
  read_at timestamptz not null default now(),
  primary key (org_id, connection_id),
  foreign key (org_id, connection_id) references connections (org_id, id)
);
alter table connection_schemas enable row level security;
alter table connection_schemas force row level security;
create policy own_org on connection_schemas
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on connection_schemas as restrictive using (is_staff());
grant select, insert, update, delete on connection_schemas to thread_app;

-- Which field there becomes what here. A run takes them as they stand when it starts.
create table field_mappings (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  connection_id uuid not null,
  field text not null check (length(field) between 1 and 200),
  field_label text not null check (length(field_label) between 1 and 200),
  field_of text not null default '' check (length(field_of) <= 120),
  type text not null check (length(type) between 1 and 20),
  -- A fact of the account such as "arr", or "field:<key>" for one of the organisation's own.
  target text not null check (length(target) between 1 and 80),
  -- Who wins where both changed it after the account was made.
  policy text not null default 'if_empty' check (policy in ('crm', 'thread', 'if_empty')),
  required boolean not null default false,
  standard boolean not null default false,
  version integer not null default 1,
  primary key (org_id, id),
  unique (org_id, connection_id, target),
  foreign key (org_id, connection_id) references connections (org_id, id)
);
alter table field_mappings enable row level security;
alter table field_mappings force row level security;
create policy own_org on field_mappings
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on field_mappings as restrictive using (is_staff());
grant select, insert, update, delete on field_mappings to thread_app;

-- A record of the service that Thread knows, and the account that was made of it.
create table outside_records (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  connection_id uuid not null,
  record_id text not null check (length(record_id) between 1 and 120),
  name text not null default '' check (length(name) <= 300),
  url text check (length(url) <= 1000),
  stage text check (length(stage) <= 200),
  stage_label text check (length(stage_label) <= 200),
  state text not null default 'seen' check (state in ('seen', 'waiting', 'linked', 'gone')),
  -- Why it waits: a sentence for each thing that is missing or wrong.
  lacks text[] not null default '{}',
  account_id uuid,
  -- What was mapped, as it was last read: by target.
  mapped jsonb not null default '{}',
  changed_at timestamptz,
  seen_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, connection_id, record_id),
  foreign key (org_id, connection_id) references connections (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
create index outside_records_of_account on outside_records (org_id, account_id)
  where account_id is not null;
create index outside_records_waiting on outside_records (org_id, connection_id, id desc)
  where state = 'waiting';
create index outside_records_newest on outside_records (org_id, connection_id, seen_at desc, id);
alter table outside_records enable row level security;
alter table outside_records force row level security;
create policy own_org on outside_records
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on outside_records as restrictive using (is_staff());
grant select, insert, update, delete on outside_records to thread_app;

-- Notes, activities and long texts of such a record: what the AI may read, each under its name.
create table outside_texts (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  outside_record_id uuid not null,
  text_id text not null check (length(text_id) between 1 and 200),
  kind text not null check (kind in ('note', 'activity', 'history', 'field')),
  title text not null check (length(title) between 1 and 300),
  body text not null check (length(body) between 1 and 100000),
  written_at timestamptz,
  read_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, outside_record_id, text_id),
  foreign key (org_id, outside_record_id) references outside_records (org_id, id)
);
alter table outside_texts enable row level security;
alter table outside_texts force row level security;
create policy own_org on outside_texts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on outside_texts as restrictive using (is_staff());
grant select, insert, update, delete on outside_texts to thread_app;

-- Asked by every call before its organisation is known; whoever knows the address acts in it.
create function connection_of(hash bytea)
returns table (org_id uuid, connection_id uuid, service text, state text, outside_id text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  select c.org_id, c.id, c.service, c.state, c.outside_id
    into org_id, connection_id, service, state, outside_id
  from public.connections c where c.hook_hash = hash;
  if not found then return; end if;
  perform set_config('thread.org_id', org_id::text, true),
    set_config('thread.actor_kind', 'outside', true),
    set_config('thread.cause', 'hook', true);
  return next;
end $$;

-- Whose a call to the address of all connections is, once its signature is proven: ids only.
create function connections_at(of_service text, outside_ids text[])
returns table (org_id uuid, connection_id uuid, outside_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.org_id, c.id, c.outside_id from public.connections c
  where c.service = of_service and c.outside_id = any(outside_ids) and c.state <> 'disconnected'
$$;
grant create on schema public to thread_system;
alter function connection_of(bytea) owner to thread_system;
alter function connections_at(text, text[]) owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function connection_of(bytea), connections_at(text, text[]) from public;
grant execute on function connection_of(bytea), connections_at(text, text[])
  to thread_app, thread_system;
