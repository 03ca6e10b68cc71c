-- Undoes a transaction that took for granted what somebody else has changed in the meantime.
create function expect_all(expected bigint, unchanged bigint) returns void language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
  if unchanged <> expected then
    raise exception '% of % rows are as they were left', unchanged, expected
      using errcode = 'serialization_failure';
  end if;
end $$;

-- Newest last: each run is written at the end of its index, which so stays full and half as large.
drop index runs_of_workflow;
create index runs_of_workflow on runs (org_id, workflow_id, id);
drop index runs_of_account;
create index runs_of_account on runs (org_id, account_id, id) where account_id is not null;
