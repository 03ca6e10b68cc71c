-- A password that a contact may set for the portal. It is of one organisation's portal and opens no
-- other one's; whoever loses the address or the access loses it as well.
create table portal_passwords (
  org_id uuid not null default current_org() references orgs,
  contact_id uuid not null,
  hash text collate "C" not null check (length(hash) <= 400),
  set_at timestamptz not null default now(),
  primary key (org_id, contact_id),
  foreign key (org_id, contact_id) references contacts (org_id, id)
);
alter table portal_passwords enable row level security;
alter table portal_passwords force row level security;
create policy own_org on portal_passwords
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on portal_passwords as restrictive using (is_staff());
create policy system_keeps on portal_passwords to thread_system using (true) with check (true);
grant select (org_id, contact_id), delete on portal_passwords to thread_app;
grant select, insert, update, delete on portal_passwords to thread_system;

-- How a session began, and when its person last showed who they are.
alter table portal_sessions
  add column method text not null default 'mail' check (method in ('mail', 'password')),
  add column proved_at timestamptz not null default now();

alter table challenges drop constraint challenges_purpose_check;
alter table challenges add constraint challenges_purpose_check
  check (purpose in ('verify', 'sign_in', 'reset', 'step_up', 'portal', 'portal_step_up'));

drop function portal_session_of(bytea);
create function portal_session_of(hash bytea)
returns table (
  session_id uuid, org_id uuid, org_name text, account_id uuid, account_name text,
  contact_id uuid, name text, email text, language text, org_language text,
  method text, is_fresh boolean, has_password boolean, is_stale boolean, has_others boolean
) language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select s.id, o.id, o.name, a.id, a.name, c.id, c.name, c.email, c.language, o.language,
    s.method, s.proved_at > now() - interval '15 minutes',
    exists (select from public.portal_passwords w
      join public.contacts c3 on c3.org_id = w.org_id and c3.id = w.contact_id
      where c3.org_id = s.org_id and c3.email = c.email and c3.removed_at is null),
    s.seen_at < now() - interval '5 minutes',
    exists (select from public.contacts c2
      join public.portal_access p2 on p2.org_id = c2.org_id and p2.contact_id = c2.id
      where c2.email = c.email and c2.removed_at is null and c2.id <> c.id and p2.ended_at is null
        and (s.method = 'mail' or c2.org_id = s.org_id))
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
