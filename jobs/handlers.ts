import { advanceImports } from "./advance_import.ts";
import { advanceRounds } from "./advance_round.ts";
import { activateDueActions } from "./activate_due_actions.ts";
import { extractImports } from "./extract_import.ts";
import { checkDomains } from "./check_domains.ts";
import {
  leaveOneService,
  pollConnections,
  pollOneConnection,
  pruneOldDeliveries,
  readConnection,
  refreshFollowers,
  takeOneDelivery,
  writeOneStatus,
} from "./connector_jobs.ts";
import type { Handlers } from "./handler.ts";
import { fileMail, layReply } from "./mail_jobs.ts";
import { pollImap } from "./poll_imap.ts";
import { indexContact, sweepUploads, takeSubmission } from "./portal_jobs.ts";
import {
  advanceRunsOn,
  pruneArrived,
  retryFailed,
  runStepOutside,
  settleStopped,
  startArrived,
  wakeDue,
  wakeListening,
  wakeParents,
} from "./run_jobs.ts";
import { mailNotifications, tellNotifications } from "./notifications.ts";
import { escalate, mailContactSummaries, remindCustomers } from "./reminders.ts";
import { mailSummaries } from "./summaries.ts";
import { markOverdueActions } from "./mark_overdue_actions.ts";
import { projectPlans } from "./project_plans.ts";
import { leaveDraft } from "./leave_draft.ts";
import { rewrapVault } from "./rewrap_vault.ts";
import { sealOrgEvents } from "./seal_events.ts";
import { sendMail } from "./send_mail.ts";
import { settleMails } from "./settle_mails.ts";
import { remindHandoffs, writeHandoff } from "./write_handoff.ts";
import { sendOnePost, settlePosts } from "./send_post.ts";
import { tryModel } from "./try_model.ts";
import { writeDraft, writeDrafts } from "./write_draft.ts";
import { writeOneProposal } from "./write_proposal.ts";
import { upgradeAccounts } from "./upgrade_accounts.ts";
import { escalateLateTasks, replayStarts } from "./queue_jobs.ts";
import { sumCounts } from "./sum_account_counts.ts";

/** What is done for each kind of job. */
export const handlers: Handlers = {
  send_mail: sendMail,
  settle_mails: settleMails,
  write_proposal: writeOneProposal,
  try_model: tryModel,
  seal_events: sealOrgEvents,
  rewrap_vault: rewrapVault,
  advance_import: advanceImports,
  extract_import: extractImports,
  activate_due_actions: activateDueActions,
  mark_overdue_actions: markOverdueActions,
  project_plans: projectPlans,
  write_drafts: writeDrafts,
  write_draft: writeDraft,
  leave_draft: leaveDraft,
  upgrade_accounts: upgradeAccounts,
  write_handoff: writeHandoff,
  remind_handoffs: remindHandoffs,
  take_submission: takeSubmission,
  index_contact: indexContact,
  file_mail: fileMail,
  lay_reply: layReply,
  poll_imap: pollImap,
  check_domains: checkDomains,
  sweep_uploads: sweepUploads,
  advance_runs: advanceRunsOn,
  run_step_outside: runStepOutside,
  wake_due_runs: wakeDue,
  wake_parents: wakeParents,
  wake_listeners: wakeListening,
  start_runs: startArrived,
  retry_runs: retryFailed,
  settle_runs: settleStopped,
  prune_arrivals: pruneArrived,
  escalate_tasks: escalateLateTasks,
  replay_starts: replayStarts,
  tell_notifications: tellNotifications,
  mail_notifications: mailNotifications,
  mail_summaries: mailSummaries,
  remind_customers: remindCustomers,
  escalate,
  mail_contact_summaries: mailContactSummaries,
  take_delivery: takeOneDelivery,
  write_row_status: writeOneStatus,
  read_connection: readConnection,
  poll_connections: pollConnections,
  poll_connection: pollOneConnection,
  prune_deliveries: pruneOldDeliveries,
  refresh_records: refreshFollowers,
  leave_service: leaveOneService,
  send_post: sendOnePost,
  settle_posts: settlePosts,
  sum_account_counts: sumCounts,
  advance_round: advanceRounds,
};
