-- Global: a person signs in once and may belong to several organisations. No tenant reads these.
create table identities (
  id uuid primary key default gen_random_uuid(),
  email text not null unique check (email = lower(email) and length(email) <= 254),
  name text not null default '' check (length(name) <= 120),
  password_hash text,
  password_set_at timestamptz,
  verified_at timestamptz,
  operator boolean not null default false,
  theme text not null default 'system' check (theme in ('light', 'dark', 'system')),
  hotkeys boolean not null default true,
  created_at timestamptz not null default now()
);
create index identities_by_domain on identities (split_part(email, '@', 2));

create table orgs (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  plan text not null default 'pro',
  support_email text check (length(support_email) <= 254),
  time_zone text not null default 'UTC',
  working_days integer[] not null default '{1,2,3,4,5}'
    check (working_days <@ '{1,2,3,4,5,6,7}'::integer[] and cardinality(working_days) >= 1),
  version integer not null default 1,
  created_at timestamptz not null default now()
);
alter table orgs enable row level security;
alter table orgs force row level security;
create policy own_org on orgs using (id = current_org()) with check (id = current_org());
create policy staff_only on orgs as restrictive for update using (is_staff());
create policy system_reads on orgs for select to thread_system using (true);
grant select, insert, update on orgs to thread_app;
grant select (id, name) on orgs to thread_system;

-- Work that belongs to no customer (sign-in mail, housekeeping) belongs to the house.
set local thread.org_id = '00000000-0000-0000-0000-000000000000';
insert into orgs (id, name) values ('00000000-0000-0000-0000-000000000000', 'Thread');

create table holidays (
  org_id uuid not null default current_org() references orgs,
  day date not null,
  name text not null default '' check (length(name) <= 120),
  primary key (org_id, day)
);
alter table holidays enable row level security;
alter table holidays force row level security;
create policy own_org on holidays using (org_id = current_org()) with check (org_id = current_org());
grant select, insert, update, delete on holidays to thread_app;

create table brandings (
  org_id uuid primary key default current_org() references orgs,
  accent text not null default '#2257c9' check (accent ~ '^#[0-9a-f]{6}$'),
  logo bytea check (length(logo) <= 524288),
  logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp')),
  revised_at timestamptz not null default now(),
  version integer not null default 1
);
alter table brandings enable row level security;
alter table brandings force row level security;
create policy own_org on brandings using (org_id = current_org()) with check (org_id = current_org());
grant select, insert, update on brandings to thread_app;

create table members (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  identity_id uuid not null references identities,
  email text not null collate "C" check (email = lower(email)),
  name text not null check (length(name) between 1 and 120),
  -- Plain columns, because row security keeps a condition on lower(name) away from an index. Under
  -- the collation "C" everything that begins with a prefix is one range.
  name_key text collate "C" not null generated always as (lower(name)) stored,
  surname_key text collate "C" not null
    generated always as (lower(regexp_replace(name, '^.*\s', ''))) stored,
  job_title text not null default '' check (length(job_title) <= 120),
  roles text[] not null
    check (roles <@ '{admin,ops,leader,csm,ae}'::text[] and cardinality(roles) >= 1),
  joined_at timestamptz not null default now(),
  deactivated_at timestamptz,
  version integer not null default 1,
  primary key (org_id, id),
  unique (org_id, identity_id),
  unique (org_id, email)
);
create index on members (identity_id);
create index members_by_name on members (org_id, name_key, id);
create index members_by_surname on members (org_id, surname_key);
alter table members enable row level security;
alter table members force row level security;
create policy own_org on members using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on members as restrictive using (is_staff());
create policy system_reads on members for select to thread_system using (true);
grant select, insert, update on members to thread_app;
grant select (org_id, id, identity_id, name, roles, deactivated_at) on members to thread_system;

create table invitations (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  email text not null check (email = lower(email)),
  roles text[] not null
    check (roles <@ '{admin,ops,leader,csm,ae}'::text[] and cardinality(roles) >= 1),
  token_hash bytea not null,
  invited_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (org_id, id),
  unique (org_id, token_hash),
  foreign key (org_id, invited_by) references members (org_id, id)
);
create unique index invitations_open on invitations (org_id, email)
  where accepted_at is null and revoked_at is null;
alter table invitations enable row level security;
alter table invitations force row level security;
create policy own_org on invitations
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on invitations as restrictive using (is_staff());
grant select, insert, update on invitations to thread_app;
create index invitations_by_email on invitations (email)
  where accepted_at is null and revoked_at is null;
-- A verified person is shown the invitations that wait for their address.
create policy system_reads on invitations for select to thread_system using (true);
grant select (org_id, id, email, roles, expires_at, accepted_at, revoked_at) on invitations
  to thread_system;

-- Somebody with an address of the same company asks. It grants nothing until an admin invites them.
create table access_requests (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  identity_id uuid not null references identities on delete cascade,
  email text not null check (email = lower(email)),
  name text not null check (length(name) <= 120),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by uuid,
  primary key (org_id, id),
  unique (org_id, identity_id),
  foreign key (org_id, settled_by) references members (org_id, id)
);
create index on access_requests (identity_id);
create index access_requests_open on access_requests (org_id, created_at) where settled_at is null;
alter table access_requests enable row level security;
alter table access_requests force row level security;
create policy own_org on access_requests
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on access_requests as restrictive using (is_staff());
grant select, insert, update on access_requests to thread_app;
