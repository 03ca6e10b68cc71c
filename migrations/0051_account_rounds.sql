-- What somebody does to many accounts at once, from who was chosen to what became of each.
create table account_rounds (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  kind text not null check (kind in ('assign', 'apply', 'archive')),
  state text not null default 'asked'
    check (state in ('asked', 'running', 'done', 'cancelled', 'undoing', 'undone')),
  -- Who gets the accounts of an assignment; null takes them from whoever has them.
  csm_id uuid,
  template_id uuid,
  start_first boolean not null default false,
  -- The filters of the list it was asked from, and whether all that they hold was chosen.
  query text not null default '' check (length(query) <= 1000),
  everything boolean not null default false,
  total integer not null default 0,
  waiting integer not null default 0,
  changed integer not null default 0,
  undone integer not null default 0,
  -- Who asked for it, and once it has begun who confirmed it.
  member_id uuid not null,
  asked_at timestamptz not null default now(),
  ended_at timestamptz,
  undone_by uuid,
  primary key (org_id, id),
  foreign key (org_id, csm_id) references members (org_id, id),
  foreign key (org_id, template_id) references templates (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id),
  foreign key (org_id, undone_by) references members (org_id, id),
  check ((kind = 'apply') = (template_id is not null))
);
create index account_rounds_begun on account_rounds (org_id, id desc) where state <> 'asked';
alter table account_rounds enable row level security;
alter table account_rounds force row level security;
create policy own_org on account_rounds
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on account_rounds as restrictive using (is_staff());
grant select, insert, update, delete on account_rounds to thread_app;

create table account_round_accounts (
  org_id uuid not null default current_org() references orgs,
  round_id uuid not null,
  account_id uuid not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'changed', 'left', 'undone', 'kept')),
  -- Why it was left as it is, or why it was not taken back.
  said text not null default '' check (length(said) <= 500),
  -- Whose it was before.
  before_csm_id uuid,
  changed_at timestamptz,
  primary key (org_id, round_id, account_id),
  foreign key (org_id, round_id) references account_rounds (org_id, id) on delete cascade,
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, before_csm_id) references members (org_id, id)
);
create index account_rounds_by_state on account_round_accounts (org_id, round_id, state, account_id);
alter table account_round_accounts enable row level security;
alter table account_round_accounts force row level security;
create policy own_org on account_round_accounts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on account_round_accounts as restrictive using (is_staff());
grant select, insert, update, delete on account_round_accounts to thread_app;

-- A whole round of upgrades is taken back like one of them; what cannot be says why.
alter table upgrade_rounds
  add column undo_asked_by uuid,
  add column undo_asked_at timestamptz,
  add column undo_ended_at timestamptz,
  add foreign key (org_id, undo_asked_by) references members (org_id, id);
alter table upgrade_round_accounts
  add column undo_said text not null default '' check (length(undo_said) <= 500);

-- What a person is typing over a draft, kept for them alone until they save it.
create table draft_typings (
  org_id uuid not null default current_org() references orgs,
  draft_id uuid not null,
  member_id uuid not null,
  -- By field, as it was typed.
  words jsonb not null,
  -- Of the draft that it was begun from.
  draft_version integer not null,
  -- The opened page that typed last: another one of the same person does not write over it unseen.
  page uuid not null,
  version integer not null default 1,
  typed_at timestamptz not null default now(),
  primary key (org_id, draft_id, member_id),
  foreign key (org_id, draft_id) references drafts (org_id, id) on delete cascade,
  foreign key (org_id, member_id) references members (org_id, id)
);
alter table draft_typings enable row level security;
alter table draft_typings force row level security;
create policy own_org on draft_typings
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on draft_typings as restrictive using (is_staff());
grant select, insert, update, delete on draft_typings to thread_app;
