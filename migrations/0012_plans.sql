-- An id that ascends with time, as Thread makes them, for rows that the database copies by itself.
-- PostgreSQL has one of its own from 18 on.
create function new_id() returns uuid language sql volatile parallel safe
  return encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
    placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
    from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;

-- What an account needs to carry a plan of its own.
alter table accounts
  add column time_zone text check (length(time_zone) between 1 and 64),
  add column next_action text,
  -- A person's word on health stands until they take it back; otherwise it follows the plan.
  add column health_by_hand boolean not null default false,
  add column projected_on date;
create index accounts_next_due on accounts (org_id, csm_id, next_due_at, id)
  where archived_at is null and next_due_at is not null;
create index accounts_with_drafts on accounts (org_id, csm_id, id)
  where archived_at is null and drafts_waiting > 0;

-- Days on which the customer does not work, beside the organisation's own.
create table account_holidays (
  org_id uuid not null default current_org() references orgs,
  account_id uuid not null,
  day date not null,
  name text not null default '' check (length(name) <= 80),
  primary key (org_id, account_id, day),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
alter table account_holidays enable row level security;
alter table account_holidays force row level security;
create policy own_org on account_holidays
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on account_holidays as restrictive using (is_staff());
grant select, insert, delete on account_holidays to thread_app;

-- A template as it was applied to one account. What follows below is the account's own copy. An
-- account has one plan at a time; those before it are kept, ended, with all that was done in them.
create table plans (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  template_id uuid,
  -- What it was copied from, or last upgraded to: the base of the next comparison.
  revision_id uuid,
  revision_number integer,
  template_name text not null default '',
  applied_at timestamptz not null default now(),
  applied_by uuid,
  -- Go-live as it was planned when the first milestone started, and as it stands now.
  planned_on date,
  projected_on date,
  finished_at timestamptz,
  ended_at timestamptz,
  ended_why text check (ended_why in ('reapplied', 'removed', 'merged')),
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, template_id) references templates (org_id, id),
  foreign key (org_id, revision_id) references template_revisions (org_id, id),
  check ((ended_at is null) = (ended_why is null))
);
create unique index plans_current on plans (org_id, account_id) where ended_at is null;
create index plans_of_account on plans (org_id, account_id, id);
create index plans_of_template on plans (org_id, template_id, id) where ended_at is null;
alter table plans enable row level security;
alter table plans force row level security;
create policy own_org on plans using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on plans as restrictive
  using (is_staff() or account_id = current_account()) with check (is_staff());
grant select, insert, update on plans to thread_app;

create table milestones (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  plan_id uuid not null,
  account_id uuid not null,
  -- Its id in the template, or one of its own where it was added here.
  key text not null check (length(key) between 1 and 40),
  position integer not null,
  name text not null check (length(name) between 1 and 120),
  duration_days integer not null check (duration_days between 1 and 365),
  our_text text not null default '',
  your_text text not null default '',
  state text not null default 'not_started'
    check (state in ('not_started', 'active', 'done', 'skipped')),
  started_at timestamptz,
  finished_at timestamptz,
  planned_on date,
  projected_on date,
  version integer not null default 1,
  primary key (org_id, id),
  unique (org_id, plan_id, key),
  foreign key (org_id, plan_id) references plans (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
create index milestones_of_plan on milestones (org_id, plan_id, position, id);
alter table milestones enable row level security;
alter table milestones force row level security;
create policy own_org on milestones
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on milestones as restrictive
  using (is_staff() or account_id = current_account()) with check (is_staff());
grant select, insert, update, delete on milestones to thread_app;

create table actions (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  plan_id uuid not null,
  account_id uuid not null,
  milestone_id uuid not null,
  key text not null check (length(key) between 1 and 40),
  position integer not null,
  type text not null check (type in ('SEND_EMAIL', 'REQUEST_DOCS', 'REQUEST_ASSETS',
    'COLLECT_INFO', 'SCHEDULE_MEETING', 'SLACK')),
  label text not null check (length(label) <= 200),
  trigger text not null check (trigger in ('milestone_start', 'manual')),
  delay_hours integer not null default 0 check (delay_hours between 0 and 720),
  owner text not null check (owner in ('csm', 'ae', 'customer')),
  -- Working days from the moment it becomes due to its deadline.
  due_days integer check (due_days between 0 and 365),
  dashboard_visible boolean not null,
  portal_visible boolean not null,
  blocker boolean not null,
  send_without_review boolean not null,
  content jsonb not null,
  -- See domain/onboarding/action_states.ts.
  state text not null default 'pending' check (state in ('pending', 'waiting', 'due',
    'draft_ready', 'approved', 'executed', 'completed', 'failed', 'skipped', 'cancelled')),
  -- Its account is archived, so nothing of it fires.
  held boolean not null default false,
  -- The start of its milestone plus the delay, or when somebody started it.
  due_at timestamptz,
  deadline_on date,
  -- The end of that day where the customer is.
  deadline_at timestamptz,
  overdue_at timestamptz,
  -- Since when the customer can work on it in the portal.
  opened_at timestamptz,
  executed_at timestamptz,
  executed_by uuid,
  finished_at timestamptz,
  finished_by uuid,
  finished_by_contact uuid,
  -- What was said on completing, skipping or cancelling it.
  note text not null default '' check (length(note) <= 2000),
  problem text,
  version integer not null default 1,
  primary key (org_id, id),
  unique (org_id, plan_id, key),
  foreign key (org_id, plan_id) references plans (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, milestone_id) references milestones (org_id, id),
  foreign key (org_id, executed_by) references members (org_id, id),
  foreign key (org_id, finished_by) references members (org_id, id),
  foreign key (org_id, finished_by_contact) references contacts (org_id, id),
  check (state <> 'waiting' or due_at is not null)
);
create index actions_of_plan on actions (org_id, plan_id, position, id);
create index actions_of_milestone on actions (org_id, milestone_id, position, id);
create index actions_waiting on actions (org_id, due_at, id) where state = 'waiting' and not held;
create index actions_to_review on actions (org_id, due_at, id)
  where state = 'draft_ready' and not held;
create index actions_late on actions (org_id, deadline_at, id)
  where overdue_at is null and deadline_at is not null and not held
    and state in ('due', 'draft_ready', 'approved', 'executed', 'failed');
-- The clock asks which organisations have something to do, and never reads what is not yet due.
create index actions_waiting_anywhere on actions (due_at) where state = 'waiting' and not held;
create index actions_late_anywhere on actions (deadline_at)
  where overdue_at is null and deadline_at is not null and not held
    and state in ('due', 'draft_ready', 'approved', 'executed', 'failed');
alter table actions enable row level security;
alter table actions force row level security;
create policy own_org on actions using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on actions as restrictive
  using (is_staff() or (account_id = current_account() and portal_visible))
  with check (is_staff());
create policy system_reads on actions for select to thread_system using (true);
grant select, insert, update, delete on actions to thread_app;
grant select (org_id, id, state, held, due_at, deadline_at, overdue_at)
  on actions to thread_system;

-- What is proposed to be sent for an action. The row is there first, and a job fills it.
create table drafts (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  action_id uuid not null,
  account_id uuid not null,
  number integer not null check (number >= 1),
  state text not null default 'asked' check (state in
    ('asked', 'ready', 'failed', 'approved', 'left', 'replaced', 'discarded')),
  to_addresses text[] not null default '{}',
  cc_addresses text[] not null default '{}',
  bcc_addresses text[] not null default '{}',
  subject text not null default '' check (length(subject) <= 500),
  body text not null default '' check (length(body) <= 50000),
  -- What it was written from, and which sentence came from which of them.
  sources jsonb not null default '[]',
  sentences jsonb not null default '[]',
  written_by text check (written_by in ('model', 'rules', 'person')),
  model text,
  tokens integer,
  -- What a person asked for when it was written anew.
  wish text not null default '' check (length(wish) <= 1000),
  problem text,
  edited_by uuid,
  edited_at timestamptz,
  approved_by uuid,
  approved_at timestamptz,
  -- Until then an approval can be taken back.
  leaves_at timestamptz,
  left_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, action_id, number),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, edited_by) references members (org_id, id),
  foreign key (org_id, approved_by) references members (org_id, id),
  check (state <> 'approved' or leaves_at is not null)
);
create unique index drafts_open on drafts (org_id, action_id)
  where state in ('asked', 'ready', 'failed', 'approved');
alter table drafts enable row level security;
alter table drafts force row level security;
create policy own_org on drafts using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on drafts as restrictive using (is_staff());
grant select, insert, update, delete on drafts to thread_app;

-- A mail to a customer goes to several people at once, and stands for one draft.
alter table mails
  add column draft_id uuid,
  add column more_to text[] not null default '{}',
  add column cc text[] not null default '{}',
  add column bcc text[] not null default '{}',
  add foreign key (org_id, draft_id) references drafts (org_id, id);
create unique index mails_once_per_draft on mails (org_id, draft_id)
  where draft_id is not null and state <> 'failed';
create index mails_of_subject on mails (org_id, subject_id, id) where subject_id is not null;

-- What a customer answers to an action. Once it is submitted, nobody takes it back.
create table submissions (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  action_id uuid not null,
  contact_id uuid,
  state text not null default 'open' check (state in ('open', 'submitted', 'returned')),
  answers jsonb not null default '{}',
  -- What was asked, as it was worded when it was submitted.
  asked jsonb,
  returned_why text check (length(returned_why) between 1 and 2000),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  submitted_at timestamptz,
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, contact_id) references contacts (org_id, id),
  check ((state = 'open') = (submitted_at is null))
);
create unique index submissions_open on submissions (org_id, action_id) where state = 'open';
create index submissions_of_action on submissions (org_id, action_id, id);
create index submissions_of_account on submissions (org_id, account_id, id desc);
alter table submissions enable row level security;
alter table submissions force row level security;
create policy own_org on submissions
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on submissions as restrictive
  using (is_staff() or account_id = current_account());
-- A customer changes what is still open, and nothing else.
create policy open_only on submissions as restrictive for update
  using (is_staff() or state = 'open');
grant select, insert, update on submissions to thread_app;
