-- How much of an account's portal a contact has: all of it, all of it to read, or what a colleague
-- handed to them and nothing else.
alter table portal_access add column role text not null default 'member'
  check (role in ('member', 'viewer', 'delegate'));
grant select (role), insert (role), update (role) on portal_access to thread_portal;
grant select (account_id, role) on portal_access to thread_system;

-- Of whoever acts in a customer's transaction. Nothing for somebody who has no access, such as a
-- member of the organisation who looks at it: they read all of it and write nothing.
create function portal_role() returns text
language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select p.role from public.portal_access p
  where p.org_id = public.current_org() and p.contact_id = public.current_actor_id()
    and p.account_id = public.current_account() and p.ended_at is null;
end;
grant create on schema public to thread_system;
alter function portal_role() owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function portal_role() from public;
grant execute on function portal_role() to thread_app, thread_portal;

-- One task in the hands of a colleague. It is theirs while the task is open and nobody took it back.
create table delegations (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  action_id uuid not null,
  contact_id uuid not null,
  delegated_by uuid not null,
  note text not null default '' check (length(note) <= 1000),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, contact_id) references contacts (org_id, id),
  foreign key (org_id, delegated_by) references contacts (org_id, id)
);
create unique index delegations_open on delegations (org_id, action_id, contact_id)
  where ended_at is null;
create index delegations_of_contact on delegations (org_id, contact_id) where ended_at is null;
create index delegations_of_account on delegations (org_id, account_id, id desc);
alter table delegations enable row level security;
alter table delegations force row level security;
create policy own_org on delegations
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on delegations as restrictive
  using (is_staff() or account_id = current_account());
create policy own_role on delegations as restrictive to thread_portal
  using ((select portal_role()) is distinct from 'delegate' or contact_id = current_actor_id())
  with check ((select portal_role()) = 'member');
grant select, update on delegations to thread_app;
grant select, insert (id, account_id, action_id, contact_id, delegated_by, note), update (ended_at)
  on delegations to thread_portal;

-- What a delegate's transaction reads: the tasks that were handed to them while those are open, what
-- stands in them, and by whom they were asked.
create policy own_role on actions as restrictive for select to thread_portal
  using ((select portal_role()) is distinct from 'delegate'
    or state not in ('completed', 'skipped', 'cancelled') and exists (select from delegations d
      where d.action_id = actions.id and d.contact_id = current_actor_id() and d.ended_at is null));
create policy own_role on milestones as restrictive for select to thread_portal
  using ((select portal_role()) is distinct from 'delegate');
create policy own_role on contacts as restrictive for select to thread_portal
  using ((select portal_role()) is distinct from 'delegate' or id = current_actor_id()
    or exists (select from delegations d where d.delegated_by = contacts.id
      and d.contact_id = current_actor_id() and d.ended_at is null));
create policy own_role on portal_access as restrictive for select to thread_portal
  using ((select portal_role()) is distinct from 'delegate' or contact_id = current_actor_id());
create policy own_role on submissions as restrictive for select to thread_portal
  using ((select portal_role()) is distinct from 'delegate'
    or exists (select from actions a where a.id = action_id));
create policy own_role on files as restrictive for select to thread_portal
  using ((select portal_role()) is distinct from 'delegate'
    or exists (select from actions a where a.id = action_id));
create policy own_role on messages as restrictive for select to thread_portal
  using ((select portal_role()) is distinct from 'delegate' or contact_id = current_actor_id());

-- What is written: by members, and by whoever was handed a task, on that task.
create policy members_add on contacts as restrictive for insert to thread_portal
  with check ((select portal_role()) = 'member');
create policy members_add on portal_access as restrictive for insert to thread_portal
  with check ((select portal_role()) = 'member');
create policy members_change on portal_access as restrictive for update to thread_portal
  using ((select portal_role()) = 'member') with check ((select portal_role()) = 'member');
create policy members_add on submissions as restrictive for insert to thread_portal
  with check ((select portal_role()) = 'member' or exists (select from delegations d
    where d.action_id = submissions.action_id and d.contact_id = current_actor_id()
      and d.ended_at is null));
create policy members_change on submissions as restrictive for update to thread_portal
  using ((select portal_role()) = 'member' or exists (select from delegations d
    where d.action_id = submissions.action_id and d.contact_id = current_actor_id()
      and d.ended_at is null));
create policy members_add on files as restrictive for insert to thread_portal
  with check ((select portal_role()) = 'member' or exists (select from delegations d
    where d.action_id = files.action_id and d.contact_id = current_actor_id()
      and d.ended_at is null));
create policy members_add on file_chunks as restrictive for insert to thread_portal
  with check ((select portal_role()) = 'member' or exists (select from delegations d
    where d.contact_id = current_actor_id() and d.ended_at is null));
create policy members_add on messages as restrictive for insert to thread_portal
  with check ((select portal_role()) = 'member' or exists (select from delegations d
    where d.action_id = messages.action_id and d.contact_id = current_actor_id()
      and d.ended_at is null));

-- Where files come piece by piece, the pieces belong to an upload, of which the same holds.
do $$
begin
  if to_regclass('public.uploads') is null then
    create policy own_role on file_chunks as restrictive for select to thread_portal
      using ((select portal_role()) is distinct from 'delegate'
        or exists (select from files f where f.id = file_id));
    return;
  end if;
  create policy own_role on file_chunks as restrictive for select to thread_portal
    using ((select portal_role()) is distinct from 'delegate'
      or exists (select from uploads u where u.id = file_id));
  create policy own_role on uploads as restrictive for select to thread_portal
    using ((select portal_role()) is distinct from 'delegate'
      or exists (select from actions a where a.id = action_id));
  create policy members_add on uploads as restrictive for insert to thread_portal
    with check ((select portal_role()) = 'member' or exists (select from delegations d
      where d.action_id = uploads.action_id and d.contact_id = current_actor_id()
        and d.ended_at is null));
end $$;

-- A question of a form that a teammate is asked to answer.
create table question_asks (
  org_id uuid not null default current_org() references orgs,
  account_id uuid not null,
  action_id uuid not null,
  -- Of the action's content.
  question_id text not null check (length(question_id) between 1 and 40),
  contact_id uuid not null,
  asked_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (org_id, action_id, question_id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, contact_id) references contacts (org_id, id),
  foreign key (org_id, asked_by) references contacts (org_id, id)
);
alter table question_asks enable row level security;
alter table question_asks force row level security;
create policy own_org on question_asks
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on question_asks as restrictive
  using (is_staff() or account_id = current_account());
create policy own_role on question_asks as restrictive to thread_portal
  using ((select portal_role()) is distinct from 'delegate')
  with check ((select portal_role()) = 'member');
grant select on question_asks to thread_app;
grant select, insert (account_id, action_id, question_id, contact_id, asked_by), delete
  on question_asks to thread_portal;

-- A page to read for somebody who will never sign in. Whoever has its address sees it, until it ends.
create table sponsor_links (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  label text not null check (length(label) between 1 and 120),
  made_by uuid,
  made_by_contact uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, id),
  unique (org_id, token_hash),
  check (num_nonnulls(made_by, made_by_contact) = 1),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, made_by) references members (org_id, id),
  foreign key (org_id, made_by_contact) references contacts (org_id, id)
);
create index sponsor_links_of_account on sponsor_links (org_id, account_id, id desc);
alter table sponsor_links enable row level security;
alter table sponsor_links force row level security;
create policy own_org on sponsor_links
  using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on sponsor_links as restrictive
  using (is_staff() or account_id = current_account());
create policy own_role on sponsor_links as restrictive to thread_portal
  using ((select portal_role()) is distinct from 'delegate')
  with check ((select portal_role()) = 'member');
grant select, insert, update on sponsor_links to thread_app;
grant select (org_id, id, account_id, label, made_by, made_by_contact, created_at, expires_at,
  ended_at), insert (id, account_id, token_hash, label, made_by_contact, expires_at),
  update (ended_at) on sponsor_links to thread_portal;

-- When somebody looked, and with what. Not who: nobody is asked for a name.
create table sponsor_visits (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  link_id uuid not null,
  account_id uuid not null,
  browser text not null check (length(browser) <= 100),
  at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, link_id) references sponsor_links (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id)
);
create index sponsor_visits_of_link on sponsor_visits (org_id, link_id, id desc);
alter table sponsor_visits enable row level security;
alter table sponsor_visits force row level security;
create policy own_org on sponsor_visits
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on sponsor_visits as restrictive using (is_staff());
grant select, insert on sponsor_visits to thread_app;

-- Whom customers may let into their portal: anybody, or addresses of their own company's domain and
-- of those that are listed.
create table portal_rules (
  org_id uuid primary key default current_org() references orgs,
  invites text not null default 'anyone' check (invites in ('anyone', 'listed')),
  domains text[] not null default '{}' check (cardinality(domains) <= 200),
  version integer not null default 1
);
alter table portal_rules enable row level security;
alter table portal_rules force row level security;
create policy own_org on portal_rules
  using (org_id = current_org()) with check (org_id = current_org());
grant select, insert, update on portal_rules to thread_app;
grant select on portal_rules to thread_portal;
grant select (domain) on accounts to thread_portal;
