-- What an account executive is asked when a deal is handed over. The organisation may have several
-- sets of questions; one of them is taken unless another is chosen.
create table handoff_templates (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  name text not null check (length(name) between 1 and 80),
  questions jsonb not null,
  is_default boolean not null default false,
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  check (archived_at is null or not is_default)
);
create unique index handoff_templates_by_name on handoff_templates (org_id, lower(name))
  where archived_at is null;
create unique index handoff_templates_default on handoff_templates (org_id) where is_default;
alter table handoff_templates enable row level security;
alter table handoff_templates force row level security;
create policy own_org on handoff_templates
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on handoff_templates as restrictive using (is_staff());
grant select, insert, update on handoff_templates to thread_app;

-- One handover of one account. Its questions are a copy: what the set says later never reaches it.
create table handoffs (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  template_id uuid,
  template_name text not null,
  questions jsonb not null,
  state text not null default 'writing'
    check (state in ('writing', 'open', 'submitted', 'cancelled')),
  ae_id uuid not null,
  -- Whom the account executive picks; the account is theirs from the moment of submitting.
  csm_id uuid,
  asked_by uuid,
  asked_at timestamptz not null default now(),
  -- The next time that the account executive is reminded, while it waits.
  remind_at timestamptz,
  reminders integer not null default 0,
  submitted_at timestamptz,
  submitted_by uuid,
  version integer not null default 1,
  primary key (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, template_id) references handoff_templates (org_id, id),
  foreign key (org_id, ae_id) references members (org_id, id),
  foreign key (org_id, csm_id) references members (org_id, id),
  foreign key (org_id, asked_by) references members (org_id, id),
  foreign key (org_id, submitted_by) references members (org_id, id),
  check ((state = 'submitted') = (submitted_at is not null))
);
create unique index handoffs_one on handoffs (org_id, account_id) where state <> 'cancelled';
create index handoffs_of_account on handoffs (org_id, account_id, id desc);
create index handoffs_of_ae on handoffs (org_id, ae_id, id) where state in ('writing', 'open');
create index handoffs_to_remind on handoffs (remind_at) where state = 'open';
alter table handoffs enable row level security;
alter table handoffs force row level security;
create policy own_org on handoffs
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on handoffs as restrictive using (is_staff());
create policy system_reads on handoffs for select to thread_system using (true);
grant select, insert, update on handoffs to thread_app;
grant select (org_id, id, state, remind_at) on handoffs to thread_system;

-- Every text that an answer has had. One that was written anew is kept behind the one that stands.
create table handoff_answers (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  handoff_id uuid not null,
  question_id text not null check (length(question_id) between 1 and 40),
  body text not null check (length(body) <= 10000),
  written_by text not null check (written_by in ('model', 'rules', 'person')),
  sources jsonb not null default '[]',
  sentences jsonb not null default '[]',
  edited_by uuid,
  edited_at timestamptz,
  replaced_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, handoff_id) references handoffs (org_id, id),
  foreign key (org_id, edited_by) references members (org_id, id)
);
create unique index handoff_answers_standing on handoff_answers (org_id, handoff_id, question_id)
  where replaced_at is null;
create index handoff_answers_of_handoff on handoff_answers (org_id, handoff_id, id desc);
alter table handoff_answers enable row level security;
alter table handoff_answers force row level security;
create policy own_org on handoff_answers
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on handoff_answers as restrictive using (is_staff());
grant select, insert, update on handoff_answers to thread_app;
