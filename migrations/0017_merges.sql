-- Two accounts that were one company. The one that went points to the one that stayed, and always
-- to the last in a row: what happened to it is read with what happens there.
alter table accounts
  add column merged_into uuid,
  add column merged_at timestamptz,
  add foreign key (org_id, merged_into) references accounts (org_id, id),
  add check (merged_into is null or (archived_at is not null and merged_at is not null)),
  add check (merged_into <> id);
create index accounts_merged on accounts (org_id, merged_into) where merged_into is not null;

-- What belongs to an account goes with it.
grant update (account_id) on messages, files, file_chunks to thread_app;
