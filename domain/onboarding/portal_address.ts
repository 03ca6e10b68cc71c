import { originUnder } from "../people/domains.ts";
import { portalPath } from "../base/portal_links.ts";

/**
 * Where the customers of an organisation sign in; each of them is shown their own account there, and
 * the task where one is meant.
 */
export function portalAddress(
  publicUrl: URL,
  { id, portalHost }: { id: string; portalHost: string | null },
  actionId?: string,
): string {
  const origin = portalHost ? originUnder(portalHost, publicUrl) : publicUrl;
  return new URL(portalPath(id, actionId), origin).href;
}

/** Whichever name it was written with: an own one may have failed since. */
export function leadsToPortal(text: string, orgId: string): boolean {
  return text.includes(portalPath(orgId));
}
