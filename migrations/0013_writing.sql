-- What each organisation has asked of the language model today, and whether it answers. One row, so
-- that processes which ask at once take turns; calls themselves are not kept.
create table model_meters (
  org_id uuid not null default current_org() references orgs,
  daily_tokens integer not null default 200000 check (daily_tokens between 0 and 100000000),
  -- Used or reserved since `day_at`, the midnight of the organisation's own time zone.
  used_tokens integer not null default 0 check (used_tokens >= 0),
  day_at timestamptz not null default '-infinity',
  failures integer not null default 0,
  -- After too many failures nobody asks before this. Then one asks, for all the others.
  shut_until timestamptz,
  shuts integer not null default 0,
  probed_until timestamptz,
  last_trouble text check (length(last_trouble) <= 500),
  version integer not null default 1,
  changed_at timestamptz not null default now(),
  primary key (org_id)
);
alter table model_meters enable row level security;
alter table model_meters force row level security;
create policy own_org on model_meters
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on model_meters as restrictive using (is_staff());
grant select, insert, update on model_meters to thread_app;

-- Text that somebody asked for and has not taken yet: a whole template, a mail, the questions of a
-- form. A job writes it. Nothing of it is in a template before a person takes it.
create table proposals (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('template', 'email', 'questions')),
  -- The action that a mail or the questions are for; it lives in the template's draft.
  template_id uuid,
  action_id uuid,
  wish text not null default '' check (length(wish) <= 8000),
  -- What stood in the action's form, typed and not saved.
  typed jsonb not null default '{}',
  rules_only boolean not null default false,
  state text not null default 'waiting'
    check (state in ('waiting', 'writing', 'written', 'failed', 'taken', 'dismissed')),
  written_by text check (written_by in ('model', 'rules')),
  model text check (length(model) <= 200),
  tokens integer not null default 0 check (tokens >= 0),
  -- Why the model did not write it.
  problem text check (length(problem) <= 500),
  answer jsonb,
  -- The template that was made of it.
  made_template_id uuid,
  version integer not null default 1,
  asked_at timestamptz not null default now(),
  asked_by uuid,
  written_at timestamptz,
  settled_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, template_id) references templates (org_id, id),
  foreign key (org_id, made_template_id) references templates (org_id, id),
  foreign key (org_id, asked_by) references members (org_id, id),
  check ((kind = 'template') = (template_id is null)),
  check ((template_id is null) = (action_id is null)),
  check (state not in ('written', 'taken') or answer is not null)
);
create index proposals_open on proposals (org_id, kind, id)
  where state not in ('taken', 'dismissed');
create index proposals_of_action on proposals (org_id, template_id, action_id, id)
  where template_id is not null;
create index proposals_made on proposals (org_id, made_template_id)
  where made_template_id is not null;
alter table proposals enable row level security;
alter table proposals force row level security;
create policy own_org on proposals using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on proposals as restrictive using (is_staff());
grant select, insert, update on proposals to thread_app;
