/** What can keep Thread out, each as an administrator of Salesforce can check it. */
export const TROUBLES = {
  rights:
    "The user who connects lacks the right: it has to be a System Administrator, or somebody to " +
    "whom a delegated admin gave access to the app and “API Enabled”.",
  api: "The organisation has no API access: it needs Sales Cloud Professional with API access, " +
    "Enterprise or higher, and “API Enabled” in the user's profile or permission set.",
  addresses: "Salesforce lets no one in from Thread's addresses: allow them under Setup, Network " +
    "Access and in the login IP ranges of the user's profile, or relax IP restrictions in the " +
    "app's policies.",
  app:
    "The app is blocked or not installed there: under Setup, External Client Apps, an admin has " +
    "to allow Thread for the user's profile.",
};

const OPERATOR =
  "Salesforce does not accept the app of this Thread. Its operator has to check the client id, " +
  "the secret, the callback address and the scopes api and refresh_token";

const KNOWN: [RegExp, string][] = [
  [
    /access_denied.*(denied authori[sz]ation|user denied)|^access_denied\s*$/i,
    "You chose Deny in Salesforce, so nothing was connected. Connect again and choose Allow.",
  ],
  [/ip[ _-]?(restrict|range|address)|restricted ip/i, TROUBLES.addresses],
  [/API_DISABLED|API_CURRENTLY_DISABLED|api is (not enabled|disabled)/i, TROUBLES.api],
  [/OAUTH_APP_BLOCKED|app.*(blocked|not (found|installed))|EC_APP_NOT_FOUND/i, TROUBLES.app],
  [
    /APP_ACCESS_DENIED|APPROVAL_ERROR|not (admin )?approved|hasn't approved|insufficient|privilege/i,
    TROUBLES.rights,
  ],
  [/expired authorization code|invalid authorization code/i, late("took too long")],
  [/invalid_grant.*(code_verifier|verifier)|code.?challenge/i, late("was mixed up")],
  [
    /inactive (user|organi[sz]ation)/i,
    "The user or the organisation is not active in Salesforce any more. Connect again as another " +
    "user.",
  ],
  [
    /invalid_grant/i,
    "Salesforce has ended Thread's permission: it was revoked, or the same user has approved " +
    "Thread more than five times since. Connect again.",
  ],
  [/redirect_uri|invalid_client|unauthorized_client|invalid_scope|unsupported_grant/i, OPERATOR],
];

function late(what: string): string {
  return `The sign-in at Salesforce ${what}. Connect again.`;
}

/** In words, what an OAuth error of Salesforce means. */
export function wordsFor(error: string, description: string | null): string {
  const said = `${error} ${description ?? ""}`.trim();
  const known = KNOWN.find(([pattern]) => pattern.test(said))?.[1];
  if (known === OPERATOR) return `${OPERATOR} (${plain(said)}).`;
  if (known) return known;
  return `Salesforce did not let Thread in: ${plain(said) || "it gave no reason"}. ${
    Object.values(TROUBLES).join(" ")
  }`;
}

/** Somebody else's words, as a part of one of our sentences. */
export function plain(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replaceAll(/[\s\u0000-\u001f\u007f]+/g, " ").trim().slice(0, 200)
    .replace(/[.\s]+$/, "");
}
