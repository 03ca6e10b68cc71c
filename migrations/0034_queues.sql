-- Where work waits for people. The questions are those of a custom task.
create table queues (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  kind text not null check (kind in ('approval', 'assignment', 'custom')),
  about text not null default '' check (length(about) <= 500),
  -- In working hours of the organisation's calendar; without any, nothing in it is ever late.
  sla_hours integer check (sla_hours between 1 and 999),
  -- Whom a late task is shown to: somebody by name, or everybody with a role.
  escalate_to uuid,
  escalate_role text check (escalate_role in ('admin', 'ops', 'leader', 'csm', 'ae')),
  questions jsonb not null default '[]',
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, escalate_to) references members (org_id, id),
  check (escalate_to is null or escalate_role is null)
);
create unique index queues_by_name on queues (org_id, lower(name)) where archived_at is null;
alter table queues enable row level security;
alter table queues force row level security;
create policy own_org on queues using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on queues as restrictive using (is_staff());
grant select, insert, update on queues to thread_app;

create table queue_members (
  org_id uuid not null default current_org() references orgs,
  queue_id uuid not null,
  member_id uuid not null,
  primary key (org_id, queue_id, member_id),
  foreign key (org_id, queue_id) references queues (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);
create index queue_members_of_member on queue_members (org_id, member_id, queue_id);
alter table queue_members enable row level security;
alter table queue_members force row level security;
create policy own_org on queue_members
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on queue_members as restrictive using (is_staff());
grant select, insert, delete on queue_members to thread_app;

-- One thing that a run waits for somebody to decide.
create table tasks (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  queue_id uuid not null,
  kind text not null check (kind in ('approval', 'assignment', 'custom')),
  -- The step that waits for it.
  run_id uuid,
  node_id text check (length(node_id) between 1 and 40),
  visit smallint,
  account_id uuid,
  title text not null check (length(title) between 1 and 200),
  detail text not null default '' check (length(detail) <= 5000),
  questions jsonb not null default '[]',
  state text not null default 'open' check (state in ('open', 'claimed', 'decided', 'cancelled')),
  opened_at timestamptz not null default now(),
  due_at timestamptz,
  escalated_at timestamptz,
  claimed_by uuid,
  claimed_at timestamptz,
  decision text check (decision in ('approved', 'rejected', 'assigned', 'done')),
  -- Whom an assignment took.
  csm_id uuid,
  answers jsonb,
  reason text check (length(reason) <= 2000),
  decided_by uuid,
  decided_at timestamptz,
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, queue_id) references queues (org_id, id),
  foreign key (org_id, run_id) references runs (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, claimed_by) references members (org_id, id),
  foreign key (org_id, csm_id) references members (org_id, id),
  foreign key (org_id, decided_by) references members (org_id, id),
  check ((state = 'decided') = (decided_at is not null))
);
-- Those that wait, the latest due first; what is never due comes last.
create index tasks_waiting on tasks (org_id, coalesce(due_at, 'infinity'::timestamptz), id)
  where state in ('open', 'claimed');
create index tasks_claimed on tasks (org_id, claimed_by, coalesce(due_at, 'infinity'::timestamptz), id)
  where state = 'claimed';
create index tasks_decided on tasks (org_id, decided_at desc, id desc) where state = 'decided';
create index tasks_of_queue on tasks (org_id, queue_id, id) where state in ('open', 'claimed');
create index tasks_of_run on tasks (org_id, run_id, id);
create index tasks_of_account on tasks (org_id, account_id, id desc);
create index tasks_to_escalate on tasks (due_at)
  where state in ('open', 'claimed') and escalated_at is null;
alter table tasks enable row level security;
alter table tasks force row level security;
create policy own_org on tasks using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on tasks as restrictive using (is_staff());
create policy system_reads on tasks for select to thread_system using (true);
grant select, insert, update on tasks to thread_app;
grant select (org_id, id, state, due_at, escalated_at) on tasks to thread_system;

-- Days on which a member takes nothing over.
create table days_off (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  member_id uuid not null,
  first_on date not null,
  last_on date not null,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id),
  check (last_on >= first_on)
);
create index days_off_of_member on days_off (org_id, member_id, last_on);
alter table days_off enable row level security;
alter table days_off force row level security;
create policy own_org on days_off
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on days_off as restrictive using (is_staff());
grant select, insert, delete on days_off to thread_app;

-- Whose turn it was last, where a step of a workflow goes round a group of people.
create table turns (
  org_id uuid not null default current_org() references orgs,
  workflow_id uuid not null,
  node_id text not null check (length(node_id) between 1 and 40),
  member_id uuid not null,
  taken_at timestamptz not null default now(),
  primary key (org_id, workflow_id, node_id, member_id),
  foreign key (org_id, workflow_id) references workflows (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);
alter table turns enable row level security;
alter table turns force row level security;
create policy own_org on turns using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on turns as restrictive using (is_staff());
grant select, insert, update on turns to thread_app;

-- How much a CSM carries: accounts that are not live yet, counted up to a bound.
create index accounts_carried on accounts (org_id, csm_id)
  where archived_at is null and health <> 'live';
