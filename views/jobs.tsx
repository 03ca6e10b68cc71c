import type { JobCounts, ParkedJob } from "../domain/base/parked_jobs.ts";
import { Button, LinkButton } from "./parts/buttons.tsx";
import { type FormState, TextArea } from "./parts/fields.tsx";
import { ErrorSummary } from "./parts/forms.tsx";
import { Facts, Section } from "./parts/page_header.tsx";
import { EmptyState } from "./parts/states.tsx";
import { StatusLabel } from "./parts/status.tsx";
import { Pagination, RowActions, Table } from "./parts/table.tsx";
import { RelativeTime } from "./parts/time.tsx";

export interface JobsPageProps {
  counts: JobCounts;
  /** Where counting ended. */
  counted: number;
  jobs: ParkedJob[];
  older?: string;
  /** Not the first page: it does not change while somebody reads it. */
  still?: boolean;
  mayRetry: boolean;
}

/** The whole part is asked for again when a job is parked, retried or discarded. */
export function JobsPage(props: JobsPageProps) {
  const { counts, counted, jobs, older, still, mayRetry } = props;
  const live = still ? {} : { "hx-get": "/jobs", "hx-trigger": "job from:body" };
  return (
    <div id="jobs" hx-target="this" hx-swap="outerHTML" {...live}>
      <Facts
        facts={[
          { label: "Waiting", value: upTo(counts.waiting, counted) },
          { label: "Running", value: upTo(counts.running, counted) },
          { label: "Parked", value: <Parked count={counts.parked} counted={counted} /> },
        ]}
      />
      <Section
        title="Parked jobs"
        lead="They failed eight times, or in a way that trying again cannot help."
      >
        {jobs.length === 0 ? <NoJobs still={still} /> : (
          <Table
            caption="Parked jobs, newest first"
            columns={[
              { label: "Job" },
              { label: "What went wrong" },
              { label: "Tries", numeric: true, wideOnly: true },
              { label: "Parked", wideOnly: true },
              { label: "Try again", quiet: true },
            ]}
          >
            {jobs.map((job) => <JobRow job={job} mayRetry={mayRetry} />)}
          </Table>
        )}
        <Pagination
          previous={still ? "/jobs" : undefined}
          next={older && `/jobs?before=${older}`}
        />
      </Section>
    </div>
  );
}

function upTo(count: number, counted: number): string {
  return count < counted ? String(count) : `${counted.toLocaleString("en")} or more`;
}

function Parked({ count, counted }: { count: number; counted: number }) {
  if (count === 0) return <StatusLabel kind="ok">None</StatusLabel>;
  return <StatusLabel kind="bad">{upTo(count, counted)}</StatusLabel>;
}

function NoJobs({ still }: { still?: boolean }) {
  if (still) {
    return (
      <EmptyState level={3} title="No older parked jobs">The newest are one page back.</EmptyState>
    );
  }
  return (
    <EmptyState level={3} title="Nothing is parked">
      Thread does its work in the background and tries again by itself. A job that still cannot be
      done comes here, with its error, and waits for you.
    </EmptyState>
  );
}

function JobRow({ job, mayRetry }: { job: ParkedJob; mayRetry: boolean }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/jobs/${job.id}`}>{kindLabel(job)}</a>
      </th>
      <td>{job.error}</td>
      <td class="numeric wide-only">{job.attempts}</td>
      <td class="wide-only">
        <RelativeTime at={job.parkedAt} />
      </td>
      <RowActions>
        {mayRetry && (
          <form method="post" action={`/jobs/${job.id}/retry`}>
            <Button type="submit" small aria-label={`Try again: ${kindLabel(job)} ${job.id}`}>
              Try again
            </Button>
          </form>
        )}
      </RowActions>
    </tr>
  );
}

export interface JobPageProps {
  job: ParkedJob;
  /** How many are parked with the same error, this one included. */
  alike: number;
  mayRetry: boolean;
  form?: FormState;
}

export function JobPage({ job, alike, mayRetry, form }: JobPageProps) {
  return (
    <>
      <Facts
        facts={[
          { label: "What went wrong", value: job.error },
          { label: "Tries", value: String(job.attempts) },
          { label: "Parked", value: <RelativeTime at={job.parkedAt} /> },
          { label: "Asked for", value: <RelativeTime at={job.createdAt} /> },
          { label: "Number", value: String(job.id) },
        ]}
      />
      {job.mailId && <LinkButton href={`/mails/${job.mailId}`}>See the mail</LinkButton>}
      {mayRetry && <Retry job={job} alike={alike} />}
      {mayRetry && <Discard job={job} form={form} />}
    </>
  );
}

function Retry({ job, alike }: { job: ParkedJob; alike: number }) {
  return (
    <Section title="Try again" lead="Once what went wrong is put right. It gets eight new tries.">
      <div class="form-actions">
        <form method="post" action={`/jobs/${job.id}/retry`}>
          <Button type="submit" kind="primary">Try again</Button>
        </form>
        {alike > 1 && (
          <form method="post" action={`/jobs/${job.id}/retry-of-all`}>
            <Button type="submit">Try all {alike} with this error again</Button>
          </form>
        )}
      </div>
    </Section>
  );
}

function Discard({ job, form }: { job: ParkedJob; form?: FormState }) {
  return (
    <Section title="Discard" lead="It will never be done. The audit log keeps who, when and why.">
      <form method="post" action={`/jobs/${job.id}/discard`} class="stack">
        <ErrorSummary errors={form?.errors} />
        <TextArea name="reason" label="Reason" rows={2} maxlength={500} required form={form} />
        <div class="form-actions">
          <Button type="submit" kind="danger">Discard this job</Button>
        </div>
      </form>
    </Section>
  );
}

const KINDS: Record<ParkedJob["kind"], string> = {
  advance_round: "Changing many accounts",
  advance_import: "Import accounts",
  extract_import: "Read a pasted text with AI",
  activate_due_actions: "Start what is due",
  mark_overdue_actions: "Mark what is overdue",
  project_plans: "Project when plans will be through",
  send_mail: "Send a mail",
  seal_events: "Seal the audit log",
  upgrade_accounts: "Bring accounts to a newer revision",
  rewrap_vault: "Renew the keys of stored secrets",
  write_draft: "Write a draft",
  write_drafts: "Write drafts",
  write_proposal: "Write a proposal",
  try_model: "Try the AI provider",
  leave_draft: "Send what was approved",
  write_handoff: "Write a handoff's answers",
  remind_handoffs: "Remind of handoffs",
  take_submission: "Take in what a customer sent",
  index_contact: "Make a contact findable",
  file_mail: "File a mail that came in",
  lay_reply: "Lay a reply against its form with AI",
  poll_imap: "Read the mailbox",
  check_domains: "Look up the records of its domains",
  settle_mails: "Settle mails whose answer was lost",
  sweep_uploads: "Discard uploads that were given up",
  advance_runs: "Follow runs of workflows",
  run_step_outside: "Do what a step of a workflow needs outside",
  wake_due_runs: "Wake runs whose time has come",
  wake_parents: "Tell a run that another one has ended",
  wake_listeners: "Wake runs that wait for an event",
  start_runs: "Start runs for what has arrived",
  retry_runs: "Retry runs that failed",
  settle_runs: "Settle runs whose job gave up",
  prune_arrivals: "Forget what arrived long ago",
  escalate_tasks: "Tell of late tasks",
  replay_starts: "Replay what has arrived for a what-if",
  tell_notifications: "Tell people what concerns them",
  mail_notifications: "Mail what concerns them",
  mail_summaries: "Mail summaries",
  remind_customers: "Remind customers",
  escalate: "Tell leads what is late",
  mail_contact_summaries: "Mail summaries to customers",
  take_delivery: "Read a record that a service told of",
  read_connection: "Read what a service has to offer",
  write_row_status: "Set the Status of a row in Notion",
  poll_connections: "Look for what services did not tell",
  poll_connection: "Look at one service for what it did not tell",
  prune_deliveries: "Discard old deliveries",
  refresh_records: "Bring accounts up to date from a service",
  leave_service: "Give a permission back at a service",
  send_post: "Post a message to a channel",
  settle_posts: "Settle messages whose posting was cut short",
  sum_account_counts: "Sum up the metrics",
};

/** A kind of another version of Thread is shown by its name. */
export function kindLabel({ kind }: Pick<ParkedJob, "kind">): string {
  return KINDS[kind] ?? kind;
}
