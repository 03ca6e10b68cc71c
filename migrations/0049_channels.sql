-- Slack is written to, where the other services are read.
alter table connections drop constraint connections_service_check;
alter table connections add constraint connections_service_check
  check (service in ('salesforce', 'hubspot', 'notion', 'slack'));

-- Where can be written, as the service last said it. What is gone there stays for what was written.
create table channels (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  connection_id uuid not null,
  outside_id text not null check (length(outside_id) between 1 and 40),
  name text not null check (length(name) between 1 and 120),
  is_private boolean not null default false,
  is_archived boolean not null default false,
  -- Thread's app was invited: it can write there.
  is_member boolean not null default false,
  -- People of another organisation read it too.
  is_shared boolean not null default false,
  gone_at timestamptz,
  -- One message a second is taken in each.
  posted_at timestamptz,
  seen_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, connection_id, outside_id),
  foreign key (org_id, connection_id) references connections (org_id, id)
);
create index channels_by_name on channels (org_id, connection_id, name, id) where gone_at is null;
alter table channels enable row level security;
alter table channels force row level security;
create policy own_org on channels
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on channels as restrictive using (is_staff());
grant select, insert, update on channels to thread_app;

-- The channel that an account's messages go to.
create table account_channels (
  org_id uuid not null default current_org() references orgs,
  account_id uuid not null,
  channel_id uuid not null,
  chosen_by uuid,
  chosen_at timestamptz not null default now(),
  primary key (org_id, account_id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, channel_id) references channels (org_id, id),
  foreign key (org_id, chosen_by) references members (org_id, id)
);
create index account_channels_of_channel on account_channels (org_id, channel_id);
alter table account_channels enable row level security;
alter table account_channels force row level security;
create policy own_org on account_channels
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on account_channels as restrictive using (is_staff());
grant select, insert, update, delete on account_channels to thread_app;

-- Which happenings a team reads in which of its channels.
create table channel_alerts (
  org_id uuid not null default current_org() references orgs,
  connection_id uuid not null,
  topic text not null check (topic in
    ('late', 'sent', 'wrote', 'handoffs', 'runs', 'trouble', 'live')),
  channel_id uuid not null,
  primary key (org_id, connection_id, topic),
  foreign key (org_id, connection_id) references connections (org_id, id),
  foreign key (org_id, channel_id) references channels (org_id, id)
);
create index channel_alerts_of_channel on channel_alerts (org_id, channel_id);
alter table channel_alerts enable row level security;
alter table channel_alerts force row level security;
create policy own_org on channel_alerts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on channel_alerts as restrictive using (is_staff());
grant select, insert, update, delete on channel_alerts to thread_app;

-- Every message that left for a channel, or will. Each leaves once; where the answer was lost, a
-- person says what became of it.
create table posts (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  channel_id uuid not null,
  cause text not null check (cause in ('action', 'workflow', 'alert')),
  -- One message for one cause: a draft, a visit of a step, an event.
  dedupe_key text not null check (length(dedupe_key) between 1 and 200),
  text text not null check (length(text) between 1 and 40000),
  -- The page of Thread that it leads to, whose address only the sender knows.
  path text check (length(path) <= 300),
  account_id uuid,
  -- The action that it carries out.
  subject_id uuid,
  draft_id uuid,
  approved_by uuid,
  state text not null default 'approved'
    check (state in ('approved', 'sending', 'sent', 'failed', 'unknown')),
  attempts integer not null default 0,
  lease_token uuid,
  leased_until timestamptz,
  error text check (length(error) <= 500),
  -- What the service calls it, and where people see it there.
  outside_id text check (length(outside_id) <= 40),
  url text check (length(url) <= 500),
  sent_at timestamptz,
  settled_by uuid,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  unique (org_id, dedupe_key),
  foreign key (org_id, channel_id) references channels (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, draft_id) references drafts (org_id, id),
  foreign key (org_id, approved_by) references members (org_id, id),
  foreign key (org_id, settled_by) references members (org_id, id),
  check (state <> 'sending' or (lease_token is not null and leased_until is not null))
);
create index posts_of_channel on posts (org_id, channel_id, id desc);
create index posts_of_action on posts (org_id, subject_id, id desc) where subject_id is not null;
create index posts_of_account on posts (org_id, account_id) where account_id is not null;
create index posts_of_draft on posts (org_id, draft_id) where draft_id is not null;
create index posts_overdue on posts (leased_until) where state = 'sending';
alter table posts enable row level security;
alter table posts force row level security;
create policy own_org on posts
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on posts as restrictive using (is_staff());
create policy system_reads on posts for select to thread_system using (true);
grant select, insert, update on posts to thread_app;
grant select (org_id, id, state, leased_until) on posts to thread_system;

-- Where the text of a draft was approved for.
alter table drafts add column channel_id uuid;
alter table drafts add foreign key (org_id, channel_id) references channels (org_id, id);
