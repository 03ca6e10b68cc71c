import { sql } from "kysely";
import { type AccountDb, type OrgDb, sendAlong, type SystemDb, wakeAfterCommit } from "./db.ts";

/** Every kind of job and its payload: ids only. A kind without a handler does not compile. */
export interface JobPayloads {
  send_mail: { mailId: string };
  settle_mails: Empty;
  write_proposal: { proposalId: string };
  try_model: Empty;
  seal_events: Empty;
  rewrap_vault: Empty;
  advance_import: { importId: string };
  extract_import: { importId: string };
  /** All answers, or the one that was asked for anew. */
  write_handoff: { handoffId: string; questionId?: string };
  remind_handoffs: Empty;
  take_submission: { submissionId: string };
  index_contact: { contactId: string };
  sweep_uploads: Empty;
  activate_due_actions: Empty;
  mark_overdue_actions: Empty;
  project_plans: { after?: string };
  write_drafts: { draftIds: string[] };
  write_draft: { draftId: string };
  leave_draft: { draftId: string };
  upgrade_accounts: { roundId: string };
  file_mail: { inboundId: string };
  lay_reply: { messageId: string };
  poll_imap: Empty;
  check_domains: Empty;
  advance_runs: { runId: string };
  run_step_outside: { runId: string; nodeId: string; visit: number };
  wake_due_runs: Empty;
  wake_parents: { runId: string };
  wake_listeners: { eventId: number };
  start_runs: { eventId: string };
  retry_runs: { runId: string; memberId: string };
  settle_runs: Empty;
  prune_arrivals: Empty;
  escalate_tasks: Empty;
  replay_starts: { whatIfId: string };
  tell_notifications: Empty;
  mail_notifications: Empty;
  mail_summaries: Empty;
  remind_customers: Empty;
  escalate: Empty;
  mail_contact_summaries: Empty;
  take_delivery: { deliveryId: string };
  read_connection: { connectionId: string };
  write_row_status: { connectionId: string; recordId: string };
  poll_connections: Empty;
  poll_connection: { connectionId: string };
  prune_deliveries: Empty;
  refresh_records: { refreshId: string };
  leave_service: { connectionId: string };
  send_post: { postId: string };
  settle_posts: Empty;
  sum_account_counts: Empty;
  advance_round: { roundId: string };
}

type Empty = Record<never, never>;

export type JobKind = keyof JobPayloads;

/** Work on the database only, done in whole batches; or work that may wait for the network. */
export type Lane = "inside" | "outside";

export const lanes = {
  send_mail: "outside",
  settle_mails: "inside",
  write_proposal: "outside",
  try_model: "outside",
  seal_events: "inside",
  rewrap_vault: "outside",
  advance_import: "inside",
  extract_import: "outside",
  write_handoff: "outside",
  remind_handoffs: "inside",
  take_submission: "inside",
  index_contact: "inside",
  sweep_uploads: "inside",
  activate_due_actions: "inside",
  mark_overdue_actions: "inside",
  project_plans: "inside",
  write_drafts: "outside",
  write_draft: "outside",
  leave_draft: "outside",
  upgrade_accounts: "inside",
  file_mail: "outside",
  lay_reply: "outside",
  poll_imap: "outside",
  check_domains: "outside",
  advance_runs: "inside",
  run_step_outside: "outside",
  wake_due_runs: "inside",
  wake_parents: "inside",
  wake_listeners: "inside",
  start_runs: "inside",
  retry_runs: "inside",
  settle_runs: "inside",
  prune_arrivals: "inside",
  escalate_tasks: "outside",
  replay_starts: "outside",
  tell_notifications: "inside",
  mail_notifications: "outside",
  mail_summaries: "outside",
  remind_customers: "outside",
  escalate: "inside",
  mail_contact_summaries: "outside",
  take_delivery: "outside",
  read_connection: "outside",
  write_row_status: "outside",
  poll_connections: "inside",
  poll_connection: "outside",
  prune_deliveries: "inside",
  refresh_records: "outside",
  leave_service: "outside",
  send_post: "outside",
  settle_posts: "inside",
  sum_account_counts: "inside",
  advance_round: "inside",
} as const satisfies Record<JobKind, Lane>;

/** Of the work inside, what may go on for several transactions. */
export type InTurns = "advance_runs";

export interface EnqueueOptions {
  /** At most one job with this key waits; a claimed one does not count. */
  key?: string;
  /** Seconds from the database's now. */
  delaySeconds?: number;
}

/** Written in the transaction that made the work necessary: it runs if that commits, else never. */
export function enqueue<K extends JobKind>(
  tx: OrgDb | AccountDb,
  kind: K,
  payload: JobPayloads[K],
  { key, delaySeconds = 0 }: EnqueueOptions = {},
): Promise<void> {
  sendAlong(
    tx,
    sql`
    insert into jobs (kind, lane, payload, key, run_at)
    values (${kind}, ${lanes[kind]}, ${payload}, ${key ?? null},
      now() + make_interval(secs => ${delaySeconds}))
    on conflict do nothing`,
  );
  wakeAfterCommit(tx, `jobs:${lanes[kind]}`);
  return Promise.resolve();
}

export interface NewJob<K extends JobKind> {
  payload: JobPayloads[K];
  key?: string;
}

/** Many jobs of one kind in one statement. */
export function enqueueAll<K extends JobKind>(
  tx: OrgDb | AccountDb,
  kind: K,
  jobs: NewJob<K>[],
  { delaySeconds = 0 }: Pick<EnqueueOptions, "delaySeconds"> = {},
): Promise<void> {
  if (jobs.length === 0) return Promise.resolve();
  sendAlong(
    tx,
    sql`
    insert into jobs (kind, lane, payload, key, run_at)
    select ${kind}, ${lanes[kind]}, job -> 'payload', job ->> 'key',
      now() + make_interval(secs => ${delaySeconds})
    from jsonb_array_elements(${jobs}::jsonb) as job
    on conflict do nothing`,
  );
  wakeAfterCommit(tx, `jobs:${lanes[kind]}`);
  return Promise.resolve();
}

/** For the clock, which knows organisations by id only: at most one such job waits in each. */
export async function enqueueIn(
  tx: SystemDb,
  orgIds: string[],
  kind: { [K in JobKind]: Empty extends JobPayloads[K] ? K : never }[JobKind],
): Promise<void> {
  if (orgIds.length === 0) return;
  await sql`
    insert into jobs (org_id, kind, lane, key)
    select org_id, ${kind}, ${lanes[kind]}, 'clock' from unnest(${orgIds}::uuid[]) as org_id
    on conflict do nothing`.execute(tx);
  wakeAfterCommit(tx, `jobs:${lanes[kind]}`);
}

/** For jobs put back, whatever they do. */
export function wakeWorkers(tx: OrgDb | SystemDb): void {
  wakeAfterCommit(tx, "jobs:inside");
  wakeAfterCommit(tx, "jobs:outside");
}
