type Data = Record<string, unknown>;

const task = (data: Data) => `the task "${data.title}"`;
const queue = (data: Data) => `the queue ${data.name}`;
const because = ({ reason }: Data) => reason ? `: ${reason}` : "";

const DECISIONS: Record<string, (data: Data) => string> = {
  approved: (data) => `approved "${data.title}"${because(data)}`,
  rejected: (data) => `rejected "${data.title}"${because(data)}`,
  assigned: (data) => `gave "${data.title}" to ${data.csm}`,
  done: (data) => `completed "${data.title}"`,
};

const days = ({ from, until }: Data) => from === until ? String(from) : `${from} to ${until}`;

/** What happens in queues and who is away from them, after the name of who did it; "Thread" where nobody did. */
export const TASK_SENTENCES: Record<string, (data: Data) => string> = {
  "task.opened": (data) => `put ${task(data)} into ${data.queue}`,
  "task.claimed": (data) => `claimed ${task(data)}`,
  "task.released": (data) => `gave ${task(data)} back`,
  "task.reassigned": (data) => `gave ${task(data)} to ${data.to}`,
  "task.decided": (data) => DECISIONS[String(data.decision)]?.(data) ?? `decided ${task(data)}`,
  "task.cancelled": (data) => `dropped ${task(data)}, which nobody needs any more`,
  "task.escalated": (data) =>
    data.to ? `told ${data.to} that ${task(data)} is late` : `found ${task(data)} late`,
  "workflow.what_if_asked": (data) =>
    `asked what the draft of ${data.name} would have done with ${data.starts} starts`,
  "member.days_off_added": (data) => `took ${days(data)} off for ${data.name}`,
  "member.days_off_removed": (data) => `took back the days off of ${data.name}, ${days(data)}`,
  "queue.added": (data) => `added ${queue(data)}`,
  "queue.changed": (data) => `changed ${queue(data)}`,
  "queue.archived": (data) =>
    data.moved
      ? `archived ${queue(data)} and moved ${data.moved} tasks to ${data.to}`
      : `archived ${queue(data)}`,
  "queue.restored": (data) => `restored ${queue(data)}`,
};
