import type { HubspotRefusal } from "./refusals.ts";

export const GONE =
  "HubSpot took the permission back: the app was uninstalled there, or the permission was ended.";

/** What came back to Thread with somebody who did not agree. */
export function refusal(query: URLSearchParams): string {
  const said = query.get("error_description")?.replaceAll(/\s+/g, " ").trim().slice(0, 200);
  if (query.get("error") === "access_denied") {
    return "HubSpot was not connected: somebody declined there. " +
      "Agreeing needs a super admin, or the permission to install apps of the marketplace.";
  }
  return `HubSpot was not connected${said ? `. It says: ${said}` : ", and did not say why."}`;
}

/** For the administrator who can do something about it. */
export function whyNot({ category, words, status }: HubspotRefusal): string {
  if (/CLIENT|invalid_client/i.test(category) || status === 401) {
    return "HubSpot does not know this Thread's app. Whoever runs Thread has to check " +
      `HUBSPOT_CLIENT_ID and HUBSPOT_CLIENT_SECRET. HubSpot says: ${words}`;
  }
  if (/REDIRECT/i.test(category) || /redirect/i.test(words)) {
    return `The app at HubSpot does not list Thread's address to come back to. HubSpot says: ${words}`;
  }
  if (/SCOPE/i.test(category)) {
    return `The app at HubSpot lacks a scope that Thread asks for. HubSpot says: ${words}`;
  }
  if (isGone({ category, words }) || /CODE/i.test(category)) {
    return `HubSpot does not take the answer any more. Connect it once more. It says: ${words}`;
  }
  return `HubSpot refused: ${words}`;
}

export function isGone({ category, words }: Pick<HubspotRefusal, "category" | "words">): boolean {
  return /BAD_REFRESH_TOKEN|invalid_grant/i.test(`${category} ${words}`);
}
