-- What a customer's transaction becomes. The staff's columns are not granted to it, so that no query
-- of the portal can read them, whatever it asks for.
do $$
begin
  if not exists (select from pg_roles where rolname = 'thread_portal') then
    create role thread_portal nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
exception when duplicate_object or unique_violation then null; -- Another database's migration made it.
end $$;
grant thread_portal to thread_app;
grant usage on schema public to thread_portal;
grant select on orgs, brandings to thread_portal;
grant insert (kind, subject_id, account_id, data) on events to thread_portal;
grant insert (kind, lane, payload, key, run_at) on jobs to thread_portal;
grant insert (id, class, from_name, reply_to, to_name, to_address, subject, body_text, body_html,
  content_hash, unsubscribe_url, account_id, subject_id, approved_by, draft_id, more_to, cc, bcc)
  on mails to thread_portal;

-- Staff read as before; a customer reads their own account, its people, and who looks after it.
alter policy staff_only on accounts to thread_app, thread_system;
create policy own_account on accounts as restrictive to thread_portal
  using (id = current_account());
create policy system_reads on accounts for select to thread_system using (true);
grant select (org_id, id, name, csm_id, go_live_on, time_zone) on accounts to thread_portal;
grant select (org_id, id, name, archived_at) on accounts to thread_system;

alter policy staff_only on contacts to thread_app, thread_system;
create policy own_account on contacts as restrictive to thread_portal
  using (account_id = current_account());
create policy system_reads on contacts for select to thread_system using (true);
grant select (org_id, id, account_id, name, name_key, email, job_title, is_primary, removed_at),
  insert (id, account_id, name, email) on contacts to thread_portal;
grant select (org_id, id, account_id, name, email, removed_at) on contacts to thread_system;
create index contacts_by_address on contacts (email) where removed_at is null;

alter table members add column booking_url text check (length(booking_url) <= 2000);
alter policy staff_only on members to thread_app, thread_system;
create policy own_account on members as restrictive to thread_portal
  using (id = (select a.csm_id from accounts a where a.id = current_account()));
grant select (org_id, id, name, email, job_title, booking_url, deactivated_at)
  on members to thread_portal;

grant select (org_id, id, account_id, planned_on, projected_on, finished_at, ended_at)
  on plans to thread_portal;
grant select (org_id, id, plan_id, account_id, position, name, your_text, state, started_at,
  finished_at, planned_on, projected_on) on milestones to thread_portal;
grant select (org_id, id, plan_id, account_id, milestone_id, position, type, label, owner, content,
  state, due_at, deadline_on, overdue_at, opened_at, finished_at) on actions to thread_portal;

-- A customer submits what they have begun, and from then on it stays as it is.
alter policy open_only on submissions
  using (is_staff() or state = 'open') with check (is_staff() or state in ('open', 'submitted'));
create policy own_action on submissions as restrictive for insert to thread_portal
  with check (exists (select from actions a where a.id = action_id));
grant select, insert (id, account_id, action_id, contact_id, answers),
  update (contact_id, answers, asked, state, changed_at, submitted_at, version)
  on submissions to thread_portal;

-- Who of an account may use its portal. The link of an invitation lives 14 days and lets nobody in.
create table portal_access (
  org_id uuid not null default current_org() references orgs,
  contact_id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  invited_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '14 days',
  invited_by uuid,
  invited_by_contact uuid,
  seen_at timestamptz,
  ended_at timestamptz,
  primary key (org_id, contact_id),
  unique (org_id, token_hash),
  foreign key (org_id, contact_id) references contacts (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, invited_by) references members (org_id, id),
  foreign key (org_id, invited_by_contact) references contacts (org_id, id)
);
create index portal_access_of_account on portal_access (org_id, account_id);
alter table portal_access enable row level security;
alter table portal_access force row level security;
create policy own_org on portal_access
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on portal_access as restrictive
  using (is_staff() or account_id = current_account());
create policy system_reads on portal_access for select to thread_system using (true);
create policy system_marks on portal_access for update to thread_system using (true);
grant select, insert, update, delete on portal_access to thread_app;
grant select (org_id, contact_id, account_id, invited_at, seen_at, ended_at),
  insert (contact_id, account_id, token_hash, invited_by_contact) on portal_access to thread_portal;
grant select (org_id, contact_id, ended_at, seen_at), update (seen_at)
  on portal_access to thread_system;

-- Sessions of contacts are of a kind of their own: no other cookie opens the portal, and this one
-- opens nothing else. Each is for one contact of one account.
create table portal_sessions (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  contact_id uuid not null,
  token_hash bytea not null,
  -- The address that was proved. A contact whose address is another one now is not them.
  email text collate "C" not null,
  user_agent text not null default '',
  ip text not null default '',
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '30 days',
  primary key (org_id, id),
  foreign key (org_id, contact_id) references contacts (org_id, id)
);
create index portal_sessions_by_token on portal_sessions (token_hash);
create index portal_sessions_of_contact on portal_sessions (org_id, contact_id);
create index portal_sessions_by_email on portal_sessions (email);
alter table portal_sessions enable row level security;
alter table portal_sessions force row level security;
create policy own_org on portal_sessions
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on portal_sessions as restrictive using (is_staff());
create policy system_keeps on portal_sessions to thread_system using (true) with check (true);
grant select, delete on portal_sessions to thread_app;
grant select, insert, update, delete on portal_sessions to thread_system;

alter table challenges drop constraint challenges_purpose_check;
alter table challenges add constraint challenges_purpose_check
  check (purpose in ('verify', 'sign_in', 'reset', 'step_up', 'portal'));

-- The one question every request of the portal asks before its organisation is known.
create function portal_session_of(hash bytea)
returns table (
  session_id uuid, org_id uuid, org_name text, account_id uuid, account_name text,
  contact_id uuid, name text, email text, is_stale boolean, has_others boolean
) language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select s.id, o.id, o.name, a.id, a.name, c.id, c.name, c.email,
    s.seen_at < now() - interval '5 minutes',
    exists (select from public.contacts c2
      join public.portal_access p2 on p2.org_id = c2.org_id and p2.contact_id = c2.id
      where c2.email = c.email and c2.removed_at is null and c2.id <> c.id and p2.ended_at is null)
  from public.portal_sessions s
  join public.orgs o on o.id = s.org_id
  join public.contacts c on c.org_id = s.org_id and c.id = s.contact_id and c.email = s.email
  join public.accounts a on a.org_id = c.org_id and a.id = c.account_id
  join public.portal_access p on p.org_id = c.org_id and p.contact_id = c.id
  where s.token_hash = hash and s.expires_at > now()
    and s.seen_at > now() - interval '14 days'
    and c.removed_at is null and a.archived_at is null and p.ended_at is null;
end;
grant create on schema public to thread_system;
alter function portal_session_of(bytea) owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function portal_session_of(bytea) from public;
grant execute on function portal_session_of(bytea) to thread_app, thread_system;

-- What a customer and their CSM write to each other, about the account or one of its actions.
create table messages (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  action_id uuid,
  contact_id uuid,
  member_id uuid,
  body text not null check (length(body) between 1 and 5000),
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  check (num_nonnulls(contact_id, member_id) = 1),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, contact_id) references contacts (org_id, id),
  foreign key (org_id, member_id) references members (org_id, id)
);
create index messages_of_account on messages (org_id, account_id, id desc);
alter table messages enable row level security;
alter table messages force row level security;
create policy own_org on messages
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on messages as restrictive
  using (is_staff() or account_id = current_account())
  with check (is_staff() or account_id = current_account() and member_id is null);
grant select, insert on messages to thread_app;
grant select, insert (id, account_id, action_id, contact_id, body) on messages to thread_portal;

-- A file that a customer sent for what an action asks. One that replaces another leaves it there.
create table files (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  action_id uuid not null,
  -- The file that is asked for, by its id in the action's content.
  slot text not null check (length(slot) between 1 and 40),
  name text not null check (length(name) between 1 and 200),
  type text not null check (length(type) <= 100),
  size bigint not null check (size between 1 and 26214400),
  contact_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, contact_id) references contacts (org_id, id)
);
create index files_of_action on files (org_id, action_id, slot, id desc);
create index files_of_account on files (org_id, account_id, id desc);
alter table files enable row level security;
alter table files force row level security;
create policy own_org on files using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on files as restrictive
  using (is_staff() or account_id = current_account());
create policy own_action on files as restrictive for insert to thread_portal
  with check (exists (select from actions a where a.id = action_id));
grant select on files to thread_app;
grant select, insert (id, account_id, action_id, slot, name, type, size, contact_id)
  on files to thread_portal;

create table file_chunks (
  org_id uuid not null default current_org() references orgs,
  file_id uuid not null,
  account_id uuid not null,
  position integer not null check (position >= 0),
  bytes bytea not null check (length(bytes) <= 1048576),
  primary key (org_id, file_id, position),
  foreign key (org_id, file_id) references files (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
alter table file_chunks alter column bytes set storage external;
alter table file_chunks enable row level security;
alter table file_chunks force row level security;
create policy own_org on file_chunks
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on file_chunks as restrictive
  using (is_staff() or account_id = current_account());
grant select on file_chunks to thread_app;
grant select, insert (file_id, account_id, position, bytes) on file_chunks to thread_portal;
