-- The outbox. `unknown` means the server may have taken it before the answer was lost.
create table mails (
  org_id uuid not null default current_org() references orgs,
  id uuid not null default gen_random_uuid(),
  class text not null check (class in ('sign_in', 'notice', 'customer')),
  state text not null default 'approved'
    check (state in ('draft', 'approved', 'sending', 'sent', 'failed', 'unknown')),
  from_name text not null default '',
  reply_to text,
  to_name text not null default '',
  to_address text not null check (to_address !~ '[\s,;<>"]' and length(to_address) <= 254),
  subject text not null check (length(subject) <= 500),
  body_text text not null,
  body_html text,
  content_hash bytea not null,
  unsubscribe_url text,
  account_id uuid,
  subject_id uuid,
  attempts integer not null default 0,
  lease_token uuid,
  leased_until timestamptz,
  carrier text check (carrier in ('smtp', 'api', 'outbox')), -- 'outbox': no server is set, so it stays.
  answer text,
  error text,
  created_at timestamptz not null default now(),
  approved_by uuid,
  sent_at timestamptz,
  settled_by uuid,
  primary key (org_id, id), -- Ids ascend with time, so this also pages newest first.
  check (state <> 'sending' or (lease_token is not null and leased_until is not null)),
  check (state <> 'sent' or (sent_at is not null and carrier is not null))
);
create index mails_unsettled on mails (org_id, id) where state in ('unknown', 'failed');
create index mails_overdue on mails (leased_until) where state = 'sending';
alter table mails enable row level security;
alter table mails force row level security;
create policy own_org on mails using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on mails as restrictive
  using (is_staff()) with check (true); -- A customer's act may enqueue, not read.
create policy system_reads on mails for select to thread_system using (true);
grant select, insert, update on mails to thread_app;
grant select (org_id, id, class, state, created_at, leased_until) on mails to thread_system;
