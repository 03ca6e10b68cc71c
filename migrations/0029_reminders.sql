-- What an organisation has decided about being reminded and about telling leads. Reminders reach
-- customers without anybody's approval, so they are off until somebody switches them on.
create table notification_policies (
  org_id uuid primary key default current_org() references orgs,
  reminders_on boolean not null default false,
  -- Working days from the deadline, as the customer works.
  before_days integer[] not null default '{2}'
    check (cardinality(before_days) <= 5 and 1 <= all (before_days) and 30 >= all (before_days)),
  after_days integer[] not null default '{1,4}'
    check (cardinality(after_days) <= 5 and 1 <= all (after_days) and 30 >= all (after_days)),
  most_reminders integer not null default 3 check (most_reminders between 1 and 10),
  note text not null default '' check (length(note) <= 500),
  -- Working days after which a lead is told; left out, never.
  overdue_days integer check (overdue_days between 1 and 60),
  review_days integer check (review_days between 1 and 60),
  version integer not null default 1
);
alter table notification_policies enable row level security;
alter table notification_policies force row level security;
create policy own_org on notification_policies
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on notification_policies as restrictive using (is_staff());
create policy system_reads on notification_policies for select to thread_system using (true);
grant select, insert, update on notification_policies to thread_app;
grant select (org_id, reminders_on) on notification_policies to thread_system;

alter table accounts add column reminders_paused_at timestamptz;
-- Who is told when their work is late for long; left out, everybody with the role of a leader.
alter table members
  add column lead_id uuid,
  add foreign key (org_id, lead_id) references members (org_id, id);

-- One reminder of one request at one distance from its deadline: negative before it, positive after.
create table reminders (
  org_id uuid not null default current_org() references orgs,
  action_id uuid not null,
  stage integer not null check (stage <> 0),
  account_id uuid not null,
  reminded_at timestamptz not null default now(),
  primary key (org_id, action_id, stage),
  foreign key (org_id, action_id) references actions (org_id, id) on delete cascade,
  foreign key (org_id, account_id) references accounts (org_id, id)
);
alter table reminders enable row level security;
alter table reminders force row level security;
create policy own_org on reminders
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on reminders as restrictive using (is_staff());
grant select, insert, delete on reminders to thread_app;
create index actions_to_remind on actions (org_id, deadline_on, id)
  where opened_at is not null and deadline_on is not null and not held
    and state in ('due', 'draft_ready', 'approved', 'executed', 'failed');
create index actions_overdue on actions (org_id, deadline_on, id)
  where overdue_at is not null and not held
    and state in ('due', 'draft_ready', 'approved', 'executed', 'failed');

-- That a lead was told, once for each cause: an overdue action, or a draft that waits too long.
create table escalations (
  org_id uuid not null default current_org() references orgs,
  cause text not null check (cause in ('overdue', 'review')),
  cause_id uuid not null,
  account_id uuid not null,
  told_at timestamptz not null default now(),
  primary key (org_id, cause, cause_id),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
alter table escalations enable row level security;
alter table escalations force row level security;
create policy own_org on escalations
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on escalations as restrictive using (is_staff());
grant select, insert on escalations to thread_app;

-- How a contact wants mail that nobody has approved one by one. Sign-in mail, and what a CSM has
-- approved, always comes.
create table contact_preferences (
  org_id uuid not null default current_org() references orgs,
  contact_id uuid not null,
  account_id uuid not null,
  frequency text not null default 'each'
    check (frequency in ('each', 'daily', 'requests', 'none')),
  -- When the next summary leaves, and up to when the last one told.
  summary_at timestamptz,
  summarised_at timestamptz not null default now(),
  primary key (org_id, contact_id),
  foreign key (org_id, contact_id) references contacts (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  check ((summary_at is not null) = (frequency = 'daily'))
);
create index contact_preferences_due on contact_preferences (summary_at)
  where summary_at is not null;
alter table contact_preferences enable row level security;
alter table contact_preferences force row level security;
create policy own_org on contact_preferences
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on contact_preferences as restrictive
  using (is_staff() or contact_id = current_actor_id());
create policy system_reads on contact_preferences for select to thread_system using (true);
grant select, insert, update on contact_preferences to thread_app;
grant select (org_id, contact_id, account_id, frequency),
  insert (contact_id, account_id, frequency, summary_at),
  update (frequency, summary_at, summarised_at) on contact_preferences to thread_portal;
grant select (org_id, summary_at) on contact_preferences to thread_system;
