-- What the metrics ask of each account, in one narrow row, and how many accounts stand where. The
-- areas below know nothing of it, so the database keeps both itself, in the transaction that changed
-- an account, its plan or a milestone.
create table account_facts (
  org_id uuid not null default current_org() references orgs,
  account_id uuid not null,
  csm_id uuid,
  template_id uuid,
  segment text,
  source text not null check (source in ('hand', 'import', 'workflow')),
  health text not null
    check (health in ('not_started', 'on_track', 'at_risk', 'blocked', 'waiting', 'live')),
  arr_cents bigint,
  arr_currency text not null,
  -- Neither a test nor archived.
  counted boolean not null,
  closed_on date,
  -- The go-live that was agreed, the one that the plan began with, and the one expected now.
  promised_on date,
  planned_on date,
  projected_on date,
  started_at timestamptz,
  first_done_at timestamptz,
  finished_at timestamptz,
  -- How long it was ours, the customer's or blocked, until its health last changed.
  health_since timestamptz not null default now(),
  ours_seconds bigint not null default 0,
  theirs_seconds bigint not null default 0,
  blocked_seconds bigint not null default 0,
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references accounts (org_id, id)
) with (fillfactor = 80);
create index account_facts_by_health on account_facts (org_id, health, account_id) where counted;
create index account_facts_started on account_facts (org_id, started_at, account_id)
  where counted and started_at is not null;
create index account_facts_finished on account_facts (org_id, finished_at, account_id)
  where counted and finished_at is not null;
create index account_facts_promised on account_facts (org_id, promised_on, account_id)
  where counted and health in ('on_track', 'at_risk', 'blocked', 'waiting');
create index account_facts_projected on account_facts (org_id, projected_on, account_id)
  where counted and health in ('on_track', 'at_risk', 'blocked', 'waiting');
create index account_facts_of_csm on account_facts (org_id, csm_id, health) where counted;
create index account_facts_of_template on account_facts (org_id, template_id, health) where counted;
alter table account_facts enable row level security;
alter table account_facts force row level security;
create policy own_org on account_facts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on account_facts as restrictive using (is_staff());
grant select, insert, update on account_facts to thread_app;

-- A change is written down as one account less here and one more there: nobody waits for a sum that
-- somebody else is adding to. A job adds what is new to the sums; who asks adds both.
create table account_counts (
  org_id uuid not null default current_org() references orgs,
  id bigint generated always as identity,
  -- What a sum is for: the whole organisation, one value of one filter, or a value of each.
  grain text not null
    check (grain in ('new', 'all', 'csm', 'template', 'segment', 'source', 'cell')),
  csm_id uuid,
  template_id uuid,
  segment text,
  source text,
  health text not null,
  arr_currency text not null,
  accounts integer not null,
  arr_cents bigint not null,
  primary key (org_id, id)
);
create unique index account_counts_sums on account_counts
  (org_id, grain, csm_id, template_id, segment, source, health, arr_currency)
  nulls not distinct where grain <> 'new';
create index account_counts_new on account_counts (org_id, id) where grain = 'new';
alter table account_counts enable row level security;
alter table account_counts force row level security;
create policy own_org on account_counts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on account_counts as restrictive using (is_staff());
create policy system_reads on account_counts for select to thread_system using (true);
grant select, insert, update, delete on account_counts to thread_app;
grant select (org_id, grain) on account_counts to thread_system;

-- What was there before. The owner is bound by row security too; what is counted here is everybody's.
alter table accounts no force row level security;
alter table plans no force row level security;
alter table milestones no force row level security;
alter table events no force row level security;
alter table account_facts no force row level security;
alter table account_counts no force row level security;
insert into account_facts (org_id, account_id, csm_id, template_id, segment, source, health,
    arr_cents, arr_currency, counted, closed_on, promised_on, planned_on, projected_on, started_at,
    first_done_at, finished_at)
  select a.org_id, a.id, a.csm_id, p.template_id, a.segment,
    case when e.cause = 'job:advance_import' then 'import'
      when e.actor_kind = 'rule' then 'workflow' else 'hand' end,
    a.health, a.arr_cents, a.arr_currency, not a.test and a.archived_at is null, a.closed_on,
    a.go_live_on, p.planned_on, p.projected_on, m.started_at, m.first_done_at, p.finished_at
  from accounts a
  left join plans p on p.org_id = a.org_id and p.account_id = a.id and p.ended_at is null
  left join lateral (
    select min(started_at) as started_at,
      min(finished_at) filter (where state = 'done') as first_done_at
    from milestones where org_id = p.org_id and plan_id = p.id
  ) m on true
  left join lateral (
    select cause, actor_kind from events where org_id = a.org_id and account_id = a.id
      and kind = 'account.created' order by id limit 1
  ) e on true;
insert into account_counts (org_id, grain, csm_id, template_id, segment, source, health,
    arr_currency, accounts, arr_cents)
  select org_id, 'new', csm_id, template_id, segment, source, health, arr_currency, count(*),
    coalesce(sum(arr_cents), 0)
  from account_facts where counted
  group by org_id, csm_id, template_id, segment, source, health, arr_currency;
alter table accounts force row level security;
alter table plans force row level security;
alter table milestones force row level security;
alter table events force row level security;
alter table account_facts force row level security;
alter table account_counts force row level security;
analyze account_facts;

create function add_account_facts() returns trigger language plpgsql as $$
begin
  insert into account_facts (org_id, account_id, csm_id, segment, source, health, arr_cents,
      arr_currency, counted, closed_on, promised_on)
    select org_id, id, csm_id, segment,
      case when current_cause() = 'job:advance_import' then 'import'
        when current_actor_kind() = 'rule' then 'workflow' else 'hand' end,
      health, arr_cents, arr_currency, not test and archived_at is null, closed_on, go_live_on
    from made;
  return null;
end $$;
create trigger facts_added after insert on accounts referencing new table as made
  for each statement execute function add_account_facts();

create function seconds_since(at timestamptz) returns bigint language sql stable parallel safe
  return extract(epoch from now() - at)::bigint;

create function change_account_facts() returns trigger language plpgsql as $$
begin
  update account_facts f set
    csm_id = new.csm_id, segment = new.segment, health = new.health, arr_cents = new.arr_cents,
    arr_currency = new.arr_currency, counted = not new.test and new.archived_at is null,
    closed_on = new.closed_on, promised_on = new.go_live_on,
    health_since = case when f.health = new.health then f.health_since else now() end,
    ours_seconds = f.ours_seconds + case when f.health <> new.health
      and f.health in ('on_track', 'at_risk') then seconds_since(f.health_since) else 0 end,
    theirs_seconds = f.theirs_seconds + case when f.health <> new.health
      and f.health = 'waiting' then seconds_since(f.health_since) else 0 end,
    blocked_seconds = f.blocked_seconds + case when f.health <> new.health
      and f.health = 'blocked' then seconds_since(f.health_since) else 0 end
  where f.org_id = new.org_id and f.account_id = new.id;
  return null;
end $$;
create trigger facts_changed after update on accounts for each row
  when ((old.csm_id, old.segment, old.health, old.arr_cents, old.arr_currency, old.test,
      old.archived_at, old.closed_on, old.go_live_on)
    is distinct from (new.csm_id, new.segment, new.health, new.arr_cents, new.arr_currency, new.test,
      new.archived_at, new.closed_on, new.go_live_on))
  execute function change_account_facts();

-- Of the plan that each of these accounts follows now. One look-up each, whatever the planner thinks
-- of tables that were empty when it last looked.
create function take_plan_facts(org uuid, accounts uuid[]) returns void language plpgsql
set enable_seqscan = off as $$
begin
  update account_facts f set template_id = p.template_id, planned_on = p.planned_on,
    projected_on = p.projected_on, finished_at = p.finished_at, started_at = p.started_at,
    first_done_at = p.first_done_at
  from unnest(accounts) as wanted (id)
  left join lateral (
    select p.template_id, p.planned_on, p.projected_on, p.finished_at,
      min(m.started_at) as started_at,
      min(m.finished_at) filter (where m.state = 'done') as first_done_at
    from plans p left join milestones m on m.org_id = p.org_id and m.plan_id = p.id
    where p.org_id = org and p.account_id = wanted.id and p.ended_at is null
    group by p.org_id, p.id
  ) p on true
  where f.org_id = org and f.account_id = wanted.id
    and (f.template_id, f.planned_on, f.projected_on, f.finished_at, f.started_at, f.first_done_at)
      is distinct from
      (p.template_id, p.planned_on, p.projected_on, p.finished_at, p.started_at, p.first_done_at);
end $$;

create function take_new_plan_facts() returns trigger language plpgsql as $$
begin
  perform take_plan_facts(org_id, array_agg(distinct account_id)) from made group by org_id;
  return null;
end $$;
create trigger facts_added after insert on plans referencing new table as made
  for each statement execute function take_new_plan_facts();
create function take_begun_plan_facts() returns trigger language plpgsql as $$
begin
  perform take_plan_facts(org_id, array_agg(distinct account_id))
    from made where started_at is not null group by org_id;
  return null;
end $$;
create trigger facts_added after insert on milestones referencing new table as made
  for each statement execute function take_begun_plan_facts();

create function take_changed_plan_facts() returns trigger language plpgsql as $$
begin
  perform take_plan_facts(old.org_id, array[old.account_id]);
  if tg_op = 'UPDATE' and new.account_id <> old.account_id then
    perform take_plan_facts(new.org_id, array[new.account_id]);
  end if;
  return null;
end $$;
create trigger facts_changed after update on plans for each row
  when ((old.account_id, old.template_id, old.planned_on, old.projected_on, old.finished_at,
      old.ended_at)
    is distinct from (new.account_id, new.template_id, new.planned_on, new.projected_on,
      new.finished_at, new.ended_at))
  execute function take_changed_plan_facts();
create trigger facts_changed after update on milestones for each row
  when ((old.account_id, old.plan_id, old.state, old.started_at, old.finished_at)
    is distinct from (new.account_id, new.plan_id, new.state, new.started_at, new.finished_at))
  execute function take_changed_plan_facts();
create trigger facts_left after delete on milestones for each row
  when (old.started_at is not null) execute function take_changed_plan_facts();

create function count_new_accounts() returns trigger language plpgsql as $$
begin
  insert into account_counts (org_id, grain, csm_id, template_id, segment, source, health,
      arr_currency, accounts, arr_cents)
    select org_id, 'new', csm_id, template_id, segment, source, health, arr_currency, count(*),
      coalesce(sum(arr_cents), 0)
    from made where counted
    group by org_id, csm_id, template_id, segment, source, health, arr_currency;
  return null;
end $$;
create trigger counts_added after insert on account_facts referencing new table as made
  for each statement execute function count_new_accounts();

create function count_moved_accounts() returns trigger language plpgsql as $$
begin
  insert into account_counts (org_id, grain, csm_id, template_id, segment, source, health,
      arr_currency, accounts, arr_cents)
    select org_id, 'new', csm_id, template_id, segment, source, health, arr_currency, sum(by),
      sum(by * coalesce(arr_cents, 0))
    from (
      select org_id, csm_id, template_id, segment, source, health, arr_currency, arr_cents, -1 as by
      from was where counted
      union all
      select org_id, csm_id, template_id, segment, source, health, arr_currency, arr_cents, 1
      from made where counted
    ) moved
    group by org_id, csm_id, template_id, segment, source, health, arr_currency
    having sum(by) <> 0 or sum(by * coalesce(arr_cents, 0)) <> 0;
  return null;
end $$;
create trigger counts_moved after update on account_facts
  referencing old table as was new table as made
  for each statement execute function count_moved_accounts();

-- What the pages on milestones, drafts, handoffs and customers look through, period by period.
create index milestones_done on milestones (org_id, finished_at) where state = 'done';
create index drafts_of_time on drafts (org_id, created_at);
create index handoffs_submitted on handoffs (org_id, submitted_at) where submitted_at is not null;
create index handoffs_waiting on handoffs (org_id, asked_at) where state in ('writing', 'open');
