export type ReasonCode =
  | "replaced"
  | "archived"
  | "skipped"
  | "cancelled"
  | "milestone_not_active"
  | "milestone_over"
  | "not_started_by_hand"
  | "delay"
  | "next_round"
  | "draft_missing"
  | "draft_being_written"
  | "draft_failed"
  | "budget"
  | "not_approved"
  | "recipient_missing"
  | "subject_missing"
  | "variable_empty"
  | "unknown_variable"
  | "mail_not_configured"
  | "leaves_soon"
  | "mail_on_its_way"
  | "mail_put_off"
  | "mail_failed"
  | "mail_bounced"
  | "mail_unknown"
  | "failed"
  | "waiting_for_customer"
  | "not_reminded"
  | "waiting_for_owner"
  | "hidden_from_portal"
  | "channel_unreachable"
  | "post_on_its_way"
  | "post_failed"
  | "post_unknown";

export interface Reason {
  code: ReasonCode;
  words: string;
}

export function reason(code: ReasonCode, words: string): Reason {
  return { code, words };
}

export function said(words: string, more: string | null | undefined): string {
  if (!more?.trim()) return `${words}.`;
  const text = more.trim();
  return /[.!?]$/.test(text) ? `${words}: ${text}` : `${words}: ${text}.`;
}
