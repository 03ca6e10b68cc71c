-- As before, and where all of them are of one organisation, the caller acts in it from then on.
drop function connections_at(text, text[]);
create function connections_at(of_service text, outside_ids text[])
returns table (org_id uuid, connection_id uuid, outside_id text)
language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
  orgs uuid[];
begin
  select array_agg(distinct c.org_id) into orgs from public.connections c
  where c.service = of_service and c.outside_id = any(outside_ids);
  if cardinality(orgs) = 1 then
    perform set_config('thread.org_id', orgs[1]::text, true),
      set_config('thread.actor_kind', 'outside', true),
      set_config('thread.cause', 'hook', true);
  end if;
  return query select c.org_id, c.id, c.outside_id from public.connections c
    where c.service = of_service and c.outside_id = any(outside_ids)
      and (c.state <> 'disconnected' or not exists (
        select from public.connections o
        where o.org_id = c.org_id and o.service = c.service and o.outside_id = c.outside_id
          and (o.state <> 'disconnected' or o.id > c.id)))
    order by c.org_id;
end $$;
grant create on schema public to thread_system;
alter function connections_at(text, text[]) owner to thread_system;
revoke create on schema public from thread_system;
revoke execute on function connections_at(text, text[]) from public;
grant execute on function connections_at(text, text[]) to thread_app, thread_system;
