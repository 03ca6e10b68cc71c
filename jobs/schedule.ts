import {
  claimSlots,
  daily,
  everyMinutes,
  minutely,
  pruneSlots,
  type Schedule,
  schedulesDue,
} from "../domain/base/clock.ts";
import { crashpoint } from "../domain/base/crashpoint.ts";
import { asSystem, type Db, HOUSE, type SystemDb } from "../domain/base/db.ts";
import type { Log } from "../domain/base/log.ts";
import type { Outside } from "../domain/base/outside.ts";
import { enqueueIn } from "../domain/base/queue.ts";
import { orgsToSeal } from "../domain/base/seals.ts";
import { orgsToRewrap } from "../domain/base/vault_entries.ts";
import { mailboxOf } from "../domain/messages/imap_mailbox.ts";
import { orgsWithOverdueMails } from "../domain/messages/overdue.ts";
import { orgsWithNotificationsToMail } from "../domain/messages/notification_mails.ts";
import { orgsToTell } from "../domain/messages/notification_telling.ts";
import { orgsWithContactSummaries } from "../domain/portal/contact_summaries.ts";
import { orgsWithReminders } from "../domain/onboarding/reminders.ts";
import { orgsWithSummaries } from "../domain/onboarding/summaries.ts";
import { orgsWithDueActions } from "../domain/onboarding/due_actions.ts";
import { orgsToRemind } from "../domain/onboarding/handoff_reminders.ts";
import { orgsWithLateActions } from "../domain/onboarding/overdue_actions.ts";
import { orgsWithActions } from "../domain/onboarding/projections.ts";
import { orgsWithDomainsToCheck } from "../domain/people/domains.ts";
import { pruneSignIns } from "../domain/people/pruning.ts";
import { orgsToSum } from "../domain/insight/account_counts.ts";
import { orgsToPoll, orgsWithConnections } from "../domain/connectors/polls.ts";
import { orgsWithOverduePosts } from "../domain/connectors/post_sending.ts";
import { orgsToSweep } from "../domain/portal/uploads.ts";
import { orgsWithWorkflows } from "../domain/workflows/old_arrivals.ts";
import { orgsToEscalate } from "../domain/workflows/task_escalations.ts";
import { orgsWithStoppedRuns } from "../domain/workflows/stopped_runs.ts";
import { orgsWithDueRuns } from "../domain/workflows/wakes.ts";
import { keyringOf } from "./rewrap_vault.ts";
import { workOff } from "./work_off.ts";

interface Round {
  schedule: Schedule;
  /** Runs in the transaction that claims the slots, so they are done once, or stay open. */
  ring(tx: SystemDb, slots: Date[]): Promise<unknown>;
}

const DRAIN_MS = 50_000;
const ORGS_AT_ONCE = 1000;

/**
 * Wakes Thread every minute where nothing else does. Processes may ring at once and a minute may be
 * missed: what is due is told by the slots in the database, which a ring claims.
 */
export function startCron(db: Db, out: Outside, log: Log): void {
  if (typeof Deno.cron !== "function") return; // Not every host has it; startWork rings too.
  Deno.cron("thread", "* * * * *", { backoffSchedule: [] }, async () => {
    try {
      await ringDue(db, out);
      await workOff(db, out, { forMs: DRAIN_MS, log });
    } catch (error) {
      log.error("The minute's work failed", error);
    }
  });
}

/** Claims what is due by the database's clock. One round that fails does not keep the others. */
export async function ringDue(db: Db, out: Outside): Promise<void> {
  const all = await rounds(out);
  const due = await asSystem(db, (tx) => schedulesDue(tx, all.map(({ schedule }) => schedule)));
  const rung = await Promise.allSettled(
    all.filter(({ schedule }) => due.includes(schedule)).map((round) => ringOne(db, round)),
  );
  const failures = rung.flatMap((one) => one.status === "rejected" ? [one.reason] : []);
  if (failures.length > 0) throw new AggregateError(failures, "A scheduled round failed");
}

function ringOne(db: Db, { schedule, ring }: Round): Promise<void> {
  return asSystem(db, async (tx) => {
    const slots = await claimSlots(tx, schedule);
    if (slots.length === 0) return;
    crashpoint("clock-after-slot");
    await ring(tx, slots);
    crashpoint("clock-before-commit");
  });
}

async function rounds(out: Outside): Promise<Round[]> {
  const ring = await keyringOf(out);
  return [
    {
      schedule: minutely("seal-events"),
      ring: async (tx) => enqueueIn(tx, await orgsToSeal(tx), "seal_events"),
    },
    {
      schedule: minutely("settle-mails"),
      ring: async (tx) => enqueueIn(tx, await orgsWithOverdueMails(tx), "settle_mails"),
    },
    {
      schedule: minutely("settle-posts"),
      ring: async (tx) => enqueueIn(tx, await orgsWithOverduePosts(tx), "settle_posts"),
    },
    {
      schedule: minutely("remind-handoffs"),
      ring: async (tx) => enqueueIn(tx, await orgsToRemind(tx), "remind_handoffs"),
    },
    {
      schedule: minutely("escalate-tasks"),
      ring: async (tx) => enqueueIn(tx, await orgsToEscalate(tx), "escalate_tasks"),
    },
    {
      schedule: minutely("activate-due-actions"),
      ring: async (tx) => enqueueIn(tx, await orgsWithDueActions(tx), "activate_due_actions"),
    },
    {
      schedule: minutely("mark-overdue-actions"),
      ring: async (tx) => enqueueIn(tx, await orgsWithLateActions(tx), "mark_overdue_actions"),
    },
    {
      schedule: minutely("poll-imap"),
      ring: async (tx) => {
        if (mailboxOf(out)) await enqueueIn(tx, [HOUSE], "poll_imap");
      },
    },
    {
      schedule: minutely("check-domains"),
      ring: async (tx) => enqueueIn(tx, await orgsWithDomainsToCheck(tx), "check_domains"),
    },
    {
      schedule: minutely("sweep-uploads"),
      ring: async (tx) => enqueueIn(tx, await orgsToSweep(tx), "sweep_uploads"),
    },
    {
      schedule: minutely("wake-due-runs"),
      ring: async (tx) => enqueueIn(tx, await orgsWithDueRuns(tx), "wake_due_runs"),
    },
    {
      schedule: minutely("settle-runs"),
      ring: async (tx) => enqueueIn(tx, await orgsWithStoppedRuns(tx), "settle_runs"),
    },
    {
      schedule: minutely("tell-notifications"),
      ring: async (tx) => enqueueIn(tx, await orgsToTell(tx), "tell_notifications"),
    },
    {
      schedule: minutely("mail-notifications"),
      ring: async (tx) =>
        enqueueIn(tx, await orgsWithNotificationsToMail(tx), "mail_notifications"),
    },
    {
      schedule: minutely("mail-summaries"),
      ring: async (tx) => enqueueIn(tx, await orgsWithSummaries(tx), "mail_summaries"),
    },
    {
      schedule: minutely("mail-contact-summaries"),
      ring: async (tx) =>
        enqueueIn(tx, await orgsWithContactSummaries(tx), "mail_contact_summaries"),
    },
    {
      schedule: minutely("poll-connections"),
      ring: async (tx) => enqueueIn(tx, await orgsToPoll(tx), "poll_connections"),
    },
    {
      schedule: minutely("sum-account-counts"),
      ring: async (tx) => enqueueIn(tx, await orgsToSum(tx), "sum_account_counts"),
    },
    {
      schedule: daily("prune-deliveries", 3, 40),
      ring: async (tx) => enqueueIn(tx, await orgsWithConnections(tx), "prune_deliveries"),
    },
    {
      schedule: everyMinutes("remind-customers", 15),
      ring: async (tx) => enqueueIn(tx, await orgsWithReminders(tx), "remind_customers"),
    },
    {
      schedule: everyMinutes("escalate", 60),
      ring: async (tx) => enqueueIn(tx, await orgsWithActions(tx), "escalate"),
    },
    {
      schedule: daily("project-plans", 4, 10),
      ring: async (tx) => enqueueIn(tx, await orgsWithActions(tx), "project_plans"),
    },
    {
      schedule: daily("rewrap-vault", 2, 40),
      ring: async (tx) => {
        if (ring) await enqueueIn(tx, await orgsToRewrap(tx, ring, ORGS_AT_ONCE), "rewrap_vault");
      },
    },
    {
      schedule: daily("prune", 3, 20),
      ring: async (tx) => {
        await pruneSignIns(tx);
        await pruneSlots(tx);
        await enqueueIn(tx, await orgsWithWorkflows(tx), "prune_arrivals");
      },
    },
  ];
}
