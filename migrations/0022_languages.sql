-- In which language a customer reads Thread: their own choice, else their browser's wish, else what
-- their organisation writes to customers.
alter table orgs add column language text not null default 'en'
  check (language in ('en', 'de', 'fr', 'es', 'pt'));
grant select (language) on orgs to thread_system;

alter table contacts add column language text check (language in ('en', 'de', 'fr', 'es', 'pt'));
grant select (language) on contacts to thread_portal, thread_system;
grant select (version) on contacts to thread_portal;

-- A customer's contact changes what is their own, and nobody else's.
create policy own_contact on contacts as restrictive for update to thread_portal
  using (id = current_actor_id()) with check (id = current_actor_id());
grant update (name, job_title, language, version) on contacts to thread_portal;

drop function portal_session_of(bytea);
create function portal_session_of(hash bytea)
returns table (
  session_id uuid, org_id uuid, org_name text, account_id uuid, account_name text,
  contact_id uuid, name text, email text, language text, org_language text,
  is_stale boolean, has_others boolean
) language sql stable security definer set search_path = pg_catalog, public, pg_temp
begin atomic
  select s.id, o.id, o.name, a.id, a.name, c.id, c.name, c.email, c.language, o.language,
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
