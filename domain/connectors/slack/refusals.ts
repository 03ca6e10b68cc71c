/** What Slack refuses, as an administrator can put it right. */
const WORDS: Record<string, string> = {
  not_in_channel: "Thread's app is not in the channel: invite it there.",
  channel_not_found: "Slack has no such channel, or does not show it to Thread's app.",
  is_archived: "The channel is archived in Slack.",
  msg_too_long: "The message is longer than Slack takes.",
  msg_blocks_too_long: "The message is longer than Slack takes.",
  no_text: "The message has no text.",
  no_permission: "Thread's app may not write in this channel.",
  restricted_action: "An admin of the workspace has restricted who writes in this channel.",
  restricted_action_read_only_channel: "The channel is for reading only.",
  restricted_action_thread_only_channel: "In this channel only answers to others may be written.",
  restricted_action_non_threadable_channel: "The channel takes no such message.",
  restricted_action_thread_locked: "The conversation is locked.",
  missing_scope: "The permission is smaller than Thread needs: connect Slack again.",
  ekm_access_denied: "The workspace's admins have suspended writing in this channel.",
  access_denied: "Slack denies access to this channel.",
  accesslimited: "Slack denies access from this network.",
  team_access_not_granted: "Thread's app was not let into this workspace.",
  team_not_found: "Slack does not know this workspace any more.",
  enterprise_is_restricted: "The Enterprise organisation does not let this be done.",
  app_access_restricted: "The workspace's admins do not let Thread's app be used.",
  message_limit_exceeded: "The workspace has written as many messages as its plan allows.",
  org_login_required: "The workspace is being moved into an Enterprise organisation.",
  two_factor_setup_required: "The workspace asks for a second factor that is not set up.",
};

export function inWords(error: string): string {
  return WORDS[error] ?? `Slack refuses it: ${error.replaceAll("_", " ")}.`;
}

/** The permission is over, for whatever was asked. */
export const ENDED: Record<string, string> = {
  token_revoked: "The permission was revoked in Slack, or Thread's app was removed there.",
  account_inactive: "The workspace, or Thread's app in it, is not active any more.",
  not_authed: "Slack does not take the permission any more.",
  team_access_revoked: "Thread's app was removed from this workspace.",
};

/** Over, or only too old: a new one may be had where Slack gives them out. */
export const OVER = new Set(["token_expired", "invalid_auth"]);

/** Slack says that it has done nothing, and that it may later. */
export const LATER: Record<string, { words: string; seconds: number }> = {
  ratelimited: { words: "takes no more calls for now", seconds: 30 },
  rate_limited: { words: "takes no more messages for now", seconds: 30 },
  service_unavailable: { words: "is not available now", seconds: 60 },
  team_added_to_org: { words: "is moving the workspace", seconds: 600 },
  request_timeout: { words: "did not hear the whole call", seconds: 5 },
};

/** "Some part may have succeeded", as Slack itself says. */
export const UNSURE = new Set(["fatal_error", "internal_error", "unknown_error"]);
