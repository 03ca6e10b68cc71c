create table vault_entries (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  owner text not null,
  field text not null,
  key_id text not null,
  wrapped_key bytea not null,
  iv bytea not null,
  ciphertext bytea not null,
  created_at timestamptz not null default now(),
  rotated_at timestamptz,
  primary key (org_id, id),
  unique (org_id, owner, field)
);
create index on vault_entries (org_id, key_id);
alter table vault_entries enable row level security;
alter table vault_entries force row level security;
create policy own_org on vault_entries
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on vault_entries as restrictive using (is_staff());
create policy system_counts on vault_entries for select to thread_system using (true);
grant select, insert, update, delete on vault_entries to thread_app;
grant select (org_id, id, key_id) on vault_entries to thread_system;
