/** Reviewed: functions that act as `thread_system` for whoever calls them. */
export const REVIEWED_DEFINERS = [
  "claim_host",
  "connection_of",
  "connections_at",
  "end_member_sessions",
  "give_up_host",
  "hook_of",
  "is_host_taken",
  "org_of_host",
  "portal_role",
  "portal_session_of",
  "session_of",
];

/** Reviewed: what `thread_system` may touch before an organisation is known. */
export const SYSTEM_GRANTS = [
  "account_counts: select(grain, org_id)",
  "accounts: select(archived_at, id, name, org_id)",
  "actions: select(deadline_at, due_at, held, id, org_id, overdue_at, state)",
  "challenges: select insert update delete",
  "connections: select(hook_hash, id, org_id, outside_id, poll_at, service, state)",
  "contact_preferences: select(org_id, summary_at)",
  "contacts: select(account_id, email, id, language, name, org_id, removed_at)",
  "cron_slots: select insert delete",
  "domains: select(id, kind, name, next_check_at, org_id, state)",
  "event_seals: select(event_id, org_id)",
  "events: select(id, org_id, xid)",
  "handoffs: select(id, org_id, remind_at, state)",
  "identities: select insert update delete",
  "invitations: select(accepted_at, email, expires_at, id, org_id, revoked_at, roles)",
  "jobs: insert(key, kind, lane, org_id) " +
  "select(attempts, id, kind, lane, lease_token, leased_until, org_id, parked_at, run_at) " +
  "update(attempts, key, last_error, lease_token, leased_until, run_at)",
  "known_devices: select insert update delete",
  "mails: select(class, created_at, id, leased_until, org_id, state)",
  "members: select(deactivated_at, id, identity_id, name, org_id, roles)",
  "notification_cursors: select",
  "notification_policies: select(org_id, reminders_on)",
  "notification_preferences: select(daily_at, org_id, weekly_at)",
  "notifications: select(mail_at, mail_id, org_id)",
  "orgs: select(id, language, name)",
  "portal_access: select(account_id, contact_id, ended_at, org_id, role, seen_at) update(seen_at)",
  "portal_hosts: select insert update",
  "portal_passwords: select insert update delete",
  "portal_sessions: select insert update delete",
  "posts: select(id, leased_until, org_id, state)",
  "run_waits: select(org_id, wake_at)",
  "runs: select(id, org_id, state)",
  "sessions: select insert update delete",
  "tasks: select(due_at, escalated_at, id, org_id, state)",
  "throttles: select insert update delete",
  "uploads: select(expires_at, org_id)",
  "vault_entries: select(id, key_id, org_id)",
  "workflows: select(hook_hash, id, org_id, state)",
];

/** Reviewed: all that a customer's transaction may touch, whatever the portal asks for. */
export const PORTAL_GRANTS = [
  "accounts: select(csm_id, domain, go_live_on, id, name, org_id, time_zone)",
  "actions: select(account_id, content, deadline_on, due_at, finished_at, id, label, milestone_id, " +
  "opened_at, org_id, overdue_at, owner, plan_id, position, state, type)",
  "brandings: select",
  "contact_preferences: insert(account_id, contact_id, frequency, summary_at) " +
  "select(account_id, contact_id, frequency, org_id) " +
  "update(frequency, summarised_at, summary_at)",
  "contacts: insert(account_id, email, id, name) " +
  "select(account_id, email, id, is_primary, job_title, language, name, name_key, org_id, removed_at, " +
  "version) " +
  "update(job_title, language, name, version)",
  "delegations: select insert(account_id, action_id, contact_id, delegated_by, id, note) " +
  "update(ended_at)",
  "domains: select(is_ready, kind, name, org_id, state)",
  "events: insert(account_id, data, kind, subject_id)",
  "file_arrivals: insert",
  "file_chunks: select insert(account_id, bytes, file_id, position)",
  "file_quotas: insert(used_bytes, used_files) " +
  "select(most_bytes, most_file_bytes, most_files, org_id, used_bytes, used_files) " +
  "update(used_bytes, used_files)",
  "files: insert(account_id, action_id, contact_id, id, name, size, slot, type) " +
  "select(account_id, action_id, contact_id, created_at, id, message_id, name, org_id, " +
  "returned_why, size, slot, state, type)",
  "jobs: insert(key, kind, lane, payload, run_at)",
  "mails: insert(account_id, approved_by, bcc, body_html, body_text, cc, class, content_hash, " +
  "draft_id, from_name, id, more_to, reply_to, subject, subject_id, to_address, to_name, " +
  "unsubscribe_url)",
  "members: select(booking_url, deactivated_at, email, id, job_title, name, org_id)",
  "messages: select insert(account_id, action_id, body, contact_id, id)",
  "milestones: select(account_id, finished_at, id, name, org_id, plan_id, planned_on, position, " +
  "projected_on, started_at, state, your_text)",
  "orgs: select",
  "plans: select(account_id, ended_at, finished_at, id, org_id, planned_on, projected_on)",
  "portal_access: insert(account_id, contact_id, invited_by_contact, role, token_hash) " +
  "select(account_id, contact_id, ended_at, invited_at, org_id, role, seen_at) update(role)",
  "portal_rules: select",
  "question_asks: select delete insert(account_id, action_id, asked_by, contact_id, question_id)",
  "run_waits: select(key, kind, org_id)",
  "sponsor_links: insert(account_id, expires_at, id, label, made_by_contact, token_hash) " +
  "select(account_id, created_at, ended_at, expires_at, id, label, made_by, made_by_contact, org_id) " +
  "update(ended_at)",
  "submissions: select insert(account_id, action_id, answers, contact_id, id) " +
  "update(answers, asked, changed_at, contact_id, state, submitted_at, version)",
  "uploads: select delete " +
  "insert(account_id, action_id, contact_id, expires_at, id, modified, name, size, slot, type) " +
  "update(expires_at, received, size)",
];

/** Reviewed: what a customer's transaction reads, beside the tables that are for staff only. */
export const SHARED_WITH_CUSTOMERS = [
  "accounts: (id = current_account())",
  "actions: (is_staff() OR ((account_id = current_account()) AND portal_visible))",
  "contact_preferences: (is_staff() OR (contact_id = current_actor_id()))",
  "contacts: (account_id = current_account())",
  "delegations: (is_staff() OR (account_id = current_account()))",
  "file_chunks: (is_staff() OR (account_id = current_account()))",
  "files: (is_staff() OR (account_id = current_account()))",
  "members: (id = ( SELECT a.csm_id\n   FROM accounts a\n  WHERE (a.id = current_account())))",
  "messages: (is_staff() OR ((account_id = current_account()) AND ((readers IS NULL) OR " +
  "(current_actor_id() = ANY (readers)))))",
  "milestones: (is_staff() OR (account_id = current_account()))",
  "plans: (is_staff() OR (account_id = current_account()))",
  "portal_access: (is_staff() OR (account_id = current_account()))",
  "question_asks: (is_staff() OR (account_id = current_account()))",
  "sponsor_links: (is_staff() OR (account_id = current_account()))",
  "submissions: (is_staff() OR (account_id = current_account()))",
  "uploads: (is_staff() OR (account_id = current_account()))",
];
