import type { Selectable } from "kysely";
import { formatDayAndTime } from "../base/calendar.ts";
import type { Actions, Drafts, Mails, MilestoneState, Posts } from "../base/schema.ts";
import { actionType, type Owner, ownerLabel } from "./action_types.ts";
import { type Reason, reason, said } from "./reasons.ts";
import { unknownVariables, variablesIn } from "./variables.ts";

export type { Reason, ReasonCode } from "./reasons.ts";

type ExplainedAction = Pick<
  Selectable<Actions>,
  | "type"
  | "trigger"
  | "state"
  | "held"
  | "owner"
  | "due_at"
  | "opened_at"
  | "portal_visible"
  | "note"
  | "problem"
>;

/** The rows that the scheduler and the sender look at, and nothing else. */
export interface Circumstances {
  now: Date;
  /** How times are written: the account's own zone, or the organisation's. */
  zone: string;
  locale?: string;
  milestone: { name: string; state: MilestoneState };
  account: { name: string; archived_at: Date | null };
  plan?: { ended_at: Date | null };
  /** The open draft, or the one that left. */
  draft?: Pick<Selectable<Drafts>, "state" | "subject" | "body" | "problem" | "leaves_at"> & {
    to_addresses: readonly string[];
  };
  mail?: Pick<Selectable<Mails>, "state" | "error"> & { bounced_at?: Date | null };
  /** Whether Thread can send mail at all; kept in Thread counts as sent. */
  mailConfigured?: boolean;
  /** Contacts of the account to whom nothing is mailed by itself. */
  failing?: readonly { name: string; failing_why: string | null }[];
  /** What the month's drafts may cost is used up. */
  budgetUsedUp?: boolean;
  /** Of a text for a channel: why it cannot be posted where it belongs. */
  channelFault?: string;
  post?: Pick<Selectable<Posts>, "state" | "error">;
  /** The organisation's own fields; without them every field is taken for known. */
  fieldKeys?: ReadonlySet<string>;
}

/** Why an action has not happened, the first cause first. Empty when it has. */
export function explain(action: ExplainedAction, around: Circumstances): Reason[] {
  if (action.state === "completed") return [];
  const ending = endingOf(action);
  if (ending) return [ending];
  const { plan, account } = around;
  if (plan?.ended_at) return [reason("replaced", "A newer plan took the place of this one.")];
  const shut = account.archived_at || action.held
    ? [reason("archived", `${account.name} is archived, so nothing of its plan fires.`)]
    : [];
  return [...shut, ...inState(action, around)];
}

function inState(action: ExplainedAction, around: Circumstances): Reason[] {
  switch (action.state) {
    case "pending":
      return notBegun(action, around);
    case "waiting":
      return [untilDue(action, around)];
    case "due":
      return [...whileDue(action, around), ...portalReasons(action, around)];
    case "draft_ready":
      return [
        reason("not_approved", "Nobody has approved its draft yet."),
        ...draftReasons(around),
        ...mailSettings(around),
        ...portalReasons(action, around),
      ];
    case "approved":
      return action.type === "SLACK" ? whilePosted(around) : whileLeaving(around);
    case "executed":
      return [
        reason("waiting_for_customer", "It is with the customer, whose answer completes it."),
        ...portalReasons(action, around),
      ];
    case "failed":
      return [afterFailure(action, around), ...mailSettings(around)];
    default:
      return [];
  }
}

function endingOf({ state, note }: ExplainedAction): Reason | undefined {
  if (state === "skipped") return reason("skipped", said("It was skipped", note));
  if (state === "cancelled") return reason("cancelled", said("It was cancelled", note));
}

function notBegun({ trigger }: ExplainedAction, { milestone }: Circumstances): Reason[] {
  const { name, state } = milestone;
  const byHand = reason("not_started_by_hand", "It is started by hand, and nobody has started it.");
  if (state === "active") return [byHand];
  if (state === "not_started") {
    const words = `${name} has not started yet.`;
    return [reason("milestone_not_active", words), ...(trigger === "manual" ? [byHand] : [])];
  }
  return [reason("milestone_over", `${name} is over. Reopen it to start this.`)];
}

function untilDue({ due_at }: ExplainedAction, { now, zone, locale = "en-GB" }: Circumstances) {
  if (due_at && due_at > now) {
    const at = formatDayAndTime(due_at, locale, zone);
    return reason("delay", `Its delay ends on ${at}.`);
  }
  return reason("next_round", "Its delay is over: it starts within a minute.");
}

function whileDue(action: ExplainedAction, around: Circumstances): Reason[] {
  const { executable } = actionType(action.type);
  if (!executable) return [waiting(action.owner), ...aboutChannel(action, around)];
  const answers = action.opened_at
    ? [reason("waiting_for_customer", "The customer can answer it in the portal, and has not.")]
    : [];
  return [...answers, ...aboutDraft(around)];
}

/** It can be done by hand all the same, so this comes after who does it. */
function aboutChannel({ type }: ExplainedAction, { channelFault }: Circumstances): Reason[] {
  if (type !== "SLACK" || !channelFault) return [];
  return [reason("channel_unreachable", channelFault)];
}

function aboutDraft(around: Circumstances): Reason[] {
  const { draft, budgetUsedUp } = around;
  if (!draft || draft.state === "discarded" || draft.state === "replaced") {
    return [reason("draft_missing", "It has no draft. Ask for one.")];
  }
  const budget = budgetUsedUp
    ? [reason("budget", "What this month's drafts may cost is used up.")]
    : [];
  if (draft.state === "failed") {
    return [
      reason("draft_failed", said("Its draft could not be written", draft.problem)),
      ...budget,
    ];
  }
  if (draft.state === "asked") {
    return [reason("draft_being_written", "Its draft is being written."), ...budget];
  }
  return [reason("not_approved", "Nobody has approved its draft yet."), ...draftReasons(around)];
}

/** What keeps a draft from being approved as it stands. */
function draftReasons({ draft, fieldKeys }: Circumstances): Reason[] {
  if (!draft) return [];
  const text = `${draft.subject}\n${draft.body}`;
  const unknown = unknownVariables(text, fieldKeys);
  const empty = variablesIn(text).filter((name) => !unknown.includes(name));
  return [
    ...(draft.to_addresses.length === 0
      ? [reason("recipient_missing", said("There is nobody to send it to", draft.problem))]
      : []),
    ...(draft.subject.trim() === "" ? [reason("subject_missing", "It has no subject.")] : []),
    ...empty.map((name) =>
      reason("variable_empty", `Nothing is known for {{${name}}} on this account.`)
    ),
    ...unknown.map((name) =>
      reason("unknown_variable", `Nobody knows what {{${name}}} stands for.`)
    ),
  ];
}

function whileLeaving(around: Circumstances): Reason[] {
  const { draft, mail, now, zone, locale = "en-GB" } = around;
  if (mail?.state === "failed" || mail?.state === "unknown") return [ofMail(mail)!];
  if (draft?.state === "approved" && draft.leaves_at && draft.leaves_at > now) {
    const at = formatDayAndTime(draft.leaves_at, locale, zone);
    return [
      reason("leaves_soon", `It is approved and leaves at ${at}. It can be taken back until then.`),
      ...mailSettings(around),
    ];
  }
  if (mail?.state === "approved" && mail.error) {
    return [
      reason("mail_put_off", said("The mail did not leave and is tried again", mail.error)),
    ];
  }
  return [
    reason("mail_on_its_way", "It is approved and on its way to the mail server."),
    ...mailSettings(around),
  ];
}

function whilePosted({ draft, post, now, zone, locale = "en-GB" }: Circumstances): Reason[] {
  if (post && (post.state === "failed" || post.state === "unknown")) return [ofPost(post)!];
  if (draft?.state === "approved" && draft.leaves_at && draft.leaves_at > now) {
    const at = formatDayAndTime(draft.leaves_at, locale, zone);
    return [
      reason("leaves_soon", `It is approved and posted at ${at}. It can be taken back until then.`),
    ];
  }
  return [
    reason("post_on_its_way", said("It is approved and on its way to the channel", post?.error)),
  ];
}

function ofPost({ state, error }: NonNullable<Circumstances["post"]>): Reason | undefined {
  if (state === "failed") return reason("post_failed", said("It was not posted", error));
  if (state !== "unknown") return undefined;
  return reason("post_unknown", said("It may have been posted: the answer was lost", error));
}

function afterFailure({ problem }: ExplainedAction, { mail, post }: Circumstances): Reason {
  if (post && ofPost(post)) return ofPost(post)!;
  return (mail && ofMail(mail)) ?? reason("failed", said("It could not be carried out", problem));
}

function ofMail(
  { state, error, bounced_at }: NonNullable<Circumstances["mail"]>,
): Reason | undefined {
  if (state === "failed" && bounced_at) {
    return reason("mail_bounced", said("The mail came back", error));
  }
  if (state === "failed") return reason("mail_failed", said("The mail was refused", error));
  if (state === "unknown") {
    return reason("mail_unknown", said("It may have been sent: the answer was lost", error));
  }
}

function mailSettings({ mailConfigured = true }: Circumstances): Reason[] {
  if (mailConfigured) return [];
  return [reason("mail_not_configured", "Thread has no mail server to send with.")];
}

/** Only of what the customer answers there. */
function portalReasons(
  { type, portal_visible, opened_at }: ExplainedAction,
  { failing = [] }: Circumstances,
): Reason[] {
  if (type !== "REQUEST_DOCS" && type !== "REQUEST_ASSETS" && type !== "COLLECT_INFO") return [];
  if (!portal_visible) {
    return [
      reason("hidden_from_portal", "The portal does not show it: that is switched off here."),
    ];
  }
  if (!opened_at) {
    return [reason("hidden_from_portal", "The portal does not show it before it is opened.")];
  }
  return failing.map(({ name, failing_why }) =>
    reason("not_reminded", said(`No reminder of it goes to ${name}`, failing_why))
  );
}

function waiting(owner: Owner): Reason {
  if (owner === "customer") {
    return reason("waiting_for_customer", "It waits for the customer. Mark it complete once done.");
  }
  const who = owner === "csm" ? "the CSM" : `the ${ownerLabel(owner).toLowerCase()}`;
  return reason("waiting_for_owner", `It waits for ${who} to mark it complete.`);
}
