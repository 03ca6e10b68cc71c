-- Bringing the plans of many accounts to a newer revision at once, as somebody asked for it.
create table upgrade_rounds (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  template_id uuid not null,
  revision_id uuid not null,
  revision_number integer not null,
  -- Whether what was changed on both sides stays as the account says, or waits for a person.
  keep_ours boolean not null,
  asked_by uuid,
  asked_at timestamptz not null default now(),
  total integer not null check (total >= 1),
  waiting integer not null check (waiting >= 0),
  upgraded integer not null default 0,
  ended_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, template_id) references templates (org_id, id),
  foreign key (org_id, revision_id) references template_revisions (org_id, id),
  foreign key (org_id, asked_by) references members (org_id, id)
);
create index upgrade_rounds_of_template on upgrade_rounds (org_id, template_id, id desc);
alter table upgrade_rounds enable row level security;
alter table upgrade_rounds force row level security;
create policy own_org on upgrade_rounds
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on upgrade_rounds as restrictive using (is_staff());
grant select, insert, update on upgrade_rounds to thread_app;

-- A plan that was brought to a newer revision: what it said before and after, so that the whole of
-- it can be taken back while nothing has come of it.
create table upgrades (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  plan_id uuid not null,
  from_revision_id uuid not null,
  from_number integer not null,
  to_revision_id uuid not null,
  to_number integer not null,
  -- How many changes were taken and how many left, and of these those that both sides had made.
  taken integer not null,
  left_out integer not null,
  conflicts_left integer not null,
  before jsonb not null,
  after jsonb not null,
  -- The rows that left the plan, whole.
  removed jsonb not null,
  finished_before timestamptz,
  round_id uuid,
  upgraded_by uuid,
  upgraded_at timestamptz not null default now(),
  undone_by uuid,
  undone_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, plan_id) references plans (org_id, id),
  foreign key (org_id, from_revision_id) references template_revisions (org_id, id),
  foreign key (org_id, to_revision_id) references template_revisions (org_id, id),
  foreign key (org_id, round_id) references upgrade_rounds (org_id, id),
  foreign key (org_id, upgraded_by) references members (org_id, id),
  foreign key (org_id, undone_by) references members (org_id, id)
);
create index upgrades_of_plan on upgrades (org_id, plan_id, id desc);
alter table upgrades enable row level security;
alter table upgrades force row level security;
create policy own_org on upgrades using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on upgrades as restrictive using (is_staff());
grant select, insert, update on upgrades to thread_app;

create table upgrade_round_accounts (
  org_id uuid not null default current_org() references orgs,
  round_id uuid not null,
  account_id uuid not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'upgraded', 'nothing', 'conflicts', 'refused')),
  -- Why it was left as it is.
  said text not null default '' check (length(said) <= 500),
  conflicts integer not null default 0,
  upgrade_id uuid,
  primary key (org_id, round_id, account_id),
  foreign key (org_id, round_id) references upgrade_rounds (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, upgrade_id) references upgrades (org_id, id)
);
create index upgrade_rounds_waiting on upgrade_round_accounts (org_id, round_id, account_id)
  where state = 'waiting';
create index upgrade_rounds_by_state on upgrade_round_accounts (org_id, round_id, state, account_id);
alter table upgrade_round_accounts enable row level security;
alter table upgrade_round_accounts force row level security;
create policy own_org on upgrade_round_accounts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on upgrade_round_accounts as restrictive using (is_staff());
grant select, insert, update on upgrade_round_accounts to thread_app;

-- Which accounts follow an older revision, those furthest behind first.
create index plans_behind on plans (org_id, template_id, revision_number, id)
  where ended_at is null and finished_at is null;
