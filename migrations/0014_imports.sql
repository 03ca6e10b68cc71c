-- A bulk upload of accounts, from what was sent to what became of each row.
create table imports (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  state text not null default 'reading' check (state in
    ('reading', 'extracting', 'unreadable', 'columns', 'checking', 'review', 'importing',
     'applying', 'done', 'undoing', 'undone')),
  format text not null check (format in ('csv', 'json', 'text')),
  encoding text not null,
  separator text not null default ',' check (separator in (',', ';', e'\t', '|')),
  header boolean not null default true,
  -- What stands in the way of reading it, or what is worth knowing about how it was read.
  problem text,
  remark text,
  -- Each column of the source, in its order, and the field it goes to.
  columns jsonb not null default '[]',
  -- What a row gets that leaves a field empty, as a person typed it.
  defaults jsonb not null default '{}',
  day_order text check (day_order in ('day', 'month')),
  template_id uuid,
  rows_count integer not null default 0,
  -- The last row that the step in progress has dealt with.
  position integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  skipped_count integer not null default 0,
  rejected_count integer not null default 0,
  archived_count integer not null default 0,
  changes integer not null default 0,
  version integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  changed_by uuid not null,
  changed_at timestamptz not null default now(),
  confirmed_by uuid,
  finished_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, created_by) references members (org_id, id),
  foreign key (org_id, changed_by) references members (org_id, id),
  foreign key (org_id, confirmed_by) references members (org_id, id),
  foreign key (org_id, template_id) references templates (org_id, id)
);
alter table imports enable row level security;
alter table imports force row level security;
create policy own_org on imports using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on imports as restrictive using (is_staff());
grant select, insert, update, delete on imports to thread_app;

-- What was sent, byte by byte, so that it can be read again in another way.
create table import_sources (
  org_id uuid not null default current_org() references orgs,
  import_id uuid not null,
  part integer not null,
  bytes bytea not null,
  primary key (org_id, import_id, part),
  foreign key (org_id, import_id) references imports (org_id, id) on delete cascade
);
alter table import_sources enable row level security;
alter table import_sources force row level security;
create policy own_org on import_sources
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on import_sources as restrictive using (is_staff());
grant select, insert, delete on import_sources to thread_app;

create table import_rows (
  org_id uuid not null default current_org() references orgs,
  import_id uuid not null,
  row_no integer not null,
  -- Where it stands in the source.
  line integer not null,
  cells jsonb not null,
  -- Of a row taken from free text: the text. By field, what a guess was taken from; an edit ends it.
  snippet text,
  guesses jsonb not null default '{}',
  -- By field, what a person typed over the cell.
  edits jsonb not null default '{}',
  -- By field, what was read; by field, why it could not be.
  reading jsonb not null default '{}',
  problems jsonb not null default '{}',
  status text collate "C" not null default 'ready'
    check (status in ('ready', 'fix', 'duplicate')),
  match_key text collate "C",
  domain text collate "C",
  twin_account_id uuid,
  -- More than one account may be meant.
  twin_unclear boolean not null default false,
  twin_row integer,
  -- What a person decided; left out, it follows from the row.
  decision text check (decision in ('create', 'update', 'skip')),
  template_id uuid,
  outcome text check (outcome in ('created', 'updated', 'skipped', 'rejected')),
  account_id uuid,
  error text,
  template_applied_at timestamptz,
  version integer not null default 1,
  changed_by uuid,
  primary key (org_id, import_id, row_no),
  foreign key (org_id, import_id) references imports (org_id, id) on delete cascade,
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, template_id) references templates (org_id, id)
);
create index import_rows_by_status on import_rows (org_id, import_id, status, row_no);
create index import_rows_by_name on import_rows (org_id, import_id, match_key, row_no);
create index import_rows_by_domain on import_rows (org_id, import_id, domain, row_no)
  where domain is not null;
create index import_rows_of_account on import_rows (org_id, account_id)
  where account_id is not null;
alter table import_rows enable row level security;
alter table import_rows force row level security;
create policy own_org on import_rows
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on import_rows as restrictive using (is_staff());
grant select, insert, update, delete on import_rows to thread_app;

-- What each row of an edit was before it, so that the last edit can be taken back.
create table import_changes (
  org_id uuid not null default current_org() references orgs,
  import_id uuid not null,
  change_no integer not null,
  row_no integer not null,
  edits jsonb not null,
  decision text,
  primary key (org_id, import_id, change_no, row_no),
  foreign key (org_id, import_id) references imports (org_id, id) on delete cascade
);
alter table import_changes enable row level security;
alter table import_changes force row level security;
create policy own_org on import_changes
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on import_changes as restrictive using (is_staff());
grant select, insert, delete on import_changes to thread_app;
