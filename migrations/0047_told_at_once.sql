-- What arrives from outside is kept in one round trip: each of these is a whole transaction when it
-- is called by itself. They run as whoever calls them, so row security holds within; what finds the
-- organisation of an address are connection_of, connections_at and hook_of, as before. Their
-- statements are planned once: planning costs more than what they do for a single event.

-- Each that was not told before, with a job that reads its record; the others are counted.
create function keep_deliveries(of_connection uuid, of_source text, told jsonb) returns void
language plpgsql volatile as $$
begin
  with kept as (
    insert into deliveries (id, connection_id, source, dedupe_key, kind, record_id, said_at, body)
    select distinct on (t.key)
      t.id, of_connection, of_source, t.key, t.kind, t.record, t.at, t.body
    from jsonb_to_recordset(told)
      as t (id uuid, key text, kind text, record text, at timestamptz, body jsonb)
    order by t.key, t.id
    on conflict (org_id, connection_id, dedupe_key) do update set times = deliveries.times + 1
    returning id, times
  )
  insert into jobs (kind, lane, payload)
  select 'take_delivery', 'outside', jsonb_build_object('deliveryId', k.id)
  from kept k where k.times = 1 order by k.id;
  if of_source = 'poll' then return; end if;
  update connections c set last_event_at = now()
  where c.org_id = current_org() and c.id = of_connection
    and (c.last_event_at is null or c.last_event_at < now() - interval '5 seconds');
end $$;

-- Told at the address of one connection. Nothing is answered where nobody listens, and false, with
-- nothing kept, where it is told of somebody else.
create function told_at(hash bytea, of_service text, told jsonb) returns boolean
language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
declare
  heard record;
begin
  select a.connection_id, a.service, a.outside_id into heard from connection_of(hash) a;
  if not found or heard.service <> of_service then return null; end if;
  if exists (select from jsonb_array_elements(told) t where t ->> 'outside' <> heard.outside_id) then
    return false;
  end if;
  perform keep_deliveries(heard.connection_id, 'hook', told);
  return true;
end $$;

-- Told at the address of all connections of a service. It answers whose that is; where these are of
-- several organisations nothing is kept, as a transaction is one organisation's.
create function told_to_all(of_service text, told jsonb)
returns table (org_id uuid, connection_id uuid, outside_id text)
language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
begin
  for org_id, connection_id, outside_id in
    select a.org_id, a.connection_id, a.outside_id from connections_at(of_service,
      array(select distinct t ->> 'outside' from jsonb_array_elements(told) t)) a
  loop
    if current_org() is not null then
      perform keep_deliveries(connection_id, 'hook', (select jsonb_agg(t)
        from jsonb_array_elements(told) t where t ->> 'outside' = told_to_all.outside_id));
    end if;
    return next;
  end loop;
end $$;

-- Each that had not arrived before, with a job that starts its run unless its fate is known; the
-- others are counted.
create function keep_arrivals(
  of_workflow uuid, of_source text, of_fate text, of_why text, arrived jsonb
) returns void
language plpgsql volatile as $$
begin
  with kept as (
    insert into trigger_events (id, workflow_id, source, dedupe_key, body, fate, why)
    select distinct on (a.key) a.id, of_workflow, of_source, a.key, a.body, of_fate, of_why
    from jsonb_to_recordset(arrived) as a (id uuid, key text, body jsonb)
    order by a.key, a.id
    on conflict (org_id, workflow_id, dedupe_key)
    do update set times = trigger_events.times + 1
    returning id, times
  )
  insert into jobs (kind, lane, payload)
  select 'start_runs', 'inside', jsonb_build_object('eventId', k.id)
  from kept k where k.times = 1 and of_fate = 'waiting' order by k.id;
end $$;

-- Arrived at the address of a workflow, proven with what a process still knew of it. Nothing is kept
-- where that is over: another secret, another state, or no such address any more.
create function arrived_at(
  hash bytea, known_workflow uuid, known_state text, known_ciphertext bytea,
  of_fate text, of_why text, arrived jsonb
) returns boolean
language plpgsql volatile set plan_cache_mode = force_generic_plan as $$
declare
  hook record;
begin
  select h.org_id, h.workflow_id, h.state into hook from hook_of(hash) h;
  if not found or hook.workflow_id <> known_workflow or hook.state <> known_state or not exists (
    select from vault_entries v where v.org_id = hook.org_id
      and v.owner = 'workflow/' || hook.workflow_id and v.field = 'hook'
      and v.ciphertext = known_ciphertext)
  then return false; end if;
  perform keep_arrivals(known_workflow, 'hook', of_fate, of_why, arrived);
  return true;
end $$;

revoke execute on function keep_deliveries(uuid, text, jsonb), told_at(bytea, text, jsonb),
  told_to_all(text, jsonb), keep_arrivals(uuid, text, text, text, jsonb),
  arrived_at(bytea, uuid, text, bytea, text, text, jsonb) from public;
grant execute on function keep_deliveries(uuid, text, jsonb), told_at(bytea, text, jsonb),
  told_to_all(text, jsonb), keep_arrivals(uuid, text, text, text, jsonb),
  arrived_at(bytea, uuid, text, bytea, text, text, jsonb) to thread_app;
