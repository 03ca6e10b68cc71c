-- Three roles. The owner runs migrations; `thread_app` serves requests and jobs and owns nothing;
-- `thread_system` is what the app becomes, for one transaction, before an organisation is known.
do $$
begin
  if not exists (select from pg_roles where rolname = 'thread_app') then
    create role thread_app login noinherit nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'thread_system') then
    create role thread_system nologin nosuperuser nocreatedb nocreaterole nobypassrls;
  end if;
exception when duplicate_object or unique_violation then null; -- Another database's migration made them.
end $$;

grant thread_system to thread_app;
grant select on migrations to thread_app;
grant thread_system to current_user;
revoke all on schema public from public;
grant usage on schema public to thread_app, thread_system;

-- A setting reads '' after its transaction on a pooled connection, so nullif comes before the cast.
create function current_org() returns uuid language sql stable parallel safe
  return nullif(current_setting('thread.org_id', true), '')::uuid;
create function current_account() returns uuid language sql stable parallel safe
  return nullif(current_setting('thread.account_id', true), '')::uuid;
-- Asked by a policy of most tables. The planner takes a bare `is null` for true in one row of two
-- hundred, and then sorts a whole organisation to show a page of it; this it takes for nearly always.
create function is_staff() returns boolean language sql stable parallel safe
  return (current_account() is null)::int <> 0;
create function current_actor_kind() returns text language sql stable parallel safe
  return coalesce(nullif(current_setting('thread.actor_kind', true), ''), 'nobody');
create function current_actor_id() returns uuid language sql stable parallel safe
  return nullif(current_setting('thread.actor_id', true), '')::uuid;
create function current_cause() returns text language sql stable parallel safe
  return nullif(current_setting('thread.cause', true), '');
