-- Mail that comes in. It is kept as it came before anything is read in it, in pieces, and a job reads
-- it. The address at which a provider delivers it is made from the keys of the install and this
-- number, so that it can be rotated and need not be kept.
create table inbound_settings (
  org_id uuid not null default current_org() references orgs,
  generation integer not null default 1 check (generation >= 1),
  rotated_at timestamptz,
  -- Of SendGrid's security policy, as it shows it. It is no secret.
  sendgrid_key text not null default '' check (length(sendgrid_key) <= 1000),
  has_mailgun_key boolean not null default false,
  version integer not null default 1,
  primary key (org_id)
);
alter table inbound_settings enable row level security;
alter table inbound_settings force row level security;
create policy own_org on inbound_settings
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on inbound_settings as restrictive using (is_staff());
grant select, insert, update on inbound_settings to thread_app;

create table inbound_mails (
  org_id uuid not null default current_org() references orgs,
  id uuid not null,
  source text not null check (source in ('postmark', 'sendgrid', 'mailgun', 'imap', 'demo')),
  -- What the source never gives twice, so that a repeated delivery is one mail.
  dedup_key text not null check (length(dedup_key) between 1 and 200),
  content_type text not null default '' check (length(content_type) <= 300),
  size integer not null check (size >= 0),
  -- `twin`: the same mail came another way as well. `passed_on`: another organisation has it.
  state text not null default 'received' check (state in
    ('received', 'filed', 'unmatched', 'discarded', 'twin', 'passed_on', 'unreadable')),
  kind text check (kind in ('reply', 'automatic', 'bounce')),
  from_name text not null default '' check (length(from_name) <= 120),
  from_address text not null default '' check (length(from_address) <= 254),
  recipient text not null default '' check (length(recipient) <= 254),
  subject text not null default '' check (length(subject) <= 500),
  -- Its Message-ID, and those that it answers.
  message_key text check (length(message_key) <= 300),
  thread_keys text[] not null default '{}',
  -- What its writer wrote now, and all of it.
  body text not null default '' check (length(body) <= 20000),
  whole_text text not null default '' check (length(whole_text) <= 400000),
  problem text check (length(problem) <= 500),
  account_id uuid,
  -- Of ours, that it answers.
  mail_id uuid,
  matched_by text check (matched_by in ('address', 'thread', 'sender', 'person')),
  received_at timestamptz not null default now(),
  settled_at timestamptz,
  settled_by uuid,
  primary key (org_id, id),
  unique (org_id, source, dedup_key),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, mail_id) references mails (org_id, id),
  foreign key (org_id, settled_by) references members (org_id, id)
);
create unique index inbound_mails_once on inbound_mails (org_id, message_key, recipient)
  where state in ('filed', 'unmatched', 'discarded');
create index inbound_mails_open on inbound_mails (org_id, id)
  where state in ('unmatched', 'unreadable');
create index inbound_mails_by_sender on inbound_mails (org_id, from_address, received_at);
create index inbound_mails_by_time on inbound_mails (org_id, received_at);
alter table inbound_mails enable row level security;
alter table inbound_mails force row level security;
create policy own_org on inbound_mails
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on inbound_mails as restrictive using (is_staff());
grant select, insert, update on inbound_mails to thread_app;

-- The mail as it came. It goes a month after it was settled.
create table inbound_chunks (
  org_id uuid not null default current_org() references orgs,
  mail_id uuid not null,
  position integer not null check (position >= 0),
  bytes bytea not null check (length(bytes) <= 1048576),
  primary key (org_id, mail_id, position),
  foreign key (org_id, mail_id) references inbound_mails (org_id, id)
);
alter table inbound_chunks alter column bytes set storage external;
alter table inbound_chunks enable row level security;
alter table inbound_chunks force row level security;
create policy own_org on inbound_chunks
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on inbound_chunks as restrictive using (is_staff());
grant select, insert, delete on inbound_chunks to thread_app;

-- Where a mailbox was read up to. One process at a time reads it.
create table imap_mailboxes (
  org_id uuid not null default current_org() references orgs,
  name text not null check (length(name) between 1 and 200),
  uid_validity text not null default '',
  last_uid bigint not null default 0,
  lease_token uuid,
  leased_until timestamptz,
  polled_at timestamptz,
  trouble text check (length(trouble) <= 500),
  primary key (org_id, name)
);
alter table imap_mailboxes enable row level security;
alter table imap_mailboxes force row level security;
create policy own_org on imap_mailboxes
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on imap_mailboxes as restrictive using (is_staff());
grant select, insert, update on imap_mailboxes to thread_app;

-- A mail of ours that may be answered by mail, and what became of it after the server took it.
alter table mails
  add column takes_replies boolean not null default false,
  add column in_reply_to text check (length(in_reply_to) <= 300),
  add column thread_keys text[] not null default '{}',
  add column bounced_at timestamptz,
  add column bounced_to text[] not null default '{}';

alter table contacts
  -- Since when mail to their address comes back, and why.
  add column failing_since timestamptz,
  add column failing_why text check (length(failing_why) <= 500);

-- Mails and what is written in the portal are one conversation. A mail is seen in the portal by the
-- contacts who wrote or got it; `readers` left out, by everybody of the account.
alter table messages drop constraint messages_body_check;
alter table messages drop constraint messages_check;
alter table messages
  add column channel text not null default 'portal' check (channel in ('portal', 'mail')),
  add column inbound_id uuid,
  add column mail_id uuid,
  add column subject text not null default '' check (length(subject) <= 500),
  -- Of a mail that came in: as it says, whoever it is really from.
  add column sender_name text,
  add column sender_address text check (length(sender_address) <= 254),
  -- Why it is not taken for a contact's, in words.
  add column doubt text check (length(doubt) <= 500),
  add column automatic boolean not null default false,
  add column readers uuid[],
  add column left_out jsonb not null default '[]',
  add column answered_at timestamptz,
  add constraint messages_body_check check (length(body) between 1 and 20000),
  add constraint messages_check check (num_nonnulls(contact_id, member_id) <= 1
    and (num_nonnulls(contact_id, member_id) = 1 or num_nonnulls(inbound_id, mail_id) = 1)),
  add foreign key (org_id, inbound_id) references inbound_mails (org_id, id),
  add foreign key (org_id, mail_id) references mails (org_id, id);
create unique index messages_of_inbound on messages (org_id, inbound_id)
  where inbound_id is not null;
create index messages_of_mail on messages (org_id, mail_id) where mail_id is not null;
create index messages_of_action on messages (org_id, action_id, id desc)
  where action_id is not null;
create index messages_waiting on messages (org_id, id)
  where answered_at is null and member_id is null and mail_id is null and not automatic;
alter policy own_account on messages
  using (is_staff() or (account_id = current_account()
    and (readers is null or current_actor_id() = any (readers))));
grant update (answered_at, contact_id, doubt, readers, left_out) on messages to thread_app;

-- What came with a mail is kept as what customers send in the portal is.
alter table files
  add column message_id uuid,
  add foreign key (org_id, message_id) references messages (org_id, id);
create index files_of_message on files (org_id, message_id) where message_id is not null;
grant update (message_id) on files to thread_app;
grant select (message_id) on files to thread_portal;
create policy own_contact on files as restrictive for select to thread_portal
  using (message_id is null or exists (select from messages m where m.id = message_id));

-- A reply to a form, laid against its questions. A person checks it before it counts.
create table reply_answers (
  org_id uuid not null default current_org() references orgs,
  message_id uuid not null,
  account_id uuid not null,
  action_id uuid not null,
  state text not null default 'ready' check (state in ('asked', 'ready', 'accepted', 'dismissed')),
  answers jsonb not null default '{}',
  written_by text not null default 'rules' check (written_by in ('rules', 'model')),
  problem text check (length(problem) <= 500),
  version integer not null default 1,
  settled_at timestamptz,
  settled_by uuid,
  primary key (org_id, message_id),
  foreign key (org_id, message_id) references messages (org_id, id),
  foreign key (org_id, account_id) references accounts (org_id, id),
  foreign key (org_id, action_id) references actions (org_id, id),
  foreign key (org_id, settled_by) references members (org_id, id)
);
alter table reply_answers enable row level security;
alter table reply_answers force row level security;
create policy own_org on reply_answers
  using (org_id = current_org()) with check (org_id = current_org());
create policy staff_only on reply_answers as restrictive using (is_staff());
grant select, insert, update on reply_answers to thread_app;
