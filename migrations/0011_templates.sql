create table templates (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  -- Under the collation "C" a page of names is one range of an index.
  name_key text collate "C" not null generated always as (lower(name)) stored,
  description text not null default '' check (length(description) <= 1000),
  segment text not null default '' check (length(segment) <= 60),
  product_line text not null default '' check (length(product_line) <= 60),
  use_case text not null default '' check (length(use_case) <= 60),
  industry text not null default '' check (length(industry) <= 60),
  status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
  draft jsonb not null default '{"milestones": []}',
  milestones_count integer not null default 0,
  actions_count integer not null default 0,
  -- Whether the draft says something else than the published revision.
  draft_changed boolean not null default true,
  published_revision_id uuid,
  published_number integer,
  -- Accounts that follow it now.
  usage_count integer not null default 0 check (usage_count >= 0),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  created_by uuid,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  archived_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, created_by) references members (org_id, id),
  foreign key (org_id, changed_by) references members (org_id, id)
);
create index templates_by_name on templates (org_id, name_key, id);
create index templates_by_segment on templates (org_id, segment) where segment <> '';
create index templates_by_product_line on templates (org_id, product_line) where product_line <> '';
create index templates_by_use_case on templates (org_id, use_case) where use_case <> '';
create index templates_by_industry on templates (org_id, industry) where industry <> '';
alter table templates enable row level security;
alter table templates force row level security;
create policy own_org on templates using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on templates as restrictive using (is_staff());
grant select, insert, update on templates to thread_app;

-- What was published stays as it was: there is no grant to change or remove it.
create table template_revisions (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  template_id uuid not null,
  number integer not null check (number >= 1),
  name text not null,
  note text not null default '' check (length(note) <= 500),
  content jsonb not null,
  published_at timestamptz not null default now(),
  published_by uuid,
  primary key (org_id, id),
  unique (org_id, template_id, number),
  foreign key (org_id, template_id) references templates (org_id, id),
  foreign key (org_id, published_by) references members (org_id, id)
);
alter table template_revisions enable row level security;
alter table template_revisions force row level security;
create policy own_org on template_revisions
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on template_revisions as restrictive using (is_staff());
grant select, insert on template_revisions to thread_app;

alter table templates add foreign key (org_id, published_revision_id)
  references template_revisions (org_id, id);

create table template_suggestions (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  template_id uuid not null,
  body text not null check (length(body) between 1 and 4000),
  -- What it is about, as it was called then.
  about text not null default '' check (length(about) <= 400),
  suggested_by uuid not null,
  suggested_at timestamptz not null default now(),
  outcome text check (outcome in ('taken', 'declined')),
  note text not null default '' check (length(note) <= 1000),
  settled_by uuid,
  settled_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, template_id) references templates (org_id, id),
  foreign key (org_id, suggested_by) references members (org_id, id),
  foreign key (org_id, settled_by) references members (org_id, id),
  check ((outcome is null) = (settled_at is null))
);
create index template_suggestions_of_template on template_suggestions (org_id, template_id, id);
create index template_suggestions_open on template_suggestions (org_id, template_id)
  where outcome is null;
alter table template_suggestions enable row level security;
alter table template_suggestions force row level security;
create policy own_org on template_suggestions
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on template_suggestions as restrictive using (is_staff());
grant select, insert, update on template_suggestions to thread_app;
