-- How far the events of an organisation have been told to its people, in the order (xid, id), in which
-- nothing can appear later in front of what was read; see domain/base/seals.ts.
create table notification_cursors (
  org_id uuid primary key default current_org() references orgs,
  xid xid8 not null,
  event_id bigint not null
);
alter table notification_cursors enable row level security;
alter table notification_cursors force row level security;
create policy own_org on notification_cursors
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on notification_cursors as restrictive using (is_staff());
create policy system_reads on notification_cursors for select to thread_system using (true);
grant select, insert, update on notification_cursors to thread_app;
grant select on notification_cursors to thread_system;

-- How a member wants to be told. A topic that is not named here is told as is usual for it.
create table notification_preferences (
  org_id uuid not null default current_org() references orgs,
  member_id uuid not null,
  frequencies jsonb not null default '{}',
  -- Left out, those of the organisation.
  time_zone text check (length(time_zone) between 1 and 64),
  working_days integer[]
    check (working_days <@ '{1,2,3,4,5,6,7}'::integer[] and cardinality(working_days) >= 1),
  quiet_from text check (quiet_from ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  quiet_until text check (quiet_until ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  -- Also the days on which they do not work are quiet.
  rest_days boolean not null default false,
  summary_at text not null default '08:00' check (summary_at ~ '^([01]\d|2[0-3]):[0-5]\d$'),
  weekly_on integer not null default 1 check (weekly_on between 1 and 7),
  -- When the next summaries leave, if there is anything to say.
  daily_at timestamptz,
  weekly_at timestamptz,
  -- Their last mail about single things: what follows within a minute is bundled.
  mailed_at timestamptz,
  version integer not null default 1,
  primary key (org_id, member_id),
  foreign key (org_id, member_id) references members (org_id, id),
  check ((quiet_from is null) = (quiet_until is null))
);
create index notification_preferences_daily on notification_preferences (daily_at)
  where daily_at is not null;
create index notification_preferences_weekly on notification_preferences (weekly_at)
  where weekly_at is not null;
alter table notification_preferences enable row level security;
alter table notification_preferences force row level security;
create policy own_org on notification_preferences
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on notification_preferences as restrictive using (is_staff());
create policy system_reads on notification_preferences for select to thread_system using (true);
grant select, insert, update on notification_preferences to thread_app;
grant select (org_id, daily_at, weekly_at) on notification_preferences to thread_system;

-- Whom an event concerns, and why. What happened stands in the event and nowhere else; one event is
-- told to one person once, and mailed to them once.
create table notifications (
  org_id uuid not null default current_org() references orgs,
  member_id uuid not null,
  event_id bigint not null,
  account_id uuid,
  topic text not null check (length(topic) between 1 and 40),
  reason text not null check (length(reason) between 1 and 40),
  told_at timestamptz not null default now(),
  read_at timestamptz,
  unread boolean not null generated always as (read_at is null) stored,
  mail_as text check (mail_as in ('at_once', 'daily', 'weekly')),
  mail_at timestamptz,
  mail_id uuid,
  primary key (org_id, member_id, event_id),
  foreign key (org_id, member_id) references members (org_id, id),
  foreign key (org_id, event_id) references events (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, mail_id) references mails (org_id, id),
  check ((mail_at is not null) = (mail_as is not distinct from 'at_once'))
);
create index notifications_shown on notifications (org_id, member_id, unread, event_id);
create index notifications_of_topic
  on notifications (org_id, member_id, topic, unread, event_id);
create index notifications_to_mail on notifications (org_id, member_id, mail_as)
  where mail_as is not null and mail_id is null;
create index notifications_due on notifications (mail_at)
  where mail_at is not null and mail_id is null;
alter table notifications enable row level security;
alter table notifications force row level security;
create policy own_org on notifications
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on notifications as restrictive using (is_staff());
create policy system_reads on notifications for select to thread_system using (true);
grant select, insert, update, delete on notifications to thread_app;
grant select (org_id, mail_at, mail_id) on notifications to thread_system;
