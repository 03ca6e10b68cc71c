/** What Thread asks for in Slack, and what each is for. A bot's permissions only, no person's. */
export const SCOPES = [
  {
    scope: "chat:write",
    words: "Post messages in the channels that Thread's app was invited to, and in no others",
  },
  { scope: "channels:read", words: "Read the names of public channels, to choose one of them" },
  {
    scope: "groups:read",
    words: "Read the names of private channels that Thread's app was invited to",
  },
] as const;

export const SCOPE_LIST = SCOPES.map(({ scope }) => scope).join(",");

/** What Slack tells Thread of, so that its list is right and a lost permission is seen at once. */
export const EVENTS = [
  ...["app_uninstalled", "tokens_revoked"],
  ...["channel_rename", "channel_archive", "channel_unarchive", "channel_deleted"],
  ...["group_rename", "group_archive", "group_unarchive", "group_deleted"],
  ...["member_joined_channel", "channel_left", "group_left"],
];
