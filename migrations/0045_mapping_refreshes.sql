-- A standard mapping that somebody removed stays away when the connection is made again.
alter table field_mappings add column removed_at timestamptz;

-- Accounts that were made under earlier mappings follow later ones only where somebody asks for it.
create table refreshes (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  connection_id uuid not null,
  state text not null default 'running' check (state in ('running', 'done', 'stopped')),
  records integer not null check (records >= 0),
  looked_at integer not null default 0 check (looked_at >= 0),
  changed integer not null default 0 check (changed >= 0),
  failed integer not null default 0 check (failed >= 0),
  -- Why the last one failed, or why it was stopped.
  why text not null default '' check (length(why) <= 1000),
  -- The last record that was looked at.
  reached uuid,
  asked_by uuid,
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, connection_id) references connections (org_id, id),
  foreign key (org_id, asked_by) references members (org_id, id)
);
create unique index refreshes_running on refreshes (org_id, connection_id)
  where state = 'running';
create index refreshes_newest on refreshes (org_id, connection_id, id desc);
alter table refreshes enable row level security;
alter table refreshes force row level security;
create policy own_org on refreshes
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on refreshes as restrictive using (is_staff());
grant select, insert, update on refreshes to thread_app;
