import { portalPath } from "../base/portal_links.ts";

/**
 * Where the customers of an organisation sign in; each of them is shown their own account there, and
 * the task where one is meant.
 */
export function portalAddress(publicUrl: URL, orgId: string, actionId?: string): string {
  return new URL(portalPath(orgId, actionId), publicUrl).href;
}
