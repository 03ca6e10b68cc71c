-- What a service tells for a connection that somebody has ended here is heard as well: runs fail and
-- say why. Where the same account is connected once more, it is that connection's alone.
create or replace function connections_at(of_service text, outside_ids text[])
returns table (org_id uuid, connection_id uuid, outside_id text)
language sql stable security definer set search_path = pg_catalog, public, pg_temp
as $$
  select c.org_id, c.id, c.outside_id from public.connections c
  where c.service = of_service and c.outside_id = any(outside_ids)
    and (c.state <> 'disconnected' or not exists (
      select from public.connections o
      where o.org_id = c.org_id and o.service = c.service and o.outside_id = c.outside_id
        and (o.state <> 'disconnected' or o.id > c.id)))
$$;

drop index connections_outside;
create index connections_outside on connections (service, outside_id)
  where outside_id is not null;
