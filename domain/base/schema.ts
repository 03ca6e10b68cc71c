import type { ColumnType, Generated, JSONColumnType } from "kysely";
import type { Language } from "./languages.ts";

type Stamp = ColumnType<Date, Date | undefined, Date>;
type Defaulted<T> = Generated<T>;
/** Filled by the database from the transaction's organisation; never written by code. */
type OrgId = ColumnType<string, never, never>;
type Json<T extends object> = JSONColumnType<T, T | undefined, T>;

export type Role = "admin" | "ops" | "leader" | "csm" | "ae";
export type Theme = "light" | "dark" | "system";

export interface Tables {
  identities: Identities;
  orgs: Orgs;
  holidays: Holidays;
  brandings: Brandings;
  members: Members;
  invitations: Invitations;
  access_requests: AccessRequests;
  sessions: Sessions;
  challenges: Challenges;
  throttles: Throttles;
  known_devices: KnownDevices;
  events: Events;
  event_seals: EventSeals;
  jobs: Jobs;
  cron_slots: CronSlots;
  mails: Mails;
  vault_entries: VaultEntries;
  templates: Templates;
  template_revisions: TemplateRevisions;
  template_suggestions: TemplateSuggestions;
  model_meters: ModelMeters;
  proposals: Proposals;
  accounts: Accounts;
  account_facts: AccountFacts;
  account_counts: AccountCounts;
  contacts: Contacts;
  account_fields: AccountFields;
  notes: Notes;
  collaborators: Collaborators;
  saved_views: SavedViews;
  search_words: SearchWords;
  imports: Imports;
  import_sources: ImportSources;
  import_rows: ImportRows;
  import_changes: ImportChanges;
  account_holidays: AccountHolidays;
  plans: Plans;
  milestones: Milestones;
  actions: Actions;
  drafts: Drafts;
  submissions: Submissions;
  upgrade_rounds: UpgradeRounds;
  upgrade_round_accounts: UpgradeRoundAccounts;
  upgrades: Upgrades;
  handoff_templates: HandoffTemplates;
  handoffs: Handoffs;
  handoff_answers: HandoffAnswers;
  portal_access: PortalAccess;
  portal_sessions: PortalSessions;
  portal_passwords: PortalPasswords;
  messages: Messages;
  files: Files;
  file_chunks: FileChunks;
  inbound_settings: InboundSettings;
  inbound_mails: InboundMails;
  inbound_chunks: InboundChunks;
  imap_mailboxes: ImapMailboxes;
  reply_answers: ReplyAnswers;
  domains: Domains;
  delegations: Delegations;
  question_asks: QuestionAsks;
  sponsor_links: SponsorLinks;
  sponsor_visits: SponsorVisits;
  portal_rules: PortalRules;
  uploads: Uploads;
  file_quotas: FileQuotas;
  notification_cursors: NotificationCursors;
  notification_preferences: NotificationPreferences;
  notifications: Notifications;
  notification_policies: NotificationPolicies;
  reminders: Reminders;
  escalations: Escalations;
  contact_preferences: ContactPreferences;
  workflows: Workflows;
  workflow_versions: WorkflowVersions;
  workflow_edits: WorkflowEdits;
  workflow_clips: WorkflowClips;
  runs: Runs;
  run_steps: RunSteps;
  run_waits: RunWaits;
  trigger_events: TriggerEvents;
  queues: Queues;
  queue_members: QueueMembers;
  tasks: Tasks;
  days_off: DaysOff;
  turns: Turns;
  presences: Presences;
  what_ifs: WhatIfs;
  what_if_starts: WhatIfStarts;
  connections: Connections;
  connection_attempts: ConnectionAttempts;
  deliveries: Deliveries;
  connection_schemas: ConnectionSchemas;
  field_mappings: FieldMappings;
  refreshes: Refreshes;
  outside_records: OutsideRecords;
  outside_texts: OutsideTexts;
  channels: Channels;
  account_channels: AccountChannels;
  channel_alerts: ChannelAlerts;
  posts: Posts;
  account_rounds: AccountRounds;
  account_round_accounts: AccountRoundAccounts;
  draft_typings: DraftTypings;
}

export interface Identities {
  id: Defaulted<string>;
  email: string;
  name: Defaulted<string>;
  password_hash: string | null;
  password_set_at: Date | null;
  verified_at: Date | null;
  operator: Defaulted<boolean>;
  theme: Defaulted<Theme>;
  hotkeys: Defaulted<boolean>;
  created_at: Stamp;
}

export interface Orgs {
  id: Defaulted<string>;
  name: string;
  plan: Defaulted<string>;
  support_email: string | null;
  time_zone: Defaulted<string>;
  /** What customers read, where neither they nor their browser say. */
  language: Defaulted<Language>;
  working_days: Defaulted<number[]>;
  version: Defaulted<number>;
  created_at: Stamp;
}

export interface Holidays {
  org_id: OrgId;
  day: string;
  name: Defaulted<string>;
}

export interface Brandings {
  org_id: OrgId;
  accent: Defaulted<string>;
  logo: Uint8Array | null;
  logo_type: string | null;
  revised_at: Stamp;
  version: Defaulted<number>;
}

export interface Members {
  org_id: OrgId;
  id: Defaulted<string>;
  identity_id: string;
  email: string;
  name: string;
  name_key: ColumnType<string, never, never>;
  surname_key: ColumnType<string, never, never>;
  job_title: Defaulted<string>;
  roles: Role[];
  booking_url: string | null;
  lead_id: string | null;
  joined_at: Stamp;
  deactivated_at: Date | null;
  version: Defaulted<number>;
}

export interface Invitations {
  org_id: OrgId;
  id: Defaulted<string>;
  email: string;
  roles: Role[];
  token_hash: Uint8Array;
  invited_by: string;
  created_at: Stamp;
  expires_at: Stamp;
  accepted_at: Date | null;
  revoked_at: Date | null;
}

export interface AccessRequests {
  org_id: OrgId;
  id: Defaulted<string>;
  identity_id: string;
  email: string;
  name: string;
  created_at: Stamp;
  settled_at: Date | null;
  settled_by: string | null;
}

export interface Sessions {
  id: Defaulted<string>;
  token_hash: Uint8Array;
  identity_id: string;
  org_id: string | null;
  method: string;
  user_agent: Defaulted<string>;
  ip: Defaulted<string>;
  created_at: Stamp;
  seen_at: Stamp;
  stepped_up_at: Date | null;
  expires_at: Stamp;
}

export interface Challenges {
  id: Defaulted<string>;
  purpose: "verify" | "sign_in" | "reset" | "step_up" | "portal" | "portal_step_up";
  email: string;
  identity_id: string | null;
  token_hash: Uint8Array;
  code_hash: Uint8Array;
  browser_hash: Uint8Array;
  next: Defaulted<string>;
  attempts: Defaulted<number>;
  created_at: Stamp;
  expires_at: Stamp;
  used_at: Date | null;
}

export interface Throttles {
  key: Uint8Array;
  failures: Defaulted<number>;
  blocked_until: Stamp;
  touched_at: Stamp;
}

export interface KnownDevices {
  identity_id: string;
  token_hash: Uint8Array;
  seen_at: Stamp;
}

export interface Events {
  org_id: OrgId;
  id: ColumnType<number, never, never>;
  at: ColumnType<Date, never, never>;
  kind: string;
  account_id: string | null;
  subject_id: string | null;
  actor_kind: ColumnType<string, never, never>;
  actor_id: ColumnType<string | null, never, never>;
  cause: ColumnType<string | null, never, never>;
  data: Json<Record<string, unknown>>;
  xid: ColumnType<string, never, never>;
}

export interface EventSeals {
  org_id: OrgId;
  seal_no: number;
  event_id: number;
  hash: Uint8Array;
  sealed_at: Stamp;
}

export interface Jobs {
  org_id: OrgId;
  id: ColumnType<number, never, never>;
  kind: string;
  lane: "inside" | "outside";
  payload: Json<Record<string, unknown>>;
  key: string | null;
  run_at: Stamp;
  attempts: Defaulted<number>;
  lease_token: string | null;
  leased_until: Date | null;
  parked_at: Date | null;
  last_error: string | null;
  cause: ColumnType<string | null, never, never>;
  created_at: Stamp;
}

export interface CronSlots {
  name: string;
  slot: Date;
  claimed_at: Stamp;
}

export interface Mails {
  org_id: OrgId;
  id: Defaulted<string>;
  class: "sign_in" | "notice" | "customer";
  state: Defaulted<"draft" | "approved" | "sending" | "sent" | "failed" | "unknown">;
  from_name: Defaulted<string>;
  reply_to: string | null;
  to_name: Defaulted<string>;
  to_address: string;
  subject: string;
  body_text: string;
  body_html: string | null;
  content_hash: Uint8Array;
  unsubscribe_url: string | null;
  account_id: string | null;
  subject_id: string | null;
  attempts: Defaulted<number>;
  lease_token: string | null;
  leased_until: Date | null;
  carrier: "smtp" | "api" | "outbox" | null;
  answer: string | null;
  error: string | null;
  created_at: Stamp;
  approved_by: string | null;
  sent_at: Date | null;
  settled_by: string | null;
  draft_id: string | null;
  more_to: Defaulted<string[]>;
  cc: Defaulted<string[]>;
  bcc: Defaulted<string[]>;
  takes_replies: Defaulted<boolean>;
  in_reply_to: string | null;
  thread_keys: Defaulted<string[]>;
  bounced_at: Date | null;
  bounced_to: Defaulted<string[]>;
}

export interface VaultEntries {
  org_id: OrgId;
  id: Defaulted<string>;
  owner: string;
  field: string;
  key_id: string;
  wrapped_key: Uint8Array;
  iv: Uint8Array;
  ciphertext: Uint8Array;
  created_at: Stamp;
  rotated_at: Date | null;
}

export interface Templates {
  org_id: OrgId;
  id: Defaulted<string>;
  name: string;
  name_key: ColumnType<string, never, never>;
  description: Defaulted<string>;
  segment: Defaulted<string>;
  product_line: Defaulted<string>;
  use_case: Defaulted<string>;
  industry: Defaulted<string>;
  status: Defaulted<"draft" | "published" | "archived">;
  /** Read it with the content schema of the onboarding area. */
  draft: Json<object>;
  milestones_count: Defaulted<number>;
  actions_count: Defaulted<number>;
  draft_changed: Defaulted<boolean>;
  published_revision_id: string | null;
  published_number: number | null;
  usage_count: Defaulted<number>;
  version: Defaulted<number>;
  created_at: Stamp;
  created_by: string | null;
  changed_at: Stamp;
  changed_by: string | null;
  archived_at: Date | null;
}

export interface TemplateRevisions {
  org_id: OrgId;
  id: Defaulted<string>;
  template_id: string;
  number: number;
  name: string;
  note: Defaulted<string>;
  content: Json<object>;
  published_at: Stamp;
  published_by: string | null;
}

export interface TemplateSuggestions {
  org_id: OrgId;
  id: Defaulted<string>;
  template_id: string;
  body: string;
  about: Defaulted<string>;
  suggested_by: string;
  suggested_at: Stamp;
  outcome: "taken" | "declined" | null;
  note: Defaulted<string>;
  settled_by: string | null;
  settled_at: Date | null;
}

export type Health = "not_started" | "on_track" | "at_risk" | "blocked" | "waiting" | "live";

export interface Accounts {
  org_id: OrgId;
  id: string;
  name: string;
  name_key: ColumnType<string, never, never>;
  match_key: string;
  domain: string | null;
  segment: string | null;
  industry: string | null;
  product_line: string | null;
  use_case: string | null;
  arr_cents: number | null;
  arr_currency: Defaulted<string>;
  closed_on: string | null;
  go_live_on: string | null;
  go_live_key: ColumnType<string, never, never>;
  csm_id: string | null;
  ae_id: string | null;
  health: Defaulted<Health>;
  milestone_name: string | null;
  actions_done: Defaulted<number>;
  actions_total: Defaulted<number>;
  next_due_at: Date | null;
  drafts_waiting: Defaulted<number>;
  time_zone: string | null;
  next_action: string | null;
  health_by_hand: Defaulted<boolean>;
  projected_on: string | null;
  reminders_paused_at: Date | null;
  fields: ColumnType<FieldValues, FieldValues | undefined, FieldValues>;
  test: Defaulted<boolean>;
  merged_into: string | null;
  merged_at: Date | null;
  archived_at: Date | null;
  version: Defaulted<number>;
  created_at: Stamp;
}

export type AccountSource = "hand" | "import" | "workflow";

/** Kept by the database; see migrations/0052_insight.sql. */
export interface AccountFacts {
  org_id: OrgId;
  account_id: string;
  csm_id: string | null;
  template_id: string | null;
  segment: string | null;
  source: AccountSource;
  health: Health;
  arr_cents: number | null;
  arr_currency: string;
  counted: boolean;
  closed_on: string | null;
  promised_on: string | null;
  planned_on: string | null;
  projected_on: string | null;
  started_at: Date | null;
  first_done_at: Date | null;
  finished_at: Date | null;
  health_since: Stamp;
  ours_seconds: Defaulted<number>;
  theirs_seconds: Defaulted<number>;
  blocked_seconds: Defaulted<number>;
}

export interface AccountCounts {
  org_id: OrgId;
  id: Generated<number>;
  grain: "new" | "all" | "csm" | "template" | "segment" | "source" | "cell";
  csm_id: string | null;
  template_id: string | null;
  segment: string | null;
  source: AccountSource | null;
  health: Health;
  arr_currency: string;
  accounts: number;
  arr_cents: number;
}

export interface Money {
  cents: number;
  currency: string;
}

export type FieldValue = string | number | boolean | string[] | Money;
export type FieldValues = Record<string, FieldValue>;

export interface Contacts {
  org_id: OrgId;
  id: string;
  account_id: string;
  name: string;
  name_key: ColumnType<string, never, never>;
  email: string;
  job_title: Defaulted<string>;
  phone: Defaulted<string>;
  /** Their own choice; null leaves it to their browser. */
  language: Language | null;
  is_primary: Defaulted<boolean>;
  failing_since: Date | null;
  failing_why: string | null;
  complained: Defaulted<boolean>;
  removed_at: Date | null;
  version: Defaulted<number>;
  created_at: Stamp;
}

export type FieldType =
  | "text"
  | "number"
  | "date"
  | "choice"
  | "multi"
  | "yes_no"
  | "url"
  | "email"
  | "money";

export interface AccountFields {
  org_id: OrgId;
  id: string;
  key: string;
  label: string;
  type: FieldType;
  options: Defaulted<string[]>;
  hint: Defaulted<string>;
  retired_at: Date | null;
  version: Defaulted<number>;
  created_at: Stamp;
}

export interface Notes {
  org_id: OrgId;
  id: string;
  account_id: string;
  author_id: string | null;
  body: string;
  version: Defaulted<number>;
  created_at: Stamp;
  changed_at: Date | null;
}

export interface Collaborators {
  org_id: OrgId;
  account_id: string;
  member_id: string;
  created_at: Stamp;
}

export interface SavedViews {
  org_id: OrgId;
  id: string;
  member_id: string;
  name: string;
  query: string;
  created_at: Stamp;
}

export interface SearchWords {
  org_id: OrgId;
  word: string;
  account_id: string;
  source_id: string;
}

export type ImportState =
  | "reading"
  | "extracting"
  | "unreadable"
  | "columns"
  | "checking"
  | "review"
  | "importing"
  | "applying"
  | "done"
  | "undoing"
  | "undone";

export interface Imports {
  org_id: OrgId;
  id: string;
  name: string;
  state: Defaulted<ImportState>;
  format: "csv" | "json" | "text";
  encoding: string;
  separator: Defaulted<string>;
  header: Defaulted<boolean>;
  problem: string | null;
  remark: string | null;
  /** Read them with the types of the accounts area. */
  columns: Json<object>;
  defaults: Json<Record<string, string>>;
  day_order: "day" | "month" | null;
  template_id: string | null;
  rows_count: Defaulted<number>;
  position: Defaulted<number>;
  created_count: Defaulted<number>;
  updated_count: Defaulted<number>;
  skipped_count: Defaulted<number>;
  rejected_count: Defaulted<number>;
  archived_count: Defaulted<number>;
  changes: Defaulted<number>;
  version: Defaulted<number>;
  created_by: string;
  created_at: Stamp;
  changed_by: string;
  changed_at: Stamp;
  confirmed_by: string | null;
  finished_at: Date | null;
}

export interface ImportSources {
  org_id: OrgId;
  import_id: string;
  part: number;
  bytes: Uint8Array;
}

export interface ImportRows {
  org_id: OrgId;
  import_id: string;
  row_no: number;
  line: number;
  cells: ColumnType<string[], string, string>;
  snippet: string | null;
  guesses: Json<Record<string, string>>;
  edits: Json<Record<string, string>>;
  reading: Json<object>;
  problems: Json<Record<string, string>>;
  status: Defaulted<"ready" | "fix" | "duplicate">;
  match_key: string | null;
  domain: string | null;
  twin_account_id: string | null;
  twin_unclear: Defaulted<boolean>;
  twin_row: number | null;
  decision: "create" | "update" | "skip" | null;
  template_id: string | null;
  outcome: "created" | "updated" | "skipped" | "rejected" | null;
  account_id: string | null;
  error: string | null;
  template_applied_at: Date | null;
  version: Defaulted<number>;
  changed_by: string | null;
}

export interface ImportChanges {
  org_id: OrgId;
  import_id: string;
  change_no: number;
  row_no: number;
  edits: Json<Record<string, string>>;
  decision: "create" | "update" | "skip" | null;
}
export interface AccountHolidays {
  org_id: OrgId;
  account_id: string;
  day: string;
  name: Defaulted<string>;
}

export interface Plans {
  org_id: OrgId;
  id: string;
  account_id: string;
  template_id: string | null;
  revision_id: string | null;
  revision_number: number | null;
  template_name: Defaulted<string>;
  applied_at: Stamp;
  applied_by: string | null;
  planned_on: string | null;
  projected_on: string | null;
  finished_at: Date | null;
  ended_at: Date | null;
  ended_why: "reapplied" | "removed" | "merged" | null;
  version: Defaulted<number>;
}

export type MilestoneState = "not_started" | "active" | "done" | "skipped";

export interface Milestones {
  org_id: OrgId;
  id: string;
  plan_id: string;
  account_id: string;
  key: string;
  position: number;
  name: string;
  duration_days: number;
  our_text: Defaulted<string>;
  your_text: Defaulted<string>;
  state: Defaulted<MilestoneState>;
  started_at: Date | null;
  finished_at: Date | null;
  planned_on: string | null;
  projected_on: string | null;
  version: Defaulted<number>;
}

export type ActionState =
  | "pending"
  | "waiting"
  | "due"
  | "draft_ready"
  | "approved"
  | "executed"
  | "completed"
  | "failed"
  | "skipped"
  | "cancelled";

export interface Actions {
  org_id: OrgId;
  id: string;
  plan_id: string;
  account_id: string;
  milestone_id: string;
  key: string;
  position: number;
  type:
    | "SEND_EMAIL"
    | "REQUEST_DOCS"
    | "REQUEST_ASSETS"
    | "COLLECT_INFO"
    | "SCHEDULE_MEETING"
    | "SLACK";
  label: string;
  trigger: "milestone_start" | "manual";
  delay_hours: Defaulted<number>;
  owner: "csm" | "ae" | "customer";
  due_days: number | null;
  dashboard_visible: boolean;
  portal_visible: boolean;
  blocker: boolean;
  send_without_review: boolean;
  content: ColumnType<object, object, object>;
  state: Defaulted<ActionState>;
  held: Defaulted<boolean>;
  due_at: Date | null;
  deadline_on: string | null;
  deadline_at: Date | null;
  overdue_at: Date | null;
  opened_at: Date | null;
  executed_at: Date | null;
  executed_by: string | null;
  finished_at: Date | null;
  finished_by: string | null;
  finished_by_contact: string | null;
  note: Defaulted<string>;
  problem: string | null;
  version: Defaulted<number>;
}

export type DraftState =
  | "asked"
  | "ready"
  | "failed"
  | "approved"
  | "left"
  | "replaced"
  | "discarded";

export interface Drafts {
  org_id: OrgId;
  id: string;
  action_id: string;
  account_id: string;
  number: number;
  state: Defaulted<DraftState>;
  to_addresses: Defaulted<string[]>;
  cc_addresses: Defaulted<string[]>;
  bcc_addresses: Defaulted<string[]>;
  subject: Defaulted<string>;
  body: Defaulted<string>;
  sources: ColumnType<DraftSource[], DraftSource[] | undefined, DraftSource[]>;
  sentences: ColumnType<DraftSentence[], DraftSentence[] | undefined, DraftSentence[]>;
  written_by: "model" | "rules" | "person" | null;
  model: string | null;
  tokens: number | null;
  wish: Defaulted<string>;
  problem: string | null;
  edited_by: string | null;
  edited_at: Date | null;
  approved_by: string | null;
  approved_at: Date | null;
  leaves_at: Date | null;
  left_at: Date | null;
  channel_id: string | null;
  version: Defaulted<number>;
  created_at: Stamp;
}

/** What a draft was written from. */
export interface DraftSource {
  kind: string;
  label: string;
  text: string;
  /** The note, the submission or the mail that it is. */
  id?: string;
}

/** One sentence of a draft, and the place of its source in the list; none where nothing says it. */
export interface DraftSentence {
  text: string;
  source?: number;
}

export interface Submissions {
  org_id: OrgId;
  id: string;
  account_id: string;
  action_id: string;
  contact_id: string | null;
  state: Defaulted<"open" | "submitted" | "returned">;
  answers: ColumnType<Answers, Answers | undefined, Answers>;
  asked: ColumnType<object | null, object | null | undefined, object | null>;
  returned_why: string | null;
  created_at: Stamp;
  changed_at: Stamp;
  submitted_at: Date | null;
  version: Defaulted<number>;
}

/** By the id of the question. */
export type Answers = Record<string, string | string[]>;

export interface UpgradeRounds {
  org_id: OrgId;
  id: string;
  template_id: string;
  revision_id: string;
  revision_number: number;
  keep_ours: boolean;
  asked_by: string | null;
  asked_at: Stamp;
  total: number;
  waiting: number;
  upgraded: Defaulted<number>;
  ended_at: Date | null;
  undo_asked_by: string | null;
  undo_asked_at: Date | null;
  undo_ended_at: Date | null;
}

export interface UpgradeRoundAccounts {
  org_id: OrgId;
  round_id: string;
  account_id: string;
  state: Defaulted<"waiting" | "upgraded" | "nothing" | "conflicts" | "refused">;
  said: Defaulted<string>;
  conflicts: Defaulted<number>;
  upgrade_id: string | null;
  undo_said: Defaulted<string>;
}

export interface Upgrades {
  org_id: OrgId;
  id: string;
  account_id: string;
  plan_id: string;
  from_revision_id: string;
  from_number: number;
  to_revision_id: string;
  to_number: number;
  taken: number;
  left_out: number;
  conflicts_left: number;
  /** Both are content of a template; see domain/onboarding/template_content.ts. */
  before: ColumnType<object, object, never>;
  after: ColumnType<object, object, never>;
  removed: ColumnType<RemovedRows, RemovedRows, never>;
  finished_before: Date | null;
  round_id: string | null;
  upgraded_by: string | null;
  upgraded_at: Stamp;
  undone_by: string | null;
  undone_at: Date | null;
}

/** Rows as they were, by the names of their columns. */
export interface RemovedRows {
  milestones: Record<string, unknown>[];
  actions: Record<string, unknown>[];
  drafts: Record<string, unknown>[];
}

export interface ModelMeters {
  org_id: OrgId;
  daily_tokens: Defaulted<number>;
  used_tokens: Defaulted<number>;
  day_at: Stamp;
  failures: Defaulted<number>;
  shut_until: Date | null;
  shuts: Defaulted<number>;
  probed_until: Date | null;
  last_trouble: string | null;
  version: Defaulted<number>;
  changed_at: Stamp;
}

export interface Proposals {
  org_id: OrgId;
  id: Defaulted<string>;
  kind: "template" | "email" | "questions";
  template_id: string | null;
  action_id: string | null;
  wish: Defaulted<string>;
  typed: Json<object>;
  rules_only: Defaulted<boolean>;
  state: Defaulted<"waiting" | "writing" | "written" | "failed" | "taken" | "dismissed">;
  written_by: "model" | "rules" | null;
  model: string | null;
  tokens: Defaulted<number>;
  problem: string | null;
  /** Read it with the schema of its kind. */
  answer: JSONColumnType<object | null, object | null | undefined, object | null>;
  made_template_id: string | null;
  version: Defaulted<number>;
  asked_at: Stamp;
  asked_by: string | null;
  written_at: Date | null;
  settled_at: Date | null;
}

export interface HandoffTemplates {
  org_id: OrgId;
  id: string;
  name: string;
  questions: ColumnType<HandoffQuestion[], HandoffQuestion[], HandoffQuestion[]>;
  is_default: Defaulted<boolean>;
  archived_at: Date | null;
  version: Defaulted<number>;
  created_at: Stamp;
}

export interface HandoffQuestion {
  id: string;
  type: "text" | "long_text" | "choice" | "yes_no";
  label: string;
  help: string;
  options: string[];
  required: boolean;
}

export interface Handoffs {
  org_id: OrgId;
  id: string;
  account_id: string;
  template_id: string | null;
  template_name: string;
  questions: ColumnType<HandoffQuestion[], HandoffQuestion[], HandoffQuestion[]>;
  state: Defaulted<"writing" | "open" | "submitted" | "cancelled">;
  ae_id: string;
  csm_id: string | null;
  asked_by: string | null;
  asked_at: Stamp;
  remind_at: Date | null;
  reminders: Defaulted<number>;
  submitted_at: Date | null;
  submitted_by: string | null;
  version: Defaulted<number>;
}

export interface HandoffAnswers {
  org_id: OrgId;
  id: string;
  handoff_id: string;
  question_id: string;
  body: string;
  written_by: "model" | "rules" | "person";
  sources: ColumnType<DraftSource[], DraftSource[] | undefined, DraftSource[]>;
  sentences: ColumnType<DraftSentence[], DraftSentence[] | undefined, DraftSentence[]>;
  edited_by: string | null;
  edited_at: Date | null;
  replaced_at: Date | null;
  version: Defaulted<number>;
  created_at: Stamp;
}
export interface PortalAccess {
  org_id: OrgId;
  contact_id: string;
  account_id: string;
  token_hash: Uint8Array;
  invited_at: Stamp;
  expires_at: Stamp;
  invited_by: string | null;
  invited_by_contact: string | null;
  seen_at: Date | null;
  ended_at: Date | null;
  role: Defaulted<PortalRole>;
}

export type PortalRole = "member" | "viewer" | "delegate";

export interface PortalSessions {
  org_id: ColumnType<string, string, never>;
  id: string;
  contact_id: string;
  token_hash: Uint8Array;
  email: string;
  user_agent: Defaulted<string>;
  ip: Defaulted<string>;
  method: Defaulted<"mail" | "password">;
  proved_at: Stamp;
  created_at: Stamp;
  seen_at: Stamp;
  expires_at: Stamp;
}

export interface PortalPasswords {
  org_id: ColumnType<string, string, never>;
  contact_id: string;
  hash: string;
  set_at: Stamp;
}

export interface Messages {
  org_id: OrgId;
  id: string;
  account_id: string;
  action_id: string | null;
  contact_id: string | null;
  member_id: string | null;
  body: string;
  created_at: Stamp;
  channel: Defaulted<"portal" | "mail">;
  inbound_id: string | null;
  mail_id: string | null;
  subject: Defaulted<string>;
  sender_name: string | null;
  sender_address: string | null;
  doubt: string | null;
  automatic: Defaulted<boolean>;
  readers: string[] | null;
  left_out: ColumnType<LeftOut[], LeftOut[] | undefined, LeftOut[]>;
  answered_at: Date | null;
}

/** What came with a mail and was not kept, and why. */
export interface LeftOut {
  name: string;
  problem: string;
}

export type FileState = "received" | "accepted" | "returned";

export interface Files {
  org_id: OrgId;
  id: string;
  account_id: string;
  /** Left out with the slot: it came without being asked for. */
  action_id: string | null;
  slot: string | null;
  name: string;
  type: string;
  size: number;
  contact_id: string | null;
  message_id: string | null;
  created_at: Stamp;
  state: Defaulted<FileState>;
  returned_why: string | null;
  decided_at: Date | null;
  decided_by: string | null;
}

export interface FileChunks {
  org_id: OrgId;
  file_id: string;
  account_id: string;
  /** The byte of the file that it begins with. */
  position: number;
  bytes: Uint8Array;
}

export interface InboundSettings {
  org_id: OrgId;
  generation: Defaulted<number>;
  rotated_at: Date | null;
  sendgrid_key: Defaulted<string>;
  sendgrid_events_key: Defaulted<string>;
  has_mailgun_key: Defaulted<boolean>;
  version: Defaulted<number>;
}

export type MailSource = "postmark" | "sendgrid" | "mailgun" | "imap" | "demo";

export interface InboundMails {
  org_id: OrgId;
  id: string;
  source: MailSource;
  dedup_key: string;
  content_type: Defaulted<string>;
  size: number;
  state: Defaulted<
    "received" | "filed" | "unmatched" | "discarded" | "twin" | "passed_on" | "unreadable"
  >;
  kind: "reply" | "automatic" | "bounce" | null;
  from_name: Defaulted<string>;
  from_address: Defaulted<string>;
  recipient: Defaulted<string>;
  subject: Defaulted<string>;
  message_key: string | null;
  thread_keys: Defaulted<string[]>;
  body: Defaulted<string>;
  whole_text: Defaulted<string>;
  problem: string | null;
  account_id: string | null;
  mail_id: string | null;
  matched_by: "address" | "thread" | "sender" | "person" | null;
  received_at: Stamp;
  settled_at: Date | null;
  settled_by: string | null;
}

export interface InboundChunks {
  org_id: OrgId;
  mail_id: string;
  position: number;
  bytes: Uint8Array;
}

export interface ImapMailboxes {
  org_id: OrgId;
  name: string;
  uid_validity: Defaulted<string>;
  last_uid: Defaulted<number>;
  lease_token: string | null;
  leased_until: Date | null;
  polled_at: Date | null;
  trouble: string | null;
}

export interface ReplyAnswers {
  org_id: OrgId;
  message_id: string;
  account_id: string;
  action_id: string;
  state: Defaulted<"asked" | "ready" | "accepted" | "dismissed">;
  answers: ColumnType<Answers, Answers | undefined, Answers>;
  written_by: Defaulted<"rules" | "model">;
  problem: string | null;
  version: Defaulted<number>;
  settled_at: Date | null;
  settled_by: string | null;
}

export interface Domains {
  org_id: OrgId;
  id: string;
  kind: "portal" | "mail";
  name: string;
  mailbox: string | null;
  token: string;
  state: Defaulted<"pending" | "verified" | "failing" | "lapsed" | "removed">;
  is_ready: Defaulted<boolean>;
  findings: ColumnType<DomainFinding[], DomainFinding[] | undefined, DomainFinding[]>;
  next_check_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  is_asked: Defaulted<boolean>;
  checked_at: Date | null;
  verified_at: Date | null;
  failing_since: Date | null;
  removed_at: Date | null;
  added_by: string | null;
  version: Defaulted<number>;
  created_at: Stamp;
}

export interface Delegations {
  org_id: OrgId;
  id: string;
  account_id: string;
  action_id: string;
  contact_id: string;
  delegated_by: string;
  note: Defaulted<string>;
  created_at: Stamp;
  ended_at: Date | null;
}

export interface QuestionAsks {
  org_id: OrgId;
  account_id: string;
  action_id: string;
  question_id: string;
  contact_id: string;
  asked_by: string;
  created_at: Stamp;
}

export interface SponsorLinks {
  org_id: OrgId;
  id: string;
  account_id: string;
  token_hash: Uint8Array;
  label: string;
  made_by: string | null;
  made_by_contact: string | null;
  created_at: Stamp;
  expires_at: Date;
  ended_at: Date | null;
}

export interface SponsorVisits {
  org_id: OrgId;
  id: string;
  link_id: string;
  account_id: string;
  browser: string;
  at: Stamp;
}

export interface PortalRules {
  org_id: OrgId;
  invites: Defaulted<"anyone" | "listed">;
  domains: Defaulted<string[]>;
  version: Defaulted<number>;
}

/** See domain/people/domain_records.ts. */
export interface DomainFinding {
  record: "owner" | "route" | "spf" | "dkim" | "dmarc";
  status: "ok" | "missing" | "wrong" | "silent";
  found: string[];
}

export interface Uploads {
  org_id: OrgId;
  id: string;
  account_id: string;
  action_id: string | null;
  slot: string | null;
  contact_id: string | null;
  name: string;
  type: string;
  size: number;
  received: Defaulted<number>;
  /** In milliseconds, as its owner's device says. */
  modified: number | null;
  created_at: Stamp;
  /** Absent once it came whole. */
  expires_at: Date | null;
}

export interface FileQuotas {
  org_id: OrgId;
  used_bytes: Defaulted<number>;
  used_files: Defaulted<number>;
  most_bytes: Defaulted<number>;
  most_files: Defaulted<number>;
  most_file_bytes: Defaulted<number>;
  version: Defaulted<number>;
}

export interface NotificationCursors {
  org_id: OrgId;
  xid: string;
  event_id: number;
}

export type MailFrequency = "at_once" | "daily" | "weekly" | "none";

export interface NotificationPreferences {
  org_id: OrgId;
  member_id: string;
  /** By topic; see domain/messages/notification_rules.ts. */
  frequencies: Json<Record<string, MailFrequency>>;
  time_zone: string | null;
  working_days: number[] | null;
  quiet_from: string | null;
  quiet_until: string | null;
  rest_days: Defaulted<boolean>;
  summary_at: Defaulted<string>;
  weekly_on: Defaulted<number>;
  daily_at: Date | null;
  weekly_at: Date | null;
  mailed_at: Date | null;
  version: Defaulted<number>;
}

export interface Notifications {
  org_id: OrgId;
  member_id: string;
  event_id: number;
  account_id: string | null;
  topic: string;
  reason: string;
  told_at: Stamp;
  read_at: Date | null;
  unread: ColumnType<boolean, never, never>;
  mail_as: Exclude<MailFrequency, "none"> | null;
  mail_at: Date | null;
  mail_id: string | null;
}

export interface NotificationPolicies {
  org_id: OrgId;
  reminders_on: Defaulted<boolean>;
  before_days: Defaulted<number[]>;
  after_days: Defaulted<number[]>;
  most_reminders: Defaulted<number>;
  note: Defaulted<string>;
  overdue_days: number | null;
  review_days: number | null;
  version: Defaulted<number>;
}

export interface Reminders {
  org_id: OrgId;
  action_id: string;
  stage: number;
  account_id: string;
  reminded_at: Stamp;
}

export interface Escalations {
  org_id: OrgId;
  cause: "overdue" | "review";
  cause_id: string;
  account_id: string;
  told_at: Stamp;
}

/** What comes by itself to a customer: each thing, a summary, only what asks them, or nothing. */
export type ContactFrequency = "each" | "daily" | "requests" | "none";

export interface ContactPreferences {
  org_id: OrgId;
  contact_id: string;
  account_id: string;
  frequency: Defaulted<ContactFrequency>;
  summary_at: Date | null;
  summarised_at: Stamp;
}

/** A drawing, as `Graph` in domain/workflows/graph.ts reads it. */
export interface StoredGraph {
  nodes: {
    id: string;
    kind: string;
    title: string;
    x: number;
    y: number;
    config: Record<string, unknown>;
  }[];
  edges: { from: string; port: string; to: string }[];
  notes: { id: string; text: string; x: number; y: number; width: number; height: number }[];
}

export type WorkflowState = "draft" | "active" | "paused" | "archived";

export interface Workflows {
  org_id: OrgId;
  id: string;
  name: string;
  about: Defaulted<string>;
  state: Defaulted<WorkflowState>;
  owner_id: string | null;
  rev: Defaulted<number>;
  draft: ColumnType<StoredGraph, StoredGraph, StoredGraph>;
  published_id: string | null;
  published_number: Defaulted<number>;
  starts_on: string | null;
  hook_hash: Uint8Array | null;
  hook_signed: Defaulted<boolean>;
  failed_runs: Defaulted<number>;
  archived_at: Date | null;
  created_by: string | null;
  created_at: Stamp;
  changed_at: Stamp;
  last_node: Defaulted<number>;
  draft_changed: Defaulted<boolean>;
  version: Defaulted<number>;
}

export interface WorkflowVersions {
  org_id: OrgId;
  id: string;
  workflow_id: string;
  number: number;
  format: Defaulted<number>;
  graph: ColumnType<StoredGraph, StoredGraph, never>;
  says: Defaulted<string>;
  published_by: string | null;
  published_at: Stamp;
}

export interface WorkflowEdits {
  org_id: OrgId;
  workflow_id: string;
  rev: number;
  graph: ColumnType<StoredGraph, StoredGraph, StoredGraph>;
  what: Defaulted<string>;
  undone: Defaulted<boolean>;
  edited_by: string | null;
  edited_at: Stamp;
}

export interface WorkflowClips {
  org_id: OrgId;
  member_id: string;
  fragment: ColumnType<StoredGraph, StoredGraph, StoredGraph>;
  copied_at: Stamp;
}

export type RunState = "running" | "waiting" | "failed" | "parked" | "completed" | "cancelled";
export type StepState = "done" | "waiting" | "failed" | "skipped" | "cancelled";
export type FailureCause = "missing_data" | "integration" | "validation" | "internal";

export interface StoredFailure {
  cause: FailureCause;
  /** What is wrong, and what a person can do about it. */
  text: string;
  todo: string;
  field?: string;
}

type Values = Record<string, unknown>;

export interface Runs {
  org_id: OrgId;
  id: string;
  workflow_id: string;
  version_id: string;
  account_id: string | null;
  started_by: string | null;
  started_at: Stamp;
  ended_at: Date | null;
  steps: Defaulted<number>;
  visit: Defaulted<number>;
  sandbox: Defaulted<boolean>;
  state: RunState;
  node_id: string | null;
  cause: Defaulted<string>;
  business_key: string | null;
  outcome: string | null;
  input: ColumnType<Values | null, Values | null, Values | null>;
  fixes: ColumnType<Values | null, Values | null, Values | null>;
  failure: ColumnType<StoredFailure | null, StoredFailure | null, StoredFailure | null>;
}

export interface RunSteps {
  org_id: OrgId;
  run_id: string;
  started_at: Stamp;
  ended_at: Date | null;
  visit: number;
  position: number;
  attempts: Defaulted<number>;
  node_id: string;
  state: StepState;
  port: string | null;
  input: ColumnType<Values | null, Values | null, Values | null>;
  output: ColumnType<Values | null, Values | null, Values | null>;
  failure: ColumnType<StoredFailure | null, StoredFailure | null, StoredFailure | null>;
  reason: string | null;
}

export interface RunWaits {
  org_id: OrgId;
  run_id: string;
  node_id: string;
  visit: number;
  kind: "timer" | "task" | "job" | "event" | "run";
  key: string | null;
  wake_at: Date | null;
  seen: string | null;
  since: Stamp;
}

export interface TriggerEvents {
  org_id: OrgId;
  id: string;
  workflow_id: string;
  source: string;
  dedupe_key: string;
  body: ColumnType<Values, Values, never>;
  arrived_at: Stamp;
  times: Defaulted<number>;
  fate: Defaulted<"waiting" | "started" | "not_started" | "refused">;
  why: Defaulted<string>;
  run_id: string | null;
}

export interface Queues {
  org_id: OrgId;
  id: string;
  name: string;
  kind: "approval" | "assignment" | "custom";
  about: Defaulted<string>;
  sla_hours: number | null;
  escalate_to: string | null;
  escalate_role: Role | null;
  questions: ColumnType<HandoffQuestion[], HandoffQuestion[] | undefined, HandoffQuestion[]>;
  archived_at: Date | null;
  version: Defaulted<number>;
  created_at: Stamp;
}

export interface QueueMembers {
  org_id: OrgId;
  queue_id: string;
  member_id: string;
}

export interface Tasks {
  org_id: OrgId;
  id: string;
  queue_id: string;
  kind: "approval" | "assignment" | "custom";
  run_id: string | null;
  node_id: string | null;
  visit: number | null;
  account_id: string | null;
  title: string;
  detail: Defaulted<string>;
  questions: ColumnType<HandoffQuestion[], HandoffQuestion[] | undefined, HandoffQuestion[]>;
  state: Defaulted<"open" | "claimed" | "decided" | "cancelled">;
  opened_at: Stamp;
  due_at: Date | null;
  escalated_at: Date | null;
  claimed_by: string | null;
  claimed_at: Date | null;
  decision: "approved" | "rejected" | "assigned" | "done" | null;
  csm_id: string | null;
  answers: ColumnType<Values | null, Values | null, Values | null>;
  reason: string | null;
  decided_by: string | null;
  decided_at: Date | null;
  version: Defaulted<number>;
}

export interface DaysOff {
  org_id: OrgId;
  id: string;
  member_id: string;
  first_on: string;
  last_on: string;
  created_at: Stamp;
}

export interface Turns {
  org_id: OrgId;
  workflow_id: string;
  node_id: string;
  member_id: string;
  taken_at: Stamp;
}

export interface Presences {
  org_id: OrgId;
  subject_id: string;
  member_id: string;
  seen_at: Stamp;
}

export interface WhatIfs {
  org_id: OrgId;
  id: string;
  workflow_id: string;
  rev: number;
  graph: ColumnType<StoredGraph, StoredGraph, never>;
  version_id: string | null;
  state: Defaulted<"running" | "done" | "cancelled">;
  starts: Defaulted<number>;
  replayed: Defaulted<number>;
  different: Defaulted<number>;
  until: Stamp;
  asked_by: string | null;
  asked_at: Stamp;
  ended_at: Date | null;
}

/** Where one start would have gone. */
export interface WayTaken {
  /** The names of the steps, in their order. */
  path: string[];
  ended: string;
  outcome: string | null;
  template: string | null;
  csm: string | null;
  queues: string[];
}

export interface WhatIfStarts {
  org_id: OrgId;
  what_if_id: string;
  position: number;
  start_id: string;
  label: string;
  arrived_at: Date;
  different: boolean;
  before: ColumnType<WayTaken, WayTaken, never>;
  after: ColumnType<WayTaken, WayTaken, never>;
}

export type ServiceKey = "salesforce" | "hubspot" | "notion" | "slack";
export type Environment = "production" | "sandbox" | "development";

export interface Connections {
  org_id: OrgId;
  id: string;
  service: ServiceKey;
  name: string;
  environment: Defaulted<Environment>;
  state: Defaulted<"pending" | "connected" | "reconnect" | "disconnected">;
  reason: Defaulted<string>;
  outside_id: string | null;
  outside_name: string | null;
  host: string | null;
  address: string | null;
  scopes: Defaulted<string[]>;
  settings: ColumnType<Record<string, unknown>, Record<string, unknown> | undefined, unknown>;
  token_number: Defaulted<number>;
  token_ends_at: Date | null;
  renewing_until: Date | null;
  hook_hash: Uint8Array | null;
  hook_proven: Defaulted<boolean>;
  connected_by: string | null;
  connected_at: Date | null;
  last_event_at: Date | null;
  last_success_at: Date | null;
  last_failure_at: Date | null;
  last_failure: Defaulted<string>;
  used: number | null;
  allowed: number | null;
  window_at: Date | null;
  window_count: Defaulted<number>;
  failures: Defaulted<number>;
  paused_until: Date | null;
  poll_seconds: Defaulted<number>;
  poll_at: Date | null;
  polled_to: Date | null;
  poll_cursor: string | null;
  simulated: Defaulted<boolean>;
  version: Defaulted<number>;
  created_at: Stamp;
}

export interface ConnectionAttempts {
  org_id: OrgId;
  id: string;
  connection_id: string;
  member_id: string;
  state_hash: Uint8Array;
  expires_at: Date;
  used_at: Date | null;
}

/** What became of one delivery in one workflow. */
export interface Fate {
  workflow: string;
  name: string;
  fate: "started" | "not_started";
  why: string;
  run: string | null;
}

export interface Deliveries {
  org_id: OrgId;
  id: string;
  connection_id: string;
  source: "hook" | "poll" | "resent" | "test";
  dedupe_key: string;
  kind: string;
  record_id: string;
  record_name: string | null;
  body: ColumnType<Record<string, unknown>, unknown, unknown>;
  said_at: Date | null;
  arrived_at: Stamp;
  times: Defaulted<number>;
  state: Defaulted<"waiting" | "done" | "failed">;
  why: Defaulted<string>;
  fates: ColumnType<Fate[], unknown, unknown>;
  done_at: Date | null;
}

export interface ConnectionSchemas {
  org_id: OrgId;
  connection_id: string;
  fields: ColumnType<unknown[], unknown, unknown>;
  stages: ColumnType<unknown[], unknown, unknown>;
  places: ColumnType<unknown[], unknown, unknown>;
  sample: ColumnType<Record<string, unknown>, unknown, unknown>;
  hidden: Defaulted<string[]>;
  faults: Defaulted<string[]>;
  read_at: Stamp;
}

export interface FieldMappings {
  org_id: OrgId;
  id: string;
  connection_id: string;
  field: string;
  field_label: string;
  field_of: Defaulted<string>;
  type: string;
  target: string;
  policy: Defaulted<"crm" | "thread" | "if_empty">;
  required: Defaulted<boolean>;
  standard: Defaulted<boolean>;
  removed_at: Date | null;
  version: Defaulted<number>;
}

/** Linked records that are read once more, because somebody asked for it. */
export interface Refreshes {
  org_id: OrgId;
  id: string;
  connection_id: string;
  state: Defaulted<"running" | "done" | "stopped">;
  records: number;
  looked_at: Defaulted<number>;
  changed: Defaulted<number>;
  failed: Defaulted<number>;
  why: Defaulted<string>;
  reached: string | null;
  asked_by: string | null;
  asked_at: Stamp;
  ended_at: Date | null;
}

export interface OutsideRecords {
  org_id: OrgId;
  id: string;
  connection_id: string;
  record_id: string;
  name: Defaulted<string>;
  url: string | null;
  stage: string | null;
  stage_label: string | null;
  state: Defaulted<"seen" | "waiting" | "linked" | "gone">;
  lacks: Defaulted<string[]>;
  account_id: string | null;
  mapped: ColumnType<Record<string, unknown>, unknown, unknown>;
  changed_at: Date | null;
  seen_at: Stamp;
}

export interface OutsideTexts {
  org_id: OrgId;
  id: string;
  outside_record_id: string;
  text_id: string;
  kind: "note" | "activity" | "history" | "field";
  title: string;
  body: string;
  written_at: Date | null;
  read_at: Stamp;
}

export interface Channels {
  org_id: OrgId;
  id: string;
  connection_id: string;
  outside_id: string;
  name: string;
  is_private: Defaulted<boolean>;
  is_archived: Defaulted<boolean>;
  is_member: Defaulted<boolean>;
  is_shared: Defaulted<boolean>;
  gone_at: Date | null;
  posted_at: Date | null;
  seen_at: Stamp;
}

export interface AccountChannels {
  org_id: OrgId;
  account_id: string;
  channel_id: string;
  chosen_by: string | null;
  chosen_at: Stamp;
}

export type AlertTopic = "late" | "sent" | "wrote" | "handoffs" | "runs" | "trouble" | "live";

export interface ChannelAlerts {
  org_id: OrgId;
  connection_id: string;
  topic: AlertTopic;
  channel_id: string;
}

export interface Posts {
  org_id: OrgId;
  id: string;
  channel_id: string;
  cause: "action" | "workflow" | "alert";
  dedupe_key: string;
  text: string;
  path: string | null;
  account_id: string | null;
  subject_id: string | null;
  draft_id: string | null;
  approved_by: string | null;
  state: Defaulted<"approved" | "sending" | "sent" | "failed" | "unknown">;
  attempts: Defaulted<number>;
  lease_token: string | null;
  leased_until: Date | null;
  error: string | null;
  outside_id: string | null;
  url: string | null;
  sent_at: Date | null;
  settled_by: string | null;
  created_at: Stamp;
}

export type RoundKind = "assign" | "apply" | "archive";
export type RoundState = "asked" | "running" | "done" | "cancelled" | "undoing" | "undone";

export interface AccountRounds {
  org_id: OrgId;
  id: string;
  kind: RoundKind;
  state: Defaulted<RoundState>;
  csm_id: string | null;
  template_id: string | null;
  start_first: Defaulted<boolean>;
  query: Defaulted<string>;
  everything: Defaulted<boolean>;
  total: Defaulted<number>;
  waiting: Defaulted<number>;
  changed: Defaulted<number>;
  undone: Defaulted<number>;
  member_id: string;
  asked_at: Stamp;
  ended_at: Date | null;
  undone_by: string | null;
}

export interface AccountRoundAccounts {
  org_id: OrgId;
  round_id: string;
  account_id: string;
  state: Defaulted<"waiting" | "changed" | "left" | "undone" | "kept">;
  said: Defaulted<string>;
  before_csm_id: string | null;
  changed_at: Date | null;
}

/** The fields of a draft's form, as they were typed. */
export type TypedDraft = Record<"to" | "cc" | "bcc" | "subject" | "body", string>;

export interface DraftTypings {
  org_id: OrgId;
  draft_id: string;
  member_id: string;
  words: ColumnType<TypedDraft, TypedDraft, TypedDraft>;
  draft_version: number;
  page: string;
  version: Defaulted<number>;
  typed_at: Stamp;
}
