-- The one question every request asks, and its answer: the transaction it is asked in becomes the
-- member's own, in the same trip. Nothing is set for a session without a member, so that one sees
-- no tenant row. In PL/pgSQL, which keeps its plan; before PostgreSQL 18 SQL is planned each time.
create or replace function session_of(hash bytea)
returns table (
  session_id uuid, identity_id uuid, email text, person_name text, operator boolean,
  theme text, hotkeys boolean, has_password boolean, is_fresh boolean, is_stale boolean,
  org_id uuid, org_name text, member_id uuid, member_name text, roles text[], orgs jsonb
) language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
begin
  select s.id, i.id, i.email, i.name, i.operator, i.theme, i.hotkeys, i.password_hash is not null,
    coalesce(s.stepped_up_at > now() - interval '15 minutes', false),
    s.seen_at < now() - interval '5 minutes', o.id, o.name, m.id, m.name, m.roles,
    (select coalesce(jsonb_agg(jsonb_build_object('id', o2.id, 'name', o2.name) order by o2.name), '[]')
       from public.members m2 join public.orgs o2 on o2.id = m2.org_id
      where m2.identity_id = i.id and m2.deactivated_at is null)
  into session_id, identity_id, email, person_name, operator, theme, hotkeys, has_password,
    is_fresh, is_stale, org_id, org_name, member_id, member_name, roles, orgs
  from public.sessions s
  join public.identities i on i.id = s.identity_id
  left join public.members m
    on m.org_id = s.org_id and m.identity_id = i.id and m.deactivated_at is null
  left join public.orgs o on o.id = m.org_id
  where s.token_hash = hash and s.expires_at > now()
    and s.seen_at > now() - interval '14 days' and i.verified_at is not null;
  if not found then return; end if;
  if member_id is not null then
    perform set_config('thread.org_id', org_id::text, true),
      set_config('thread.actor_kind', 'member', true),
      set_config('thread.actor_id', member_id::text, true),
      set_config('thread.cause', 'request', true);
  end if;
  return next;
end $$;
