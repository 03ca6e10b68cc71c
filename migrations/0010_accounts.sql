-- A customer company, from the closed deal on. Nobody deletes one: it is archived.
create table accounts (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  name_key text collate "C" not null generated always as (lower(name)) stored,
  -- The name without its legal form and punctuation: two accounts that share it may be one.
  match_key text collate "C" not null,
  domain text collate "C" check (domain = lower(domain) and length(domain) <= 253),
  segment text check (length(segment) between 1 and 80),
  industry text check (length(industry) between 1 and 80),
  product_line text check (length(product_line) between 1 and 80),
  use_case text check (length(use_case) between 1 and 80),
  arr_cents bigint check (arr_cents between 0 and 100000000000000),
  arr_currency text not null default 'USD' check (arr_currency ~ '^[A-Z]{3}$'),
  closed_on date,
  go_live_on date,
  go_live_key date not null generated always as (coalesce(go_live_on, '9999-12-31'::date)) stored,
  csm_id uuid,
  ae_id uuid,
  health text not null default 'not_started'
    check (health in ('not_started', 'on_track', 'at_risk', 'blocked', 'waiting', 'live')),
  -- Kept by the verbs that change milestones, actions and drafts, so that the list reads one table.
  milestone_name text,
  actions_done integer not null default 0,
  actions_total integer not null default 0,
  next_due_at timestamptz,
  drafts_waiting integer not null default 0,
  -- What the organisation's own fields hold, by their key.
  fields jsonb not null default '{}',
  test boolean not null default false,
  archived_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, csm_id) references members (org_id, id),
  foreign key (org_id, ae_id) references members (org_id, id)
);
-- One index for each order of the list, and for each filter within the order by name.
create index accounts_by_name on accounts (org_id, name_key, id) where archived_at is null;
create index accounts_by_go_live on accounts (org_id, go_live_key, id) where archived_at is null;
create index accounts_newest on accounts (org_id, id) where archived_at is null;
create index accounts_of_csm on accounts (org_id, csm_id, name_key, id) where archived_at is null;
create index accounts_of_ae on accounts (org_id, ae_id, name_key, id) where archived_at is null;
create index accounts_in_segment on accounts (org_id, segment, name_key, id)
  where archived_at is null;
create index accounts_in_industry on accounts (org_id, industry, name_key, id)
  where archived_at is null;
create index accounts_in_health on accounts (org_id, health, name_key, id)
  where archived_at is null;
create index accounts_for_tests on accounts (org_id, name_key, id)
  where archived_at is null and test;
create index accounts_archived on accounts (org_id, name_key, id) where archived_at is not null;
create index accounts_alike on accounts (org_id, match_key);
create index accounts_of_domain on accounts (org_id, domain) where domain is not null;
alter table accounts enable row level security;
alter table accounts force row level security;
create policy own_org on accounts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on accounts as restrictive using (is_staff());
grant select, insert, update on accounts to thread_app;

create index events_of_account on events (org_id, account_id, id desc) where account_id is not null;

-- People at the customer. Mail goes to the primary one unless an action names another.
create table contacts (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  name_key text collate "C" not null generated always as (lower(name)) stored,
  email text collate "C" not null check (email = lower(email) and length(email) <= 254),
  job_title text not null default '' check (length(job_title) <= 120),
  phone text not null default '' check (length(phone) <= 40),
  is_primary boolean not null default false,
  removed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  check (removed_at is null or not is_primary),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
create unique index contacts_one_primary on contacts (org_id, account_id) where is_primary;
create unique index contacts_by_email on contacts (org_id, account_id, email)
  where removed_at is null;
create index contacts_of_account on contacts (org_id, account_id, name_key, id)
  where removed_at is null;
alter table contacts enable row level security;
alter table contacts force row level security;
create policy own_org on contacts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on contacts as restrictive using (is_staff());
grant select, insert, update on contacts to thread_app;

-- What else an organisation keeps about its accounts. A retired field keeps its values.
create table account_fields (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null check (length(label) between 1 and 80),
  type text not null check (type in
    ('text', 'number', 'date', 'choice', 'multi', 'yes_no', 'url', 'email', 'money')),
  options text[] not null default '{}' check (cardinality(options) <= 100),
  hint text not null default '' check (length(hint) <= 200),
  retired_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, key)
);
alter table account_fields enable row level security;
alter table account_fields force row level security;
create policy own_org on account_fields
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on account_fields as restrictive using (is_staff());
grant select, insert, update on account_fields to thread_app;

create table notes (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  author_id uuid,
  body text not null check (length(body) between 1 and 10000),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  changed_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, author_id) references members (org_id, id)
);
create index notes_of_account on notes (org_id, account_id, id desc);
alter table notes enable row level security;
alter table notes force row level security;
create policy own_org on notes using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on notes as restrictive using (is_staff());
grant select, insert, update on notes to thread_app;

-- Who else works on an account, beside the one CSM who owns it.
create table collaborators (
  org_id uuid not null default current_org() references orgs,
  account_id uuid not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, account_id, member_id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);
create index collaborators_by_member on collaborators (org_id, member_id, account_id);
alter table collaborators enable row level security;
alter table collaborators force row level security;
create policy own_org on collaborators
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on collaborators as restrictive using (is_staff());
grant select, insert, delete on collaborators to thread_app;

-- A named address of the list, for the member who saved it.
create table saved_views (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  member_id uuid not null,
  name text not null check (length(name) between 1 and 60),
  query text not null check (length(query) <= 1000),
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);
create unique index saved_views_by_name on saved_views (org_id, member_id, lower(name));
alter table saved_views enable row level security;
alter table saved_views force row level security;
create policy own_org on saved_views
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on saved_views as restrictive using (is_staff());
grant select, insert, delete on saved_views to thread_app;

-- Every word that an account, its contacts and its notes can be found by. Row security keeps the
-- operators of full-text search away from an index, because they are not leakproof; comparing
-- plain text under the collation "C" is, so a word and everything it begins is one range here.
create table search_words (
  org_id uuid not null default current_org() references orgs,
  word text collate "C" not null check (length(word) between 1 and 40),
  account_id uuid not null,
  source_id uuid not null,
  primary key (org_id, word, account_id, source_id),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
create index search_words_of_account on search_words (org_id, account_id, word);
alter table search_words enable row level security;
alter table search_words force row level security;
create policy own_org on search_words
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on search_words as restrictive using (is_staff());
grant select, insert, delete on search_words to thread_app;
