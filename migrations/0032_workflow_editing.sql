alter table workflows
  -- The highest number that was ever given to a step: none is given twice, not even after undo.
  add column last_node integer not null default 0,
  -- Whether the draft says something else than the published version.
  add column draft_changed boolean not null default true;
create index workflows_by_change on workflows (org_id, changed_at desc, id desc);

-- What somebody copied last, to paste it into this workflow or another.
create table workflow_clips (
  org_id uuid not null default current_org() references orgs,
  member_id uuid not null,
  fragment jsonb not null,
  copied_at timestamptz not null default now(),
  primary key (org_id, member_id),
  foreign key (org_id, member_id) references members (org_id, id)
);
alter table workflow_clips enable row level security;
alter table workflow_clips force row level security;
create policy own_org on workflow_clips
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on workflow_clips as restrictive using (is_staff());
grant select, insert, update on workflow_clips to thread_app;
