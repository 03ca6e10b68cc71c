create table sessions (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique,
  identity_id uuid not null references identities on delete cascade,
  org_id uuid references orgs,
  method text not null,
  user_agent text not null default '',
  ip text not null default '',
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  stepped_up_at timestamptz,
  expires_at timestamptz not null default now() + interval '30 days'
);
create index on sessions (identity_id);

-- A proof asked for by mail: sign in, verify, reset, or step up. Only hashes are kept.
create table challenges (
  id uuid primary key default gen_random_uuid(),
  purpose text not null check (purpose in ('verify', 'sign_in', 'reset', 'step_up')),
  email text not null check (email = lower(email)),
  identity_id uuid references identities on delete cascade,
  token_hash bytea not null unique,
  code_hash bytea not null,
  browser_hash bytea not null,
  next text not null default '/',
  attempts integer not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '10 minutes',
  used_at timestamptz
);
create index on challenges (email, purpose);

create table throttles (
  key bytea primary key,
  failures integer not null default 0,
  blocked_until timestamptz not null default now(),
  touched_at timestamptz not null default now()
);

-- Browsers in which a person has signed in: others who guess at the password cannot slow them down.
create table known_devices (
  identity_id uuid not null references identities on delete cascade,
  token_hash bytea not null,
  seen_at timestamptz not null default now(),
  primary key (identity_id, token_hash)
);

grant select, insert, update, delete
  on identities, sessions, challenges, throttles, known_devices to thread_system;

-- The one question every request asks, in one statement and without a transaction.
create function session_of(hash bytea)
returns table (
  session_id uuid, identity_id uuid, email text, person_name text, operator boolean,
  theme text, hotkeys boolean, has_password boolean, is_fresh boolean, is_stale boolean,
  org_id uuid, org_name text, member_id uuid, member_name text, roles text[], orgs jsonb
) language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select s.id, i.id, i.email, i.name, i.operator, i.theme, i.hotkeys, i.password_hash is not null,
    coalesce(s.stepped_up_at > now() - interval '15 minutes', false),
    s.seen_at < now() - interval '5 minutes', o.id, o.name, m.id, m.name, m.roles,
    (select coalesce(jsonb_agg(jsonb_build_object('id', o2.id, 'name', o2.name) order by o2.name), '[]')
       from public.members m2 join public.orgs o2 on o2.id = m2.org_id
      where m2.identity_id = i.id and m2.deactivated_at is null)
  from public.sessions s
  join public.identities i on i.id = s.identity_id
  left join public.members m
    on m.org_id = s.org_id and m.identity_id = i.id and m.deactivated_at is null
  left join public.orgs o on o.id = m.org_id
  where s.token_hash = hash and s.expires_at > now()
    and s.seen_at > now() - interval '14 days' and i.verified_at is not null;
end;
grant create on schema public to thread_system;
alter function session_of(bytea) owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function session_of(bytea) from public;
grant execute on function session_of(bytea) to thread_app, thread_system;

-- Deactivation ends a member's sessions in the same transaction, in this organisation only.
create function end_member_sessions(member uuid) returns void
language sql security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  delete from public.sessions s using public.members m
  where m.org_id = public.current_org() and m.id = member
    and s.identity_id = m.identity_id and s.org_id = m.org_id;
end;
grant create on schema public to thread_system;
alter function end_member_sessions(uuid) owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function end_member_sessions(uuid) from public;
grant execute on function end_member_sessions(uuid) to thread_app;
