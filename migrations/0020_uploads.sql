-- How a file comes: piece after piece, however often the line is cut. Its bytes belong to the upload,
-- and only one that came whole and was looked at has a row in `files`, which is all that anybody sees.
create table uploads (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  account_id uuid not null,
  -- Left out together: a file that came without being asked for, such as with a mail.
  action_id uuid,
  slot text check (length(slot) between 1 and 40),
  contact_id uuid,
  name text not null check (length(name) between 1 and 200),
  -- The ending of the name, which what stands in it must agree with.
  type text not null check (length(type) between 1 and 8),
  -- What was declared. Where only a limit is known, it is set to what came at the end.
  size bigint not null check (size between 1 and 524288000),
  received bigint not null default 0 check (received between 0 and size),
  -- When it was last changed where it comes from, in milliseconds. With the name and the size it
  -- says that it is the same file; what has none is not gone on with.
  modified bigint,
  created_at timestamptz not null default now(),
  -- Until when it is waited for. Nobody waits for what came whole.
  expires_at timestamptz,
  primary key (org_id, id),
  check (expires_at is not null or received = size),
  check ((action_id is null) = (slot is null)),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, contact_id) references contacts (org_id, id)
);
create unique index uploads_under_way on uploads
  (org_id, contact_id, action_id, slot, name, size, modified) where expires_at is not null;
create index uploads_of_action on uploads (org_id, action_id);
create index uploads_of_account on uploads (org_id, account_id) where expires_at is not null;
create index uploads_to_sweep on uploads (expires_at) where expires_at is not null;
alter table uploads enable row level security;
alter table uploads force row level security;
create policy own_org on uploads using (org_id = current_org()) with check (org_id = current_org());
create policy own_account on uploads as restrictive
  using (is_staff() or account_id = current_account());
create policy own_action on uploads as restrictive for insert to thread_portal
  with check (exists (select from actions a where a.id = action_id));
create policy system_reads on uploads for select to thread_system using (true);
grant select, insert, delete, update (account_id, size, received, expires_at)
  on uploads to thread_app;
grant select, insert (id, account_id, action_id, slot, contact_id, name, type, size, modified,
  expires_at), update (size, received, expires_at), delete on uploads to thread_portal;
grant select (org_id, expires_at) on uploads to thread_system;

-- How much an organisation keeps, counted with each write, and how much it may.
create table file_quotas (
  org_id uuid not null default current_org() references orgs,
  used_bytes bigint not null default 0 check (used_bytes >= 0),
  used_files bigint not null default 0 check (used_files >= 0),
  most_bytes bigint not null default 53687091200 check (most_bytes >= 0),
  most_files bigint not null default 100000 check (most_files >= 0),
  -- Of one file. An admin may lower it.
  most_file_bytes bigint not null default 524288000
    check (most_file_bytes between 1048576 and 524288000),
  version integer not null default 1,
  primary key (org_id)
);
alter table file_quotas enable row level security;
alter table file_quotas force row level security;
create policy own_org on file_quotas
  using (org_id = current_org()) with check (org_id = current_org());
grant select, insert, update on file_quotas to thread_app;
grant select (org_id, used_bytes, used_files, most_bytes, most_files, most_file_bytes),
  insert (used_bytes, used_files), update (used_bytes, used_files) on file_quotas to thread_portal;

-- A piece is named by the byte it begins with, so that any part of a file is found without the rest.
-- The owner is bound by row security too; what moves here is everybody's.
alter table files no force row level security;
alter table file_chunks no force row level security;
alter table uploads no force row level security;
alter table file_quotas no force row level security;
insert into uploads (org_id, id, account_id, action_id, slot, contact_id, name, type, size, received,
    created_at)
  select org_id, id, account_id, action_id, slot, contact_id, name, type, size, size, created_at
  from files;
insert into file_quotas (org_id, used_bytes, used_files)
  select org_id, sum(size), count(*) from files group by org_id;
alter table file_chunks drop constraint file_chunks_pkey;
update file_chunks set position = position * 524288 where position > 0;
alter table file_chunks add primary key (org_id, file_id, position);
alter table files force row level security;
alter table file_chunks force row level security;
alter table uploads force row level security;
alter table file_quotas force row level security;

alter table file_chunks drop constraint file_chunks_org_id_file_id_fkey;
alter table file_chunks add foreign key (org_id, file_id) references uploads (org_id, id)
  on delete cascade;
grant insert on file_chunks to thread_app;

-- What the CSM says of it: taken, or asked for again.
alter table files
  drop constraint files_size_check,
  add check (size between 1 and 524288000),
  alter column action_id drop not null,
  alter column slot drop not null,
  alter column contact_id drop not null,
  add check ((action_id is null) = (slot is null)),
  add column state text not null default 'received'
    check (state in ('received', 'accepted', 'returned')),
  add column returned_why text check (length(returned_why) between 1 and 5000),
  add column decided_at timestamptz,
  add column decided_by uuid,
  add check ((state = 'returned') = (returned_why is not null)),
  add check ((state = 'received') = (decided_at is null)),
  add foreign key (org_id, id) references uploads (org_id, id),
  add foreign key (org_id, decided_by) references members (org_id, id);
drop index files_of_action;
create index files_of_action on files (org_id, action_id, slot, name, id desc);
grant insert, update (state, returned_why, decided_at, decided_by) on files to thread_app;
-- Who of the staff decided is not theirs to read.
revoke select on files from thread_portal;
grant select (org_id, id, account_id, action_id, slot, name, type, size, contact_id, created_at,
  state, returned_why) on files to thread_portal;
