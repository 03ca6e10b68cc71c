-- Who looks at something just now. It is nobody's history: a row is overwritten and soon deleted.
create table presences (
  org_id uuid not null default current_org() references orgs,
  subject_id uuid not null,
  member_id uuid not null,
  seen_at timestamptz not null default now(),
  primary key (org_id, subject_id, member_id),
  foreign key (org_id, member_id) references members (org_id, id)
);
alter table presences enable row level security;
alter table presences force row level security;
create policy own_org on presences
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on presences as restrictive using (is_staff());
grant select, insert, update, delete on presences to thread_app;

-- A question to the past: what would the draft have done with what has arrived? The drawing that
-- was asked about is kept, so that the answer stays true when the draft goes on.
create table what_ifs (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  workflow_id uuid not null,
  rev integer not null,
  graph jsonb not null,
  -- What it is compared with: the published drawing, absent where there was none.
  version_id uuid,
  state text not null default 'running' check (state in ('running', 'done', 'cancelled')),
  -- How many starts there are to replay, and how far it has come.
  starts integer not null default 0,
  replayed integer not null default 0,
  different integer not null default 0,
  -- Whatever arrives later is no part of the answer.
  until timestamptz not null default now(),
  asked_by uuid,
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, workflow_id) references workflows (org_id, id),
  foreign key (org_id, version_id) references workflow_versions (org_id, id),
  foreign key (org_id, asked_by) references members (org_id, id)
);
create index what_ifs_of_workflow on what_ifs (org_id, workflow_id, id desc);
create unique index what_ifs_one on what_ifs (org_id, workflow_id) where state = 'running';
alter table what_ifs enable row level security;
alter table what_ifs force row level security;
create policy own_org on what_ifs
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on what_ifs as restrictive using (is_staff());
grant select, insert, update, delete on what_ifs to thread_app;

-- One start, and both ways it takes.
create table what_if_starts (
  org_id uuid not null default current_org() references orgs,
  what_if_id uuid not null,
  position integer not null,
  -- The start that was replayed: what arrived, or the run that somebody began by hand.
  start_id uuid not null,
  -- What arrived, in words: the account's name, or the sender's own number.
  label text not null check (length(label) <= 200),
  arrived_at timestamptz not null,
  different boolean not null,
  before jsonb not null,
  after jsonb not null,
  primary key (org_id, what_if_id, position),
  foreign key (org_id, what_if_id) references what_ifs (org_id, id) on delete cascade
);
create index what_if_differences on what_if_starts (org_id, what_if_id, position) where different;
alter table what_if_starts enable row level security;
alter table what_if_starts force row level security;
create policy own_org on what_if_starts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on what_if_starts as restrictive using (is_staff());
grant select, insert, update, delete on what_if_starts to thread_app;
