import type { NotificationTopic } from "./notification_topics.ts";

/** Why somebody is told: the words follow "You get this because". */
export const REASONS = {
  csm: "you are the CSM of this account",
  collaborators: "you are a collaborator of this account",
  ae: "you are the account executive of this account",
  received: "it was given to you",
  passed_on: "it was yours until then",
  asked: "the handoff asks you",
  asker: "you asked for the handoff",
  named: "it names you",
  mentioned: "somebody named you in a note",
  lead: "you lead the person who works on it",
  importer: "you confirmed the import",
  admins: "you are an admin",
  ops: "you work in operations",
  owner: "you own the workflow",
  escalated: "late tasks of this queue escalate to you",
  claimant: "you have claimed the task",
} as const;

/** Whom an event concerns. Who did it is never told of it. */
export type Audience = keyof typeof REASONS;

export interface Rule {
  topic: NotificationTopic;
  /** The first of these that a person is, is why they are told. */
  tell: Audience[];
  /** What happened in the same moment, and is said by this already. */
  instead?: string[];
  /** To those a letter of its own went already. */
  byLetter?: Audience[];
  /** Left out: always. */
  when?: (data: Record<string, unknown>) => boolean;
}

const byMember = (data: Record<string, unknown>) => !data.contactId;
const byHand = (data: Record<string, unknown>) => !data.importId;
const SOLD = ["account.ae_assigned", "account.ae_transferred"];
const GIVEN = ["account.csm_assigned", "account.csm_transferred"];

/** Who is told of what: an event that is not listed is told to nobody. */
export const RULES: Record<string, Rule> = {
  "submission.sent": { topic: "customers", tell: ["csm", "collaborators"] },
  "message.received": { topic: "customers", tell: ["csm", "collaborators"] },

  "handoff.asked": { topic: "handoffs", tell: ["asked"], instead: SOLD },
  "handoff.reminded": { topic: "handoffs", tell: ["asked"] },
  "handoff.submitted": { topic: "handoffs", tell: ["csm", "asker"], instead: GIVEN },
  "handoff.reopened": { topic: "handoffs", tell: ["asked", "csm"] },
  "handoff.cancelled": { topic: "handoffs", tell: ["asked"] },

  "account.csm_assigned": { topic: "accounts", tell: ["received"], when: byHand },
  "account.csm_transferred": { topic: "accounts", tell: ["received", "passed_on"] },
  "account.csm_removed": { topic: "accounts", tell: ["passed_on"] },
  "account.ae_assigned": { topic: "accounts", tell: ["received"], when: byHand },
  "account.ae_transferred": { topic: "accounts", tell: ["received", "passed_on"] },
  "account.ae_removed": { topic: "accounts", tell: ["passed_on"] },
  "account.collaborator_added": { topic: "accounts", tell: ["named"] },
  "account.collaborator_removed": { topic: "accounts", tell: ["named"] },

  "action.failed": { topic: "trouble", tell: ["csm", "collaborators"] },
  "draft.failed": { topic: "trouble", tell: ["csm"] },
  "mail.bounced": { topic: "trouble", tell: ["csm", "collaborators"] },
  "mail.complained": { topic: "trouble", tell: ["csm", "collaborators"] },
  "mail.unknown": { topic: "trouble", tell: ["admins"] },
  "job.parked": { topic: "trouble", tell: ["admins"] },
  "model.shut": { topic: "trouble", tell: ["admins", "ops"] },
  "connection.lost": { topic: "trouble", tell: ["admins", "ops"] },

  "run.failed": { topic: "trouble", tell: ["owner"] },
  "run.parked": { topic: "trouble", tell: ["owner"] },
  "task.reassigned": { topic: "tasks", tell: ["received"] },
  "task.escalated": {
    topic: "escalations",
    tell: ["escalated", "claimant"],
    byLetter: ["escalated"],
  },

  "action.overdue": { topic: "late", tell: ["csm", "collaborators"] },
  "action.escalated": { topic: "escalations", tell: ["lead", "csm"] },
  "draft.escalated": { topic: "escalations", tell: ["lead", "csm"] },

  "draft.written": { topic: "review", tell: ["csm"] },

  "plan.applied": { topic: "progress", tell: ["csm"] },
  "plan.reapplied": { topic: "progress", tell: ["csm"] },
  "plan.upgraded": { topic: "progress", tell: ["csm"] },
  "plan.finished": { topic: "progress", tell: ["csm", "collaborators", "ae"] },
  "milestone.finished": { topic: "progress", tell: ["csm", "collaborators", "ae"] },
  "milestone.skipped": { topic: "progress", tell: ["csm", "collaborators"] },
  "action.completed": { topic: "progress", tell: ["csm"], when: byMember },
  "action.skipped": { topic: "progress", tell: ["csm"] },
  "submission.returned": { topic: "progress", tell: ["csm"] },
  "message.answered": { topic: "progress", tell: ["csm", "collaborators"] },
  "account.note_added": { topic: "progress", tell: ["mentioned", "csm", "collaborators"] },
  "account.teammate_added": { topic: "progress", tell: ["csm"] },
  "account.archived": { topic: "progress", tell: ["csm", "collaborators"] },
  "account.restored": { topic: "progress", tell: ["csm", "collaborators"] },
  "account.merged": { topic: "progress", tell: ["csm"] },

  "access.requested": { topic: "house", tell: ["admins"], byLetter: ["admins"] },
  "member.joined": { topic: "house", tell: ["admins"] },
  "member.deactivated": { topic: "house", tell: ["admins"] },
  "template.suggested": { topic: "house", tell: ["ops", "admins"] },
  "import.finished": { topic: "house", tell: ["importer"] },
};

/** Whoever is named in a note is told as such, whatever else they are. */
export function topicOf(kind: string, reason: Audience): NotificationTopic {
  return reason === "mentioned" ? "mentions" : RULES[kind]!.topic;
}

/** The page on which what happened is seen. */
export function placeOf(
  { kind, subjectId, accountId }: {
    kind: string;
    subjectId: string | null;
    accountId: string | null;
  },
): string {
  const [noun = "", what = ""] = kind.split(".");
  if (what.startsWith("note_")) return `/accounts/${accountId}/notes`;
  return (PLACES[noun] ?? (() => accountId ? `/accounts/${accountId}` : "/"))(
    subjectId,
    `/accounts/${accountId}`,
  );
}

const PLACES: Record<string, (subject: string | null, account: string) => string> = {
  submission: (subject, account) => `${account}/submissions/${subject}`,
  message: (_, account) => `${account}/messages`,
  handoff: (subject) => `/handoffs/${subject}`,
  action: (subject, account) => `${account}/actions/${subject}`,
  draft: (subject, account) => `${account}/actions/${subject}`,
  milestone: (subject, account) => `${account}/plan#part-${subject}`,
  plan: (_, account) => `${account}/plan`,
  access: () => "/members/invitations",
  member: (subject) => `/members/${subject}`,
  template: (subject) => `/templates/${subject}`,
  import: (subject) => `/import/${subject}`,
  run: (subject) => `/runs/${subject}`,
  task: (subject) => `/queue/${subject}`,
  mail: () => "/mails",
  job: () => "/jobs",
  model: () => "/settings/ai",
};
