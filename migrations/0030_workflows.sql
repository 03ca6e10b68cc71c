-- A workflow as it is drawn. What is drawn is a draft until it is published as a version; only the
-- published version starts runs, and only while the workflow is active.
create table workflows (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  about text not null default '' check (length(about) <= 1000),
  state text not null default 'draft' check (state in ('draft', 'active', 'paused', 'archived')),
  owner_id uuid,
  -- Counts the changes of the draft: who saves another revision than they opened is told.
  rev integer not null default 0,
  draft jsonb not null,
  published_id uuid,
  published_number integer not null default 0,
  -- What the published version starts on, such as "manual" or "hook".
  starts_on text check (length(starts_on) between 1 and 40),
  -- Of the address that others call; it and the secret they sign with are in the vault.
  hook_hash bytea check (length(hook_hash) = 32),
  hook_signed boolean not null default true,
  -- Runs that stand failed now, so that nobody counts them.
  failed_runs integer not null default 0,
  archived_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, owner_id) references members (org_id, id),
  foreign key (org_id, created_by) references members (org_id, id)
);
create unique index workflows_by_name on workflows (org_id, lower(name)) where archived_at is null;
create index workflows_by_hook on workflows (hook_hash) where hook_hash is not null;
create index workflows_starting on workflows (org_id, starts_on) where state = 'active';
alter table workflows enable row level security;
alter table workflows force row level security;
create policy own_org on workflows
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on workflows as restrictive using (is_staff());
create policy system_reads on workflows for select to thread_system using (true);
grant select, insert, update on workflows to thread_app;
grant select (org_id, id, hook_hash, state) on workflows to thread_system;

-- What was published. Never changed, so a run only points at the one it follows.
create table workflow_versions (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  workflow_id uuid not null,
  number integer not null,
  -- What an interpreter must understand to follow it; an older Thread parks its runs instead.
  format smallint not null default 1,
  graph jsonb not null,
  says text not null default '' check (length(says) <= 500),
  published_by uuid,
  published_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, workflow_id, number),
  foreign key (org_id, workflow_id) references workflows (org_id, id),
  foreign key (org_id, published_by) references members (org_id, id)
);
alter table workflow_versions enable row level security;
alter table workflow_versions force row level security;
create policy own_org on workflow_versions
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on workflow_versions as restrictive using (is_staff());
grant select, insert on workflow_versions to thread_app;
alter table workflows add foreign key (org_id, published_id) references workflow_versions (org_id, id);

-- The last changes of a draft, each with the drawing as it was after it: undo and redo.
create table workflow_edits (
  org_id uuid not null default current_org() references orgs,
  workflow_id uuid not null,
  rev integer not null,
  graph jsonb not null,
  what text not null default '' check (length(what) <= 200),
  undone boolean not null default false,
  edited_by uuid,
  edited_at timestamptz not null default now(),
  primary key (org_id, workflow_id, rev),
  foreign key (org_id, workflow_id) references workflows (org_id, id),
  foreign key (org_id, edited_by) references members (org_id, id)
);
alter table workflow_edits enable row level security;
alter table workflow_edits force row level security;
create policy own_org on workflow_edits
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on workflow_edits as restrictive using (is_staff());
grant select, insert, update, delete on workflow_edits to thread_app;

-- One record followed through one version. It stands at one step at a time.
create table runs (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  workflow_id uuid not null,
  version_id uuid not null,
  account_id uuid,
  started_by uuid,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  -- How many steps it has made, and which visit of `node_id` this is.
  steps integer not null default 0,
  visit smallint not null default 1,
  sandbox boolean not null default false,
  state text not null
    check (state in ('running', 'waiting', 'failed', 'parked', 'completed', 'cancelled')),
  -- The step that runs next, waits, or failed; absent once the run has ended.
  node_id text check (length(node_id) between 1 and 40),
  -- What started it: "member", "form", "hook:<trigger event>", "run:<run>/<step>/<visit>".
  cause text not null default 'member' check (length(cause) <= 200),
  -- One run for each outside record; see ruling 15 of the acceptance list.
  business_key text check (length(business_key) between 1 and 200),
  outcome text check (length(outcome) <= 80),
  input jsonb,
  -- What a person has put right, by the place it is used as: {"n1.amount": 150000}.
  fixes jsonb,
  failure jsonb,
  primary key (org_id, id),
  foreign key (org_id, version_id) references workflow_versions (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  check ((state in ('completed', 'cancelled')) = (ended_at is not null))
) with (fillfactor = 85);
create unique index runs_once on runs (org_id, workflow_id, business_key)
  where business_key is not null;
create index runs_of_workflow on runs (org_id, workflow_id, id desc);
create index runs_of_account on runs (org_id, account_id, id desc) where account_id is not null;
create index runs_open on runs (org_id, state, id desc)
  where state in ('running', 'waiting', 'failed', 'parked');
alter table runs enable row level security;
alter table runs force row level security;
create policy own_org on runs using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on runs as restrictive using (is_staff());
create policy system_reads on runs for select to thread_system using (true);
grant select, insert, update on runs to thread_app;
grant select (org_id, id, state) on runs to thread_system;

-- What each step of a run did, once for every visit. It has no foreign key to its run: only the
-- interpreter writes here, with the run's row locked, and a look-up for each step is what it saves.
create table run_steps (
  org_id uuid not null default current_org() references orgs,
  run_id uuid not null,
  started_at timestamptz not null default now(),
  -- Absent where it ended in the moment it began.
  ended_at timestamptz,
  visit smallint not null,
  position smallint not null,
  attempts smallint not null default 1,
  node_id text not null check (length(node_id) between 1 and 40),
  state text not null check (state in ('done', 'waiting', 'failed', 'skipped', 'cancelled')),
  port text check (length(port) <= 80),
  -- Only where a person changed it; otherwise it follows from the drawing and the steps before.
  input jsonb,
  output jsonb,
  failure jsonb,
  -- Why a person skipped it.
  reason text check (length(reason) between 1 and 500),
  primary key (org_id, run_id, node_id, visit)
);
alter table run_steps enable row level security;
alter table run_steps force row level security;
create policy own_org on run_steps
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on run_steps as restrictive using (is_staff());
grant select, insert, update, delete on run_steps to thread_app;

-- What a waiting run waits for. Whoever brings it deletes the row, so it is brought once.
create table run_waits (
  org_id uuid not null default current_org() references orgs,
  run_id uuid not null,
  node_id text not null check (length(node_id) between 1 and 40),
  visit smallint not null,
  kind text not null check (kind in ('timer', 'task', 'job', 'event', 'run')),
  -- The task, the job's step, the run, or the event and whose it is.
  key text collate "C" check (length(key) between 1 and 200),
  wake_at timestamptz,
  -- An event counts that was not yet to be seen when the waiting began.
  seen pg_snapshot,
  since timestamptz not null default now(),
  primary key (org_id, run_id),
  foreign key (org_id, run_id) references runs (org_id, id)
);
create index run_waits_by_key on run_waits (org_id, key) where key is not null;
create index run_waits_due on run_waits (wake_at) where wake_at is not null;
alter table run_waits enable row level security;
alter table run_waits force row level security;
create policy own_org on run_waits
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on run_waits as restrictive using (is_staff());
create policy system_reads on run_waits for select to thread_system using (true);
grant select, insert, update, delete on run_waits to thread_app;
grant select (org_id, wake_at) on run_waits to thread_system;

-- Everything that arrived to start a workflow, and what became of it, in words.
create table trigger_events (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  workflow_id uuid not null,
  source text not null check (length(source) between 1 and 40),
  -- The sender's own number for it: what arrives again is counted and not done again.
  dedupe_key text not null check (length(dedupe_key) between 1 and 200),
  body jsonb not null,
  arrived_at timestamptz not null default now(),
  times integer not null default 1,
  fate text not null default 'waiting'
    check (fate in ('waiting', 'started', 'not_started', 'refused')),
  why text not null default '' check (length(why) <= 500),
  run_id uuid,
  primary key (org_id, id),
  unique (org_id, workflow_id, dedupe_key),
  foreign key (org_id, workflow_id) references workflows (org_id, id),
  foreign key (org_id, run_id) references runs (org_id, id)
);
create index trigger_events_of_workflow on trigger_events (org_id, workflow_id, id desc);
create index trigger_events_old on trigger_events (org_id, arrived_at);
alter table trigger_events enable row level security;
alter table trigger_events force row level security;
create policy own_org on trigger_events
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on trigger_events as restrictive using (is_staff());
grant select, insert, update, delete on trigger_events to thread_app;

-- Asked by every hook before its organisation is known; whoever knows the address acts in it.
create function hook_of(hash bytea)
returns table (org_id uuid, workflow_id uuid, state text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  select w.org_id, w.id, w.state into org_id, workflow_id, state
  from public.workflows w where w.hook_hash = hash;
  if not found then return; end if;
  perform set_config('thread.org_id', org_id::text, true),
    set_config('thread.actor_kind', 'outside', true),
    set_config('thread.cause', 'hook', true);
  return next;
end $$;
grant create on schema public to thread_system;
alter function hook_of(bytea) owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function hook_of(bytea) from public;
grant execute on function hook_of(bytea) to thread_app, thread_system;
