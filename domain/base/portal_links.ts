/**
 * Where a customer comes in: an organisation's portal, or one task in it. It is written into mails, so
 * it names the organisation, whose look the page has before anybody has signed in, and is no secret.
 */
export function portalPath(orgId: string, actionId?: string): string {
  return actionId ? `/p/${orgId}/tasks/${actionId}` : `/p/${orgId}`;
}

export function invitationPath(orgId: string, token: string): string {
  return `/p/${orgId}/invitations/${token}`;
}

/** A page to read without signing in. */
export function sponsorPath(orgId: string, token: string): string {
  return `/p/${orgId}/progress/${token}`;
}

/** The organisation that an address of the portal names. */
export function orgOfPath(path: string): string | undefined {
  return /^\/p\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\/|$)/.exec(path)?.[1];
}
