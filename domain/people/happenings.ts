import type { Role } from "../base/schema.ts";
import type { Activity } from "./activity.ts";
import { ACCESS_SENTENCES } from "./access_happenings.ts";
import { CONNECTION_SENTENCES } from "./connection_happenings.ts";
import { MAPPING_SENTENCES } from "./mapping_happenings.ts";
import { PLAN_SENTENCES } from "./plan_happenings.ts";
import { POST_SENTENCES } from "./post_happenings.ts";
import { RUN_SENTENCES } from "./run_happenings.ts";
import { TASK_SENTENCES } from "./task_happenings.ts";
import { WORKFLOW_SENTENCES } from "./workflow_happenings.ts";
import { roleLabels } from "./roles.ts";

/** An event in words, after the name of who did it: "invited ann@example.com as CSM". */
export function happened({ kind, data }: Pick<Activity, "kind" | "data">): string {
  const say = TABLES.find((table) => kind in table)?.[kind];
  const words = say ? say(data) : kind.replaceAll(/[._]/g, " ");
  return data.followed ? `${words}, from ${data.followed}` : words;
}

export interface Difference {
  field: string;
  before: string;
  after: string;
}

/** What changed, field by field, where the event kept it. */
export function differencesIn({ data }: Pick<Activity, "data">): Difference[] {
  const changes = data.changes;
  if (typeof changes !== "object" || changes === null) return [];
  return Object.entries(changes).filter(([, pair]) => Array.isArray(pair)).map(([field, pair]) => ({
    field: FIELDS[field] ?? field.replaceAll("_", " "),
    before: value(field, (pair as unknown[])[0]),
    after: value(field, (pair as unknown[])[1]),
  }));
}

type Data = Record<string, unknown>;

const text = (data: Data, field: string) => String(data[field] ?? "somebody");
const roles = (data: Data) => roleLabels((data.roles ?? []) as Role[]);

const count = (data: Data) => Number(data.tokens).toLocaleString("en");

const SENTENCES: Record<string, (data: Data) => string> = {
  "org.created": (data) => `founded ${text(data, "name")}`,
  "org.changed": () => "changed the organisation's settings",
  "org.files_limited": (data) =>
    `changed what one file may have from ${text(data, "from")} to ${text(data, "to")}`,
  "org.reminders_on": () => "switched reminders to customers on",
  "org.reminders_off": () => "switched reminders to customers off",
  "org.notifications_changed": () => "changed when customers are reminded and leads are told",
  "member.lead_changed": (data) =>
    data.to
      ? `made ${text(data, "to")} the lead of ${text(data, "name")}`
      : `took the lead of ${text(data, "name")} away`,
  "account.contact_tried_again": (data) => `writes to ${text(data, "name")} again`,
  "account.reminders_paused": (data) => `paused the reminders to ${text(data, "name")}`,
  "account.reminders_resumed": (data) => `let ${text(data, "name")} be reminded again`,
  "account.contact_mail": (data) =>
    `chose how mail comes: ${CONTACT_MAIL[String(data.frequency)] ?? "as usual"}`,
  "branding.changed": () => "changed the branding",
  "holiday.added": (data) => `added the holiday ${holiday(data)}`,
  "holiday.removed": (data) => `removed the holiday ${holiday(data)}`,
  "member.joined": (data) => roles(data) ? `joined as ${roles(data)}` : "joined",
  "member.renamed": () => "changed their name",
  "member.booking_changed": () => "changed where customers book time with them",
  "member.notifications_changed": () => "changed how they are told of things",
  "member.roles_changed": (data) => `changed the roles of ${text(data, "name")}`,
  "member.deactivated": (data) => `deactivated ${text(data, "name")}`,
  "member.reactivated": (data) => `reactivated ${text(data, "name")}`,
  "member.sign_in_help_sent": (data) => `sent sign-in help to ${text(data, "name")}`,
  "invitation.sent": (data) => `invited ${text(data, "email")} as ${roles(data)}`,
  "invitation.resent": (data) => `sent the invitation of ${text(data, "email")} again`,
  "invitation.revoked": (data) => `revoked the invitation of ${text(data, "email")}`,
  "access.requested": (data) => `${text(data, "email")} asked for access`,
  "identity.signed_up": () => "signed up",
  "identity.signed_in": (data) => `signed in${data.method === "mail" ? " by mail" : ""}`,
  "identity.signed_out": () => "signed out",
  "identity.password_changed": () => "changed their password",
  "identity.password_reset": () => "set a new password by mail",
  "identity.sessions_ended": () => "ended their other sessions",
  "access.answered": (data) => `answered the request of ${text(data, "email")}`,
  "model.budget_changed": (data) => `set the daily AI budget to ${count(data)} tokens`,
  "model.shut": (data) => `stopped asking the AI provider after ${text(data, "failures")} failures`,
  "model.opened": () => "asks the AI provider again",
  "model.trial_asked": () => "tried the AI provider",
  "model.tried": (data) => `heard from the AI provider: ${text(data, "words")}`,
  "proposal.asked": () => "asked for an AI proposal",
  "proposal.begun": () => "began to write a proposal",
  "proposal.written": () => "wrote a proposal",
  "proposal.failed": () => "could not write a proposal",
  "proposal.edited": () => "edited a proposal",
  "proposal.taken": (data) =>
    data.name ? `took the proposal ${text(data, "name")}` : "took a proposal",
  "proposal.dismissed": () => "dismissed a proposal",
  "template.created": (data) => `created the template ${text(data, "name")}`,
  "template.described": (data) => `described the template ${text(data, "name")} anew`,
  "template.edited": (data) => `edited the template ${text(data, "name")}`,
  "template.published": (data) =>
    `published revision ${text(data, "number")} of the template ${text(data, "name")}`,
  "template.archived": (data) => `archived the template ${text(data, "name")}`,
  "template.restored": (data) => `restored the template ${text(data, "name")}`,
  "template.suggested": (data) => `suggested a change of the template ${text(data, "name")}`,
  "template.suggestion_settled": (data) =>
    `answered a suggestion for the template ${text(data, "name")}`,
  "access.refused": (data) => `declined the request of ${text(data, "email")}`,
  "account.created": (data) =>
    `created the ${data.test ? "test " : ""}account ${text(data, "name")}${imported(data)}`,
  "account.changed": (data) => `changed the account ${text(data, "name")}${imported(data)}`,
  "account.archived": (data) => `archived ${text(data, "name")}`,
  "account.restored": (data) => `restored ${text(data, "name")}`,
  "account.marked_test": (data) => `made ${text(data, "name")} a test account`,
  "account.marked_real": (data) => `made ${text(data, "name")} a real account`,
  "account.csm_assigned": (data) => `assigned ${text(data, "name")} to ${text(data, "to")}`,
  "account.csm_transferred": transferred,
  "account.csm_removed": (data) =>
    `took ${text(data, "name")} from ${text(data, "from")}, and it has no CSM now`,
  "account.ae_assigned": (data) =>
    `made ${text(data, "to")} the account executive of ${text(data, "name")}`,
  "account.ae_transferred": (data) =>
    `made ${text(data, "to")} the account executive of ${text(data, "name")} in place of ${
      text(data, "from")
    }`,
  "account.ae_removed": (data) =>
    `took the account executive ${text(data, "from")} off ${text(data, "name")}`,
  "account.contact_added": (data) => `added the contact ${text(data, "name")}`,
  "account.contact_changed": (data) => `changed the contact ${text(data, "name")}`,
  "account.contact_made_primary": (data) => `made ${text(data, "name")} the primary contact`,
  "account.contact_removed": (data) => `removed the contact ${text(data, "name")}`,
  "account.teammate_added": (data) => `added ${text(data, "name")} to the customer's team`,
  "account.portal_invited": (data) => `invited ${text(data, "name")} to the portal`,
  "account.portal_invited_again": (data) => `invited ${text(data, "name")} to the portal once more`,
  "account.portal_ended": (data) => `ended the access of ${text(data, "name")} to the portal`,
  "account.contact_language": () => "chose their language in the portal",
  "account.contact_profile": () => "changed their name or title in the portal",
  "account.portal_password_set": () => "set a password for the portal",
  "account.portal_password_changed": () => "changed their password for the portal",
  "account.portal_password_removed": () => "removed their password for the portal",
  "account.seen_as_customer": () => "looked at the portal as the customer sees it",
  "submission.sent": (data) => `sent "${text(data, "label")}"`,
  "submission.file_added": (data) => `added ${text(data, "name")} to "${text(data, "label")}"`,
  "submission.file_accepted": (data) => `accepted ${text(data, "name")}`,
  "submission.file_returned": (data) => `asked the customer for another ${text(data, "name")}`,
  "submission.returned": (data) => `asked the customer again for "${text(data, "label")}"`,
  "message.received": (data) =>
    data.channel === "mail" ? `filed a mail from ${text(data, "name")}` : "wrote in the portal",
  "message.answered": (data) =>
    data.channel === "mail" ? `answered ${text(data, "name")} by mail` : "answered in the portal",
  "mail.complained": (data) => `learned that a reader called "${text(data, "subject")}" spam`,
  "mail.bounced": (data) => `learned that a mail came back: ${text(data, "words")}`,
  "message.automatic": (data) => `filed an automatic answer from ${text(data, "name")}`,
  "message.settled": () => "marked a message as needing no answer",
  "message.sender_known": (data) => `made ${text(data, "name")} a contact, from their mail`,
  "inbound.received": () => "took in a mail",
  "inbound.unmatched": () => "could not tell which account a mail belongs to",
  "inbound.assigned": (data) => `filed a mail under ${text(data, "name")}`,
  "inbound.discarded": () => "discarded a mail that belongs to no account",
  "org.mail_hook_rotated": () => "changed the address at which mail comes in",
  "org.mail_keys_changed": () => "changed the keys of inbound mail",
  "submission.accepted": (data) =>
    `accepted the answers to "${text(data, "label")}" from a mail of ${text(data, "by")}`,
  "account.note_added": () => "added a note",
  "account.note_changed": () => "changed a note",
  "account.collaborator_added": (data) => `added ${text(data, "name")} as a collaborator`,
  "account.collaborator_removed": (data) => `removed the collaborator ${text(data, "name")}`,
  "import.started": (data) => `began to import ${text(data, "name")}`,
  "import.confirmed": (data) =>
    `confirmed the import of ${text(data, "name")}: ${text(data, "creates")} to create, ${
      text(data, "updates")
    } to update`,
  "import.finished": (data) =>
    `finished importing ${text(data, "name")}: ${text(data, "created")} created, ${
      text(data, "updated")
    } updated`,
  "import.undoing": (data) => `began to undo the import of ${text(data, "name")}`,
  "import.undone": (data) =>
    `undid the import of ${text(data, "name")}: ${text(data, "archived")} archived`,
  "import.removed": (data) => `discarded the import of ${text(data, "name")}`,
  "handoff.asked": () => "asked for the handoff",
  "handoff.written": () => "drafted the handoff's answers",
  "handoff.edited": (data) => `changed the handoff's answer to "${text(data, "question")}"`,
  "handoff.regenerated": (data) => `asked for a new answer to "${text(data, "question")}"`,
  "handoff.submitted": () => "submitted the handoff",
  "handoff.reopened": () => "opened the handoff again",
  "handoff.cancelled": () => "took the handoff back",
  "handoff.reminded": () => "reminded the account executive of the handoff",
  "handoff_template.added": (data) => `added the handoff questions ${text(data, "name")}`,
  "handoff_template.changed": (data) => `changed the handoff questions ${text(data, "name")}`,
  "handoff_template.made_default": (data) => `made ${text(data, "name")} the default handoff`,
  "handoff_template.removed": (data) => `removed the handoff questions ${text(data, "name")}`,
  "draft.written": (data) => `drafted "${text(data, "label")}"`,
  "draft.failed": (data) => `could not draft "${text(data, "label")}": ${text(data, "words")}`,
  "draft.edited": (data) => `edited the draft of "${text(data, "label")}"`,
  "draft.regenerated": (data) => `asked for a new draft of "${text(data, "label")}"`,
  "draft.approved": (data) =>
    data.without_review
      ? `approved "${text(data, "label")}" by its setting to leave without review`
      : `approved the draft of "${text(data, "label")}"`,
  "draft.taken_back": (data) => `took back the approval of "${text(data, "label")}"`,
  "draft.left": (data) => `sent "${text(data, "label")}" on its way`,
  "draft.discarded": (data) => `discarded the draft of "${text(data, "label")}"`,
  "account.merged": (data) => `merged ${text(data, "other")} into ${text(data, "name")}`,
  "account.merged_away": (data) => `merged ${text(data, "name")} into ${text(data, "into")}`,
  "account.holiday_added": (data) => `added the customer's holiday ${holiday(data)}`,
  "account.holiday_removed": (data) => `removed the customer's holiday ${holiday(data)}`,
  "account.time_zone_changed": (data) => `changed the time zone of ${text(data, "name")}`,
  "field.added": (data) => `added the account field ${text(data, "name")}`,
  "field.changed": (data) => `changed the account field ${text(data, "name")}`,
  "field.retired": (data) => `retired the account field ${text(data, "name")}`,
  "field.brought_back": (data) => `brought back the account field ${text(data, "name")}`,
};

const TABLES = [
  ...[SENTENCES, PLAN_SENTENCES, TASK_SENTENCES, RUN_SENTENCES, ACCESS_SENTENCES],
  ...[WORKFLOW_SENTENCES, CONNECTION_SENTENCES, MAPPING_SENTENCES, POST_SENTENCES],
];

const CONTACT_MAIL: Record<string, string> = {
  each: "each thing by itself",
  daily: "one summary a day",
  requests: "only what asks them",
  none: "nothing that comes by itself",
};

/** The background imports, so the event names who confirmed it. */
function imported({ importedBy }: Data): string {
  return importedBy ? ` in an import of ${importedBy}` : "";
}

const FIELDS: Record<string, string> = {
  support_email: "support address",
  time_zone: "time zone",
  working_days: "working days",
  arr_cents: "ARR",
  arr_currency: "currency",
  closed_on: "close date",
  go_live_on: "go-live",
  job_title: "title",
  health_by_hand: "health set by hand",
  duration_days: "days",
  due_days: "working days to the deadline",
  delay_hours: "hours of delay",
};

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function value(field: string, kept: unknown): string {
  if (kept === null || kept === undefined || kept === "") return "nothing";
  if (field === "roles") return roleLabels(kept as Role[]);
  if (field === "working_days") return (kept as number[]).map((day) => DAYS[day - 1]).join(", ");
  if (field === "arr_cents") return (Number(kept) / 100).toLocaleString("en");
  if (field === "health") return String(kept).replaceAll("_", " ");
  if (typeof kept === "boolean") return kept ? "yes" : "no";
  if (Array.isArray(kept)) return kept.join(", ");
  return isMoney(kept)
    ? `${(kept.cents / 100).toLocaleString("en")} ${kept.currency}`
    : String(kept);
}

function isMoney(kept: unknown): kept is { cents: number; currency: string } {
  return typeof kept === "object" && kept !== null && "cents" in kept && "currency" in kept;
}

function transferred(data: Data): string {
  return `transferred ${text(data, "name")} from ${text(data, "from")} to ${text(data, "to")}`;
}

function holiday({ day, name }: Data): string {
  return name ? `${name} (${day})` : String(day);
}
